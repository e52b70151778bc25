"""The first page, the order of pages, and the indexes: all read off the theorems that there are."""

import json
import re

import pytest
import yaml

from derivations.site.indexes import _natural, indexes


def page(project, name):
    return (project / "docs" / name).read_text(encoding="utf-8")


def test_a_symbol_leads_to_its_theorems(project):
    row = next(line for line in page(project, "indexes/symbols.md").splitlines() if "coefficients" in line)
    assert (
        row == "| $`a`$ | coefficients | $`n`$ | [Gradient of a linear form](../theorems/optimization/linear_form.md) |"
    )


def test_a_rule_leads_to_its_theorems(project):
    text = page(project, "indexes/rules.md")
    row = next(line for line in text.splitlines() if "distributive law" in line)
    assert row == (
        "| [distributive law](../rules/algebra.md#expand) | [The square of a sum & more]"
        "(../theorems/linear_algebra/square_of_sum.md) |"
    )
    assert "a rule of this file" not in text  # it has no page


def test_a_place_in_a_book_leads_to_theorems_and_rules(project):
    text = page(project, "indexes/sources.md")
    book = text.partition("## Deisenroth, Faisal and Ong")[2].partition("\n## ")[0]
    row = next(line for line in book.splitlines() if line.startswith("| 3.2 |"))
    assert "[The square of a sum & more](../theorems/linear_algebra/square_of_sum.md)" in row
    assert re.search(r"\*\[[^]]+\]\(\.\./rules/", row)


def test_the_list_says_once_in_which_edition_a_place_was_found(project):
    text = page(project, "indexes/sources.md")
    assert "## Magnus and Neudecker, *Matrix Differential Calculus*\n\nThird edition, 2019.\n\n| place |" in text
    cookbook = text.partition("*The Matrix Cookbook*")[2].partition("\n## ")[0]
    assert "| (40) | *[differential of an inverse]" in cookbook


def test_sections_are_in_the_order_of_a_book():
    assert sorted(["10.1", "9.2.1", "IX.6", "9.2", "9.10"], key=_natural) == ["9.2", "9.2.1", "9.10", "10.1", "IX.6"]


def test_a_symbol_of_two_meanings_has_two_rows():
    def record(name, about):
        symbol = {"name": "x", "latex": "x", "shape": "$n$", "about": about}
        return {"id": f"t.{name}", "title": name, "symbols": [symbol], "uses": [], "cites": []}

    text = indexes([record("a", "weights"), record("b", "inputs"), record("c", "weights")], [], {})["symbols.md"]
    rows = [line for line in text.splitlines() if line.startswith("| $")]
    assert rows == [
        "| $`x`$ | inputs | $`n`$ | [b](../theorems/t/b.md) |",
        "| $`x`$ | weights | $`n`$ | [a](../theorems/t/a.md), [c](../theorems/t/c.md) |",
    ]


def test_a_letter_with_a_sign_on_it_is_sorted_by_the_letter():
    names = [r"\bar{x}", "w", r"\hat{f}", r"\boldsymbol{\theta}_{1}", "y", "g", r"\mathbf{A}", "x"]
    symbols = [{"name": "s", "latex": latex, "shape": "$n$", "about": "it"} for latex in names]
    record = {"id": "t.a", "title": "a", "symbols": symbols, "uses": [], "cites": []}
    rows = re.findall(r"^\| \$`(.+?)`\$", indexes([record], [], {})["symbols.md"], re.M)
    assert rows == [r"\mathbf{A}", r"\hat{f}", "g", r"\boldsymbol{\theta}_{1}", "w", r"\bar{x}", "x", "y"]


def test_home_steps_through_the_first_part_of_a_theorem(project):
    text = page(project, "index.md")
    shown = page(project, "theorems/linear_algebra/square_of_double.md")
    (step,) = re.findall(r"^1\. .*step-1.*$", text, re.M)
    assert step in shown
    assert "3 theorems" in text and "none was left over" in text


