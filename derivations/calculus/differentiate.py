"""differentiate: from an expression to its gradient, Jacobian or Hessian, every step checked, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy

from derivations.errors import MathError, NotSupported, UnknownName
from derivations.frames import in_one_chunk
from derivations.notation.printing import text
from derivations.notation.shapes import is_matrix, shape_of

from .adopt import adopted, require_told_apart
from .alike import require_names, require_other_names
from .diagonal import require_value
from .engine import LARGEST_QUESTION, can_move, require_variable
from .extent import require_extent, size
from .question import Question
from .result import Result
from .sizes import answered

if TYPE_CHECKING:
    from derivations.language import Parsed

    from .several import Derivatives


def differentiate(
    f: Any, wrt: Any = None, variables: dict[str, str] | None = None, order: int = 1
) -> Result | Derivatives:
    """The derivative of `f` in `wrt`, with every step named and checked.

    `f` is text such as "norm2(X*w-y)^2", an expression of the notation, or one of SymPy. `variables` gives shapes and
    facts of the symbols in a text: {"X": "n p", "w": "p", "S": "n n symmetric", "t": "scalar positive"}. Order 1 gives
    the gradient of a scalar, else the Jacobian; order 2 the Hessian.

    `wrt` is a variable or its name. Several variables, `wrt=[x, y]`, are differentiated in at once; without `wrt`,
    every variable of a text.
    """
    if isinstance(wrt, set | frozenset | dict | sympy.Set):
        got = type(wrt).__name__
        raise MathError(f"differentiate: expected wrt, a variable or a list of variables such as [x, y]; got a {got}")
    if isinstance(f, str):
        f, wrt = _parsed(f, wrt, variables or {})
    elif isinstance(wrt, list | tuple):
        wrt = [_called(x, f) for x in wrt]
    else:
        wrt = _called(wrt, f)
    if wrt is None:
        raise MathError("differentiate: expected wrt, the variable or a list of variables to differentiate in")
    return differentiate_expression(f, wrt, order)


def _parsed(f: str, wrt: Any, variables: dict[str, str]) -> tuple[Any, Any]:
    from derivations.language import parse  # what is typed is read on top of everything else

    read = parse(f, variables)
    if wrt is None:
        asked: Any = variables_of(read)
    elif isinstance(wrt, list | tuple):
        asked = [read.symbol(x) if isinstance(x, str) else x for x in wrt]
    else:
        asked = read.symbol(wrt) if isinstance(wrt, str) else wrt
    read.require_use(*(asked if isinstance(asked, list) else [asked]))
    return read.expr, asked


def _called(x: Any, f: Any) -> Any:
    """A variable, which may be asked for by its name where it occurs."""
    if not isinstance(x, str):
        return x
    found = getattr(f, "free_symbols", set())
    sizes = {n for s in found if is_matrix(s) for n in shape_of(s)}
    symbols = {str(s): s for s in found - sizes}
    if x in symbols:
        return symbols[x]
    known = f"{text(adopted(f))} has {', '.join(sorted(symbols)) or 'no variable at all'}"
    raise UnknownName(f"{x} does not occur: {known}" if x else f"wrt is empty: expected a variable; {known}")


def variables_of(read: Parsed) -> list[Any]:
    """All variables of a text in which it can be differentiated."""
    found = [s for s in read.symbols.values() if can_move(s)]
    if not found:
        raise MathError(f"there is no variable in {read.text.strip()} to differentiate in")
    return found


@in_one_chunk
def differentiate_expression(f: Any, wrt: Any, order: int = 1) -> Result | Derivatives:
    """As `differentiate`, for expressions."""
    several = isinstance(wrt, list | tuple)
    require_told_apart(f)
    f, asked = adopted(f), tuple(dict.fromkeys(map(adopted, wrt if several else (wrt,))))
    if not asked:
        raise MathError("differentiate: the list of variables is empty; expected at least one")
    sizes = {str(n) for s in f.free_symbols if is_matrix(s) for n in shape_of(s)}
    for x in asked:
        require_variable(x)
        if not is_matrix(x) and str(x) in sizes:
            raise MathError(f"{x} is a size, which is a whole number; expected a variable")
    require_question(f, order, *asked)

    def answer(f: Any, variables: tuple[Any, ...]) -> Result | Derivatives:
        if not several:
            return Question(f, variables[0], order).result()
        from .several import derivatives

        return derivatives(f, variables, order)

    found = answered(answer, f, asked)
    require_other_names({*f.free_symbols, *asked}, found.printed())
    return found


def require_question(f: Any, order: int, *variables: Any) -> None:
    """A question that is read at all."""
    if size(f) > LARGEST_QUESTION:
        raise NotSupported(f"not supported yet: an expression of {size(f)} parts; at most {LARGEST_QUESTION} are read")
    require_extent(f, *variables)
    require_names({*f.free_symbols, *variables})
    if isinstance(order, bool | str):
        raise MathError(f"differentiate: order is {order!r} ({type(order).__name__}), expected 1 or 2")
    if order not in (1, 2):
        raise NotSupported(f"not supported yet: derivatives of order {order}; 1 and 2 are")
    from derivations.check import impossible  # the checker sits above; it knows nothing of the engine

    asked = impossible(f)
    if asked is not None:
        raise MathError(f"{text(f)} has no value: it asks that {text(asked)}, which never holds")
    require_value(f)
