"""The LaTeX and the NumPy source of every theorem, as somebody last read them; `make golden` rewrites them."""

import pytest

from derivations import NotSupported
from derivations.emit import result_source
from derivations.proof.catalogue import find, ids

GOLDEN = {f"{id}.{ending}" for id in ids() for ending in ("tex", "py")}


@pytest.mark.parametrize("id", ids())
def test_latex(id, golden):
    golden(f"{id}.tex", find(id).latex().rstrip("\n") + "\n")


@pytest.mark.parametrize("id", ids())
def test_numpy(id, golden):
    """The source of every result that gives a value, one after the other."""
    theorem = find(id)
    parts = []
    for name in theorem.results:
        try:
            parts.append(result_source(theorem, name).strip("\n"))
        except NotSupported as reason:
            parts.append(f"# {name}: {reason}")
    golden(f"{id}.py", "\n\n\n".join(parts) + "\n")
