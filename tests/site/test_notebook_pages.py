"""Notebooks as pages of the site."""

import asyncio
import base64
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from derivations.site import notebooks
from derivations.site.files import Place

PIXEL = base64.b64encode(b"\x89PNG pixel").decode()


def cell(source, *outputs, kind="code"):
    return {"cell_type": kind, "source": source, "outputs": list(outputs)}


def shown(**data):
    return {"output_type": "display_data", "data": {name.replace("_", "/"): value for name, value in data.items()}}


def files(*cells):
    return notebooks.files_of("01-story", {"cells": list(cells)})


def text(*cells):
    return files(*cells)["notebooks/01-story.md"]


def test_words_and_code_stay_as_they_are():
    assert text(cell("# A story\nwith $x$", kind="markdown"), cell("x = 1")) == (
        "# A story\nwith $x$\n\n[Download the notebook](01-story.ipynb), and change what you like.\n\n"
        "```python\nx = 1\n```\n"
    )


def test_what_a_cell_prints_is_told_from_its_code():
    printed = {"output_type": "stream", "name": "stdout", "text": ["1\n", "2\n"]}
    warned = {"output_type": "stream", "name": "stderr", "text": ["beware"]}
    assert text(cell("f()", printed, warned)) == "```python\nf()\n```\n\n```{.text .output}\n1\n2\n```\n"


def test_a_figure_is_a_file_with_words_for_those_who_do_not_see_it():
    made = files(cell("# A story\n## The plot of $x$", kind="markdown"), cell("plot()", shown(image_png=PIXEL)))
    assert made["notebooks/01-story-1.png"] == b"\x89PNG pixel"
    assert "![Plot: The plot of x](01-story-1.png)" in made["notebooks/01-story.md"]


def test_formulas_in_what_a_theorem_shows_are_typeset():
    made = text(cell("t", shown(text_html="<div>\n  so $x_1 < 2$ and $$y$$\n</div>", text_plain="no")))
    assert '<span class="arithmatex">\\(x_1 < 2\\)</span>' in made and '<div class="arithmatex">\\[y\\]</div>' in made
    assert "no" not in made.split()


def test_a_slider_shows_what_it_is_in_words():
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "FloatSlider(value=1.0)"}
    output = {"output_type": "display_data", "data": widget}
    assert "```{.text .output}\nFloatSlider(value=1.0)\n```" in text(cell("slider", output))


def test_fences_in_what_is_printed_end_no_block():
    printed = {"output_type": "stream", "name": "stdout", "text": "```\nx\n```"}
    assert "````{.text .output}\n```\nx\n```\n````" in text(cell("f()", printed))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project with one notebook; running it is counted."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "derivations/theorems").mkdir(parents=True)
    (tmp_path / "notebooks/01-story.ipynb").write_text(json.dumps({"cells": [cell("x = 1")]}), encoding="utf-8")
    runs = []

    def run(path):
        runs.append(path.name)
        return json.loads(path.read_text(encoding="utf-8")), ""

    monkeypatch.setattr(notebooks, "_run", run)
    return Place(tmp_path), runs


def test_a_notebook_runs_again_only_when_something_changed(place):
    place, runs = place
    first = notebooks.pages(place)
    assert set(first) == {"notebooks/01-story.md", "notebooks/01-story.ipynb"}
    assert notebooks.pages(place) == first and len(runs) == 1
    (place.root / "data").mkdir()
    (place.root / "data/new.csv").write_text("1", encoding="utf-8")
    notebooks.pages(place)
    assert len(runs) == 2
    (place.root / "notebooks/01-story.ipynb").write_text(json.dumps({"cells": [cell("x = 2")]}), encoding="utf-8")
    assert "x = 2" in notebooks.pages(place)["notebooks/01-story.md"] and len(runs) == 3


def ran(tmp_path, caplog, *sources):
    """The page of a notebook with these cells, and what a build warns of."""
    nbformat = pytest.importorskip("nbformat", reason="nbformat is missing: pip install 'mathematics-for-ml[docs]'")
    pytest.importorskip("ipykernel", reason="ipykernel is missing: pip install 'mathematics-for-ml[docs]'")
    path = tmp_path / "notebooks/01-wrong.ipynb"
    path.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources]), path)
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        pages = [notebooks.pages(Place(tmp_path)) for _ in range(2)]
    assert pages[0] == pages[1]
    warnings = [record.getMessage() for record in caplog.records if record.name.startswith("mkdocs")]
    return pages[0]["notebooks/01-wrong.md"], warnings


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the machinery that runs notebooks warns of its own affairs
def test_a_cell_that_fails_is_a_warning_of_every_build_and_linear_algebra_has_one_thread(tmp_path, caplog, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    page, warnings = ran(tmp_path, caplog, "import os; print(os.environ['OMP_NUM_THREADS'])", "1 / 0")
    assert warnings == ["01-wrong.ipynb: a cell fails: ZeroDivisionError: division by zero"] * 2
    assert "\n1\n" in page and "ZeroDivisionError: division by zero" in page


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cell_that_does_not_end_is_a_warning(tmp_path, caplog, monkeypatch):
    kernels = pytest.importorskip(
        "derivations.site.kernels", reason="nbclient is missing: pip install 'mathematics-for-ml[docs]'"
    )
    monkeypatch.setattr(kernels, "HANGS", 1)
    page, warnings = ran(tmp_path, caplog, "print(6 * 7)", "while True: pass")
    assert warnings == ["01-wrong.ipynb: a cell takes longer than 1 s"] * 2 and "42" in page


def test_a_reply_that_nothing_announces_is_found():
    """ZeroMQ announces an arrival once, and sending takes the announcement; a wait for another would last for ever."""
    pytest.importorskip("zmq", reason="pyzmq is missing: pip install 'mathematics-for-ml[docs]'")
    import zmq
    import zmq.asyncio
    from jupyter_client.session import Session

    from derivations.site.kernels import _Channel

    async def wait():
        with (
            zmq.Context() as plain,
            zmq.asyncio.Context() as context,
            plain.socket(zmq.PAIR) as kernel,
            context.socket(zmq.PAIR) as socket,
        ):
            socket.connect(f"tcp://127.0.0.1:{kernel.bind_to_random_port('tcp://127.0.0.1')}")
            session, past_asyncio = Session(key=b""), zmq.Socket.shadow(socket.underlying)
            waiting = asyncio.ensure_future(_Channel(socket, session).get_msg(timeout=60))
            await asyncio.sleep(0.1)
            session.send(kernel, "execute_reply", {"status": "ok"})
            while not past_asyncio.get(zmq.EVENTS) & zmq.POLLIN:
                time.sleep(0.01)  # the loop stands still, and does not see the reply come
            return await asyncio.wait_for(waiting, timeout=10)

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, wait()).result()["content"] == {"status": "ok"}


def test_data_is_named_and_a_slider_left_out():
    words = {
        "cell_type": "markdown",
        "source": "Digits ([source](../data/a.md)). See [the origin](../data/raw/digits/README.md).",
    }
    slider = {"cell_type": "code", "source": "interact(show)", "metadata": {"tags": ["slider"]}}
    page = notebooks.files_of("01-a", {"cells": [words, slider]})["notebooks/01-a.md"]
    assert (
        "Digits (source: `data/a.md`). See the origin (`data/raw/digits/README.md`)." in page and "interact" not in page
    )
