"""Powers whose exponent is a symbol: uᵏ is exp(k·ℓ(u)), where ℓ(u) is log u if u is known to be positive.

Elsewhere ℓ(u) is a name of its own, which stands under exp only: of xᵏ for a negative x nothing is known but how
exponents add. So √(x²ᵏ) stays as it is, and log(x²ᵏ) is not opened; (xy)ᵏ is xᵏyᵏ, and (xᵏ)ᵐ is xᵏᵐ, where the outer
exponent is a whole number. Where ℓ(u) stands outside all functions it is log u: there it comes from d(uᵏ) = ℓ(u)uᵏ dk,
which has a value for u > 0 only.
"""

from __future__ import annotations

from derivations.errors import NotSupported

from .build import ONE, Builder, Terms
from .form import LOG_OF_BASE, Factor, Term, multiplied
from .splits import by_pairs


def raised(b: Builder, base: Terms, exponent: Terms, whole: bool) -> Terms:
    """A scalar, or one entry, to a power; `whole` where the exponent is known to be a whole number."""
    return b.exp(b.times(exponent, log_of_base(b, base, whole)))


def log_of_base(b: Builder, terms: Terms, whole: bool) -> Terms:
    """ℓ of a product is the sum of the ℓ of its factors, of positive ones always, of others under whole exponents."""
    paired = by_pairs(b, b.simplify(terms), lambda inside: log_of_base(b, inside, whole))
    if paired is not None:
        return paired
    form, at = b.closed(terms)
    if form.is_zero:
        raise NotSupported("a power of zero")
    if form.is_positive:
        return b.log(terms)
    content, rest = b.content(form, at, whole)
    if content.coef < 0:
        content.coef, rest = -content.coef, b.scale(-ONE, b.number(1) if rest is None else rest)
    out = b.log([Term(content.coef, [f for f in content.factors if f[0].positive], {})])
    for atom, where, power in content.factors:
        if atom.kind == "exp" and not atom.positive and atom.form is not None:
            out += b.scale(power, b.instance(atom.form, where))
        elif not atom.positive:
            out += [Term(power, [b.over(LOG_OF_BASE, "", [Term(ONE, [(atom, where, ONE)], {})])], {})]
    if rest is None:
        return b.simplify(out)
    if separate := b.separate(rest, signed=whole):
        out += [term for part in separate for term in log_of_base(b, part, whole)]
    elif content.factors or content.coef != 1:
        out += log_of_base(b, b.simplify(rest), whole)
    else:
        out += [Term(ONE, [b.over(LOG_OF_BASE, "", rest)], {})]
    return b.simplify(out)


def with_logs(b: Builder, terms: Terms) -> Terms:
    """The terms with log u for every factor ℓ(u), which comes from a derivative in the exponent."""
    out: Terms = []
    for term in terms:
        place = next((k for k, factor in enumerate(term.factors) if _is_from_a_derivative(factor)), None)
        if place is None:
            out.append(term)
            continue
        atom, at, power = term.factors[place]
        assert atom.form is not None
        others = [f for k, f in enumerate(term.factors) if k != place] + [(atom, at, power - 1)] * (power > 1)
        logs = b.log(b.instance(atom.form, at))
        out += with_logs(b, multiplied(Term(term.coef, others, term.bound), logs))
    return out


def _is_from_a_derivative(factor: Factor) -> bool:
    atom, _, power = factor
    return atom.kind == LOG_OF_BASE and power >= 1 and power.denominator == 1
