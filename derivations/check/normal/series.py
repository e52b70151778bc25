"""The coefficient of t of an expression at x + t·dx, on terms: truncated power series over normal forms.

It shares no code with the calculus engine and asks SymPy for no derivative; the derivatives of named functions come
from their table, whose rows are checked on their own against power series in ball arithmetic.
"""

from __future__ import annotations

from typing import Any

from derivations.errors import NotSupported
from derivations.notation import functions, symbols
from derivations.notation.facts import is_symmetric
from derivations.notation.shapes import is_matrix

from .build import ONE, Builder, Terms
from .form import LOG_OF_BASE, Atom, Factor, Ix, Term


def first_order(b: Builder, terms: Terms, variable: Any) -> Terms:
    """The product rule over the factors of each term."""
    target = target_of(b, variable)
    return _linear(b, terms, target, variable)


def target_of(b: Builder, variable: Any) -> Atom:
    rows = "r" if is_matrix(variable) and variable.shape[0] != 1 else None
    cols = "c" if is_matrix(variable) and variable.shape[1] != 1 else None
    return b.entry(variable, (rows, cols), {})[0].factors[0][0]


def _linear(b: Builder, terms: Terms, target: Atom, variable: Any) -> Terms:
    out: Terms = []
    for term in terms:
        for position, factor in enumerate(term.factors):
            inner = _derivative(b, factor, target, variable)
            if not inner:
                continue
            others = [f for k, f in enumerate(term.factors) if k != position]
            for made in inner:
                out.append(Term(term.coef * made.coef, [*others, *made.factors], {**term.bound, **made.bound}))
    return b.simplify(out)


def _depends(atom: Atom, target: Atom) -> bool:
    if atom == target:
        return True
    return atom.form is not None and any(_depends(f[0], target) for t in atom.form.terms for f in t.factors)


def _derivative(b: Builder, factor: Factor, target: Atom, variable: Any) -> Terms:
    atom, at, power = factor
    if not _depends(atom, target):
        return []
    if atom == target:
        step = Atom("d", str(variable), symmetric=is_matrix(variable) and is_symmetric(variable), symbol=None)
        return [Term(power, [*_rest(atom, at, power), (step, _step_at(atom, at), ONE)], {})]
    assert atom.form is not None
    slots = at
    inside = b.instance(atom.form, slots)
    if atom.kind == "exp":
        return b.times([Term(power, [(atom, at, power)], {})], _linear(b, inside, target, variable))
    if atom.kind == "base":
        return b.times([Term(power, _rest(atom, at, power), {})], _linear(b, inside, target, variable))
    if atom.kind in ("log", LOG_OF_BASE):
        return b.times(
            [Term(power, _rest(atom, at, power), {})], b.power(inside, -ONE), _linear(b, inside, target, variable)
        )
    if atom.kind == "fn":
        return _of_named(b, factor, target, variable)
    maker = _MATRIX.get(atom.kind)
    if maker is None or power.denominator != 1:
        raise NotSupported(f"not supported yet: a normal form of the differential of {atom.kind}")
    return b.times([Term(power, _rest(atom, at, power), {})], maker(b, atom, at, target, variable))


def _rest(atom: Atom, at: tuple[Ix, ...], power: Any) -> list[Factor]:
    return [(atom, at, power - 1)] if power != 1 else []


def _step_at(atom: Atom, at: tuple[Ix, ...]) -> tuple[Ix, ...]:
    return at[1:] if atom.kind == "family" else at


def _of_named(b: Builder, factor: Factor, target: Atom, variable: Any) -> Terms:
    atom, at, power = factor
    f = functions.FUNCTIONS[atom.name]
    if f in (functions.step, functions.sign):
        return []  # constant around any point but the kink; that the kink is excluded, the step has to show apart
    if f.derivative is None or atom.form is None:
        raise NotSupported(f"not supported yet: the derivative of {atom.name}")
    inside = b.instance(atom.form, at)
    t = symbols.ScalarSymbol("_x", real=True)
    outer = b.bound_to(t, inside, f.derivative(t))
    return b.times(
        [Term(power, _rest(atom, at, power), {})], outer, _linear(b, b.instance(atom.form, at), target, variable)
    )


def _between(b: Builder, atom: Atom, at: tuple[Ix, ...], target: Atom, variable: Any) -> Terms:
    """−A⁻¹ dA A⁻¹ at (i, j)."""
    assert atom.form is not None
    dim = atom.symbol.shape[0]
    i, j = at[:2]

    def body(k: int, m: int) -> Terms:
        middle = _linear(b, b.instance(atom.form, (k, m, *at[2:])), target, variable)  # type: ignore[arg-type]
        ends: list[Factor] = [(atom, (i, k, *at[2:]), ONE), (atom, (m, j, *at[2:]), ONE)]
        return b.times([Term(-ONE, ends, {})], middle)

    return b.summed(dim, lambda k: b.summed(dim, lambda m: body(k, m)))


def _log_determinant(b: Builder, atom: Atom, at: tuple[Ix, ...], target: Atom, variable: Any) -> Terms:
    """tr(A⁻¹ dA)."""
    assert atom.form is not None
    from derivations.notation.linear import Inverse

    dim = atom.symbol.shape[0]

    def body(k: int, m: int) -> Terms:
        middle = _linear(b, b.instance(atom.form, (k, m, *at)), target, variable)  # type: ignore[arg-type]
        return b.times(b.entry(Inverse(atom.symbol), (m, k), {}), middle)

    if at:
        raise NotSupported("not supported yet: the differential of a determinant inside a sum")
    return b.summed(dim, lambda k: b.summed(dim, lambda m: body(k, m)))


def _determinant(b: Builder, atom: Atom, at: tuple[Ix, ...], target: Atom, variable: Any) -> Terms:
    return b.times(b.atom(atom, at), _log_determinant(b, atom, at, target, variable))


def _function_value(b: Builder, atom: Atom, at: tuple[Ix, ...], target: Atom, variable: Any) -> Terms:
    """⟨∇f(x), dx⟩."""
    assert atom.form is not None
    grad = Atom("f grad", atom.name, atom.form, symbol=atom.symbol)
    return b.summed(
        atom.symbol.args[1].shape[0],
        lambda k: b.times(b.atom(grad, (k, *at)), _linear(b, b.instance(atom.form, (k, *at)), target, variable)),  # type: ignore[arg-type]
    )


def _function_gradient(b: Builder, atom: Atom, at: tuple[Ix, ...], target: Atom, variable: Any) -> Terms:
    """∇²f(x) dx."""
    assert atom.form is not None
    hess = Atom("f hess", atom.name, atom.form, symmetric=len(at) == 1, symbol=atom.symbol)
    return b.summed(
        atom.symbol.args[1].shape[0],
        lambda k: b.times(
            b.atom(hess, (at[0], k, *at[1:])),
            _linear(b, b.instance(atom.form, (k, *at[1:])), target, variable),  # type: ignore[arg-type]
        ),
    )


_MATRIX = {
    "inv": _between,
    "logdet": _log_determinant,
    "det": _determinant,
    "f": _function_value,
    "f grad": _function_gradient,
}
