"""From an expression to terms: what each node means entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from derivations.errors import NotSupported
from derivations.notation import functions, symbols
from derivations.notation.exact_values import exact_value
from derivations.notation.facts import is_definite
from derivations.notation.shapes import shape_of

from . import effort
from .form import LOG_OF_BASE, Atom, Factor, Form, Ix, Term, close, collect, merge, number_in, parts, rename
from .numbers import prime_factors, raised

ONE = Fraction(1)
Terms = list[Term]
DELTA = Atom("delta", symmetric=True, idempotent=True)
FIRST = "@1"  # the place 1 as an index


def _is_of_definite(factor: Factor) -> bool:
    """Whether a factor is log det P for a positive definite P, whose exp is det P; of others it is log |det A|."""
    atom, _, power = factor
    return atom.kind == "logdet" and power == 1 and is_definite(atom.symbol)


class Builder:
    """Builds terms under hypotheses, used as rewrites.

    σ, softplus and tanh may be spelled out; or |u| and relu(u) be u sign(u) and u step(u), which a sum u leaves.
    """

    def __init__(self, rewrites: Iterable[Any] = (), spell_out: bool = False, by_jumps: bool = False):
        self.counter = 0
        self.by_jumps = by_jumps
        self.rewrites = list(rewrites)
        self.spell_out = spell_out
        self.bindings: dict[Any, Callable[[], Terms]] = {}
        self.atom_rewrites: dict[Atom, list[Any]] = {}
        self.steps = 0
        self.moving: set[Any] = set()  # variables of differentials: hypotheses and facts hold at them, not around them

    # index bookkeeping

    def fresh(self) -> int:
        self.counter += 1
        return self.counter - 1

    def summed(self, dim: Any, body: Callable[[int], Terms]) -> Terms:
        i = self.fresh()
        out = body(i)
        for term in out:
            term.bound[i] = dim
        return self.simplify(out)

    def spend(self, terms: int) -> None:
        """Count terms that are looked at."""
        self.steps += terms
        if self.steps > effort.FOR_ONE_FORM:
            raise NotSupported(f"not supported yet: a normal form that takes more than {effort.FOR_ONE_FORM} rewrites")
        effort.spend(terms)

    def simplify(self, terms: Terms) -> Terms:
        from .reduce import simplify

        return simplify(self, terms)

    def form(self, terms: Terms) -> Form:
        terms = self.simplify(terms)
        self.spend(len(terms))
        return collect(terms)

    def closed(self, terms: Terms, first: Iterable[Ix] = ()) -> tuple[Form, tuple[Ix, ...]]:
        terms = self.simplify(terms)
        self.spend(2 * len(terms))
        return close(terms, tuple(first))

    def instance(self, form: Form, at: tuple[Ix, ...]) -> Terms:
        """The terms of a form with its slots at the given indices and fresh summed indices."""
        out = []
        for term in form.terms:
            mapping: dict[Ix, Ix] = {-1 - n: i for n, i in enumerate(at)}
            fresh = {b: self.fresh() for b in term.bound}
            made = rename(term, {**mapping, **fresh})
            made.bound = {fresh[b]: dim for b, dim in term.bound.items()}
            out.append(made)
        return out

    # arithmetic on terms

    def times(self, *parts: Terms) -> Terms:
        out = [Term(ONE, [], {})]
        for part in parts:
            self.spend(len(out) * len(part))
            out = [
                Term(a.coef * b.coef, merge([*a.factors, *b.factors]), {**a.bound, **b.bound})
                for a in out
                for b in self._apart(part)
            ]
        return self.simplify(out)

    def _apart(self, terms: Terms) -> Terms:
        out = []
        for t in terms:
            mapping: dict[Ix, Ix] = {b: self.fresh() for b in t.bound}
            out.append(rename(t, mapping) if mapping else t.copy())
        return out

    def scale(self, c: Fraction, terms: Terms) -> Terms:
        return [Term(c * t.coef, list(t.factors), dict(t.bound)) for t in terms]

    def number(self, c: Any) -> Terms:
        c = Fraction(c)
        return [Term(c, [], {})] if c else []

    def atom(self, atom: Atom, at: tuple[Ix, ...] = (), power: Fraction = ONE) -> Terms:
        return [Term(ONE, [(atom, tuple(i for i in at if i is not None), power)], {})]

    def delta(self, i: Ix, j: Ix) -> Terms:
        """δᵢⱼ; along an axis of size 1, where no index is, the place is the first."""
        i, j = (FIRST if k is None else k for k in (i, j))
        return self.number(1) if i == j else self.atom(DELTA, (i, j))

    def over(self, kind: str, name: str, terms: Terms, power: Fraction = ONE, **facts: Any) -> Factor:
        """A function of one entry as a factor; where the slots of the entry may be swapped, its own may be too."""
        form, slots = self.closed(terms)
        turned = len(slots) == 2 and collect(rename(t, {-1: -2, -2: -1}) for t in form.terms) == form
        return Atom(kind, name, form, symmetric=turned, **facts), slots, power

    def dimension(self, dim: Any) -> Terms:
        return self.scalar(dim, {})

    # powers, exp, log of whole sums

    def power(self, terms: Terms, exponent: Fraction) -> Terms:
        """A scalar, or one entry, raised to a rational power."""
        from .moduli import root_of_squares

        if exponent.denominator == 1 and 0 <= exponent <= 12:
            return self.times(*([terms] * int(exponent)))
        paired = self._by_pairs(terms, lambda inside: self.power(inside, exponent))
        if paired is not None:
            return paired
        form, at = self.closed(terms)
        if form.is_zero and exponent > 0:
            return []
        if form.is_zero:
            raise NotSupported("a negative power of zero")
        content, rest = self.content(form, at, whole=exponent.denominator == 1)
        head = Term(ONE, [(a, i, p * exponent) for a, i, p in content.factors], {})
        coef = content.coef
        if exponent.denominator == 1:
            head.coef = raised(coef, int(exponent))
        elif coef != 1:
            head.factors.extend(self._root(coef, exponent))
        if rest is None:
            return self.simplify([head])
        if content.factors or content.coef != 1:
            return self.times([head], self.power(self.simplify(rest), exponent))
        if (taken := root_of_squares(self, form, at, exponent)) is not None:
            return taken
        separate = self.separate(rest, signed=exponent.denominator == 1)
        if separate:
            return self.times([head], *(self.power(part, exponent) for part in separate))
        head.factors.append(self.over("base", "", rest, exponent, positive=self.closed(rest)[0].is_positive))
        return self.simplify([Term(head.coef, merge(head.factors), {})])

    def separate(self, terms: Terms, signed: bool = False) -> list[Terms]:
        """The factors of a product of sums, Σᵢ Σⱼ aᵢbⱼ, of which none may be negative unless they may be `signed`."""
        if len(terms) != 1 or terms[0].coef != 1:
            return []
        found = parts(terms[0])
        if len(found) < 2 or sum(len(part.factors) for part in found) < len(terms[0].factors):
            return []
        if not signed and not all(collect([part]).is_nonnegative for part in found):
            return []
        return [[part] for part in found]

    def _root(self, coef: Fraction, exponent: Fraction) -> list[Factor]:
        primes = {**prime_factors(coef.numerator)}
        for prime, k in prime_factors(coef.denominator).items():
            primes[prime] = primes.get(prime, 0) - k
        return [
            (Atom("number", str(q), positive=True, symbol=int(q)), (), Fraction(k) * exponent)
            for q, k in primes.items()
            if q != 1
        ]

    def content(self, form: Form, at: tuple[Ix, ...], whole: bool) -> tuple[Term, Terms | None]:
        """The monomial that divides every term, of positive factors (or roots alone) unless `whole`; what is left."""
        rooted = len(form.terms) == 1 and form.terms[0].coef > 0
        rooted = rooted and all(a.positive or p.denominator % 2 == 0 for a, _, p in form.terms[0].factors)
        shared: dict[tuple[Atom, tuple[Ix, ...]], Fraction] | None = None
        for term in form.terms:
            mine = {
                (a, i): p
                for a, i, p in term.factors
                if (a.positive or rooted or (whole and a.kind != "delta"))
                and not any(isinstance(k, int) and k >= 0 for k in i)
            }
            if shared is None:
                shared = mine
            else:
                both = shared.keys() | mine.keys()
                shared = {k: min(shared.get(k, Fraction(0)), mine.get(k, Fraction(0))) for k in both}
                shared = {k: p for k, p in shared.items() if p}
        assert shared is not None
        coefs = [t.coef for t in form.terms]
        common = Fraction(gcd(*(c.numerator for c in coefs)), lcm(*(c.denominator for c in coefs)))
        if whole and coefs[0] < 0:
            common = -common
        content = Term(common, [(a, i, p) for (a, i), p in shared.items()], {})
        left = []
        for term in form.terms:
            divided = merge([*term.factors, *((a, i, -p) for (a, i), p in shared.items())])
            left.append(Term(term.coef / common, divided, dict(term.bound)))
        mapping: dict[Ix, Ix] = {-1 - n: i for n, i in enumerate(at)}
        content = rename(content, mapping)
        if len(left) == 1 and not left[0].factors and not left[0].bound and left[0].coef == 1:
            return content, None
        return content, [rename(t, mapping) for t in self._apart(left)]

    def exp(self, terms: Terms) -> Terms:
        """exp of a sum is the product of the exps of its terms; exp(c·log u) is uᶜ.

        What is a power of a number that may be negative need not be positive.
        """
        paired = self._by_pairs(terms, self.exp)
        if paired is not None:
            return paired
        form, at = self.closed(terms)
        out = self.number(1)
        for term in form.terms:
            single = [self._at(Term(ONE, list(term.factors), dict(term.bound)), at)]
            logs = [f for f in term.factors if f[0].kind in ("log", LOG_OF_BASE)]
            if len(term.factors) == 1 and logs and not term.bound and logs[0][2] == 1 and logs[0][0].form is not None:
                atom, where, _ = self._at(term, at).factors[0]
                assert atom.form is not None
                out = self.times(out, self.power(self.instance(atom.form, where), term.coef))
                continue
            if len(term.factors) == 1 and term.factors[0][0].kind == "log number" and not term.bound:
                out = self.times(out, [Term(ONE, self._root(Fraction(term.factors[0][0].symbol), term.coef), {})])
                continue
            if len(term.factors) == 1 and _is_of_definite(term.factors[0]) and not term.bound:
                atom, where, _ = self._at(term, at).factors[0]
                det = Atom("det", form=atom.form, positive=True, symbol=atom.symbol)
                out = self.times(out, [Term(ONE, [(det, where, term.coef)], {})])
                continue
            positive = all(f[0].kind != LOG_OF_BASE for f in term.factors)
            out = self.times(out, [Term(ONE, [self.over("exp", "", single, term.coef, positive=positive)], {})])
        return out

    def _at(self, term: Term, at: tuple[Ix, ...]) -> Term:
        return rename(self._apart([term])[0], {-1 - n: i for n, i in enumerate(at)})

    def log(self, terms: Terms) -> Terms:
        """log of a product of positive factors is the sum of their logs; the rest stays one atom."""
        paired = self._by_pairs(terms, self.log)
        if paired is not None:
            return paired
        chosen = self._chosen(terms)
        if chosen is not None:
            y, dim, inside = chosen
            return self.summed(
                dim, lambda k: self.times(self.atom(y, (k,)), self.log([rename(t, {i: k}) for t, i in inside]))
            )
        form, at = self.closed(terms)
        if form.is_zero:
            raise NotSupported("the logarithm of zero")
        content, rest = self.content(form, at, whole=False)
        if rest is None and content.coef <= 0:
            rest, content = self.number(content.coef), Term(ONE, content.factors, {})
        out: Terms = []
        if content.coef != 1:
            for atom, _, power in self._root(content.coef, ONE):
                out += [Term(power, [(Atom("log number", atom.name, symbol=atom.symbol), (), ONE)], {})]
        for atom, where, power in content.factors:
            if atom.kind == "exp" and atom.form is not None:
                out += self.scale(power, self.instance(atom.form, where))
            elif atom.kind == "det":
                out += [Term(power, [(Atom("logdet", form=atom.form, symbol=atom.symbol), where, ONE)], {})]
            elif atom.kind == "number":
                out += [Term(power, [(Atom("log number", atom.name, symbol=atom.symbol), (), ONE)], {})]
            else:
                out += [Term(power, [self.over("log", "", [Term(ONE, [(atom, where, ONE)], {})])], {})]
        separate = [] if rest is None else self.separate(rest)
        if separate:
            out += [term for part in separate for term in self.log(part)]
        elif rest is not None and (content.factors or content.coef != 1):
            out += self.log(self.simplify(rest))
        elif rest is not None:
            out += self._log_of_sum(rest)
        return self.simplify(out)

    def _log_of_sum(self, terms: Terms) -> Terms:
        from .moduli import in_exponent

        bent = in_exponent(self, terms)
        if bent is None:
            return [Term(ONE, [self.over("log", "", terms)], {})]
        u, modulus, power = bent  # log(1 + exp|u|) is log(1 + exp u) + (|u| − u)/2
        more = [*modulus, *self.scale(-ONE, u)]
        return [*self.log([*self.number(1), *self.exp(self.scale(power, u))]), *self.scale(power / 2, more)]

    def _by_pairs(self, terms: Terms, function: Callable[[Terms], Terms]) -> Terms | None:
        from .splits import by_pairs

        return by_pairs(self, self.simplify(terms), function)

    def _chosen(self, terms: Terms) -> tuple[Atom, Any, list[tuple[Term, Ix]]] | None:
        """A sum Σᵢ yᵢaᵢ over a one-hot y is the one aᵢ that y chooses: y, its dimension, and the terms of aᵢ with i."""
        inside: list[tuple[Term, Ix]] = []
        chooser: tuple[Atom, Any] | None = None
        for term in self.simplify(terms):
            for position, (y, at, _) in enumerate(term.factors):
                chooses = len(at) == 1 and at[0] in term.bound and "one_hot" in symbols.facts_of(y.symbol)
                if chooses and chooser in (None, (y, term.bound[at[0]])):  # type: ignore[index]
                    chooser = y, term.bound[at[0]]  # type: ignore[index]
                    others = [f for k, f in enumerate(term.factors) if k != position]
                    bound = {i: dim for i, dim in term.bound.items() if i != at[0]}
                    inside.append((Term(term.coef, others, bound), at[0]))
                    break
            else:
                return None
        return None if chooser is None else (*chooser, inside)

    def function(self, name: str, terms: Terms) -> Terms:
        """A named function of one entry."""
        from .moduli import modulus, sign, up_to_sign

        f = functions.FUNCTIONS[name]
        if name == "exp":
            return self.exp(terms)
        if name == "log":
            return self.log(terms)
        if name == "sqrt":
            return self.power(terms, Fraction(1, 2))
        if name == "abs":
            return self.times(terms, sign(self, terms)) if self.by_jumps else modulus(self, terms)
        if name == "sign":
            return sign(self, terms)
        number = number_in(terms)
        value = None if number is None else exact_value(name, number)
        if value is not None:
            return self.scalar(value, {})
        paired = self._by_pairs(terms, lambda inside: self.function(name, inside))
        if paired is not None:
            return paired
        if name == "relu" and self.closed(terms)[0].is_nonnegative:
            return terms
        if name == "relu" and self.by_jumps:
            return self.times(terms, self.function("step", terms))
        if self.spell_out and f.in_exp_log is not None:
            t = symbols.ScalarSymbol("_t", real=True)
            return self.bound_to(t, terms, f.in_exp_log(t))
        if f.parity:
            return up_to_sign(self, name, terms)
        return [Term(ONE, [self.over("fn", name, terms, positive=f.positive, idempotent=name == "step")], {})]

    def bound_to(self, placeholder: Any, terms: Terms, expr: Any) -> Terms:
        """Build `expr` with a placeholder scalar standing for given terms."""
        previous = self.bindings.get(placeholder)
        self.bindings[placeholder] = lambda: self._apart(terms)
        try:
            return self.scalar(expr, {})
        finally:
            if previous is None:
                del self.bindings[placeholder]
            else:
                self.bindings[placeholder] = previous

    # expressions

    def scalar(self, expr: Any, env: dict[Any, Ix]) -> Terms:
        return self.entry(expr, (None, None), env)

    def entry(self, expr: Any, at: tuple[Ix, Ix], env: dict[Any, Ix]) -> Terms:
        """The terms of expr at a row and column; None where there is only one."""
        from .nodes import NODES, stock

        for cls in type(expr).__mro__:
            rule = NODES.get(cls)
            if rule is not None:
                return rule(self, expr, at, env)
        return stock(self, expr, at, env)

    def closed_matrix(self, expr: Any, env: dict[Any, Ix]) -> tuple[Form, tuple[Ix, ...]]:
        """A matrix as a form whose first slots are its rows and columns, and the outer indices it depends on."""
        rows, cols = shape_of(expr)
        names: tuple[Ix, Ix] = (None if rows == 1 else "_row", None if cols == 1 else "_col")
        terms = self.entry(expr, names, env)
        first = tuple(n for n in names if n is not None)
        form, slots = self.closed(terms, first)
        return form, slots[len(first) :]
