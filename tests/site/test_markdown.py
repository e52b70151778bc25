"""The Markdown that pages use for formulas, as GitHub and Python-Markdown see it."""

import shutil
import subprocess
import sys
from pathlib import Path

import markdown
import pytest
from measuring import untraced

from derivations.site.markdown import cell, display, inline, plain, with_formulas

ROOT = Path(__file__).parents[2]
EXTENSIONS = ["derivations.site.markdown", "md_in_html", "pymdownx.superfences", "tables", "sane_lists"]


@pytest.fixture(autouse=True)
def as_marked(no_node):
    """What Markdown makes of a formula, before it is typeset."""


def html(text):
    return markdown.markdown(text, extensions=EXTENSIONS)


def test_inline_formulas_survive_what_markdown_does():
    formula = inline(r"x_1 * y_2 * z < \left[a\right]")
    assert html(f"so {formula} holds") == (
        r'<p>so <span class="arithmatex">\(x_1 * y_2 * z &lt; \left[a\right]\)</span> holds</p>'
    )


def test_a_formula_in_a_table_keeps_its_bars():
    formula = cell(r"|x| \| y")
    table = f"| a | b |\n|---|---|\n| {formula} | 2 |"
    assert r"\(\vert x\vert \Vert y\)" in html(table)


def test_displayed_formulas():
    assert html(display(r"a &= b \\ &< c")) == '<div class="arithmatex">\\[a &amp;= b \\\\ &amp;&lt; c\\]</div>'


def test_a_displayed_formula_inside_a_list_stays_inside():
    made = html("3.  one\n\n    ```math\n    a_1\n    ```\n\n4.  two")
    assert '<ol start="3">' in made
    assert made.index("<li>") < made.index(r"\[a_1\]") < made.index("</li>")


def test_code_that_shows_a_formula_is_left_alone():
    text = "```python\nx = 1  # $`a`$\n```\n\n```math\nb\n```\n\n````text\n```math\nc\n```\n````\n"
    made = html(text)
    assert "$`a`$" in made.replace('<span class="c1">', "").replace("</span>", "")
    assert r"\[b\]" in made and r"\[c\]" not in made


def test_formulas_beside_each_other_in_html():
    made = html('<div markdown="1">\n<div markdown="1">\n\n```math\nx_1\n```\n\n</div>\n</div>')
    assert r"\[x_1\]" in made and "```" not in made


def test_author_formulas():
    assert with_formulas("For $x_1$ and $y$.") == "For $`x_1`$ and $`y`$."
    assert with_formulas("So $$a_b$$ it is") == "So\n\n```math\na_b\n```\n\nit is"


@pytest.mark.parametrize("text", ["a_1 * b_2 < c | d [x](y) # ~z~", "1 \\ 2 > 1"])
def test_plain_text_shows_as_it_is(text):
    import html as entities

    assert entities.unescape(html(plain(text))) == f"<p>{text}</p>"


def test_plain_text_keeps_formulas():
    assert plain("a_1 is $b_2$") == r"a\_1 is $`b_2`$"


def test_the_site_builds_strictly(project):
    """MkDocs finds no broken link, no missing anchor and no page it can't read."""
    shutil.copy(ROOT / "mkdocs.yml", project)
    for name in ("assets", "javascripts", "stylesheets"):
        shutil.copytree(ROOT / "docs" / name, project / "docs" / name)
    for name in ("calculator.md", "adr/README.md"):
        (project / "docs" / name).parent.mkdir(exist_ok=True)
        (project / "docs" / name).write_text("# A page that somebody wrote\n", encoding="utf-8")
    (project / "derivations/site").mkdir()
    shutil.copy(ROOT / "derivations/site/hooks.py", project / "derivations/site")
    (project / "notebooks").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=project,
        env=untraced(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    page = (project / "site/theorems/linear_algebra/square_of_sum/index.html").read_text(encoding="utf-8")
    assert page.count('class="arithmatex"') == page.count('class="katex"') > 10
    assert "$`" not in page and "```" not in page
    assert '<ol start="' not in page.partition("Derivation")[2].partition("<h3")[0]
    for file in (project / "site").rglob("*.html"):
        assert "https://" not in "".join(part for part in file.read_text(encoding="utf-8").split("<script src=")[1:])
