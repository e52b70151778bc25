"""The code of the topic notes and of the home page runs, and prints what the page shows below it.

A block of Python is followed by a block of text with all that it prints, or prints nothing; the blocks of a page run in
order and share their names. `make golden` writes the outputs anew.
"""

import contextlib
import io
import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
NOTES = sorted((DOCS / "topics").glob("*.md"))
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.S | re.M)
COLUMNS = 86  # of code that stand beside the two tables of contents without scrolling
LINK = re.compile(r"\]\(\.\./theorems/([\w/]+)\.md\)")


def run(code, names, page):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(page), "exec"), names)
    return printed.getvalue()


def shown_anew(page, text):
    """The page with what its blocks print now."""
    names = {}

    def block(m):
        printed = run(m["code"], names, page)
        return f"```python\n{m['code']}```\n" + (f"\n```text\n{printed}```\n" if printed else "")

    return BLOCK.sub(block, text)


@pytest.mark.golden
@pytest.mark.parametrize("note", [DOCS / "index.md", *NOTES], ids=lambda note: note.relative_to(DOCS).as_posix())
def test_shows_what_its_code_prints(note, request):
    text = note.read_text(encoding="utf-8")
    fresh = shown_anew(note, text)
    if request.config.getoption("--update-golden"):
        note.write_text(fresh, encoding="utf-8")
    else:
        assert text == fresh


def test_an_output_that_differs_is_found(tmp_path):
    """The comparison above can fail: a wrong output, a missing one, one too many, names of an earlier block."""
    right = (
        "```python\na = 2\nprint(a)\n```\n\n```text\n2\n```\n\nand\n\n```python\nprint(a + 1)\n```\n\n```text\n3\n```\n"
    )
    assert shown_anew(tmp_path, right) == right
    for wrong in (
        right.replace("text\n3", "text\n4"),
        right.replace("\n```text\n3\n```\n", ""),
        right.replace("print(a)", "pass"),
    ):
        assert shown_anew(tmp_path, wrong) != wrong


def test_there_is_a_note_for_every_topic():
    import derivations

    topics = {theorem.topic for theorem in derivations.theorems()}
    assert {page.stem for page in NOTES} == topics | {"index"}


@pytest.mark.parametrize("note", [note for note in NOTES if note.stem != "index"], ids=lambda note: note.stem)
def test_a_note_has_theorems_code_and_references(note):
    text = note.read_text(encoding="utf-8")
    assert text.startswith("# ") and "\n## References\n" in text
    blocks = list(BLOCK.finditer(text))
    assert any(m["shown"] for m in blocks)
    assert [line for m in blocks for line in m["code"].splitlines() if len(line) > COLUMNS] == []
    assert any(name.startswith(f"{note.stem}/") for name in LINK.findall(text))


def test_the_pictures_are_what_their_script_draws():
    pictures = runpy.run_path(str(DOCS / "topics" / "pictures.py"))["PICTURES"]
    assert sorted(pictures) == sorted(path.name for path in (DOCS / "topics").glob("*.svg"))
    for name, draw in pictures.items():
        drawn = draw()
        assert (DOCS / "topics" / name).read_text(encoding="utf-8") == drawn, f"run docs/topics/pictures.py for {name}"
        assert f"({name})" in "".join(page.read_text(encoding="utf-8") for page in NOTES)
        assert "prefers-color-scheme: dark" in drawn and "<title>" in drawn
