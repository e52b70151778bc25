"""Every theorem of the catalogue: what it says, how each step was checked, and that the checks can fail."""

import ast
import json
import re
from collections import Counter
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from derivations.check.mutations import _KINDS as KINDS
from derivations.check.planted import UNTOUCHED
from derivations.proof.catalogue import ROOT, find, ids
from derivations.proof.display import numbers
from derivations.proof.rule import Rule
from derivations.proof.sources import Unproven
from derivations.proof.stated import names_in
from derivations.proof.theorem import Theorem
from derivations.proof.verdict import EVIDENCE, weakest
from derivations.site.books import citation
from derivations.site.cache import Cache, Hashes
from derivations.site.files import Place
from derivations.site.headings import TOPICS, headings
from derivations.site.record import make_record
from derivations.site.terminal import derivation_table, statement
from derivations.site.unsaid import SAY_IT_THEMSELVES

DOCS = ROOT.parents[1] / "docs"
SOFT_WORDS = re.compile(r"\b(clearly|obviously|trivially|trivial|simply|easy to see|of course|evidently|TODO)\b", re.I)
SAMPLED = {"probability.chebyshev"}  # the weak law is held against a simulation; nothing else may be
SYMBOLIC = {  # matrix identities that must hold for all dimensions at once
    "linear_models.ols_normal_equations": {"gradient", "solution"},
    "linear_models.logistic_gradient": {"gradient", "hessian"},
    "linear_models.softmax_jacobian": {"jacobian", "cross_entropy_gradient"},
}


@pytest.fixture(params=ids())
def theorem(request):
    return find(request.param)


def claims(theorem):
    return [step for step in theorem.derivation.steps if step.claim is not None]


# --- what it says -----------------------------------------------------------------------------------------------------


def test_heading(theorem):
    assert theorem.title[0].isupper() and not theorem.title.endswith(".")
    assert theorem.topic in TOPICS
    assert theorem.in_short.endswith(".")
    assert {"id": theorem.id, "title": theorem.title, "topic": theorem.topic} in headings()


def test_statement_is_made_of_what_was_derived(theorem):
    named = names_in(theorem.template)
    assert named, f"{theorem.id}: the statement shows no derived formula"
    assert set(named) <= set(theorem.derivation.results)
    assert not SOFT_WORDS.search(theorem.template)


def test_cites_known_books(theorem):
    assert theorem.cites
    for cite in theorem.cites:
        assert re.fullmatch(r"[a-z]+\d?: \S.*", cite), f"{theorem.id}: {cite!r}, expected 'book: section'"
        assert citation(cite)


def test_symbols_say_what_they_are(theorem):
    _, scope = theorem.run()
    assert {name for name, about in scope.about.items() if not about.strip()} == set()


def test_every_step_gives_a_reason(theorem):
    for step in claims(theorem):
        where = f"{theorem.id}, line {step.line}: {step.text}"
        assert step.why.strip() and "\n" not in step.why, where
        assert not SOFT_WORDS.search(step.why), where
        assert step.sources or step.kind in SAY_IT_THEMSELVES, f"{where}: names no rule"
        assert all(isinstance(source, Rule | Theorem | Unproven) for source in step.sources), where


def test_names_results(theorem):
    assert theorem.results
    assert all(name.isidentifier() for name in theorem.results)


def test_file_is_one_theorem_of_its_own(theorem):
    file = ROOT / theorem.topic / f"{theorem.name}.py"
    source = file.read_text(encoding="utf-8")
    assert Path(theorem.file) == file
    assert theorem.body.__name__ == theorem.name
    assert "TODO" not in source
    assert ast.get_docstring(ast.parse(source)), f"{file.name}: say in one line what is derived"
    assert not re.search(r"Verdict|_checked|evidence\s*=", source), "a verdict is computed, never typed"


# --- how it was checked -----------------------------------------------------------------------------------------------


def test_verdict_is_that_of_the_weakest_step(theorem):
    found = [step.evidence for step in claims(theorem)]
    assert found and set(found) <= set(EVIDENCE)
    assert theorem.derivation.verdict == weakest(found) == max(found, key=EVIDENCE.index)


