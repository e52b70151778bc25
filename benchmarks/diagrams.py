"""What tensorgrad does with the gradients of the suite: our expressions as its tensors, differentiated and simplified.

A matrix has the edges "r" and "c", a column "r" alone, a number none; what has no such form is "no form". tensorgrad
needs PyTorch and is no dependency: `pip install torch tensorgrad` in an environment of its own, then `engine.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import count
from typing import Any

from benchmarks.others import seconds
from derivations.notation import core, functions, linear
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol

_SAME_NAME = ("exp", "log", "tanh", "sigmoid", "sqrt", "relu", "abs", "sign")


class Diagrams:
    """An expression as a tensor of tensorgrad; `KeyError` or `TypeError` where it has none."""

    def __init__(self) -> None:
        import sympy
        import tensorgrad
        from tensorgrad import functions as made

        self.tg, self.f, self.symbol = tensorgrad, made, sympy.Symbol
        self.variables: dict[Any, Any] = {}
        self.fresh = (f"k{n}" for n in count())

    def size(self, n: Any) -> Any:
        if not isinstance(n, Dim):
            raise KeyError(n)
        return self.symbol(n.name)

    def variable(self, x: Any) -> Any:
        if x not in self.variables:
            shape = zip("rc", shape_of(x), strict=True) if is_matrix(x) else ()
            self.variables[x] = self.tg.Variable(x.name, **{e: self.size(n) for e, n in shape if n != 1})
        return self.variables[x]

    def __call__(self, e: Any) -> Any:
        if isinstance(e, MatrixAtom | ScalarSymbol):
            return self.variable(e)
        if e.is_Number:
            return self.tg.Product([]) * e
        if isinstance(e, linear.Ones | linear.Eye):
            sizes = {edge: self.size(n) for edge, n in zip("rc", shape_of(e), strict=True) if n != 1}
            return self.tg.Ones(**sizes) if isinstance(e, linear.Ones) else self.tg.Delta(sizes["r"], "r", "c")
        if isinstance(e, functions.Apply | functions.MatApply):
            return self.applied(e.function.name, self(e.args[1]))
        maker = next(m for kinds, m in _MAKERS.items() if isinstance(e, kinds))
        return maker(self, *e.args)

    def applied(self, name: str, inside: Any) -> Any:
        if name == "softplus":
            return self.f.log(1 + self.f.exp(inside))
        if name not in _SAME_NAME:
            raise KeyError(name)
        return getattr(self.f, name)(inside)

    def total(self, *terms: Any) -> Any:
        return reduce(lambda a, b: a + b, map(self, terms))

    def product(self, *factors: Any) -> Any:
        return reduce(self.times, map(self, factors))

    def times(self, a: Any, b: Any) -> Any:
        """A matrix product; with a number, or of a column and a row, nothing is summed."""
        k = next(self.fresh)
        if "c" in a.edges and "r" in b.edges:
            return a.rename(c=k) @ b.rename(r=k)
        return a @ b

    def transposed(self, a: Any) -> Any:
        a = self(a)
        return a.rename(**{old: new for old, new in (("r", "c"), ("c", "r")) if old in a.edges})

    def inner(self, a: Any, b: Any) -> Any:
        return self(a) @ self(b)

    def squared_norm(self, a: Any) -> Any:
        return self.f.frobenius2(self(a))

    def softmax(self, a: Any) -> Any:
        return self.f.softmax(self(a), dim="r")


def _power(d: Diagrams, a: Any, k: Any) -> Any:
    return d.f.pow(d(a), int(k))


_MAKERS: dict[Any, Callable[..., Any]] = {
    (core.Plus, core.MatPlus): Diagrams.total,
    (core.Product, core.MatProduct): Diagrams.product,
    (core.Negative, core.MatNegative): lambda d, a: -1 * d(a),
    (core.Quotient, core.MatQuotient): lambda d, a, b: d(a) * d.f.pow(d(b), -1),
    (core.Power, linear.HadamardPower): _power,
    core.Transposed: Diagrams.transposed,
    linear.Inverse: lambda d, a: d.f.inverse(d(a)),
    linear.Trace: lambda d, a: d.f.trace(d(a)),
    linear.Determinant: lambda d, a: d.f.det(d(a)),
    linear.LogDet: lambda d, a: d.f.log(d.f.det(d(a))),
    linear.Inner: Diagrams.inner,
    linear.SquaredNorm: Diagrams.squared_norm,
    linear.Norm: lambda d, a: d.f.sqrt(d.squared_norm(a)),
    linear.Norm1: lambda d, a: d.f.sum(d.f.abs(d(a))),
    linear.Total: lambda d, a: d.f.sum(d(a)),
    linear.Hadamard: lambda d, *a: reduce(lambda x, y: x * y, map(d, a)),
    linear.Diag: lambda d, a: d.f.diag(d(a), ["r", "c"]),
    linear.Softmax: Diagrams.softmax,
    linear.LogSumExp: lambda d, a: d.f.log(d.f.sum(d.f.exp(d(a)))),
}


def by_tensorgrad(f: Any, x: Any) -> tuple[str, float]:
    """What its Derivative, simplified, does: "answered", "zero", "refused"; "no form" where it has no tensors.

    Its answers are timed and not held against anything: its evaluator needs the named tensors that PyTorch had.
    """
    made = Diagrams()
    try:
        function, variable = made(f), made.variable(x)
        assert not function.edges
    except Exception:
        return "no form", 0.0
    names = {e: f"{e}_" for e in variable.edges}
    try:
        took, found = seconds(lambda: made.tg.Derivative(function, variable, names).full_simplify())
    except Exception:
        return "refused", 0.0
    return "zero" if isinstance(found, made.tg.Zero) else "answered", took
