"""The functions of all theorems: `functions.<topic>.<theorem>(…)`, its other results as attributes of it.

The modules below are written by `derive build`. They need NumPy alone, and a topic is imported when it is first used.
"""

from __future__ import annotations

import difflib
import importlib
from pathlib import Path
from types import ModuleType

from derivations.errors import UnknownName


class UnknownTopic(UnknownName, AttributeError):
    """A topic that has no functions."""


def _topics() -> list[str]:
    return sorted(file.parent.name for place in __path__ for file in Path(place).glob("*/__init__.py"))


def __getattr__(name: str) -> ModuleType:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _topics():
        return importlib.import_module(f"{__name__}.{name}")
    near = difflib.get_close_matches(name, _topics(), 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnknownTopic(f"there are no functions for the topic {name!r}{hint}")


def __dir__() -> list[str]:
    return _topics()
