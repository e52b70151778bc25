"""Determinants and their logarithms in index form: atoms, taken apart where a product or an inverse stands inside."""

from __future__ import annotations

from typing import Any

from derivations.notation import core, linear, shapes
from derivations.notation.facts import is_definite, is_positive
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import facts_of

from .build import ONE, Builder, Terms
from .form import Atom, Form, Ix

At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def determinant(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return _det_power(b, x.args[0], env)


def _det_power(b: Builder, a: Any, env: Env) -> Terms:
    if is_matrix(a) and (isinstance(a, linear.Inverse | core.Transposed)):
        inner = _det_power(b, a.args[0], env)
        return b.power(inner, -ONE) if isinstance(a, linear.Inverse) else inner
    if isinstance(a, linear.Eye):
        return b.number(1)
    if isinstance(a, core.MatProduct) and all(is_matrix(m) and shapes.same_dim(*shape_of(m)) for m in a.args):
        return b.times(*(_det_power(b, m, env) for m in a.args))
    form, outer, of = _either_way(b, a, env)
    if (inside := _inverted(form, outer)) is not None:
        return b.power(_det_power(b, inside, env), -ONE)
    return b.atom(Atom("det", form=form, positive=is_definite(a), symbol=of), outer)


def _either_way(b: Builder, a: Any, env: Env) -> tuple[Form, tuple[Ix, ...], Any]:
    """A or Aᵀ, whose determinants are one: the form with the lesser key, its outer indices, and whose form it is.

    The differential of a determinant takes the inverse of that one.
    """
    found = ((*b.closed_matrix(m, env), m) for m in (a, core.Transposed(a)))
    return min(found, key=lambda made: made[0].key)


def _inverted(form: Form, outer: tuple[Ix, ...]) -> Any:
    """B where the form is that of B⁻¹, as A⁻¹AB⁻¹ is once factors cancel; else None."""
    factors = form.terms[0].factors if len(form.terms) == 1 and form.terms[0].coef == 1 and not outer else []
    if len(factors) != 1 or form.terms[0].bound:
        return None
    atom, at, power = factors[0]
    return atom.symbol if atom.kind == "inv" and power == 1 and len(set(at)) == len(at) == 2 else None


def log_determinant(b: Builder, x: Any, at: At, env: Env) -> Terms:
    """log |det A|, which is log det A wherever that is defined, so that it adds up over the factors of a product."""
    a = x.args[0]
    n = shape_of(a)[0]
    if "orthogonal" in facts_of(a):
        return []
    if isinstance(a, linear.Diag) and is_positive(a.args[0]):
        return b.summed(n, lambda i: b.log(b.entry(a.args[0], (None if n == 1 else i, None), env)))
    if isinstance(a, linear.Inverse):
        return b.scale(-ONE, b.scalar(linear.LogDet(a.args[0]), env))
    if isinstance(a, core.Transposed):
        return b.scalar(linear.LogDet(a.args[0]), env)
    if isinstance(a, linear.Eye):
        return []
    if isinstance(a, linear.Kron) and all(shapes.same_dim(*shape_of(m)) for m in a.args):
        left, right = a.args  # |det(A⊗B)| is |det A| to the size of B times |det B| to the size of A
        return b.times(b.dimension(shape_of(right)[0]), b.scalar(linear.LogDet(left), env)) + b.times(
            b.dimension(shape_of(left)[0]), b.scalar(linear.LogDet(right), env)
        )
    if isinstance(a, core.MatQuotient):
        return b.scalar(linear.LogDet(a.args[0]), env) + b.scale(
            -ONE, b.times(b.dimension(n), b.log(b.scalar(a.args[1], env)))
        )
    if isinstance(a, core.MatProduct):
        scalars = [f for f in a.args if not is_matrix(f)]
        mats = [f for f in a.args if is_matrix(f)]
        if all(shapes.same_dim(*shape_of(m)) for m in mats):
            out: Terms = []
            for s in scalars:
                out += b.times(b.dimension(n), b.log(b.scalar(s, env)))
            for m in mats:
                out += b.scalar(linear.LogDet(m), env)
            return out
        if scalars:
            whole = b.scalar(linear.LogDet(core.MatProduct(*mats)), env)
            return whole + [t for s in scalars for t in b.times(b.dimension(n), b.log(b.scalar(s, env)))]
    form, outer, of = _either_way(b, a, env)
    if (inside := _inverted(form, outer)) is not None:
        return b.scale(-ONE, b.scalar(linear.LogDet(inside), env))
    return b.atom(Atom("logdet", form=form, symbol=of), outer)
