"""The README's pictures are those that their script takes, small, and taken of what they are said to show."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "img"
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script():
    pytest.importorskip("PIL", reason="Pillow is missing: pip install 'mathematics-for-ml[dev]'")
    pytest.importorskip("playwright", reason="playwright is missing: pip install 'mathematics-for-ml[dev]'")
    return runpy.run_path(str(FOLDER / "pictures.py"))


def test_the_readme_shows_each_picture_with_words_for_those_who_cannot_see_it(script):
    shown = dict((name, words) for words, name in re.findall(r"!\[(.+?)\]\(docs/img/(.+?)\)", README))
    assert set(shown) == set(script["PICTURES"]) == {path.name for path in FOLDER.glob("*.png")}
    assert all(len(words) > 20 for words in shown.values())


def test_a_picture_is_small(script):
    from PIL import Image

    for name in script["PICTURES"]:
        assert (FOLDER / name).stat().st_size <= 150_000
        with Image.open(FOLDER / name) as image:
            assert image.size == tuple(script["SIZE"].values())


@pytest.mark.parametrize(
    ("name", "words"),
    [("home.png", "Derivations you can follow"), ("page.png", "binary choice")],
)
def test_a_picture_shows_steps_of_a_derivation(script, asked, page, base_url, name, words):
    page.set_viewport_size(script["SIZE"])
    taken = script["PICTURES"][name](page, base_url)
    assert len(script["small"](taken)) <= 150_000
    for shown in (words, "Show the next step"):
        box = page.get_by_text(shown).first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= script["SIZE"]["height"]
    assert asked == []
