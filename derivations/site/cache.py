"""What need not be done again: records of checked theorems, each under a hash of all it was made from.

Nothing here imports SymPy: when nothing has changed, a build only hashes files and compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .files import PACKAGE, Place, digest, page, read, write_atomic
from .nav import listed

CHECKING = ("notation", "proof", "check", "calculus", "emit")  # what a record is made with
MAKING = ("site/record.py", "site/reading.py", "site/report.py", "site/books.py", "site/by_hand.py")
VERSIONS = ("sympy", "numpy", "python-flint", "latexify-py", "jinja2")
BUILT = "built"  # the entry of the last complete build: every file it wrote
SOURCES = (".py", ".j2")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _hash_of(files: Iterable[Path], base: Path) -> str:
    return digest(*(part for file in files for part in (file.relative_to(base).as_posix(), file.read_bytes())))


def _sources(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in SOURCES and file.is_file())


def _sum(entry: dict[str, Any]) -> str:
    """A hash of all that an entry says, to tell whether it still is what was written."""
    return digest(*(json.dumps(entry.get(part), ensure_ascii=False) for part in ("key", "seconds", "value")))


def _words(file: Path) -> set[str]:
    return set(re.findall(r"\w+", read(file, errors="replace") or ""))


@dataclass(frozen=True)
class Hashes:
    """Hashes of the engine and of every theorem, as the files stand now."""

    place: Place = field(default_factory=Place)
    package: Path = PACKAGE

    @cached_property
    def theorems(self) -> dict[str, Path]:
        """The file of every theorem by id, sorted."""
        files = sorted(f for f in self.place.theorems.glob("*/*.py") if not f.stem.startswith("_"))
        return dict(sorted((f"{file.parent.name}.{file.stem}", file) for file in files))

    @cached_property
    def helpers(self) -> list[Path]:
        """What lies among the theorems and is none: any of them may import it."""
        return sorted(set(self.place.theorems.rglob("*.py")) - set(self.theorems.values()))

    @cached_property
    def engine(self) -> str:
        """What every record rests on: notation, proofs, checks, calculus, printers, and versions of what they use."""
        files = [file for part in CHECKING for file in _sources(self.package / part)]
        files += [self.package / "errors.py", self.package / "__init__.py", *(self.package / name for name in MAKING)]
        return digest(_hash_of(files, self.package), *(f"{name} {_version(name)}" for name in VERSIONS))

    @cached_property
    def _used(self) -> dict[str, set[str]]:
        """The theorems whose names occur in a theorem's file or in a helper's: at least all that it uses."""
        named: dict[str, set[str]] = {}  # two topics may each have a theorem of one name: then it is both that count
        for id in self.theorems:
            named.setdefault(id.rpartition(".")[2], set()).add(id)
        helping = set().union(*(_words(file) for file in self.helpers))
        words = {id: (_words(file) | helping) & named.keys() for id, file in self.theorems.items()}
        return {id: set().union(*(named[word] for word in found)) for id, found in words.items()}

    def theorem(self, id: str) -> str:
        """The engine, the theorem's file, those of all the theorems it may rest on, and the helpers."""
        needed, waiting = {id}, [id]
        while waiting:
            new = self._used[waiting.pop()] - needed
            needed |= new
            waiting += new
        files = [*(self.theorems[used] for used in sorted(needed)), *self.helpers]
        return digest(self.engine, _hash_of(files, self.place.theorems))

    @cached_property
    def cookbook(self) -> str:
        """What the record of the Cookbook's equations rests on; "" where there are none."""
        equations = read(self.place.cookbook)
        if equations is None:
            return ""
        files = [*_sources(self.package / "language"), *(self.package / "language").glob("*.lark")]
        files += [*_sources(self.package / "site" / "cookbook")]
        return digest(self.engine, _hash_of(files, self.package), equations)

    @cached_property
    def everything(self) -> str:
        """All that any generated file is made from."""
        files = [*_sources(self.package / "site"), *self.theorems.values(), *self.helpers]
        files += sorted(self.place.theorems.glob("*.json"))  # what the tests recorded
        files += listed(self.place)  # the order of the site's pages names them
        return digest(self.engine, *(_hash_of([file], file.parent) for file in files), *self.theorems, self.cookbook)


@dataclass(frozen=True)
class Cache:
    """Records of earlier builds in `.derive-cache/`. It only saves time: an entry that can't be read, or is not as it
    was written, counts as missing, and one that can't be written is left out."""

    place: Place = field(default_factory=Place)

    def _file(self, name: str) -> Path:
        return self.place.cache / f"{name}.json"

    def _entry(self, name: str) -> dict[str, Any]:
        try:
            entry = json.loads(self._file(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entry if isinstance(entry, dict) and entry.get("sum") == _sum(entry) else {}

    def get(self, name: str, key: str) -> Any:
        """What was kept under a name, if it was made from the same sources."""
        entry = self._entry(name)
        return entry["value"] if entry.get("key") == key else None

    def put(self, name: str, key: str, value: Any, seconds: float = 0.0) -> None:
        entry = {"key": key, "seconds": round(seconds, 3), "value": value}
        with suppress(OSError):
            write_atomic(self._file(name), json.dumps({"sum": _sum(entry), **entry}, ensure_ascii=False))

    def drop(self, name: str) -> None:
        with suppress(OSError):
            self._file(name).unlink()

    def seconds(self, name: str) -> float:
        """How long it took the last time; what is not known counts as long, so that it starts first."""
        return float(self._entry(name).get("seconds", 1e9))

    def is_current(self, hashes: Hashes) -> tuple[str, ...] | None:
        """The files of the last complete build, if each is still as it was made and nothing it rests on has changed."""
        files = self.get(BUILT, hashes.everything)
        if not isinstance(files, dict) or sorted(set(files) | set(self.place.generated())) != sorted(files):
            return None
        for name, kept in files.items():
            text = page(self.place.root / name)
            if text is None or digest(text) != kept:
                return None
        return tuple(sorted(files))
