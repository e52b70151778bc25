"""Finds theorems by their place: `theorems/<topic>/<name>.py` is the theorem `<topic>.<name>`."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from derivations.errors import TheoremError, UnknownName

from .theorem import Theorem, not_ending_python

ROOT = Path(__file__).parent.parent / "theorems"


@cache
def ids() -> tuple[str, ...]:
    """The ids of the catalogue, sorted; no theorem is imported."""
    return tuple(sorted(f"{f.parent.name}.{f.stem}" for f in ROOT.glob("*/*.py") if not f.stem.startswith("_")))


def find(id: str) -> Theorem:
    """One theorem by id; an unknown id suggests one that begins like it, else the nearest."""
    if not isinstance(id, str):
        raise UnknownName(f'no theorem {id!r}: expected an id such as "linear_models.ols_normal_equations"')
    if id not in ids():
        begun = [i for i in ids() if id and (i.startswith(id) or i.partition(".")[2].startswith(id))]
        near = begun[:1] or get_close_matches(id, ids(), n=1, cutoff=0.4) or [i for i in ids() if id in i][:1]
        hint = f"; did you mean {near[0]!r}?" if near else "; `derive list` shows all"
        raise UnknownName(f"no theorem {id!r}{hint}")
    with not_ending_python(ROOT / f"{id.replace('.', '/')}.py"):
        module = importlib.import_module(f"derivations.theorems.{id}")
    return _only_theorem(module, id)


def theorems() -> tuple[Theorem, ...]:
    """Every theorem of the catalogue, sorted by id."""
    return tuple(find(id) for id in ids())


def load(path: str | Path) -> Theorem:
    """The theorem in a file anywhere; its id is the file's name."""
    path = Path(path)
    if not path.is_file():
        raise UnknownName(f"no file {str(path)!r}")
    if path.resolve().is_relative_to(ROOT.resolve()):
        return find(f"{path.resolve().parent.name}.{path.stem}")
    spec = importlib.util.spec_from_file_location(f"_theorem_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with not_ending_python(path):
        spec.loader.exec_module(module)
    return _only_theorem(module, str(path))


def _only_theorem(module: object, where: str) -> Theorem:
    found = [v for v in vars(module).values() if isinstance(v, Theorem) and v.file == getattr(module, "__file__", None)]
    if len(found) != 1:
        raise TheoremError(f"{where}: expected one theorem in the file, found {len(found)}")
    return found[0]
