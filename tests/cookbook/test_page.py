"""The page of the Cookbook: what it counts is what its rows say."""

import json
import re

from derivations.site.cache import Hashes
from derivations.site.cookbook.page import cookbook_page, summary
from derivations.site.cookbook.record import equation_record
from derivations.site.cookbook.rows import edition, equations, sections, sources
from derivations.site.files import Place


def row(name):
    return equation_record(next(e for e in equations() if e.name == name))


def page(*names):
    rows = [row(name) for name in names]
    made = {"edition": edition(), "sources": sources(), "sections": sections(), "equations": rows}
    return cookbook_page(json.loads(json.dumps(made)))  # as the cache gives it back


def test_every_section_has_a_title():
    assert {e.section for e in equations()} <= sections().keys()


def test_an_equation_that_holds_has_its_evidence_our_answer_and_our_steps():
    made = page("(49)")
    assert '**(49)** · <span class="evidence symbolic">holds, symbolic</span> · X is invertible' in made
    assert r"\frac{\partial \det(X)}{\partial X} = \det(X)(X^{-1})^\top" in made
    assert re.search(r"Ours, for X: n×n invertible .*✔ symbolic</span>\n\n```math\n.* = .*X\^\{-\\top\}\n```", made)
    assert "<summary>3 steps</summary>" in made
    assert "[differential of a determinant](rules/frobenius.md#det_differential)" in made


def test_a_differential_has_one_form_in_question_answer_and_steps():
    made = page("(34)", "(40)")
    assert r"\mathrm{d}\left(\alpha X\right) = \alpha \mathrm{d} X" in made
    assert r"= -X^{-1} \mathrm{d} X X^{-1}" in made
    assert not re.search(r"(?<![\\{])\bd[XY]\b", made)


def test_what_a_relation_calls_the_gradient_is_said_after_the_equation_and_not_within_it():
    for name in ("(47)", "(50)"):
        formula = page(name).partition("Ours, ")[2].partition("```math\n")[2].partition("\n```")[0]
        equation, _, where = formula.partition(r", \quad \text{where } ")
        assert where == r"G = \frac{\partial}{\partial X} \det\left(X\right)"
        assert equation == r"e_{i}^\top G X^\top e_{j} = e_{i}^\top \det\left(X\right) X^{-\top} X^\top e_{j}"


def test_the_variables_of_an_equation_are_listed_in_words():
    assert "Ours, for eᵢ: n one-hot, X: n×p, A: p×q, eⱼ: q one-hot <span" in page("(74)")
    assert "Ours, for x: n, s: n, W: n×n symmetric <span" in page("(85)")


def test_an_erratum_says_what_is_wrong_shows_a_counterexample_and_the_correction():
    made = page("(95)")
    assert '<span class="evidence refuted">erratum</span>' in made and "**Erratum.** The first denominator" in made
    assert re.search(r"counterexample, .*: m = 1, n = 2, A = .* on the left, .* on the right", made)
    assert re.search(r"- corrected: .*✔ symbolic</span>", made)


def test_what_the_language_cannot_say_is_named():
    compared, instance = page("(67)"), page("(136)")
    assert "**agrees numerically**" in compared
    assert "The language lacks eigenvalues and eigenvectors of a symmetric matrix." in compared
    assert "it agrees numerically with automatic differentiation at sizes 1 to 4." in compared
    assert "What follows is an instance: g(U) = Tr(U⁻¹)" in instance
    assert "at sizes 1 to 4, for functions drawn at random." in instance


def test_conditions_of_the_engine_are_shown():
    assert "where ‖x − a‖ ≠ 0" in page("(129)")


def test_the_summary_counts_the_rows():
    rows = [row(name) for name in ("(45)", "(49)", "(131)", "(67)", "(95)", "(96)")]
    counted = [(entry["count"], re.sub("<[^>]*>", "", entry["words"])) for entry in summary(rows)]
    assert counted == [
        (2, "hold as printed: symbolic"),
        (1, "have an erratum"),
        (1, "agree numerically with automatic differentiation; the language can't say them in full"),
        (1, "are definitions"),
        (1, "are left out"),
    ]


def test_a_row_that_the_engine_refuses_is_never_said_to_hold():
    refused = row("(49)")
    case = refused["cases"][0]
    case |= {"refused": "not supported yet: this", "parts": [], "evidence": "refuted"}
    refused["evidence"] = "refuted"
    made = {"edition": "", "sources": {}, "sections": sections(), "equations": [refused]}
    text = cookbook_page(made)
    assert "**not answered**" in text and "not supported yet: this" in text and "evidence symbolic" not in text


def test_the_page_is_made_again_when_the_equations_change_and_not_at_all_without_them(tmp_path):
    place = Place(tmp_path)
    assert Hashes(place).cookbook == ""
    place.cookbook.parent.mkdir(parents=True)
    place.cookbook.write_text("a = 1\n", encoding="utf-8")
    first = Hashes(place).cookbook, Hashes(place).everything
    place.cookbook.write_text("a = 2\n", encoding="utf-8")
    assert Hashes(place).cookbook != first[0] and Hashes(place).everything != first[1]
