"""Named functions that every field computes alike, from its exp, log, sign and division."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derivations.errors import NotSupported

Number = Any  # of the field


class Shared:
    """Functions that are the same in every field, given its exp, log, sign and division."""

    zero: Number
    one: Number
    exp: Callable[[Number], Number]
    log: Callable[[Number], Number]
    sqrt: Callable[[Number], Number]
    sin: Callable[[Number], Number]
    cos: Callable[[Number], Number]
    sign: Callable[[Number], int]
    divide: Callable[[Number, Number], Number]
    arcsin: Callable[[Number], Number]
    pi: Callable[[], Number]

    def sigmoid(self, x: Number) -> Number:
        return self.divide(self.one, self.one + self.exp(-x))

    def softplus(self, x: Number) -> Number:
        return self.log(self.one + self.exp(x))

    def tanh(self, x: Number) -> Number:
        e = self.exp(-(x + x))
        return self.divide(self.one - e, self.one + e)

    def tan(self, x: Number) -> Number:
        return self.divide(self.sin(x), self.cos(x))

    def arccos(self, x: Number) -> Number:
        return self.divide(self.pi(), self.one + self.one) - self.arcsin(x)

    def normal_density(self, x: Number) -> Number:
        two = self.one + self.one
        return self.divide(self.exp(-self.divide(x * x, two)), self.sqrt(two * self.pi()))

    def step(self, x: Number) -> Number:
        return self.one if self.sign(x) > 0 else self.zero

    def signum(self, x: Number) -> Number:
        s = self.sign(x)
        return self.one if s > 0 else -self.one if s < 0 else self.zero

    def absolute(self, x: Number) -> Number:
        return -x if self.sign(x) < 0 else x

    def relu(self, x: Number) -> Number:
        return x if self.sign(x) > 0 else self.zero

    def maximum(self, x: Number, y: Number) -> Number:
        return x if self.sign(x - y) >= 0 else y

    def apply(self, name: str, x: Number) -> Number:
        """A function of the notation's table by its name there."""
        method = _METHODS.get(name)
        if method is None:
            raise NotSupported(f"not supported yet: the function {name!r} has no numeric value")
        return getattr(self, method)(x)


_METHODS = {"abs": "absolute", "sign": "signum"} | {
    name: name
    for name in (
        *("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "softplus", "relu", "step"),
        *("tan", "arcsin", "arccos", "arctan", "normal_density", "normal_cdf"),
    )
}
