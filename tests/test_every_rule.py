"""Every rule that a step can name: it has a law that the checker proves, and says where it stands in a book."""

import importlib
import inspect
import pkgutil
import re

import pytest

from derivations import MathError, Rule, dims, function, matrix, ones, scalar, squared_norm, vector
from derivations.calculus import rules
from derivations.check import check_claim
from derivations.notation.relations import AtLeast, Relation
from derivations.notation.shapes import is_matrix
from derivations.proof.claim import Claim
from derivations.site.books import BOOKS

MODULES = [importlib.import_module(f"{rules.__name__}.{m.name}") for m in pkgutil.iter_modules(rules.__path__)]
RULES = {name: value for m in MODULES for name, value in sorted(vars(m).items()) if isinstance(value, Rule)}


def relations(rule):
    """The instances of a rule that its law makes from fresh symbols."""
    made = rule.law()
    return made if isinstance(made, tuple) else (made,)


def verdict(relation):
    return check_claim(Claim("law", None, relation))


@pytest.fixture(params=sorted(RULES))
def rule(request):
    return RULES[request.param]


def test_says_what_it_is(rule):
    assert rule.name == rule.name.strip() and rule.name
    assert rule.statement and rule.statement == rule.statement.strip()
    assert rule.reason[0].isupper() and rule.reason.endswith(".")


def test_cites_a_place_in_a_book_or_nothing(rule):
    key, _, place = rule.source.partition(": ")
    assert rule.source == "" or (key in BOOKS and place), f"{rule}: expected a source, e.g. source='mml: 3.1'"


def test_names_are_unique():
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


def test_can_be_imported_from_the_package():
    assert {name: vars(rules).get(name) for name in RULES} == RULES


def test_what_it_asks_is_said_of_what_its_statement_names(rule):
    for condition in rule.conditions:
        for name in condition.names.split():
            assert re.search(rf"(?<![A-Za-z]){name}(?![a-z])", rule.statement), condition.text


def test_the_checker_proves_its_law(rule):
    if rule.definition:
        return
    assert rule.law is not None, f"{rule}: expected a law, or definition=True"
    for relation in relations(rule):
        assert isinstance(relation, Relation)
        assert verdict(relation).evidence in ("symbolic", "exact", "enclosed"), f"{rule}: {relation}"


def test_its_law_is_refused_with_a_planted_error(rule):
    """A law that says nothing would hold whatever stood there."""
    if rule.definition:
        return
    for relation in relations(rule):
        lhs, rhs = relation.args
        sides = (rhs, lhs + 1) if isinstance(relation, AtLeast) else (lhs + one_like(lhs), rhs)
        wrong = type(relation)(*sides)
        assert not verdict(wrong).holds, f"{rule}: {wrong}"


def one_like(expr):
    return ones(*expr.shape) if is_matrix(expr) else 1


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.conditions])
def test_says_which_declaration_is_missing(name):
    """An argument of which nothing is declared is refused, with what to declare."""
    rule = RULES[name]
    n, p = dims("n p")
    bare = matrix("A", n, p), matrix("A", n, n), vector("A", n), scalar("A")
    refused = [message for a in bare if (message := refusal(rule, a))]
    assert refused
    for condition in rule.conditions:
        text, declare = (part.format("A", "A", "A") for part in (condition.text, condition.declare))
        assert f"rule '{rule.name}' needs: {text}; this is not declared. Declare it: {declare}" in refused


def refusal(rule, argument):
    count = len(inspect.signature(rule.conditions[0].holds).parameters)
    try:
        rule(*[argument] * count)
    except MathError as problem:
        return str(problem)
    except (AttributeError, TypeError):
        return ""  # the rule is not about arguments of this shape
    return ""


def test_a_convex_function_lies_above_its_tangent_and_a_strongly_convex_one_above_a_parabola_on_it():
    n, mu = dims("n"), scalar("mu")
    x, y = vector("x", n), vector("y", n)
    convex, strong = function("f", n, convex=True), function("f", n, strongly_convex=mu)
    for f, parabola in ((convex, 0), (strong, mu / 2 * squared_norm(y - x))):
        above = f(x) + f.grad(x).T @ (y - x) + parabola
        assert rules.strong_convexity(f, x, y).relation == (f(y) >= above)
    with pytest.raises(MathError, match=r"^rule 'strong convexity' needs: f is convex; this is not declared\. "):
        rules.strong_convexity(function("f", n, smooth=mu), x, y)
