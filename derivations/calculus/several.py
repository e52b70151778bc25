"""The derivative in several variables at once: one chain, in which what they share is differentiated once."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from derivations.errors import MathError, UnknownName
from derivations.notation import linear
from derivations.notation.differentials import d
from derivations.notation.letters import function_letter
from derivations.notation.linear import inner
from derivations.notation.printing import latex, text
from derivations.notation.requirements import Requirement, requirement
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.proof.derivation import Derivation, Step, run
from derivations.proof.lines import Line, definition, differential, equals, gradient, let, part

from .accumulate import GRADIENT, all_accumulated
from .blocks import block_lines, block_name, heading
from .compact import compact
from .compact.products import is_one
from .diagonal import on_diagonals, require_off_diagonals, written_on_diagonals
from .engine import Motion, free_to_move
from .kinds import of_its_kind, why_gradient
from .kinks import SMOOTH, asked_by, crosses, of_kinks, said_at
from .naming import Names, written_out
from .possible import require_possible
from .question import WHERE, Question, either_way, under_requirements, verified
from .recognise import called_by_name, recognised
from .result import Result
from .rules.differentials import riesz
from .tangents import by_tangents


def _is_called(x: Any, name: Any) -> bool:
    """Whether a variable is meant, itself or by its name."""
    return x == name or getattr(x, "name", None) == name or text(x) == name


class NoBlocks(UnknownName, AttributeError):
    """So that `hasattr(r, "blocks")` is False where there are none."""


@dataclass(frozen=True)
class Blocks(Mapping[tuple[Any, Any], Result]):
    """The blocks of a Hessian by pairs of variables, or of their names."""

    found: dict[tuple[Any, Any], Result]

    def __getitem__(self, pair: tuple[Any, Any]) -> Result:
        if isinstance(pair, tuple) and len(pair) == 2:
            for variables, r in self.found.items():
                if all(map(_is_called, variables, pair)):
                    return r
        known = ", ".join(f"[{text(x)}, {text(y)}]" for x, y in self.found)
        raise UnknownName(f"no block {pair} of the Hessian; there are {known}")

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


@dataclass(frozen=True)
class Derivatives(Mapping[Any, Result]):
    """The derivatives of `f` in several variables, by variable or by name, and the one derivation that gives them."""

    f: Any
    order: int
    found: dict[Any, Result]
    derivation: Derivation
    conditions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    lets: dict[Any, Any] = field(default_factory=dict)
    short: dict[Any, Any] = field(default_factory=dict)  # the derivatives in terms of the abbreviations
    results: dict[str, Any] = field(default_factory=dict)  # everything that was named on the way

    def __getitem__(self, variable: Any) -> Result:
        for x, r in self.found.items():
            if _is_called(x, variable):
                return r
        raise UnknownName(f"no derivative in {variable}; there are those in {', '.join(map(text, self.found))}")

    def __iter__(self) -> Iterator[Any]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def wrt(self) -> tuple[Any, ...]:
        return tuple(self.found)

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.derivation.steps

    @property
    def verdict(self) -> str:
        """The weakest evidence of the steps."""
        return self.derivation.verdict

    @property
    def used(self) -> dict[Any, Any]:
        """The abbreviations in the answers, in the order in which they are introduced."""
        wanted = {s for e in self.short.values() for s in e.free_symbols}
        for symbol, value in reversed(self.lets.items()):
            if symbol in wanted:
                wanted |= value.free_symbols
        return {s: v for s, v in self.lets.items() if s in wanted}

    @property
    def has_blocks(self) -> bool:
        return self.order == 2 and bool(self.results)

    @property
    def blocks(self) -> Blocks:
        """The blocks of the Hessian by pairs of variables: block x, y is the derivative of ∇ₓf in y."""
        return Blocks({(x, y): self._block(x, y) for x in self.found for y in self.found})

    def _block(self, x: Any, y: Any) -> Result:
        name = block_name(x, y)
        if name not in self.results:
            raise NoBlocks("there are no blocks of a Hessian here; ask for order=2 of a scalar")
        return replace(self.found[x], expr=self.results[name], name=name, also=y)

    def operator(self, directions: Mapping[Any, Any]) -> dict[Any, Any]:
        """The Hessian times a direction, one part a variable: `r.operator({x: u, y: v})`."""
        missing = [text(x) for x in self.found if x not in directions]
        if missing:
            raise MathError(f"operator: expected a direction for each variable; there is none for {', '.join(missing)}")
        self._block(self.wrt[0], self.wrt[0])
        along = {d(x): convert(directions[x]) for x in self.found}
        return {x: self.results[f"hessian_operator_{x.name}"].xreplace(along) for x in self.found}

    def printed(self) -> Iterator[Any]:
        """The expressions that a reader of the answers and their steps sees."""
        for r in self.found.values():
            yield r.expr
        yield from (s.expr for s in self.steps if s.expr is not None)

    @property
    def text(self) -> str:
        """One line an abbreviation, then one a derivative."""
        rows = [f"{text(s)} = {text(v)}" for s, v in self.used.items()]
        if self.has_blocks:
            rows += [f"∇²_{text(x)},{text(y)} {self.letter} = {h.text}" for (x, y), h in self.blocks.items()]
        else:
            rows += [f"{self._head(x)} = {text(e)}" for x, e in self.short.items()]
        return "\n".join(rows)

    @property
    def latex(self) -> str:
        """The same as an aligned block."""
        rows = [f"{latex(s)} &:= {latex(v)}" for s, v in self.used.items()]
        if self.has_blocks:
            rows += [f"{h.symbol} &= {h.latex}" for h in self.blocks.values()]
        else:
            rows += [f"{self[x].symbol} &= {latex(e)}" for x, e in self.short.items()]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    @property
    def letter(self) -> str:
        """What the function is called: F where it is so in all of its derivatives."""
        return max(r.letter for r in self.values())  # small letters come after capitals

    def _head(self, x: Any) -> str:
        return f"∇_{text(x)} {self.letter}" if self[x].kind == "gradient" else self[x].head

    def __str__(self) -> str:
        return "\n".join([self.text, *(f"    {c}" for c in self.conditions)])

    def __repr__(self) -> str:
        return f"<Derivatives of {text(self.f)} in {', '.join(map(text, self.found))}>"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"

    def _repr_html_(self) -> str:
        remarks = "".join(f"<p>{escape(r)}</p>" for r in (*self.conditions, *self.notes))
        return f"<div>$\\displaystyle {escape(self.latex)}${remarks}{self.derivation._repr_html_()}</div>"


def derivatives(f: Any, variables: tuple[Any, ...], order: int = 1) -> Derivatives:
    """The derivatives of f in each of several variables."""
    if is_matrix(f) and not all(map(is_one, shape_of(f))):
        return _one_by_one(f, variables, order)
    return Several(linear.Trace(f) if is_matrix(f) else f, variables, order).result()


def _one_by_one(f: Any, variables: tuple[Any, ...], order: int) -> Derivatives:
    """Of a vector or a matrix: a Jacobian in each variable, each with a derivation of its own."""
    found = {x: Question(f, x, order).result() for x in variables}
    steps: list[Step] = []
    for x, r in found.items():
        steps += [heading(f"The derivative in {text(x)}"), *r.steps]
    results = {f"{r.kind}_{x.name}": r.expr for x, r in found.items()}
    made = Derivation(tuple(steps), results, {name: "" for name in results})
    where, notes = (dict.fromkeys(w for r in found.values() for w in said(r)) for said in (_conditions, _notes))
    short = {x: r.expr for x, r in found.items()}
    return Derivatives(f, order, found, made, tuple(where), tuple(notes), short=short)


def _conditions(r: Result) -> tuple[str, ...]:
    return r.conditions


def _notes(r: Result) -> tuple[str, ...]:
    return r.notes


class Several:
    """The question for the gradients of a scalar in several variables, and for the blocks of its Hessian."""

    def __init__(self, f: Any, variables: tuple[Any, ...], order: int = 1) -> None:
        self.f, self.variables, self.order = f, variables, order
        self.letter = function_letter("f", f, *variables)
        freed = {x: free_to_move(x) for x in variables}
        self.free = {x: made[0] for x, made in freed.items()}
        self.notes = tuple(said for made in freed.values() for said in made[1:])
        self.written = f.xreplace(self.free)
        moves = Motion(*self.free.values()).moves
        self.named = recognised(self.written, moves)
        self.moved = written_on_diagonals(self.named, moves)
        self.required: tuple[Requirement, ...] = ()
        self.valued: tuple[Requirement, ...] = ()
        self.forward = True

    def derivation(self) -> Derivation:
        """The steps, not yet checked, under what they require."""
        # the checker sits above; it knows nothing of the engine
        from derivations.check import requirements_of, requirements_of_the_value

        made = self._run()
        self.required = requirements_of(made, self.names.f)
        require_off_diagonals(self.f, self.required)
        require_possible(self.f, self.required)
        self.valued = requirements_of_the_value(made, self.names.f)
        return self._run() if self.required else made

    def _run(self) -> Derivation:
        made, self.forward = either_way(self._once, self.forward)
        return made

    def _once(self, forward: bool) -> Derivation:
        self.forward = forward
        self.names = Names(self.moved, Motion(*self.free.values()), self.order == 1)
        self.motion = Motion(*self.free.values(), lets=self.names.lets)
        return run(under_requirements(self._lines(), self.required), WHERE)

    def _lines(self) -> Generator[Line, Any, None]:
        xs, names = tuple(self.free.values()), self.names
        named = yield from called_by_name(self.written, self.motion.moves)
        yield from on_diagonals(named, self.motion.moves, begun=named != self.written)
        for symbol, value in list(names.lets.items()):
            yield let(symbol, value, why="An intermediate quantity, with a name so that the lines stay short.")
        if self.order == 2:
            yield part("The gradients")
        yield definition("function", names.f, label=self.letter)
        yield differential(names.f, xs)
        met = yield from all_accumulated(names.f, self.motion, GRADIENT, names)
        found = {x: met.get(x, linear.zeros(*shape_of(x)) if is_matrix(x) else convert(0)) for x in xs}
        said = dict.fromkeys(self.notes)
        kept = {x: of_its_kind(g, x) for x, g in found.items()}
        for x, (g, rule, note) in kept.items():
            said |= dict.fromkeys(note)
            if g != found[x]:
                found[x] = g
                yield equals(_total(found), by=rule, why=rule.reason)
        self.notes = tuple(said)
        if self.order == 1:
            for x, g in list(found.items()):
                found[x] = yield from by_tangents(g, lambda g, x=x: _total(found | {x: g}))
        for x, g in found.items():
            yield gradient(g, wrt=x, by=riesz, why=why_gradient(x), name=f"gradient_{x.name}")
        if self.order == 2:
            yield from block_lines(found, self.letter, self.forward)

    def result(self) -> Derivatives:
        checked = verified(self.derivation())
        lets, seen, back = self.names.lets, {}, {x: s for s, x in self.free.items() if s != x}
        gradients = [checked.results[f"gradient_{x.name}"] for x in self.free]
        asked, kinks = asked_by(checked, gradients, self.motion), of_kinks(self.motion, self.required, self.valued)
        written = [written_out(g, lets, seen) for g in gradients]
        smooth = self.order == 1 and all(crosses(self.moved, g, asked, self.required, kinks) for g in written)
        how = SMOOTH.format(kind="gradient") if smooth else ""
        said = {r: said_at(self.moved, r, kinks, self.motion, asked, how, self.order) for r in self.required}
        where = tuple(f"where {text(r)}{said[r]}" for r in self.required)
        of = [requirement(r.asks, written_out(r.of, lets, seen), r.every) for r in self.required]
        pairs = zip(of, self.required, strict=True)
        plain = tuple(f"where {text(whole)}{said[r]}" for whole, r in pairs)
        short, found = {}, {}
        for x in self.free:
            name = f"gradient_{x.name}" if self.order == 1 else f"hessian_{x.name}_{x.name}"
            short[x] = checked.results[name].xreplace(back)
            expr = compact(written_out(checked.results[name], lets, seen)).xreplace(back) if lets else short[x]
            kind = "gradient" if self.order == 1 else "hessian"
            found[x] = Result(self.f, x, self.order, kind, expr, checked, plain, notes=self.notes, name=name, lets=lets)
        given = {k: v.xreplace(back) for k, v in checked.results.items()}
        return Derivatives(self.f, self.order, found, checked, where, self.notes, lets, short, given)


def _total(found: dict[Any, Any]) -> Any:
    terms = [inner(g, d(x)) for x, g in found.items()]
    out = terms[0]
    for t in terms[1:]:
        out = out + t
    return out
