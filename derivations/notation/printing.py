"""One printer for two styles, LaTeX and Unicode text: the form on the page is the form that was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import (
    arrangement,
    core,
    differentials,
    functions,
    joins,
    linear,
    probability,
    relations,
    requirements,
    sequences,
    symbols,
)
from .plain import plain as plain
from .shapes import is_matrix, shape_of
from .styles import LATEX, TEXT, Style

# How strongly a form holds together: a part that is weaker than its place needs parentheses.
ADD, NEG, ENTRYWISE, MUL, POW, ATOM = 1, 2, 2.5, 3, 4, 5


def latex(expr: Any, at_least: float = 0) -> str:
    """LaTeX of an expression or relation, in the form it was written; in parentheses where it holds together less."""
    return Printer(LATEX).show(expr, at_least)


def text(expr: Any, at_least: float = 0) -> str:
    """Unicode text of an expression or relation, in the form it was written; in parentheses as in LaTeX."""
    return Printer(TEXT).show(expr, at_least)


class Printer:
    def __init__(self, style: Style):
        self.s = style
        self.t = style.tokens

    def show(self, x: Any, at_least: float = 0) -> str:
        out, strength = self._render(x)
        return f"{self.t['open']}{out}{self.t['close']}" if strength < at_least else out

    def _render(self, x: Any) -> tuple[str, float]:
        if isinstance(x, str):
            return x, ATOM
        for cls in type(x).__mro__:
            method = _METHODS.get(cls)
            if method is not None:
                return method(self, x)
        return self._stock(x)

    def _stock(self, x: Any) -> tuple[str, float]:
        if x.is_Symbol:
            return self.s.symbol(x.name), ATOM
        if isinstance(x, core.Kept):  # a node without a form of its own: its name and its arguments
            return self.s.call(type(x).__name__, ", ".join(self.show(a) for a in x.args)), ATOM
        if x.is_Pow and x.args[0].is_Rational and 2 * x.args[1] == 1:
            return self.s.root(self.show(x.args[0])), ATOM
        out = self.s.stock(x)
        if getattr(x, "is_Number", False):
            if not x.is_Integer and self.s.name == "text":
                return out.replace("-", "−"), ADD
            strength = NEG if x.is_negative else ATOM if x.is_Integer else MUL
            return (out.replace("-", "−") if self.s.name == "text" else out), strength
        if x.is_Pow and out.startswith("1/"):  # 1/log(2)
            return out, ADD
        strength = ADD if x.is_Add else MUL if x.is_Mul else POW if x.is_Pow else ATOM
        if strength == MUL and "/" in out and self.s.name == "text":
            strength = ENTRYWISE
        return out, NEG if x.is_Mul and out.startswith("-") else strength

    # sums and products

    def _plus(self, x: Any) -> tuple[str, float]:
        out = self.show(x.args[0], ADD)
        for a in x.args[1:]:
            if isinstance(a, core.Negative | core.MatNegative):
                out += f" {self.t['minus']} {self.show(a.args[0], ENTRYWISE)}"
            elif a.is_Number and a.is_negative:
                out += f" {self.t['minus']} {self.show(-a)}"
            else:
                rendered = self.show(a, NEG)
                minus = rendered[0] in "-−" and isinstance(a, core.Product | core.MatProduct | core.Quotient)
                out += f" {self.t['minus']} {rendered[1:]}" if minus else f" + {rendered}"
        return out, ADD

    def _negative(self, x: Any) -> tuple[str, float]:
        need = NEG if isinstance(x.args[0], linear.SumOver | linear.MatSumOver) else MUL
        return self.t["minus"] + self.show(x.args[0], need), NEG

    def _product(self, x: Any) -> tuple[str, float]:
        args = x.args
        if args[0] == -1 and len(args) > 1:
            return self.t["minus"] + self._factors(args[1:]), NEG
        out = self._factors(args)
        power = len(joins.runs(args)) == 1
        return out, NEG if out[0] in "-−" else POW if power else MUL

    def _factors(self, args: Any) -> str:
        parts, starts = [], []
        for position, count in joins.runs(args):
            a, after = args[position], position + count
            need = MUL if position == 0 or not a.is_Number else ATOM
            if position == 0 and a.is_Number and a.is_negative:
                need = NEG
            last = after == len(args) and not any(map(is_matrix, args))
            if self._set_apart(a) and not (last and isinstance(a, linear.Total)):
                need = max(need, ATOM)
            following = args[after] if after < len(args) else None
            if isinstance(a, core.Product) and core.is_matrix(a.args[-1]) and core.is_matrix(following):
                need = max(need, POW) if core.is_closed((a,), following) else need
            parts.append(self.show(a, need) if count == 1 else self._repeated(a, count))
            starts.append(position)
        out, begun = parts[0], 0 if core.is_matrix(args[0]) else -1  # where in it the running chain of matrices begins
        for position, part in zip(starts[1:], parts[1:], strict=True):
            a = args[position]
            if core.is_matrix(a) and begun >= 0 and core.is_closed(args[:position], a):  # (xᵀy)z, not xᵀyz
                out, begun = f"{out[:begun]}{self.t['open']}{out[begun:]}{self.t['close']}", -1
            digits = part[0].isdigit() or (a.is_Number and args[position - 1].is_Number)
            dot = digits or joins.reads_as_call(self.s, args[position - 1], part)
            out += self.t["dot"] if dot else joins.gap(self.s, out, part, args[position - 1], a)
            begun = len(out) if begun < 0 and core.is_matrix(a) else begun
            out += part
        return out

    def _repeated(self, a: Any, count: int) -> str:
        """A square matrix times itself: A³, and A⁻³ for its inverse."""
        base, sign = (a.args[0], -1) if isinstance(a, linear.Inverse) else (a, 1)
        return self.show(base, ATOM) + self.s.super(self.show(core.convert(sign * count)))

    def _set_apart(self, factor: Any) -> bool:
        """Whether a factor would run together with its neighbours: (a ∘ b), (xᵀy), (1ᵀa), a/b on one line."""
        if isinstance(factor, core.Product):
            return any(map(is_matrix, factor.args))
        if isinstance(factor, core.Quotient | core.MatQuotient):
            return self.s.fraction is None
        return isinstance(factor, linear.Hadamard | linear.Kron | linear.Total)

    def _quotient(self, x: Any) -> tuple[str, float]:
        a, b = x.args
        if self.s.fraction and isinstance(a, linear.MatSumOver):
            return self.s.fraction("1", self.show(b)) + " " + self.show(a), MUL
        if self.s.fraction:
            return self.s.fraction(self.show(a), self.show(b)), MUL
        return f"{self.show(a, MUL)}/{self.show(b, POW)}", ENTRYWISE

    def _power(self, x: Any) -> tuple[str, float]:
        base, exponent = x.args
        if isinstance(base, linear.SquaredNorm) and exponent.is_Integer:  # ‖x‖⁴ for (‖x‖²)²
            return self._norm(base)[0] + self.s.super(self.show(2 * exponent)), POW
        if isinstance(base, functions.Apply) and base.function.name not in ("sqrt", "exp", "abs"):
            return f"{self.t['open']}{self.show(base)}{self.t['close']}{self.s.super(self.show(exponent))}", POW
        return self.show(base, ATOM) + self.s.super(self.show(exponent)), POW

    def _transposed(self, x: Any) -> tuple[str, float]:
        if isinstance(x.args[0], linear.Inverse):
            inverse = self.show(x.args[0].args[0], ATOM)
            return inverse + (r"^{-\top}" if self.s.name == "latex" else "⁻ᵀ"), POW + 0.5
        return self.show(x.args[0], ATOM) + self.t["T"], POW + 0.5

    def _inverse(self, x: Any) -> tuple[str, float]:
        return self.show(x.args[0], ATOM) + self.t["inv"], POW

    # functions

    def _apply(self, x: Any) -> tuple[str, float]:
        f, argument = x.function, x.args[1]
        if f.name == "sqrt":
            return self.s.root(self.show(argument)), ATOM
        if f.name == "abs":
            bars = (r"\lvert ", r"\rvert") if self.s.name == "latex" else ("|", "|")
            return self._between(*bars, self.show(argument)), ATOM
        is_raised = f.name == "exp" and self.s.name == "latex" and not is_matrix(argument)
        if is_raised and len(self.show(argument)) < 40:
            return rf"e^{{{self.show(argument)}}}", POW
        return self.s.call(f.latex if self.s.name == "latex" else f.text, self.show(argument)), ATOM

    def _call(self, token: str) -> Callable[[Any], tuple[str, float]]:
        return lambda x: (self.s.call(self.t[token], self.show(x.args[0])), ATOM)

    def _norm(self, x: Any) -> tuple[str, float]:
        return self._between(self.t["norm"], self.t["norm)"], self.show(x.args[0])), ATOM

    def _between(self, left: str, right: str, inside: str) -> str:
        """Bars or brackets around a formula, as tall as it is."""
        tall = self.s.name == "latex" and any(sign in inside for sign in (r"\frac", r"\sum"))
        return rf"\left{left}{inside}\right{right}" if tall else left + inside + right

    def _norm1(self, x: Any) -> tuple[str, float]:
        return self._norm(x)[0] + self.s.sub("1"), ATOM

    def _commutation(self, x: Any) -> tuple[str, float]:
        return "K" + self.s.sub(f"{self.show(x.args[0])},{self.show(x.args[1])}"), ATOM

    def _squared_norm(self, x: Any) -> tuple[str, float]:
        return self._norm(x)[0] + self.s.super("2"), POW

    def _inner(self, x: Any) -> tuple[str, float]:
        a, b = map(self.show, x.args)
        return self._between(self.t["<"], self.t[">"], f"{a}, {b}"), ATOM

    def _total(self, x: Any) -> tuple[str, float]:
        if x.args[0].shape[1] == 1:
            return self.t["sum entries"] + self._factors(x.args), MUL
        one = self.t["one"]
        return f"{self.t['sum entries']}{self._factors(x.args)} {one}", MUL

    def _hadamard(self, x: Any) -> tuple[str, float]:
        return self.t["hadamard"].join(self.show(a, POW) for a in x.args), ENTRYWISE

    def _hadamard_power(self, x: Any) -> tuple[str, float]:
        base, exponent = self.show(x.args[0], ATOM), self.show(x.args[1])
        if self.s.fraction:
            return base + self.s.super(f"{self.t['hadamard'].strip()} {exponent}"), POW
        entrywise = "" if core.SCALAR[0] in shape_of(x) else "°"  # X² is XX, and a vector has no such square
        return base + entrywise + self.s.super(exponent), POW

    def _kron(self, x: Any) -> tuple[str, float]:
        return self.t["kron"].join(self.show(a, POW) for a in x.args), ENTRYWISE

    def _entry(self, x: Any) -> tuple[str, float]:
        a, i, j = x.args
        if isinstance(a, functions.MatApply) and a.function.name == "abs":  # |xᵢ|: bars do not bear an index
            return self.show(functions.absolute(x.func(a.args[1], i, j))), ATOM
        at = self.show(i) if a.shape[1] == 1 else f"{self.show(i)}{self.show(j)}"
        if isinstance(a, sequences.Member):
            return f"{self.t['open']}{self.show(a)}{self.t['close']}{self.s.sub(at)}", ATOM
        return self.show(a, ATOM) + self.s.sub(at), ATOM

    def _row(self, x: Any) -> tuple[str, float]:
        a, i = x.args
        name = self.show(a, ATOM)
        return (name.lower() if len(name) == 1 else name) + self.s.sub(self.show(i)), ATOM

    def _sum_over(self, x: Any) -> tuple[str, float]:
        body, i = x.args
        return self.s.big_sum(self.show(i), self.show(i.count)) + self.show(body, MUL), NEG

    def _ones(self, x: Any) -> tuple[str, float]:
        one, row, (rows, cols) = self.t["one"], self.t["one"] + self.t["T"], x.shape
        if cols == 1:
            return one, ATOM
        return (row, POW) if rows == 1 else (f"{one}{' ' if self.s.name == 'latex' else '·'}{row}", MUL)

    def _unit(self, x: Any) -> tuple[str, float]:
        return self.t["e"] + self.s.sub(self.show(x.args[0])), ATOM

    # probability, sequences, differentials

    def _over(self, token: str) -> Callable[[Any], tuple[str, float]]:
        def render(x: Any) -> tuple[str, float]:
            spaces, inside = x.args[-1], x.args[0]
            marked = (
                set(spaces) != set(probability.spaces_in(inside))
                if not isinstance(inside, relations.Relation)
                else False
            )
            name = self.t[token]
            if marked and spaces:
                name += self.s.sub(
                    ",".join(s.name for s in spaces)
                    if self.s.name == "text"
                    else r"\text{" + ", ".join(s.name for s in spaces) + "}"
                )
            body = ", ".join(self.show(a) for a in x.args[:-1])
            return f"{name}{self.t['[']}{body}{self.t[']']}", ATOM

        return render

    def _indicator(self, x: Any) -> tuple[str, float]:
        if self.s.name == "latex":
            return rf"{self.t['ind']}_{{\{{{self.show(x.args[0])}\}}}}", ATOM
        return f"1{{{self.show(x.args[0])}}}", ATOM

    def _relation(self, x: Any) -> tuple[str, float]:
        sign = x.latex_symbol if self.s.name == "latex" else x.symbol
        return f"{self.show(x.lhs)} {sign} {self.show(x.rhs)}", 0

    def _requirement(self, x: Any) -> tuple[str, float]:
        if isinstance(x.of, linear.Determinant | linear.Norm | linear.SquaredNorm) or not is_matrix(x.of):
            signs = (requirements.IN_LATEX if self.s.name == "latex" else requirements.IN_SIGNS)[x.asks]
            said = signs.format(self.show(x.of))
        else:
            before, after = requirements.IN_WORDS[x.asks]
            said = self.t["words("] + before + self.t[")words"] + self.show(x.of) + self.t["words("] + after
            said += self.t[")words"]
        if x.every:
            running = ", ".join(self.show(i) for i in x.args[2])
            said += self.t["words("] + " for every " + self.t[")words"] + running
        return said, 0

    def _named(self, x: Any) -> tuple[str, float]:
        return self.s.symbol(x.name), ATOM

    def _member(self, x: Any) -> tuple[str, float]:
        at = self.show(x.args[1])
        return self.s.symbol(x.name) + self.s.sub(self.t["star"] if at == "star" else at), ATOM

    def _value(self, prefix: str) -> Callable[[Any], tuple[str, float]]:
        return lambda x: (
            self.s.call(self.t.get(prefix, "") + self.s.symbol(x.name), self.show(x.args[1])),
            ATOM,
        )

    def _select(self, x: Any) -> tuple[str, float]:
        choice, one, zero = map(self.show, x.args)
        if self.s.name == "latex":
            return rf"\begin{{cases}}{one} & {choice} = 1\\ {zero} & {choice} = 0\end{{cases}}", ATOM
        return f"({one} if {choice} = 1, {zero} if {choice} = 0)", ATOM

    def _increment(self, x: Any) -> tuple[str, float]:
        gap = " " if self.s.name == "latex" else ""
        return self.t["d"] + gap + self.show(x.args[0], ATOM), ATOM

    def _differential(self, x: Any) -> tuple[str, float]:
        if isinstance(x.args[0], symbols.MatrixAtom | symbols.ScalarSymbol):  # an abbreviation, or a constant
            return self._increment(x)
        return self.s.call(self.t["d"], self.show(x.args[0])), ATOM


def _via(factory: str, token: str) -> Callable[[Printer, Any], tuple[str, float]]:
    return lambda printer, x: getattr(printer, factory)(token)(x)


_METHODS: dict[type, Callable[[Printer, Any], tuple[str, float]]] = {
    core.Plus: Printer._plus,
    core.MatPlus: Printer._plus,
    core.Negative: Printer._negative,
    core.MatNegative: Printer._negative,
    core.Product: Printer._product,
    core.MatProduct: Printer._product,
    core.Quotient: Printer._quotient,
    core.MatQuotient: Printer._quotient,
    core.Power: Printer._power,
    core.Transposed: Printer._transposed,
    functions.Apply: Printer._apply,
    functions.MatApply: Printer._apply,
    linear.Inverse: Printer._inverse,
    linear.Trace: _via("_call", "tr"),
    linear.Determinant: _via("_call", "det"),
    linear.LogDet: _via("_call", "logdet"),
    linear.LeadingEigenvector: _via("_call", "leading"),
    linear.Maximum: _via("_call", "max"),
    linear.LogSumExp: _via("_call", "lse"),
    linear.Softmax: _via("_call", "softmax"),
    linear.Diag: _via("_call", "Diag"),
    linear.Diagonal: _via("_call", "diag"),
    linear.Vec: _via("_call", "vec"),
    linear.Inner: Printer._inner,
    linear.Norm: Printer._norm,
    linear.Norm1: Printer._norm1,
    arrangement.Commutation: Printer._commutation,
    arrangement.Unvec: _via("_call", "mat"),
    linear.SquaredNorm: Printer._squared_norm,
    linear.Total: Printer._total,
    linear.Hadamard: Printer._hadamard,
    linear.HadamardPower: Printer._hadamard_power,
    linear.Kron: Printer._kron,
    linear.Eye: lambda printer, x: ("I", ATOM),
    linear.Ones: Printer._ones,
    linear.Zeros: lambda printer, x: (printer.t["zero"], ATOM),
    linear.Unit: Printer._unit,
    linear.Entry: Printer._entry,
    linear.Row: Printer._row,
    linear.SumOver: Printer._sum_over,
    linear.MatSumOver: Printer._sum_over,
    probability.Expectation: _via("_over", "E"),
    probability.MatExpectation: _via("_over", "E"),
    probability.Variance: _via("_over", "Var"),
    probability.Covariance: _via("_over", "Cov"),
    probability.MatCovariance: _via("_over", "Cov"),
    probability.Probability: _via("_over", "Pr"),
    probability.Indicator: Printer._indicator,
    probability.RandomScalar: Printer._named,
    probability.RandomMatrix: Printer._named,
    relations.Relation: Printer._relation,
    requirements.Requirement: Printer._requirement,
    sequences.Member: Printer._member,
    sequences.ScalarMember: Printer._member,
    sequences.FunctionValue: _via("_value", ""),
    sequences.GradientValue: _via("_value", "nabla"),
    sequences.HessianValue: _via("_value", "nabla2"),
    sequences.Select: Printer._select,
    symbols.MatrixAtom: Printer._named,
    symbols.Index: Printer._named,
    differentials.Increment: Printer._increment,
    differentials.MatIncrement: Printer._increment,
    differentials.Differential: Printer._differential,
    differentials.MatDifferential: Printer._differential,
}
