"""sign(u) and |u|: sign(u)|u| = u, u sign(u) = |u|, sign(u)√u = √u, |u|⁻² = u⁻²; and step(u) relu(u) = relu(u).

A factor leaves a modulus as its modulus, a sign as its sign, and the root of a square is a modulus: |uv| = |u||v|,
sign(uv) = sign(u) sign(v), √(u²v) = |u|√v.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.notation import functions

from .build import ONE, Builder, Terms
from .form import Atom, Factor, Form, Ix, Term, is_nonnegative_power, merge, multiplied, rename
from .splits import by_pairs


def modulus(b: Builder, terms: Terms) -> Terms:
    """|cuv| = |c||u||v| for a number c, |u| = u for u ≥ 0, and |u| = |−u|: of the two the one with the lesser key."""
    paired = by_pairs(b, b.simplify(terms), lambda inside: modulus(b, inside))
    if paired is not None:
        return paired
    form, at = b.closed(terms)
    if form.is_zero:
        return []
    if form.is_nonnegative:
        return terms
    content, rest = b.content(form, at, whole=True)
    out = [Term(abs(content.coef), [_modulus_of(b, f) for f in content.factors], {})]
    if rest is None or not any(t.factors for t in rest):
        return b.simplify(out)
    return b.times(out, rest if b.closed(rest)[0].is_nonnegative else [Term(ONE, [_one_of(b, "abs", rest)], {})])


def _modulus_of(b: Builder, factor: Factor) -> Factor:
    atom, at, power = factor
    if is_nonnegative_power(atom, power):
        return factor
    if power.denominator != 1:
        return _one_of(b, "abs", b.atom(atom, at, power))
    return (*_one_of(b, "abs", b.atom(atom, at))[:2], power)


def _one_of(b: Builder, name: str, terms: Terms) -> Factor:
    """A function of u or of −u, the one with the lesser key."""
    positive = functions.FUNCTIONS[name].positive
    return min((b.over("fn", name, b.scale(c, terms), positive=positive) for c in (ONE, -ONE)), key=lambda f: f[0].key)


def in_exponent(b: Builder, terms: Terms) -> tuple[Terms, Terms, Fraction] | None:
    """The u, |u| and k of 1 + exp(k|u|), or None."""
    others = [t for t in terms if t.factors]
    if len(terms) != 2 or len(others) != 1 or any(t.coef != 1 or t.bound for t in terms) or len(others[0].factors) != 1:
        return None
    atom, at, power = others[0].factors[0]
    inside = b.instance(atom.form, at) if atom.kind == "exp" and atom.form is not None else []
    if len(inside) != 1 or len(inside[0].factors) != 1 or inside[0].bound or inside[0].coef != 1:
        return None
    inner, where, raised = inside[0].factors[0]
    if inner.name != "abs" or inner.form is None or raised != 1:
        return None
    return b.instance(inner.form, where), inside, power


def sign(b: Builder, terms: Terms) -> Terms:
    """sign(cuv) = sign(c) sign(u) sign(v), sign(√u) = sign(u), and sign(u) = −sign(−u): the one that |u| takes."""
    paired = by_pairs(b, b.simplify(terms), lambda inside: sign(b, inside))
    if paired is not None:
        return paired
    form, at = b.closed(terms)
    if form.is_zero:
        return []
    if form.is_positive:
        return b.number(1)
    content, rest = b.content(form, at, whole=True)
    parts = [_sign_of(b, f) for f in content.factors if not f[0].positive]
    if rest is not None:
        parts.append(_sign_of_sum(b, rest))
    return b.times(b.number(1 if content.coef > 0 else -1), *parts)


def _sign_of(b: Builder, factor: Factor) -> Terms:
    atom, at, power = factor
    if power.denominator != 1:
        return sign(b, _under(b, factor))
    one = _sign_of_sum(b, b.atom(atom, at))
    return b.times(one, one) if power % 2 == 0 else one


def _sign_of_sum(b: Builder, terms: Terms) -> Terms:
    if b.closed(terms)[0].is_positive:
        return b.number(1)
    return up_to_sign(b, "sign", terms)


def up_to_sign(b: Builder, name: str, terms: Terms) -> Terms:
    """f(u) of an even or an odd function by that of u or of −u: the one with the lesser key."""
    factor = _one_of(b, name, terms)
    turned = factor[0].form != b.closed(terms)[0]
    return [Term(Fraction(functions.FUNCTIONS[name].parity) if turned else ONE, [factor], {})]


def _under(b: Builder, root: Factor) -> Terms:
    atom, at, _ = root
    return b.instance(atom.form, at) if atom.kind == "base" and atom.form is not None else b.atom(atom, at)


def root_of_squares(b: Builder, form: Form, at: tuple[Ix, ...], exponent: Fraction) -> Terms | None:
    """(u²v)ᵖ = |u|²ᵖvᵖ, or None where there is no such u.

    Where u is not 0, v can't be negative; where it is, both sides are 0 whatever a root of v is taken to be.
    """
    if exponent.denominator == 1:
        return None
    content, _ = b.content(form, at, whole=True)
    squares = [f for f in content.factors if f[2].denominator == 1 and f[2] % 2 == 0]
    if not squares:
        return None
    rest = b.times(b.instance(form, at), *(b.atom(atom, i, -power) for atom, i, power in squares))
    roots = (b.power(modulus(b, b.atom(atom, i)), power * exponent) for atom, i, power in squares)
    return b.times(*roots, b.power(rest, exponent))


def moduli(b: Builder, term: Term) -> Terms | None:
    """A sign beside its modulus gone, or a number beside its sign as its modulus."""
    for place, (atom, at, power) in enumerate(term.factors):
        if atom.kind != "fn" or atom.name not in ("abs", "sign", "step") or atom.form is None or power.denominator != 1:
            continue
        others = [f for k, f in enumerate(term.factors) if k != place]
        if atom.name == "step":
            if any(_is_relu(f, atom, at) for f in others):
                return [Term(term.coef, others, term.bound)]
            continue
        if atom.name == "abs":
            signed = any(f[0].name == "sign" and f[0].form == atom.form and f[1] == at for f in others)
            if power <= -2 and not signed:  # of higher powers, see whole powers
                rest = Term(term.coef, [*others, (atom, at, power + 2)], term.bound)
                return multiplied(rest, b.power(b.instance(atom.form, at), Fraction(-2)))
            number = _number(atom, at)
            met = next((f for f in others if f[:2] == number and f[2].denominator == 1 and f[2] * power < 0), None)
            if met is not None:
                return [_as_sign(b, term, (atom, at, power), met)]
            continue
        if power > 2:
            return [Term(term.coef, [*others, (atom, at, power - 2)], term.bound)]
        if (root := next((f for f in others if _is_root(f, atom, at)), None)) is not None:
            turned = root[0].form != atom.form and power % 2
            return [Term(-term.coef if turned else term.coef, others, term.bound)]
        modulus = next((f for f in others if _is_modulus(f, atom, at)), None)
        if modulus is not None and power == 2:
            return [Term(term.coef, others, term.bound)]
        if modulus is not None:
            rest = [f for f in others if f is not modulus] + [(modulus[0], at, modulus[2] - 1)]
            return multiplied(Term(term.coef, rest, term.bound), b.instance(atom.form, at))
        if (number := _number(atom, at)) is not None:
            met = next((f for f in others if f[:2] == number), None)
            if met is not None and power == 2:
                return [Term(term.coef, others, term.bound)]
            if met is not None and met[2].denominator == 1:
                one = ONE if met[2] > 0 else -ONE
                rest = [f for f in others if f is not met] + [(*number, met[2] - one), (_modulus(atom), at, one)]
                return [Term(term.coef * _coef(atom), rest, term.bound)]
    return None


def _as_sign(b: Builder, term: Term, modulus: Factor, number: Factor) -> Term:
    """u/|u| and |u|/u, which have a value where u is not 0 alone, as the sign of u, whose square is 1 there."""
    one = ONE if modulus[2] > 0 else -ONE
    sign = Atom("fn", "sign", form=modulus[0].form, symmetric=modulus[0].symmetric)
    signs = [f for f in term.factors if f[:2] == (sign, modulus[1])]
    rest = [f for f in term.factors if f not in (modulus, number, *signs)]
    rest += [(*modulus[:2], modulus[2] - one), (*number[:2], number[2] + one)]
    rest += [(sign, modulus[1], ONE)] if sum(f[2] for f in signs) % 2 == 0 else []
    return Term(term.coef * _coef(sign), merge(rest), term.bound)


def _coef(sign: Atom) -> Fraction:
    return sign.form.terms[0].coef if sign.form is not None else ONE


def _modulus(sign: Atom) -> Atom:
    return Atom("fn", "abs", form=sign.form, symmetric=sign.symmetric)


def _is_modulus(f: Factor, sign: Atom, at: tuple[Ix, ...]) -> bool:
    return f[0].kind == "fn" and f[0].name == "abs" and f[0].form == sign.form and f[1] == at and f[2].denominator == 1


def _is_root(f: Factor, sign: Atom, at: tuple[Ix, ...]) -> bool:
    """Whether a factor is a root of u, or of −u: where it has a value, it is 0 or its u is positive."""
    same = sign.form is not None and f[0].form in (sign.form, sign.form.negated)
    return f[0].kind == "base" and same and f[1] == at and f[2].denominator % 2 == 0


def _is_relu(f: Factor, step: Atom, at: tuple[Ix, ...]) -> bool:
    return f[0].kind == "fn" and f[0].name == "relu" and f[0].form == step.form and f[1] == at and f[2] > 0


def _number(sign: Atom, at: tuple[Ix, ...]) -> tuple[Atom, tuple[Ix, ...]] | None:
    """The atom and the place of u in sign(u) or sign(−u), where u is one atom."""
    terms = sign.form.terms if sign.form is not None else ()
    if len(terms) != 1 or abs(terms[0].coef) != 1 or terms[0].bound or len(terms[0].factors) != 1:
        return None
    atom, _, power = terms[0].factors[0]
    if power != 1:
        return None
    placed = rename(terms[0], {-1 - n: i for n, i in enumerate(at)})
    return atom, placed.factors[0][1]
