"""Finds theorems by their place: `theorems/<topic>/<name>.py` is the theorem `<topic>.<name>`."""

from __future__ import annotations

import importlib
import importlib.util
import keyword
import sys
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from derivations.errors import TheoremError, UnknownName

from .docstring import docstring_problem
from .theorem import IDENTIFIER, Theorem, not_ending_python

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
        topic = f"; that is a topic: `derive list --topic {id}` shows its theorems" if _is_topic(id) else ""
        near = begun[:1] or get_close_matches(id, ids(), n=1, cutoff=0.4) or [i for i in ids() if id in i][:1]
        hint = topic or (f"; did you mean {near[0]!r}?" if near else "; `derive list` shows all")
        raise UnknownName(f"no theorem {id!r}{hint}")
    path = ROOT / f"{id.replace('.', '/')}.py"
    _require_text(path)
    with not_ending_python(path):
        module = importlib.import_module(f"derivations.theorems.{id}")
    return _only_theorem(module, id)


def theorems() -> tuple[Theorem, ...]:
    """Every theorem of the catalogue, sorted by id."""
    return tuple(find(id) for id in ids())


def load(path: str | Path) -> Theorem:
    """The theorem in a file anywhere; its id is the file's name."""
    path = Path(path)
    _require_text(path)
    file = path.resolve()  # where a link leads
    if file.is_relative_to(ROOT.resolve()):
        return find(f"{file.parent.name}.{file.stem}")
    spec = importlib.util.spec_from_file_location(f"_theorem_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with not_ending_python(path):
        spec.loader.exec_module(module)
    return _only_theorem(module, str(path))


def _is_topic(id: str) -> bool:
    return bool(id) and any(known.startswith(f"{id}.") for known in ids())


def _require_text(path: Path) -> None:
    """Say so where a file can't be read, or can't be Python; Python would not name it."""
    try:
        if not path.is_file():
            raise UnknownName(f"no file {str(path)!r}")
        text = path.read_bytes()
    except OSError as problem:
        raise UnknownName(f"can't read {str(path)!r}: {problem.strerror}") from problem
    if b"\0" in text:
        line = text.count(b"\n", 0, text.index(b"\0")) + 1
        raise TheoremError(f"{path}:{line}: there is a null byte in this line, expected the text of a theorem")


def _only_theorem(module: object, where: str) -> Theorem:
    found = [v for v in vars(module).values() if isinstance(v, Theorem) and v.file == getattr(module, "__file__", None)]
    if len(found) != 1:
        raise TheoremError(f"{where}: expected one theorem in the file, found {len(found)}")
    name, stem = found[0].name, Path(found[0].file).stem
    if not stem.isidentifier() or keyword.iskeyword(name):
        wrong = f"{stem!r} can't name a theorem: {IDENTIFIER}; rename the file"
    else:
        wrong = docstring_problem(found[0].body)
    if wrong:
        raise TheoremError(f"{where}: {wrong}")
    return found[0]
