"""Powers whose exponent is a symbol: uᵏ is exp(k·ℓ(u)), where ℓ(u) is log u if u is known to be positive.

Elsewhere ℓ(u) is a name of its own, which stands under exp only: of xᵏ for a negative x nothing is known but how
exponents add. So √(x²ᵏ) stays as it is, and log(x²ᵏ) is not opened; (xy)ᵏ is xᵏyᵏ, and (xᵏ)ᵐ is xᵏᵐ, where the outer
exponent is a whole number.
"""

from __future__ import annotations

from derivations.errors import NotSupported

from .build import ONE, Builder, Terms
from .form import LOG_OF_BASE, Term
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
