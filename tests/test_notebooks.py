"""Every notebook runs from top to bottom, is stored without outputs, and says the same as the text beside it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
TOLD = {"01", "02", "03", "04", "05", "06", "07", "08", "10", "11"}

nbformat = pytest.importorskip("nbformat", reason="nbformat is missing: pip install 'mathematics-for-ml[notebooks]'")


def read(path):
    return nbformat.read(path, as_version=4)


def shown_by_sliders(notebook):
    """What each slider shows where it stands at first. An error in there is no error of its cell."""
    state = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    shown = [each["state"]["outputs"] for each in state.values() if each["model_name"] == "OutputModel"]
    assert len(shown) == sum("slider" in cell.metadata.get("tags", []) for cell in notebook.cells)
    return shown


def test_there_are_notebooks():
    assert {path.name[:2] for path in NOTEBOOKS} == TOLD


def test_every_text_belongs_to_a_notebook():
    assert [path.with_suffix(".ipynb") for path in sorted(NOTEBOOKS[0].parent.glob("*.py"))] == NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_and_text_are_in_step(path):
    """Whichever was edited, `make notebooks` writes the other."""
    jupytext = pytest.importorskip(
        "jupytext", reason="jupytext is missing: pip install 'mathematics-for-ml[notebooks]'"
    )

    def told(notebook):
        return [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in notebook.cells]

    assert told(jupytext.read(path.with_suffix(".py"), fmt="py:percent")) == told(read(path))


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_works_on_real_data_and_holds_its_numbers_against_other_software(path):
    code = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "code")
    assert "../data/processed/" in code
    assert re.search(r"^from (sklearn|scipy|statsmodels)\b", code, re.M)
    assert "assert_allclose" in code


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_slider_has_a_picture_that_stands_for_it(path):
    """A cell with a slider is tagged, so that pages without a kernel can leave it out, and a figure comes before it."""
    cells = read(path).cells
    for k, cell in enumerate(cells):
        slides = cell.cell_type == "code" and "interact(" in cell.source
        assert slides == ("slider" in cell.metadata.get("tags", []))
        if slides:
            assert any("plt.show()" in before.source for before in cells[:k])


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default")  # the machinery that runs notebooks warns of its own affairs
def test_runs(path, monkeypatch):
    for package in ("nbclient", "ipykernel", "matplotlib"):
        pytest.importorskip(package, reason=f"{package} is missing: pip install 'mathematics-for-ml[notebooks]'")
    from derivations.site.kernels import execute

    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # tracing doubles the time of a kernel
    notebook = read(path)
    execute(notebook, path.parent)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 3
    assert any('<table class="derivation">' in output.get("data", {}).get("text/html", "") for output in outputs)
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    for slid in shown_by_sliders(notebook):
        assert [output["output_type"] for output in slid] == ["display_data"], slid
        assert "image/png" in slid[0]["data"]
