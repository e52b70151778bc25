"""sign(u) beside u or |u|: sign(u)|u| is u, u sign(u) is |u|, |u|² is u²; one side has a value where the other has.

And step(u), which is 0 or 1: its powers are step(u) itself, step(u) relu(u) is relu(u), and step(u) u is.
"""

from __future__ import annotations

from typing import Any

from sympy import Integer

from derivations.notation.functions import Apply, MatApply, absolute, relu, sign, step

Powers = dict[Any, Any]  # base → exponent, of a product or an entrywise product


def settled(powers: Powers) -> tuple[Any, Any] | None:
    """u and the power of u that signs and moduli of it leave, which are taken out; None where they stay."""
    for u in {b.args[1]: None for b in powers if isinstance(b, Apply | MatApply) and b.function in (sign, absolute)}:
        before = [powers.get(b, 0) for b in (sign(u), absolute(u), u)]
        if not all(e == 0 or e.is_Integer for e in before) or before[0] < 0:
            continue
        after = _settled(*map(int, before))
        if list(after) == before:
            continue
        for base, exponent in ((sign(u), after[0]), (absolute(u), after[1])):
            powers.pop(base, None)
            if exponent:
                powers[base] = Integer(exponent)
        return u, Integer(after[2]) - before[2]
    return _one_or_nothing(powers)


def _one_or_nothing(powers: Powers) -> tuple[Any, Any] | None:
    for b, exponent in powers.items():
        if isinstance(b, Apply | MatApply) and b.function is step and exponent.is_positive:
            u = b.args[1]
            if getattr(powers.get(relu(u), Integer(0)), "is_positive", False):
                del powers[b]
                return u, Integer(0)
            if getattr(powers.get(u), "is_positive", False):
                del powers[b]
                whole = powers.pop(u) + powers.pop(relu(u), 0)
                powers |= {relu(u): whole} if whole != 0 else {}
                return u, Integer(0)
            if exponent != 1:
                powers[b] = Integer(1)
                return u, Integer(0)
    return None


def _settled(s: int, m: int, k: int) -> tuple[int, int, int]:
    """sign(u)ˢ |u|ᵐ uᵏ with other exponents and the same value."""
    if s > 2:
        s = 2 - s % 2
    if s == 2 and (m or k):
        s = 0
    if m % 2 == 0 or s == 1:  # |u|² = u², sign(u)|u| = u
        s, m, k = s if m % 2 == 0 else 0, 0, k + m
    elif k % 2 == 0:  # u²|u| = |u|³
        m, k = m + k, 0
    elif abs(m) > 1:
        whole = m - (1 if m > 0 else -1)
        m, k = m - whole, k + whole
    if s == 1 and m == 0 and k % 2 == 1:
        s, m, k = 0, k, 0
    elif s == 1 and m == 0 and k > 0:
        s, m, k = 0, 1, k - 1
    return s, m, k
