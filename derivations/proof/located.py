"""What is wrong with a theorem as a whole, with the place in its file that a message names."""

from __future__ import annotations

from traceback import walk_tb
from types import CodeType
from typing import Any

from derivations.errors import TheoremError


def about_function(function: Any, message: str) -> TheoremError:
    """At the line where a function begins."""
    code = getattr(function, "__code__", None)
    return about_line(message, code.co_filename, code.co_firstlineno) if code else TheoremError(message)


def about_lines(lines: Any, message: str) -> TheoremError:
    """At the line that a generator has come to, or, once it has ended, at the line where it begins."""
    code: CodeType = lines.gi_code
    return about_line(message, code.co_filename, lines.gi_frame.f_lineno if lines.gi_frame else code.co_firstlineno)


def next_line(lines: Any, step: Any, theorem: str) -> Any:
    """What a generator yields next, once it has been given the step that it yielded before."""
    try:
        return next(lines) if step is None else lines.send(step)
    except (TypeError, AttributeError) as problem:
        said = _in_words(problem)
        if not said:
            raise
        frames = [(f.f_code, line) for f, line in walk_tb(problem.__traceback__)]
        code: CodeType = lines.gi_code
        at = next((line for made, line in reversed(frames) if made is code), code.co_firstlineno)
        raise about_line(f"{theorem}: {said}", code.co_filename, at) from None


def _in_words(problem: Exception) -> str:
    """What an author did where Python or SymPy speaks of its own insides; empty for any other error."""
    said = str(problem)
    if isinstance(problem, AttributeError) and said.endswith("has no attribute 'send'"):
        return "`yield from` is for generators, such as a function with steps of its own; yield each line of a list"
    if said.startswith("cannot determine truth value of Relational"):
        compared = said.partition(": ")[2]
        return f"{compared or 'a comparison'} is neither true nor false yet; state it: suppose(a <= b), holds(a <= b)"
    return ""


def about_line(message: str, file: str, line: int) -> TheoremError:
    problem = TheoremError(message)
    problem.place = (file, line)
    return problem
