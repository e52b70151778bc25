"""Inverses in index form: atoms, taken apart where a product, a transpose or a Kronecker product stands inside."""

from __future__ import annotations

from typing import Any

from derivations.notation import core, linear, shapes
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import facts_of

from .build import ONE, Builder, Terms
from .form import Atom, Ix

At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def inverse(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a = x.args[0]
    if shapes.same_shape(shape_of(a), shapes.SCALAR):
        return b.power(b.scalar(a, env), -ONE)
    if isinstance(a, linear.Inverse):
        return b.entry(a.args[0], at, env)
    if isinstance(a, core.Transposed):
        return b.entry(linear.Inverse(a.args[0]), (at[1], at[0]), env)
    if isinstance(a, linear.Eye):
        return b.entry(a, at, env)
    if isinstance(a, linear.Diag):
        return b.entry(linear.Diag(linear.HadamardPower(a.args[0], -1)), at, env)
    if "orthogonal" in facts_of(a):
        return b.entry(a, (at[1], at[0]), env)
    if isinstance(a, linear.Kron) and all(shapes.same_dim(*shape_of(m)) for m in a.args):
        return b.entry(linear.Kron(*(m if isinstance(m, linear.Eye) else linear.Inverse(m) for m in a.args)), at, env)
    if isinstance(a, core.MatQuotient):
        return b.times(b.scalar(a.args[1], env), b.entry(linear.Inverse(a.args[0]), at, env))
    if isinstance(a, core.MatNegative):
        return b.scale(-ONE, b.entry(linear.Inverse(a.args[0]), at, env))
    if isinstance(a, core.MatProduct):
        scalars = [f for f in a.args if not is_matrix(f)]
        mats = [f for f in a.args if is_matrix(f)]
        if all(shapes.same_dim(*shape_of(m)) for m in mats) and (scalars or len(mats) > 1):
            parts = [b.power(b.scalar(s, env), -ONE) for s in scalars]
            inverses = [linear.Inverse(m) for m in reversed(mats)]
            return b.times(*parts, b.entry(inverses[0] if len(inverses) == 1 else core.MatProduct(*inverses), at, env))
        if scalars:
            left = core.MatProduct(*mats)
            return b.times(*(b.power(b.scalar(s, env), -ONE) for s in scalars), b.entry(linear.Inverse(left), at, env))
    form, outer = b.closed_matrix(a, env)
    turned, outer_turned = b.closed_matrix(core.Transposed(a), env)
    symmetric = form == turned and not outer
    if turned.key < form.key:  # of A⁻¹ and A⁻ᵀ one is the atom, and the other is that atom with its slots swapped
        form, outer, at = turned, outer_turned, (at[1], at[0])
    return b.atom(Atom("inv", form=form, symmetric=symmetric, symbol=a), (*at, *outer))
