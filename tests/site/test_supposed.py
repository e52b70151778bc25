"""A law on a page says beside its formula what is declared of its symbols, so that no formula is false as shown."""

from sympy import Basic, preorder_traversal

from derivations import dims, matrix, scalar, vector
from derivations.calculus.rules import differentials, frobenius, maxima, positivity
from derivations.notation.linear import inverse
from derivations.notation.printing import latex
from derivations.notation.probability import RANDOM_FACTS, expectation, random_scalar, random_vector, space
from derivations.notation.relations import equation
from derivations.notation.symbols import MATRIX_FACTS, SCALAR_FACTS, VECTOR_FACTS, facts_of
from derivations.proof.rule import Rule
from derivations.site.rules import all_rules, rules_pages
from derivations.site.supposed import supposed


def laws(rule):
    made = rule.law() if rule.law is not None else ()
    return made if isinstance(made, tuple) else (made,)


def facts_in(relation):
    return [x for x in preorder_traversal(relation) if isinstance(x, Basic) and facts_of(x)]


def test_every_symbol_of_a_law_that_has_facts_is_spoken_of_beside_it():
    for rule in all_rules().values():
        for law in laws(rule):
            said = supposed(law)
            assert all(latex(x) in said for x in facts_in(law)), (rule, said)


def test_what_is_declared_of_numbers_and_matrices_is_said_in_the_order_of_the_formula():
    p = dims("p")
    b, A, x = scalar("b", nonnegative=True), matrix("A", p, p, invertible=True), vector("x", p, one_hot=True)
    law = equation(b * (inverse(A) @ A @ x), b * x)
    assert supposed(law) == r"$`b \ge 0`$; $`A`$ invertible; $`x`$ one-hot"


def test_a_law_without_declared_facts_has_nothing_beside_it():
    a = scalar("a")
    assert supposed(equation(a, a)) == ""


def test_variables_on_separate_spaces_are_said_to_be_independent():
    s = space("S")
    x, y = random_scalar("X", s), random_scalar("Y", space("T"))
    together = random_scalar("Z", s)
    assert supposed(equation(expectation(x * y), expectation(x) * expectation(y))) == "$`X`$ and $`Y`$ independent"
    assert supposed(equation(expectation(x * together), expectation(together * x))) == ""


def test_there_are_words_for_every_fact():
    n, p, number = (*dims("n p"), scalar("m"))
    value = {"rank": p, "above": number, "below": number, "mean": number, "variance": number}
    value |= {"at_least": number, "at_most": number}
    s = space("S")
    made = [scalar("theta", **{f: value.get(f, True)}) for f in SCALAR_FACTS]
    made += [vector("theta", n, **{f: value.get(f, True)}) for f in VECTOR_FACTS]
    made += [matrix("theta", n, p if f == "rank" else n, **{f: value.get(f, True)}) for f in MATRIX_FACTS]
    made += [random_vector("theta", n, s, **{f: value.get(f, True)}) for f in RANDOM_FACTS]
    for a in made:
        said = supposed(equation(a, a))
        assert r"\theta" in said and "_" not in said, said


def test_the_page_says_it_below_the_formula():
    record = {
        "id": "maxima.add_up",
        "family": "maxima",
        "name": "inequalities add up",
        "statement": "s",
        "reason": "r.",
        "source": "",
        "definition": False,
        "law_is": "ground",
        "conditions": [],
        "laws": [
            {"latex": "x", "supposed": supposed(next(iter(laws(maxima.add_up)))), "evidence": "exact", "badge": "✔"}
        ],
    }
    page = rules_pages([record], [])["maxima.md"]
    assert 'where no entry of $`b`$ negative <span class="evidence exact">✔</span>' in page
    assert "What is checked here is what the rule rests on." in page


def test_a_law_supposes_no_more_than_the_statement_of_its_rule():
    """A badge stands below the statement, so it must not be that of a special case."""
    said = {law: supposed(law) for rule in (frobenius.norm1_differential, frobenius.kink) for law in laws(rule)}
    assert set(said.values()) == {"", r"$`t \ne 0`$"}
    assert [supposed(law) for law in laws(differentials.logdet_differential)] == ["$`A`$ invertible"]


def test_the_modulus_of_a_number_is_itself_only_where_it_is_not_negative():
    assert isinstance(positivity.no_kink, Rule)
    assert [supposed(law) for law in laws(positivity.no_kink)][:2] == [r"$`b \ge 0`$"] * 2
