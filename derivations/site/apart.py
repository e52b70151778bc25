"""Theorems whose pages stand by themselves, in a folder of the author's: where they go, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from derivations.errors import DerivationError

from .files import Place, is_generated

ENDINGS = (".md", ".tex", ".py")


def by_page(targets: Iterable[str], place: Place) -> dict[str, str]:
    """Ids and files by the path of their pages, without its ending; a theorem that is named twice counts once."""
    found: dict[str, str] = {}
    for target in targets:
        page = _page(target, place)
        first = found.setdefault(page, target)
        if _file(first, place) != _file(target, place):
            raise DerivationError(
                f"{first} and {target} would both be written to {page}.md:"
                " rename one, or build each with its own --out DIR"
            )
    return found


def require_free(out: Path, pages: Mapping[str, str], place: Place) -> None:
    """Refuse a folder in which a file would be overwritten that no build has written."""
    for own in (place.root / "docs", place.root / "derivations"):
        if out.resolve().is_relative_to(own.resolve()):
            raise DerivationError(f"--out {out} lies in the project's own folder {own.name}/: {_ELSEWHERE}")
    theorems = [file for file in (_file(target, place) for target in pages.values()) if file.exists()]
    for path in (out / f"{page}{ending}" for page in pages for ending in ENDINGS):
        if not path.is_file():
            continue
        if any(path.samefile(file) for file in theorems):
            raise DerivationError(f"{path} would be overwritten, and is the file of a theorem: {_ELSEWHERE}")
        if not is_generated(path):
            raise DerivationError(f"{path} would be overwritten, and no build has written it: {_ELSEWHERE}")


_ELSEWHERE = "name another folder, e.g. --out pages"


def _page(target: str, place: Place) -> str:
    file = Path(target)
    if not target.endswith(".py"):
        return target.replace(".", "/")
    if file.resolve().is_relative_to(place.theorems.resolve()):
        return f"{file.resolve().parent.name}/{file.stem}"
    return file.stem.replace(".", "/")


def _file(target: str, place: Place) -> Path:
    return (Path(target) if target.endswith(".py") else place.theorems / f"{target.replace('.', '/')}.py").resolve()
