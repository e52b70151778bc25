"""Says of an error where in a theorem file it arose, for whoever writes that file."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from derivations.errors import DerivationError

from .headings import short

THEOREMS = Path(__file__).parent.parent / "theorems"


def explained(problem: BaseException) -> str | None:
    """One message for an author, with file and line; None for an error that no theorem file made."""
    place = _place(problem)
    if isinstance(problem, DerivationError):
        message = str(problem)
        if place is None or Path(place[0]).name in message:
            return message
        return f"{short(place[0])}:{place[1]}: {message}"
    if place is None:
        return None
    said = problem.msg if isinstance(problem, SyntaxError) else problem
    return f"{short(place[0])}:{place[1]}: {type(problem).__name__}: {said}"


def _place(problem: BaseException) -> tuple[str, int] | None:
    """The innermost line of a theorem file that led to the error."""
    if isinstance(problem, SyntaxError) and problem.filename and _is_theorem_file(problem.filename):
        return problem.filename, problem.lineno or 0
    frames = [(f.filename, f.lineno or 0) for f in reversed(traceback.extract_tb(problem.__traceback__))]
    if isinstance(problem, DerivationError) and problem.place is not None:  # of a line that was yielded before
        frames.insert(0, problem.place)
    return next((frame for frame in frames if _is_theorem_file(frame[0])), None)


def _is_theorem_file(file: str) -> bool:
    if Path(file).is_relative_to(THEOREMS):
        return Path(file).parent != THEOREMS
    users = (m for name, m in tuple(sys.modules.items()) if name.startswith("_theorem_"))
    return any(getattr(module, "__file__", None) == file for module in users)
