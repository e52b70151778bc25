"""Intervals with mpmath's directed rounding: the balls of a machine without FLINT.

An `Interval` answers to the methods of FLINT's `arb` that the checker uses, so that one `Balls` serves both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from mpmath import libmp

PRECISION = 256  # bits: 77 digits, so that 40 are left after a long calculation
_GUARD = 24  # extra bits for elementary functions, whose own error is then covered by widening the result
_bits: ContextVar[int] = ContextVar("bits", default=PRECISION)


@contextmanager
def working(bits: int) -> Iterator[None]:
    """Calculate with so many bits inside."""
    token = _bits.set(bits)
    try:
        yield
    finally:
        _bits.reset(token)


class Interval:
    """A real number between two binary numbers."""

    __slots__ = ("ends",)

    def __init__(self, ends: Any) -> None:
        self.ends = ends

    @classmethod
    def ratio(cls, p: int, q: int = 1) -> Interval:
        top = libmp.from_int(p), libmp.from_int(p)
        return cls(top) if q == 1 else cls(libmp.mpi_div(top, (libmp.from_int(q),) * 2, _bits.get()))

    @classmethod
    def pi(cls) -> Interval:
        return cls((libmp.mpf_pi(_bits.get(), libmp.round_floor), libmp.mpf_pi(_bits.get(), libmp.round_ceiling)))

    def __add__(self, other: Any) -> Any:
        return self._with(other, libmp.mpi_add)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, libmp.mpi_sub)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, libmp.mpi_mul)

    def __truediv__(self, other: Any) -> Any:
        return self._with(other, libmp.mpi_div)

    def __neg__(self) -> Interval:
        return Interval(libmp.mpi_neg(self.ends, _bits.get()))

    def __abs__(self) -> Interval:
        return Interval(libmp.mpi_abs(self.ends, _bits.get()))

    def __radd__(self, other: Any) -> Any:
        return Interval.ratio(other) + self if isinstance(other, int) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        """Certainly greater."""
        low = _ends(other)[1]
        return bool(libmp.mpf_gt(self.ends[0], low))

    def __lt__(self, other: Any) -> bool:
        """Certainly smaller."""
        return bool(libmp.mpf_lt(self.ends[1], _ends(other)[0]))

    def is_zero(self) -> bool:
        return self.ends == (libmp.fzero, libmp.fzero)

    def abs_upper(self) -> Interval:
        high = libmp.mpi_abs(self.ends, _bits.get())[1]
        return Interval((high, high))

    def abs_lower(self) -> Interval:
        low = libmp.mpi_abs(self.ends, _bits.get())[0]
        return Interval((low, low))

    def max(self, other: Interval) -> Interval:
        (a, b), (c, d) = self.ends, other.ends
        return Interval((a if libmp.mpf_ge(a, c) else c, b if libmp.mpf_ge(b, d) else d))

    def exp(self) -> Interval:
        return self._widened(libmp.mpi_exp)

    def log(self) -> Interval:
        return self._widened(libmp.mpi_log)

    def sin(self) -> Interval:
        return self._widened(libmp.mpi_sin)

    def cos(self) -> Interval:
        return self._widened(libmp.mpi_cos)

    def root(self, degree: int) -> Interval:
        if degree == 2:
            return self._widened(libmp.mpi_sqrt)
        return (self.log() / Interval.ratio(degree)).exp()

    def _with(self, other: Any, operation: Any) -> Any:
        if isinstance(other, Interval):
            return Interval(operation(self.ends, other.ends, _bits.get()))
        if isinstance(other, int):
            return Interval(operation(self.ends, _ends(other), _bits.get()))
        return NotImplemented

    def _widened(self, function: Any) -> Interval:
        raw = function(self.ends, _bits.get() + _GUARD)
        return Interval(libmp.mpi_mul(raw, _about_one(_bits.get()), _bits.get()))

    def __float__(self) -> float:
        return libmp.to_float(libmp.mpi_mid(self.ends, _bits.get()))

    def str(self, digits: int, radius: bool = False) -> str:
        """The middle, to so many digits."""
        return libmp.to_str(libmp.mpi_mid(self.ends, _bits.get()), digits)

    def __str__(self) -> str:
        return libmp.mpi_str(self.ends, _bits.get())

    __repr__ = __str__


def _ends(value: Any) -> Any:
    return value.ends if isinstance(value, Interval) else (libmp.from_int(value),) * 2


@lru_cache(maxsize=8)
def _about_one(bits: int) -> Any:
    shift = bits + _GUARD // 2
    return tuple(libmp.from_man_exp((1 << shift) + side, -shift) for side in (-1, 1))
