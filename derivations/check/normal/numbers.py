"""Numbers in normal forms: their powers, their prime factors, and how they are written in keys."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from sympy import factorint

from derivations.errors import NotSupported
from derivations.notation.numbers import FACTORED, MOST_DIGITS, power_is_long, require_short

_WHOLLY = 1 << 64  # smaller numbers are taken apart wholly
_TRIED = 1 << 15  # of larger ones the divisors below this


@lru_cache(maxsize=1024)
def prime_factors(n: int) -> dict[int, int]:
    """The prime factors of n with their powers; of a large n what small primes leave counts as one of them.

    Nothing rests on a factor being prime: one that isn't only hides that two forms are equal.
    """
    if n < _WHOLLY:
        return factorint(n)
    if n > FACTORED:
        return {n: 1}
    return factorint(n, limit=_TRIED, use_rho=False, use_pm1=False, use_ecm=False)


def raised(number: Fraction, exponent: int) -> Fraction:
    """A power that can still be written out."""
    if power_is_long(number, exponent):
        raise NotSupported(f"not supported: a number of more than {MOST_DIGITS} digits")
    return number**exponent


def written(number: Fraction) -> str:
    """A coefficient in the key of a form."""
    return str(require_short(number))
