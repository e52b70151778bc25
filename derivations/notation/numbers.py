"""How long a number may be: longer ones no reader follows, and to print, raise or factor them takes without end."""

from __future__ import annotations

from typing import Any

import sympy

from derivations.errors import NotSupported

MOST_DIGITS = 3000  # twice those of the calculator's numbers, which are multiplied on the way to an answer
_MOST_BITS = 9966  # of a number with so many digits
FACTORED = 1 << 3322  # larger numbers SymPy takes long to factor, even by small primes alone
_MOST_EXPONENT = 1000  # SymPy raises every factor of a product on its own


def is_long(number: Any) -> bool:
    """Whether a fraction has more digits than that above or below its line."""
    return max(abs(int(number.numerator)), int(number.denominator)).bit_length() > _MOST_BITS


def require_short(number: Any) -> Any:
    """The number itself, a fraction or a rational number of SymPy's."""
    if is_long(number):
        raise NotSupported(f"not supported: a number of more than {MOST_DIGITS} digits; give it a name, as a symbol")
    return number


def power_is_long(base: Any, exponent: Any, most_bits: int = _MOST_BITS) -> bool:
    """Whether a fraction to a rational power would have more digits than that, or more bits than these."""
    bits = max(abs(int(base.numerator)), int(base.denominator)).bit_length() - 1  # of 0 and 1 no power is long
    return bits * abs(exponent) > most_bits


def stays_a_power(base: Any, exponent: Any) -> bool:
    """Whether SymPy should leave a power as it is, since it would write out the powers of numbers in it."""
    if not exponent.is_Rational:
        return False
    if base.is_Rational:  # of a root SymPy looks for the factors of what stands under it
        return power_is_long(base, exponent) or (exponent.q > 1 and max(abs(base.p), base.q) > FACTORED)
    factor = base.as_coeff_Mul()[0]
    if factor.is_Rational and power_is_long(factor, exponent):
        return True
    return isinstance(base, sympy.Mul | sympy.Pow) and abs(exponent) > _MOST_EXPONENT
