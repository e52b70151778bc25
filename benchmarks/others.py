"""What other software does with the expressions of the suite: a time where it answers, or one word for what it does.

SymPy gets an expression in its own matrix nodes, and its answer is held against central differences. JAX traces and
compiles the gradient at one size.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import sympy

SIZES = {"n": 4, "p": 3, "m": 3, "k": 2}


def seconds(function: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = function()
    return time.perf_counter() - begun, found


def stock(e: Any) -> Any:
    """An expression in SymPy's own nodes; None where SymPy has none for it."""
    from derivations.notation import core, linear
    from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol

    def turned(e: Any) -> Any:
        if isinstance(e, MatrixAtom):
            return sympy.MatrixSymbol(e.name, *map(turned, e.shape))
        if isinstance(e, Dim):
            return sympy.Symbol(e.name, integer=True, positive=True)
        if isinstance(e, ScalarSymbol):
            return sympy.Symbol(e.name, real=True)
        if not e.args:
            return e
        maker = next((m for kind, m in makers.items() if isinstance(e, kind)), None)
        if maker is None:
            raise NotImplementedError(type(e).__name__)
        return maker(*map(turned, e.args))

    def total(*terms: Any) -> Any:
        return sympy.MatAdd(*terms) if all(getattr(t, "is_Matrix", False) for t in terms) else sympy.Add(*terms)

    def product(*factors: Any) -> Any:
        out = factors[0]
        for f in factors[1:]:
            out = out * f
        return out

    def scalar(a: Any) -> Any:
        return sympy.Trace(a) if getattr(a, "is_Matrix", False) else a

    makers: dict[Any, Callable[..., Any]] = {
        core.Plus: lambda *a: sympy.Add(*map(scalar, a)),
        core.MatPlus: total,
        (core.Negative, core.MatNegative): lambda a: -a,
        (core.Product, core.MatProduct): product,
        (core.Quotient, core.MatQuotient): lambda a, b: a / scalar(b),
        core.Power: lambda a, k: scalar(a) ** k,
        core.Transposed: sympy.Transpose,
        linear.Inverse: sympy.Inverse,
        linear.Trace: sympy.Trace,
        linear.Determinant: sympy.Determinant,
        linear.LogDet: lambda a: sympy.log(sympy.Determinant(a)),
        linear.Inner: lambda a, b: sympy.Trace(a.T * b),
        linear.SquaredNorm: lambda a: sympy.Trace(a.T * a),
        linear.Norm: lambda a: sympy.sqrt(sympy.Trace(a.T * a)),
        linear.Hadamard: sympy.HadamardProduct,
        linear.Eye: lambda n, _=None: sympy.Identity(n),
        (sympy.Add, sympy.Mul, sympy.Pow): lambda *a: None,
    }
    try:
        return scalar(turned(e))
    except (NotImplementedError, TypeError, ValueError, AttributeError):
        return None


def by_sympy(f: Any, x: Any) -> tuple[str, float]:
    """What `.diff` does: "answered", "wrong", "zero", "unevaluated", "refused"; "no form" where SymPy has no nodes."""
    expression, variable = stock(f), stock_symbol(x)
    if expression is None:
        return "no form", 0.0
    try:
        took, found = seconds(lambda: expression.diff(variable))
    except Exception:
        return "refused", 0.0
    if found == 0 or getattr(found, "is_ZeroMatrix", False):
        return "zero", took
    if found.has(sympy.Derivative):
        return "unevaluated", took
    right = agrees(expression, variable, found)
    return {True: "answered", False: "wrong", None: "no value"}[right], took


def stock_symbol(x: Any) -> Any:
    from derivations.notation.symbols import MatrixAtom

    if not isinstance(x, MatrixAtom):
        return sympy.Symbol(x.name, real=True)
    sizes = [d if d.is_Integer else sympy.Symbol(d.name, integer=True, positive=True) for d in x.shape]
    return sympy.MatrixSymbol(x.name, *sizes)


def agrees(f: Any, x: Any, found: Any) -> bool | None:
    """Whether a gradient of SymPy's has the slopes of the function, by central differences of rational values."""
    import random

    draw = random.Random(0)
    atoms = f.atoms(sympy.MatrixSymbol) | found.atoms(sympy.MatrixSymbol)
    symbols = (f.atoms(sympy.Symbol) | found.atoms(sympy.Symbol)).union(
        *(d.free_symbols for a in atoms for d in a.shape)
    )
    small = {s: 2 for s in symbols if s.is_integer}
    scalars = {s: sympy.Rational(draw.randint(5, 9), 7) for s in symbols - small.keys()}
    values = {}
    for atom in sorted(atoms, key=str):
        rows, cols = (int(d.subs(small)) for d in atom.shape)
        values[atom.subs(small)] = sympy.Matrix(rows, cols, lambda i, j: sympy.Rational(draw.randint(3, 20), 7))

    def at(e: Any, moved: dict[Any, Any]) -> Any:
        return sympy.N(e.subs(small).subs(scalars | values | moved).doit(), 40)

    try:
        where = x.subs(small)
        value = values.get(where, scalars.get(x))
        step = sympy.Rational(1, 10**12)
        if not getattr(x, "is_Matrix", False):
            slope = (at(f, {x: value + step}) - at(f, {x: value - step})) / (2 * step)
            return bool(abs(slope - at(found, {})) < 1e-8 * (1 + abs(slope)))
        table = sympy.Matrix(at(found, {}))
        for i in range(value.rows):
            for j in range(value.cols):
                bump = sympy.zeros(*value.shape)
                bump[i, j] = step
                slope = (at(f, {where: value + bump}) - at(f, {where: value - bump})) / (2 * step)
                if table.shape != value.shape or not abs(slope - table[i, j]) < 1e-8 * (1 + abs(slope)):
                    return False
        return True
    except Exception:
        return None


def by_jax(f: Any, x: Any) -> float:
    """The first call of the compiled gradient: tracing, compiling, running."""
    import jax
    import jax.numpy as jnp

    from tests.calculus.oracle import Values, evaluate

    values = Values(SIZES)
    at = jnp.asarray(values.of(x))

    def function(v: Any) -> Any:
        inside = Values(SIZES)
        inside.given = {**values.given, x: v}
        return jnp.sum(evaluate(f, inside))

    return seconds(lambda: jax.block_until_ready(jax.jit(jax.grad(function))(at)))[0]
