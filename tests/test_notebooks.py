"""Every notebook runs from top to bottom and is stored without outputs."""

from itertools import pairwise
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
HANGS = 300  # seconds in one cell; how long a notebook takes is no test, the machine decides it

nbformat = pytest.importorskip("nbformat", reason="nbformat is missing: pip install 'mathematics-for-ml[notebooks]'")


def read(path):
    return nbformat.read(path, as_version=4)


def test_there_is_a_notebook():
    assert [path.name for path in NOTEBOOKS] == ["01-vector-spaces-and-norms.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_without_outputs(path):
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_tells_a_story(path):
    """A title first, words before every figure, things to try at the end."""
    cells = read(path).cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")
    assert cells[-1].cell_type == "markdown" and cells[-1].source.startswith("## Things to try")
    assert all("markdown" in (a.cell_type, b.cell_type) for a, b in pairwise(cells))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default")  # the machinery that runs notebooks warns of its own affairs
def test_runs(path):
    for package in ("nbclient", "ipykernel", "matplotlib"):
        pytest.importorskip(package, reason=f"{package} is missing: pip install 'mathematics-for-ml[notebooks]'")
    from nbclient import NotebookClient

    notebook = read(path)
    NotebookClient(notebook, timeout=HANGS, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 3
    assert any("Cauchy" in output.get("data", {}).get("text/html", "") for output in outputs)
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
