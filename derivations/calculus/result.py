"""What differentiating gives: the derivative, the steps that lead to it with their evidence, and its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from derivations.errors import NotSupported, ShapeError, UnknownName
from derivations.notation.differentials import d
from derivations.notation.plain import plain
from derivations.notation.printing import latex, text
from derivations.notation.shapes import convert, is_matrix, same_dim, same_shape, shape_of, show_shape
from derivations.notation.symbols import MatrixAtom
from derivations.proof.derivation import Derivation, Step

from .compact import mul

HEADS = {"gradient": "∇", "hessian": "∇²"}


@dataclass(frozen=True)
class Result:
    """The derivative of `f` in `wrt`, checked step by step.

    `kind` says what `expr` is: "gradient", "hessian", "jacobian" or "derivative". A Jacobian is (outputs, inputs); with
    a matrix on either side it is ∂vec F / ∂vec X, columns stacked.
    """

    f: Any
    wrt: Any
    order: int
    kind: str
    expr: Any
    derivation: Derivation
    conditions: tuple[str, ...] = ()
    convexity: str = ""
    notes: tuple[str, ...] = ()
    variables: dict[str, Any] = field(default_factory=dict)
    name: str = ""  # of the derivative among the results, where there are several
    also: Any = None  # the second variable of a block of a Hessian
    lets: dict[Any, Any] = field(default_factory=dict)  # the abbreviations in the steps

    @property
    def latex(self) -> str:
        return latex(self.expr)

    @property
    def text(self) -> str:
        return text(self.expr)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Each step with .latex .relation .rule .why .evidence."""
        return self.derivation.steps

    @property
    def verdict(self) -> str:
        """The weakest evidence of the steps."""
        return self.derivation.verdict

    @property
    def results(self) -> dict[str, Any]:
        """Everything that was named on the way: the function, its gradient, its Hessian, other conventions."""
        from .naming import written_out

        found, seen = self.derivation.results, {}
        return {k: written_out(v, self.lets, seen) for k, v in found.items()} if self.lets else found

    @property
    def gradient(self) -> Any:
        return self._named("gradient")

    @property
    def hessian(self) -> Any:
        return self._named("hessian")

    @property
    def operator(self) -> Callable[[Any], Any]:
        """The Hessian as a linear map: `r.operator(V)` is its product with a direction V."""
        if self.kind == "hessian" and "hessian_operator" not in self.results:  # of a vector or a scalar, the product
            return lambda direction: mul(self.expr, self._direction(direction))
        written = self._named("hessian_operator")
        return lambda direction: written.xreplace({d(self.wrt): self._direction(direction)})

    def _direction(self, direction: Any) -> Any:
        direction = convert(direction)
        expected, got = shape_of(self.wrt), shape_of(direction)
        if not same_shape(expected, got):
            raise ShapeError(f"operator: expected a direction of shape {show_shape(expected)}, got {show_shape(got)}")
        return direction

    def _named(self, name: str) -> Any:
        if name not in self.results:
            raise UnknownName(f"this result has no {name!r}; it has {', '.join(self.results)}")
        return self.results[name]

    def source(self, target: str = "numpy", name: str = "") -> str:
        """Readable source of the derivative, or of another named result, in a target language."""
        from derivations.emit import expression_source

        return expression_source(*self._asked(name), target)

    def function(self, target: str = "numpy", name: str = "") -> Any:
        """The derivative as a callable with keyword arguments; its text is in `.source`."""
        from derivations.emit import expression_function

        return expression_function(*self._asked(name), target)

    def _asked(self, name: str) -> tuple[Any, str, str, list[Any], tuple[str, ...]]:
        return self._code(name), self._function_name(name), self._title(name), self._symbols(), self.conditions

    def _code(self, name: str) -> Any:
        if not name:
            return self.expr
        if name == "hessian_operator":
            return self.operator(direction_for(self.wrt, self.f))
        return self._named(name)

    def _symbols(self) -> list[Any]:
        found = {s for e in (self.f, self.expr, self.wrt) for s in e.free_symbols}
        inside = {n for s in found if is_matrix(s) for n in shape_of(s) if n.is_Symbol}
        return sorted(found - inside, key=lambda s: s.name) + sorted(inside, key=lambda s: s.name)

    def _function_name(self, name: str) -> str:
        return name or self.name or self.kind

    def _title(self, name: str) -> str:
        kind = (name or self.kind).replace("_", " ")
        also = "" if self.also is None else f" and {text(self.also)}"
        return f"{kind.capitalize()} of {text(self.f)} in {text(self.wrt)}{also}"

    def printed(self) -> Iterator[Any]:
        """The expressions that a reader of the answer and its steps sees."""
        yield self.expr
        yield from (s.expr for s in self.steps if s.expr is not None)

    @property
    def symbol(self) -> str:
        """∇f, ∇²f, …: the derivative as a reader sees it, in LaTeX."""
        if self.name:
            return self.derivation.labels.get(self.name, "")
        return next((s.head for s in reversed(self.steps) if s.expr == self.expr and s.head), "")

    @property
    def letter(self) -> str:
        """What the function is called in its steps: F where it is a matrix, or its derivative is one by a number."""
        return plain(self.derivation.labels["function"])

    @property
    def head(self) -> str:
        """The derivative as text has it: ∇f, ∂f/∂x, ∂vec F/∂vec X."""
        if self.kind in HEADS:
            return f"{HEADS[self.kind]}{self.letter}"
        of = f"vec {self.letter}" if self.kind == "jacobian" and _is_wide(self.f) else self.letter
        return f"∂{of}/∂{'vec ' if _is_wide(self.wrt) else ''}{text(self.wrt)}"

    def __str__(self) -> str:
        lines = [f"{self.head} = {self.text}"]
        lines += [f"    {c}" for c in self.conditions]
        lines += [f"    {self.convexity}"] if self.convexity else []
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Result {self.kind} of {text(self.f)}: {self.text}>"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.symbol} = {self.latex}$"

    def _repr_html_(self) -> str:
        remarks = "".join(f"<p>{escape(r)}</p>" for r in (*self.conditions, self.convexity, *self.notes) if r)
        head = f"$\\displaystyle {escape(self.symbol)} = {escape(self.latex)}$"
        return f"<div>{head}{remarks}{self.derivation._repr_html_()}</div>"

    def shape(self) -> str:
        return show_shape(shape_of(self.expr)) if is_matrix(self.expr) else "scalar"


def direction_for(variable: Any, f: Any) -> Any:
    """A symbol of the variable's shape that nothing else is called."""
    if not is_matrix(variable):
        raise NotSupported(f"not supported: a direction for the scalar {variable}; its Hessian is a number")
    taken = {getattr(s, "name", "") for s in f.free_symbols} | {variable.name}
    name = next(n for n in ("V", "D", "U", "V_1") if n not in taken)
    return MatrixAtom(name, *shape_of(variable))


def _is_wide(e: Any) -> bool:
    """Whether vec makes another shape of it: neither a number nor a column nor a row."""
    return is_matrix(e) and not any(same_dim(n, 1) for n in shape_of(e))
