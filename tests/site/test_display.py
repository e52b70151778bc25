"""How steps, derivations and theorems show themselves in a notebook."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from derivations import (
    admitted,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    gradient,
    let,
    matrix,
    part,
    random_scalar,
    result,
    scalar,
    space,
    squared_norm,
    theorem,
    vector,
)
from derivations.calculus.rules import expand
from derivations.proof.display import badge, derivation_html, numbers, shown, source_of, step_html, tally, theorem_html
from derivations.proof.rule import Rule
from derivations.proof.verdict import Verdict

rule = Rule("a < b & c", "a = a", "It is.", "MML 2")


@theorem(title="Norms & <angles>", cites=("mml: 3.1",))
def small():
    """The square {square} has $a < b$."""
    n = dims("n")
    x = vector("x", n)
    yield part("First & only")
    yield definition("square", squared_norm(x), label="q")
    yield differential(squared_norm(x), x)
    yield equals(2 * x.T @ d(x), by=rule, why="x < y & so on.")
    yield gradient(2 * x, wrt=x)
    yield admitted(squared_norm(x) >= 0, source="Billingsley: 22.1", why="Well known.")


class Balanced(HTMLParser):
    """Complains of an element that is not closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.open, self.text = [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def steps():
    return small.run()[0]


def test_step(steps):
    step = replace(steps.steps[3], verdict=Verdict("exact", "exact at 6 sizes × 4 points", bound='≤ "1e-9"'))
    made = step_html(step)
    assert made == (
        r"<div>$\displaystyle = 2 x^\top \mathrm{d} x$ &emsp; <em>a &lt; b &amp; c</em>: x &lt; y &amp; so on. &emsp; "
        '<span style="color:#1f6f8b;white-space:nowrap" title="exact at 6 sizes × 4 points ≤ &quot;1e-9&quot;">'
        "✔ exact at 6 sizes × 4 points</span></div>"
    )
    assert step._repr_html_() == made
    Balanced(made)


def test_heading(steps):
    assert step_html(steps.steps[0]) == "<strong>First &amp; only</strong>"


def test_derivation(steps):
    page = Balanced(derivation_html(steps))
    assert derivation_html(steps) == steps._repr_html_()
    assert "First & only" in page.text and r"$\displaystyle \mathrm{d} q = 2 x^\top \mathrm{d} x$" in page.text
    assert page.text.count("definition") == 1


def test_theorem_not_checked_yet():
    page = Balanced(theorem_html(small))
    assert "Norms & <angles>" in page.text and "$a < b$" in page.text
    assert "not checked in this session (.derivation checks it)" in page.text


def test_a_fact_is_said_with_its_value_be_it_0_or_1():
    @theorem(title="Facts")
    def facts():
        """Nothing much."""
        n = dims("n")
        matrix("Q", n, n, orthogonal=True, rank=1)
        random_scalar("z", space("draw"), mean=1, variance=0)
        x = vector("x", n, unit=True)
        yield consider(squared_norm(x))
        yield equals(x.T @ x, by=rule, why="It is.")

    assert list(map(str, facts.assumptions)) == ["Q: orthogonal", "Q: rank 1", "z: mean 1", "z: variance 0", "x: unit"]


def test_theorem_checked(monkeypatch):
    checked = replace(small.run()[0])
    monkeypatch.setattr(small, "_checked", checked)
    assert "weakest step: symbolic" in Balanced(small._repr_html_()).text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(""), ""),
        (Verdict("symbolic", "both sides have one normal form"), "✔ symbolic"),
        (Verdict("exact", "at 6 sizes"), "✔ exact: at 6 sizes"),
        (Verdict("enclosed"), "✔ enclosed"),
        (Verdict("sampled", "sampled within 4 standard errors"), "● sampled within 4 standard errors"),
        (Verdict("admitted", "not checked; see a book"), "◇ admitted (Billingsley: 22.1)"),
        (Verdict("refuted", "the two sides differ"), "✘ refuted: the two sides differ"),
    ],
)
def test_badge(verdict, words):
    assert badge(verdict, "Billingsley: 22.1") == words


def test_source_and_tally(steps):
    assert source_of(steps.steps[-1]) == "Billingsley: 22.1" and source_of(steps.steps[0]) == ""
    graded = [
        replace(s, verdict=Verdict(kind))
        for s, kind in zip(steps.steps[3:], ("exact", "symbolic", "admitted"), strict=True)
    ]
    assert tally([*steps.steps[:3], *graded]) == {"symbolic": 1, "exact": 1, "admitted": 1}


def test_openers_that_nothing_follows(steps):
    x = vector("x", dims("n"))

    @theorem(title="Loose ends")
    def loose():
        """Nothing much."""
        yield consider(squared_norm(x), why="One.")
        yield consider(x.T @ x, why="Two")
        yield equals(squared_norm(x), by=rule, why="Three")
        yield result("end")
        yield consider(squared_norm(x))

    made = loose.run()[0]
    assert [line.why for line in shown(made)] == ["One.", "Two. Three.", ""]
    assert [line.number for line in shown(made)] == [1, 2, 3]
    assert numbers(made) == (1, 2, 2, 2, 3)


def test_a_letter_that_is_introduced_for_what_was_just_defined_under_it_takes_no_line_of_its_own():
    @theorem(title="One letter")
    def one_letter():
        n = dims("n")
        x, s = vector("x", n), scalar("s")
        yield definition("square", squared_norm(x), label="s")
        yield let(s, squared_norm(x), why="One letter for it.")
        yield consider(2 * s)
        yield equals(s + squared_norm(x), by=expand)

    defined, shorter = shown(one_letter.derivation)
    assert (defined.number, defined.names, defined.why, shorter.number) == (1, ("square",), "One letter for it.", 2)
