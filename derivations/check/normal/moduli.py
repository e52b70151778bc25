"""sign(u) and |u|: sign(u)|u| = u, u sign(u) = |u|, sign(u)√u = √u, |u|⁻² = u⁻²; and step(u) relu(u) = relu(u)."""

from __future__ import annotations

from fractions import Fraction

from .build import ONE, Builder, Terms
from .form import Atom, Factor, Ix, Term, rename
from .splits import by_pairs


def sign(b: Builder, terms: Terms) -> Terms:
    """sign(c·u) = sign(u) for c > 0, sign(√u·v) = sign(u) sign(v), and sign(u) = −sign(−u): the one that |u| takes."""
    paired = by_pairs(b, b.simplify(terms), lambda inside: sign(b, inside))
    if paired is not None:
        return paired
    form, at = b.closed(terms)
    if form.is_zero:
        return []
    if form.is_positive:
        return b.number(1)
    if len(form.terms) == 1 and form.terms[0].coef < 0:
        return b.scale(-ONE, sign(b, b.scale(-ONE, terms)))
    content, rest = b.content(form, at, whole=False)
    roots = [f for f in content.factors if not f[0].positive and f[2] > 0]  # they may be 0
    if rest is None or not any(t.factors for t in rest):
        left = b.number(1 if rest is None or sum(t.coef for t in rest) > 0 else -1)
    else:
        both = [Term(c, [b.over("fn", "sign", b.scale(c, rest))], {}) for c in (ONE, -ONE)]
        left = [min(both, key=lambda t: t.factors[0][0].key)]
    return b.times(left, *(sign(b, _under(b, root)) for root in roots)) if roots else left


def _under(b: Builder, root: Factor) -> Terms:
    atom, at, _ = root
    return b.instance(atom.form, at) if atom.kind == "base" and atom.form is not None else b.atom(atom, at)


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
                return _joined(rest, b.power(b.instance(atom.form, at), Fraction(-2)))
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
            return _joined(Term(term.coef, rest, term.bound), b.instance(atom.form, at))
        if (number := _number(atom, at)) is not None:
            met = next((f for f in others if f[:2] == number), None)
            if met is not None and power == 2:
                return [Term(term.coef, others, term.bound)]
            if met is not None and met[2].denominator == 1:
                one = ONE if met[2] > 0 else -ONE
                rest = [f for f in others if f is not met] + [(*number, met[2] - one), (_modulus(atom), at, one)]
                return [Term(term.coef * _coef(atom), rest, term.bound)]
    return None


def _coef(sign: Atom) -> Fraction:
    return sign.form.terms[0].coef if sign.form is not None else ONE


def _joined(left: Term, right: Terms) -> Terms:
    return [Term(left.coef * t.coef, [*left.factors, *t.factors], {**left.bound, **t.bound}) for t in right]


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
