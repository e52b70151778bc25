"""What is wrong with a theorem as a whole, with the place in its file that a message names."""

from __future__ import annotations

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


def about_line(message: str, file: str, line: int) -> TheoremError:
    problem = TheoremError(message)
    problem.place = (file, line)
    return problem