def test_lines_that_claim_nothing_carry_no_evidence(theorem):
    assert {step.evidence for step in theorem.derivation.steps if step.claim is None} <= {""}


def test_nothing_is_admitted_without_a_source(theorem):
    for step in claims(theorem):
        if step.evidence == "admitted":
            assert step.claim.source.strip()


def test_only_limits_are_sampled(theorem):
    kinds = {step.kind for step in claims(theorem) if step.evidence == "sampled"}
    assert not kinds or (kinds == {"simulated"} and theorem.id in SAMPLED)


@pytest.mark.parametrize("id", SYMBOLIC)
def test_matrix_identities_hold_for_all_dimensions(id):
    theorem = find(id)
    for step in claims(theorem):
        if step.name in SYMBOLIC[id] or step.kind in ("gradient", "jacobian", "hessian", "equal"):
            assert step.evidence == "symbolic", f"{id}: {step.text} is {step.evidence}"


@cache
def recorded(id):
    """What a build has kept of a theorem, if all that it rests on is as it was then; else what is found now."""
    kept = Cache().get(id, sources().theorem(id))
    return make_record(id) if kept is None else kept


@cache
def sources():
    return Hashes(Place())


def test_every_assumption_is_needed(theorem):
    for dropped in recorded(theorem.id)["assumptions"]:
        assert dropped["needed"], f"{theorem.id}: {dropped['assumption']} is not needed: drop it"
        assert bool(dropped["counterexample"].strip()) != bool(dropped["asked"].strip())


def test_what_is_said_of_an_assumption_has_no_hints_to_authors(theorem):
    hints = ("declare it", "declare the", "Declare", "give sample", "=True", "write it as", "not shown: not shown")
    for dropped in recorded(theorem.id)["assumptions"]:
        for hint in hints:
            assert hint not in dropped["counterexample"] + dropped["asked"]


# --- that the checks can fail -----------------------------------------------------------------------------------------


def test_every_planted_error_is_refused_or_equivalent(theorem):
    planted = recorded(theorem.id)["planted"]
    assert [e for e in planted["harmless"] if e["outcome"] != "equivalent"] == []
    assert planted["tried"] == planted["refused"] + planted["equivalent"]
    touched = set(planted["steps"])
    for number, step in zip(numbers(theorem.derivation), theorem.derivation, strict=True):
        if step.claim is not None and step.claim.kind not in UNTOUCHED:
            assert number in touched, f"{theorem.id}, line {step.line}: no error was planted in {step.text}"


def test_planted_errors_are_many_and_of_many_kinds():
    """As the pages say it: at least 500 in all, and of each of at least 8 kinds some."""
    entries = json.loads((DOCS / "theorems/catalogue.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in entries] == list(ids())
    assert sum(entry["planted"]["tried"] for entry in entries) >= 500
    assert len(KINDS) >= 8
    trust = (DOCS / "trust.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if kind not in trust] == []


# --- how it prints ----------------------------------------------------------------------------------------------------


def test_latex_is_balanced(theorem):
    for source in (theorem.latex(), *(step.latex for step in theorem.derivation.steps)):
        plain = re.sub(r"\\[{}]", "", source)
        assert plain.count("{") == plain.count("}")
        assert len(re.findall(r"\\left(?![a-z])", source)) == len(re.findall(r"\\right(?![a-z])", source))
        begun, ended = (Counter(re.findall(rf"\\{word}\{{([a-z*]+)\}}", source)) for word in ("begin", "end"))
        assert begun == ended


def test_reads_in_a_terminal(theorem):
    console = Console(file=StringIO(), width=400)
    console.print(statement(theorem), markup=False)
    console.print(derivation_table(theorem.derivation))
    shown = console.file.getvalue()
    assert not re.search(r"[\\$]|(?<!1)\{", shown)  # no LaTeX; 1{…} is an indicator
    assert all(step.name in shown for step in theorem.derivation.steps if step.kind == "part")


def test_shows_itself(theorem):
    assert theorem.title.split()[0] in theorem._repr_html_()
    assert repr(theorem) == f"<Theorem {theorem.id}: {theorem.title}>"
    for step in theorem.derivation.steps:
        if step.expr is not None:
            assert step._repr_html_() and str(step) == step.text
