"""The errors a user of the project can meet, all under one base class."""


class DerivationError(Exception):
    """Base class of every error raised on purpose; what was typed in the calculator's language has line and column."""

    line: int = 1
    column: int = 1
    place: tuple[str, int] | None = None  # file and line of the line of a theorem that it is about


class ShapeError(DerivationError, ValueError):
    """Two operands, or an argument and its declared shape, do not fit."""


class NotSupported(DerivationError, NotImplementedError):
    """The question makes sense, but the software can't answer it yet."""


class MathError(DerivationError, ValueError):
    """The question has no answer: no derivative, an undefined value, an assumption that is missing.

    The message is the finding, which anybody may read, and the hint, which tells an author what to write.
    """

    def __init__(self, finding: str = "", hint: str = "") -> None:
        super().__init__(finding + hint)
        self.finding = finding


class SyntaxProblem(DerivationError, ValueError):
    """Typed input that the grammar does not accept; carries line and column."""


class TheoremError(DerivationError):
    """A theorem file that does not hold together: no steps, a circular use, an unknown placeholder."""


class StepError(DerivationError):
    """A step that does not follow, with file, line, rule, both sides and a counterexample where one was found."""


class UnknownName(DerivationError, LookupError):
    """A theorem, result, topic or target that does not exist; the message suggests the nearest."""


class MissingExtra(DerivationError, ImportError):
    """An optional package is needed; the message says which extra to install."""
