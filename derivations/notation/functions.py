"""Named functions of one real variable: one row of the table each.

A row says how the function prints, what its derivative is, where it is defined and, for the checker's normal form, how
it reads in terms of exp and log. Everything that knows a function by name reads this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import Integer, Rational, pi
from sympy.core.symbol import Str

from .core import MatrixNode, ScalarNode
from .shapes import Shape, convert, is_matrix, shape_of


@dataclass(frozen=True)
class NamedFunction:
    """One function ℝ → ℝ by name, applied to scalars and, entry by entry, to matrices."""

    name: str
    latex: str
    text: str
    derivative: Callable[[Any], Any] | None  # f′ written in the notation; None where a derivative is not given
    in_exp_log: Callable[[Any], Any] | None = None  # f in terms of exp and log, or of | |
    positive: bool = False  # f(t) > 0 for every t of its domain
    nonnegative: bool = False
    increasing: bool = False  # s ≤ t gives f(s) ≤ f(t) on the domain
    domain: str = "real"  # "real", "positive", "nonnegative" or "[-1, 1]"
    kink: Any = None  # the one point where f has no derivative
    zero_at_zero: bool = False  # f(0) = 0
    parity: int = 0  # p where f(−t) = p f(t): 1 of an even function, −1 of an odd one

    def __call__(self, x: Any) -> Any:
        x = convert(x)
        return (MatApply if is_matrix(x) else Apply)(Str(self.name), x)


class Apply(ScalarNode):
    """A named function of a scalar."""

    @property
    def function(self) -> NamedFunction:
        return FUNCTIONS[self.args[0].name]

    def _canonical(self, *args: Any) -> Any:
        import sympy

        name = str(args[0].name)
        stock = getattr(sympy, "Abs" if name == "abs" else name, None)
        if stock is not None and self.function.in_exp_log is None:
            return stock(args[1])
        return self.function.in_exp_log(args[1]).doit() if self.function.in_exp_log else self.func(*args)


class MatApply(MatrixNode):
    """A named function of each entry of a matrix."""

    @property
    def function(self) -> NamedFunction:
        return FUNCTIONS[self.args[0].name]

    @property
    def shape(self) -> Shape:
        inside = self.args[1]
        while isinstance(inside, MatApply):  # a loop, since this is asked of every function in a long chain of them
            inside = inside.args[1]
        return shape_of(inside)


APPLIED = (Apply, MatApply)  # a function with a name, of a scalar or entry by entry


def _one_plus(x: Any) -> Any:
    from .linear import ones

    return ones(*shape_of(x)) + x if is_matrix(x) else Integer(1) + x


def _one_minus(x: Any) -> Any:
    from .linear import ones

    return ones(*shape_of(x)) - x if is_matrix(x) else Integer(1) - x


def _entrywise_product(a: Any, b: Any) -> Any:
    from .linear import hadamard

    return hadamard(a, b) if is_matrix(a) else a * b


def _raised(x: Any, exponent: Any) -> Any:
    from .core import power
    from .linear import hadamard_power

    return hadamard_power(x, exponent) if is_matrix(x) else power(x, exponent)


def one_minus_square(x: Any) -> Any:
    """1 − x², entry by entry."""
    return _one_minus(_raised(x, 2))


def _reciprocal(x: Any) -> Any:
    from .linear import hadamard_power

    return hadamard_power(x, -1) if is_matrix(x) else convert(1) / x


exp = NamedFunction("exp", r"\exp", "exp", lambda t: exp(t), positive=True, increasing=True)
log = NamedFunction("log", r"\log", "log", _reciprocal, increasing=True, domain="positive")
sigmoid = NamedFunction(
    "sigmoid",
    r"\sigma",
    "σ",
    lambda t: _entrywise_product(sigmoid(t), _one_minus(sigmoid(t))),
    lambda t: _reciprocal(_one_plus(exp(-t))),
    positive=True,
    increasing=True,
)
softplus = NamedFunction(
    "softplus",
    r"\operatorname{softplus}",
    "softplus",
    lambda t: sigmoid(t),
    lambda t: log(_one_plus(exp(t))),
    positive=True,
    increasing=True,
)
tanh = NamedFunction(
    "tanh",
    r"\tanh",
    "tanh",
    lambda t: _one_minus(_entrywise_product(tanh(t), tanh(t))),
    lambda t: _entrywise_product(exp(t) - exp(-t), _reciprocal(exp(t) + exp(-t))),
    increasing=True,
    zero_at_zero=True,
    parity=-1,
)
sqrt = NamedFunction(
    "sqrt",
    r"\sqrt",
    "√",
    lambda t: Rational(1, 2) * _reciprocal(sqrt(t)),
    nonnegative=True,
    increasing=True,
    domain="nonnegative",
    zero_at_zero=True,
)
sin = NamedFunction("sin", r"\sin", "sin", lambda t: cos(t), zero_at_zero=True, parity=-1)
cos = NamedFunction("cos", r"\cos", "cos", lambda t: -sin(t), parity=1)
absolute = NamedFunction(
    "abs",
    r"\operatorname{abs}",
    "abs",
    lambda t: sign(t),
    nonnegative=True,
    kink=0,
    zero_at_zero=True,
    parity=1,
)
sign = NamedFunction("sign", r"\operatorname{sign}", "sign", None, kink=0, zero_at_zero=True, parity=-1)
relu = NamedFunction(
    "relu",
    r"\operatorname{ReLU}",
    "relu",
    lambda t: step(t),
    lambda t: Rational(1, 2) * (t + absolute(t)),
    nonnegative=True,
    increasing=True,
    kink=0,
    zero_at_zero=True,
)
step = NamedFunction("step", r"\operatorname{step}", "step", None, nonnegative=True, kink=0, zero_at_zero=True)

tan = NamedFunction("tan", r"\tan", "tan", lambda t: _one_plus(_raised(tan(t), 2)), zero_at_zero=True, parity=-1)
arcsin = NamedFunction(
    "arcsin",
    r"\arcsin",
    "arcsin",
    lambda t: _raised(one_minus_square(t), Rational(-1, 2)),
    increasing=True,
    domain="[-1, 1]",
    zero_at_zero=True,
    parity=-1,
)
arccos = NamedFunction(
    "arccos",
    r"\arccos",
    "arccos",
    lambda t: -_raised(one_minus_square(t), Rational(-1, 2)),
    nonnegative=True,
    domain="[-1, 1]",
)
arctan = NamedFunction(
    "arctan",
    r"\arctan",
    "arctan",
    lambda t: _reciprocal(_one_plus(_raised(t, 2))),
    increasing=True,
    zero_at_zero=True,
    parity=-1,
)
normal_density = NamedFunction(
    "normal_density",
    r"\varphi",
    "φ",
    lambda t: -_entrywise_product(t, normal_density(t)),
    lambda t: Integer(2) ** Rational(-1, 2) * pi ** Rational(-1, 2) * exp(Rational(-1, 2) * _raised(t, 2)),
    positive=True,
    parity=1,
)
normal_cdf = NamedFunction("normal_cdf", r"\Phi", "Φ", lambda t: normal_density(t), positive=True, increasing=True)

FUNCTIONS: dict[str, NamedFunction] = {
    f.name: f
    for f in (
        *(exp, log, sigmoid, softplus, tanh, sqrt, sin, cos, absolute, sign, relu, step),
        *(tan, arcsin, arccos, arctan, normal_density, normal_cdf),
    )
}