def test_home_says_how_many_steps_claim_something_and_what_became_of_planted_errors(project):
    """As the page on trust counts them: a change that says the same is no error that was refused."""
    home, trust = page(project, "index.md"), page(project, "trust.md")
    claims = re.search(r"^(\d+) steps? of 3 theorems", trust, re.M)[1]
    tried, refused, equivalent = re.search(
        r"^(\d+) planted errors .*\*\*(\d+) refused\*\*, (\d+) shown", trust, re.M
    ).groups()
    said = f", {equivalent} shown to say the same" if equivalent != "0" else ""
    assert f": {claims} claim something and were checked" in home
    assert f" {tried} changes were planted in them as errors: {refused} were refused{said}, none was left over." in home


def test_home_leads_to_a_topics_note_once_there_is_one(project, aimed):
    assert "[Optimisation](theorems/index.md#optimization)" in page(project, "index.md")
    note = project / "docs/topics/optimization.md"
    note.parent.mkdir()
    note.write_text("# Going downhill\n", encoding="utf-8")
    assert aimed(check=True).drifted == (("docs/index.md", "differs"), ("docs/nav.yml", "differs"))
    assert aimed().written == ("docs/index.md", "docs/nav.yml")
    assert "[Optimisation](topics/optimization.md)" in page(project, "index.md")


def test_home_says_what_a_topic_is_about_in_the_words_of_the_list_of_notes(project, aimed):
    folder = project / "docs/topics"
    folder.mkdir()
    (folder / "optimization.md").write_text("# Going downhill\n", encoding="utf-8")
    (folder / "index.md").write_text(
        "# Topics\n\n| note | about |\n|---|---|\n| 2 · [Going downhill](optimization.md) | slopes, steps |\n",
        encoding="utf-8",
    )
    aimed()
    assert "[Optimisation](topics/optimization.md)** <small>slopes, steps</small> " in page(project, "index.md")


def nav(project):
    """Every page of the order, by the way that leads to it."""

    def below(items, way):
        for item in items:
            for title, value in item.items() if isinstance(item, dict) else [("", item)]:
                yield from below(value, (*way, title)) if isinstance(value, list) else [(value, (*way, title))]

    return dict(below(yaml.safe_load(page(project, "nav.yml"))["nav"], ()))


def test_the_order_has_every_page_and_no_other(project):
    (project / "notebooks").mkdir()
    docs = project / "docs"
    ways = nav(project)
    made = {file.relative_to(docs).as_posix() for file in docs.rglob("*.md")}
    assert made - set(ways) == set()
    assert set(ways) - made == {"calculator.md"}  # somebody wrote it, and it is not in this small project


def test_notebooks_and_notes_are_in_the_order(project, aimed):
    cells = [{"cell_type": "code", "source": ["x = 1"]}, {"cell_type": "markdown", "source": ["# A “story”\n", "Once"]}]
    for name, content in {
        "notebooks/07-story.ipynb": json.dumps({"cells": cells}),
        "docs/topics/optimization.md": "# Going downhill\n",
    }.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(content, encoding="utf-8")
    aimed()
    ways = nav(project)
    assert ways["notebooks/07-story.md"] == ("Notebooks", "A “story”")
    assert ways["topics/optimization.md"] == ("Topics", "Optimisation", "")
    assert ways["theorems/optimization/linear_form.md"] == ("Topics", "Optimisation", "")


def test_theorems_stand_in_the_order_in_which_their_note_names_them(project, aimed):
    note = project / "docs/topics/linear_algebra.md"
    note.parent.mkdir()
    theorems = [file.stem for file in sorted((project / "docs/theorems/linear_algebra").glob("*.md"))]
    assert len(theorems) == 2
    for order in (theorems, theorems[::-1]):
        links = [f"[it](../theorems/linear_algebra/{name}.md)" for name in order]
        note.write_text("# Arrows\n" + " → ".join(links), encoding="utf-8")
        aimed()
        shown = [each for each in nav(project) if each.startswith("theorems/linear_algebra/")]
        assert shown == [f"theorems/linear_algebra/{name}.md" for name in order]


@pytest.mark.parametrize("name", ["derivations.calculus.differentiate.differentiate", "derivations.errors.ShapeError"])
def test_the_reference_has_every_public_name(project, name):
    import derivations as dv

    named = re.findall(r"^::: (.+)$", page(project, "reference.md"), re.M)
    assert name in named
    assert {full.rpartition(".")[2] for full in named} == set(dv.__all__) - {"functions"} | {"Theorem"}
