"""Wrong use gives one clear message each, held to the letter."""

import math
import textwrap

import pytest

import derivations as dv
from derivations import dims, matrix, scalar, vector
from derivations.calculus.rules import full_rank, nonnegativity
from derivations.errors import MathError
from derivations.proof.catalogue import load
from derivations.site.explain import explained

n, p = dims("n p")
X, y, w = matrix("X", n, p), vector("y", n), vector("w", p)
lam = scalar("lambda")


def message(error, make):
    with pytest.raises(error) as caught:
        make()
    return str(caught.value)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: X @ y, "cannot multiply X (n×p) by y (n×1): p columns meet n rows"),
        (lambda: y + w, "cannot add y (n×1) and w (p×1): the shapes differ"),
        (lambda: y - lam, "cannot subtract y (n×1) and λ (scalar): the shapes differ"),
        (
            lambda: y * w,
            "`*` between y (n×1) and w (p×1): write A @ B for the matrix product or hadamard(A, B)",
        ),
        (lambda: lam @ (lam + 1), "`@` between the scalars λ and λ + 1: write a * b"),
        (lambda: dv.trace(X), "cannot take the trace of X (n×p): expected a square matrix"),
        (lambda: dv.inverse(X), "cannot take the inverse of X (n×p): expected a square matrix"),
        (lambda: dv.entry(lam, 1, 1), "cannot take the entry [1, 1] of λ (scalar): expected a matrix; write λ itself"),
        (lambda: dv.row(lam, 1), "cannot take the row 1 of λ (scalar): expected a matrix; write λ itself"),
        (lambda: dv.softmax(X), "cannot take the softmax of X (n×p): expected a vector"),
        (lambda: 1 / X, "cannot divide by X (n×p): write inverse(B) @ A or hadamard_quotient(A, B)"),
        (lambda: dv.equation(y, w), "cannot equate y (n×1) and w (p×1): the shapes differ"),
        (lambda: w <= 1, "cannot order w and 1: an inequality needs scalars"),
        (lambda: w > 0, "cannot order w and 0: an inequality needs scalars"),
        (lambda: w < 0, "cannot order w and 0: an inequality needs scalars"),
        (
            lambda: y[dv.index("j", p)],
            "index j runs to p, but y has n entries there",
        ),
        (
            lambda: matrix("A", n, p, symmetric=True),
            "matrix A (n×p) can't be symmetric: expected a square matrix",
        ),
    ],
)
def test_shapes_that_do_not_match_name_both_operands(make, text):
    assert message(dv.ShapeError, make) == text


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: 0.5 * y, "0.5 is a float, expected an exact number: write Rational(1, 2)"),
        (lambda: 0.1 * y, "0.1 is a float, expected an exact number: write Rational(1, 10)"),
        (lambda: -4 / 2 * y, "-2.0 is a float, expected an exact number: write -2"),
        (lambda: 1 / 3 * y, "0.3333333333333333 is a float, expected an exact number: write Rational(1, 3)"),
        (
            lambda: 2**0.5 * y,
            "1.4142135623730951 is a float, expected an exact number:"
            " write Rational(14142135623730951, 10000000000000000)",
        ),
        (
            lambda: math.pi * y,
            "3.141592653589793 is a float, expected an exact number: write pi, with SymPy's pi",
        ),
        (
            lambda: math.pi / 2 * y,
            "1.5707963267948966 is a float, expected an exact number: write Rational(1, 2)*pi, with SymPy's pi",
        ),
        (lambda: -math.e * y, "-2.718281828459045 is a float, expected an exact number: write -exp(1)"),
        (lambda: float("nan") * y, "nan is a float, expected an exact number"),
        (lambda: "y" + y, "'y' (str) is not an expression, expected a number or a symbol"),
        (lambda: y / 0, "cannot divide y by zero"),
        (lambda: scalar(""), "'' is no name, expected a text such as 'x'"),
        (lambda: vector(" ", n), "' ' is no name, expected a text such as 'x'"),
        (lambda: matrix(3, n, n), "3 is no name, expected a text such as 'x'"),
        (lambda: dims(""), "'' is no name, expected a text such as 'x'"),
        (lambda: dv.index("", n), "'' is no name, expected a text such as 'x'"),
        (lambda: dv.space(""), "'' is no name, expected a text such as 'x'"),
        (
            lambda: dv.random_scalar("Z", dv.space("S"), mean=dv.random_scalar("M", dv.space("T"))),
            "random Z: its mean M is itself random, expected what stays the same",
        ),
        (
            lambda: dv.random_vector("Z", n, dv.space("S"), variance=dv.random_scalar("M", dv.space("T")) ** 2),
            "random Z: its variance M² is itself random, expected what stays the same",
        ),
        (
            lambda: vector("q", n, spd=True),
            "vector q: unknown fact 'spd'; known are positive, nonnegative, nonzero, simplex, binary, unit, one_hot",
        ),
        (
            lambda: matrix("V", n, p, simpler=True),
            "matrix V: unknown fact 'simpler'; known are rank, symmetric, positive_definite, positive_semidefinite,"
            " orthogonal, diagonal, invertible, orthonormal, positive, simplex",
        ),
        (
            lambda: full_rank(X),
            "rule 'full column rank' needs: X has full column rank; this is not declared."
            ' Declare it: matrix("X", n, p, rank=p)',
        ),
        (
            lambda: nonnegativity(lam),
            "rule 'non-negative by form' needs: λ is non-negative; this is not declared."
            ' Declare it: scalar("λ", nonnegative=True)',
        ),
        (
            lambda: nonnegativity(lam - 1),
            "rule 'non-negative by form' needs: λ − 1 is non-negative; this is not shown. Declare it of its parts",
        ),
        (lambda: nonnegativity(-7), "rule 'non-negative by form' needs: -7 is non-negative, and it is not"),
        (lambda: nonnegativity("a"), "'a' (str) is not an expression, expected a number or a symbol"),
        (
            lambda: nonnegativity(),
            "rule 'non-negative by form' can't be applied to 0 arguments: missing a required argument: 'expr'",
        ),
        (
            lambda: -1 * dv.square(y),
            "an inequality can't be multiplied by -1: it is not shown to be ≥ 0;"
            " declare its sign or write it as a square",
        ),
        (
            lambda: -1 <= lam <= 1,
            "λ ≥ −1 is neither true nor false yet; write a chain such as a ≤ b ≤ c as two statements,"
            " and compare formulas with ==",
        ),
        (
            lambda: dv.nonnegative(lam),
            "λ is not shown to be ≥ 0: declare the signs of its parts or write it as a square",
        ),
    ],
)
def test_what_makes_no_sense_says_what_was_expected(make, text):
    assert message(dv.MathError, make) == text


def test_sympys_own_derivative_is_refused():
    text = message(dv.NotSupported, lambda: (y.T @ X @ w).diff(w))
    assert text == "not supported: SymPy's .diff on this expression; use derivations.differentiate"


def test_an_unknown_theorem_suggests_the_nearest():
    text = message(dv.UnknownName, lambda: dv.theorem("linear_models.ols_normal_equation"))
    assert text == (
        "no theorem 'linear_models.ols_normal_equation'; did you mean 'linear_models.ols_normal_equations'?"
    )
    assert message(dv.UnknownName, lambda: dv.theorem("zzz")) == "no theorem 'zzz'; `derive list` shows all"


HEAD = """
from derivations import *
from derivations.calculus.rules import *

@theorem(title="A test")
def t():
    '''{statement}'''
    n, p = dims("n p")
    X, y, w = matrix("X", n, p), vector("y", n), vector("w", p)
    r = y - X @ w
"""


def theorem_file(tmp_path, body, statement="It holds.", name="mine"):
    path = tmp_path / f"{name}.py"
    path.write_text(HEAD.replace("{statement}", statement) + textwrap.indent(textwrap.dedent(body), "    "))
    return path


def failing(tmp_path, monkeypatch, body, error, statement="It holds."):
    monkeypatch.chdir(tmp_path)
    found = load(theorem_file(tmp_path, body, statement))
    return message(error, lambda: found.derivation)


def test_a_step_that_does_not_follow_shows_both_sides_and_small_integers(tmp_path, monkeypatch):
    body = """
    yield definition("loss", squared_norm(r), label="L")
    yield differential(squared_norm(r), w)
    yield gradient(2 * X.T @ r, wrt=w, by=riesz, why="The sign is wrong.")
    """
    text = failing(tmp_path, monkeypatch, body, dv.StepError)
    assert text == (
        "mine.py:14: mine: step 3 does not follow by 'gradient from the differential'\n"
        "  from   d(‖y − Xw‖²)\n"
        "  =      2Xᵀ(y − Xw)\n"
        "  the two sides differ\n"
        "  counterexample: n = 1, p = 1, X = [[-2]], w = [-2], y = [2], dw = [1]: -8 on the left, 8 on the right"
    )


def test_a_gradient_at_one_point_has_no_derivative(tmp_path, monkeypatch):
    """‖w‖⁴ has the gradient 4cw where ‖w‖² = c, but not the Hessian 4cI."""
    body = """
    c = scalar("c")
    yield suppose(equation(squared_norm(w), c))
    yield differential(squared_norm(w) ** 2, w)
    yield gradient(4 * c * w, wrt=w, by=hypothesis)
    yield differential(4 * c * w, w)
    yield hessian(4 * c * eye(p), wrt=w, by=riesz)
    """
    said = failing(tmp_path, monkeypatch, body, dv.TheoremError)
    assert said.replace(str(tmp_path) + "/", "") == (
        "mine.py:17: mine: hessian: 4cw is the gradient only where ‖w‖² = c, which ends as w moves;"
        " derive the gradient without it"
    )


def test_a_hypothesis_on_what_does_not_move_goes_with_the_gradient(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    body = """
    c = scalar("c")
    yield suppose(equation(c, 2))
    yield differential(c * squared_norm(w), w)
    yield gradient(4 * w, wrt=w, by=hypothesis)
    yield differential(4 * w, w)
    yield hessian(4 * eye(p), wrt=w, by=riesz)
    """
    found = load(theorem_file(tmp_path, body))
    assert found.derivation.verdict == "symbolic" and found.results["hessian"] == 4 * dv.eye(p)


def test_a_step_that_is_not_shown_says_what_was_tried(tmp_path, monkeypatch):
    body = """
    yield suppose(equation(7 * squared_norm(w), 1), why="Weights of a length that no draw has.")
    yield implies(equation(X @ w, y), by=expand, why="A leap.")
    """
    text = failing(tmp_path, monkeypatch, body, dv.StepError)
    assert text.startswith("mine.py:13: mine: step 2 does not follow by 'distributive law'\n")
    assert "not shown: the normal forms differ, and no values fit the hypotheses" in text


def test_a_leap_is_refused_with_values_that_fit_the_hypotheses(tmp_path, monkeypatch):
    body = """
    yield suppose(equation(X.T @ X @ w, X.T @ y), why="Any solution.")
    yield implies(equation(X @ w, y), by=expand, why="A leap.")
    """
    text = failing(tmp_path, monkeypatch, body, dv.StepError)
    assert "counterexample: n = 1, p = 1, X = [[0]], w = [-1], y = [2]: [0] on the left, [2] on the right" in text


def test_an_inequality_without_a_certificate_is_refused(tmp_path, monkeypatch):
    body = """
    yield consider(squared_norm(r))
    yield at_least(0, by=nonnegativity(squared_norm(r)), why="Fine: the rule is the certificate.")
    yield consider(squared_norm(r) + 1)
    yield at_least(1, by=expand, why="No certificate.")
    """
    text = failing(tmp_path, monkeypatch, body, dv.StepError)
    assert "step 2 does not follow by 'distributive law'" in text
    assert "an inequality asks for a certificate: using=square(u), nonnegative(expr), a rule applied" in text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("return\nyield", "mine yields nothing: a theorem needs at least one step, e.g. yield definition(…)"),
        ("pass", "mine yields nothing: a theorem needs at least one step, e.g. yield definition(…)"),
        (
            'yield definition("loss", squared_norm(r))',
            "mine claims nothing: it only defines; add a step such as yield equals(…)",
        ),
        (
            "yield equals(r.T @ r, by=expand)",
            "mine.py:11: mine: equal: no chain is running;"
            " begin one with consider(…), definition(…) or differential(…)",
        ),
        (
            'yield consider(r)\nyield equals(r, by="expand")',
            "mine.py:12: mine: by='expand' is text, expected a rule or a theorem;"
            " import it from derivations.calculus.rules",
        ),
        (
            "yield consider(r)\nyield equals(w, by=expand)",
            "mine.py:12: mine: equal: y − Xw has shape n×1, the new line w has p×1",
        ),
        (
            "yield consider(r)\nyield equals(r, by=full_rank)",
            "mine.py:12: mine: rule 'full column rank' has a side condition (X has full column rank):"
            " name what it is applied to, by=full_rank(…)",
        ),
        (
            "yield consider(r.T @ r)\nyield at_least(0, by=nonnegativity)",
            "mine.py:12: mine: rule 'non-negative by form' has a side condition (a is non-negative):"
            " name what it is applied to, by=nonnegativity(…)",
        ),
        (
            "yield differential(squared_norm(r), w)\nyield gradient(r, wrt=w, by=riesz)",
            "mine.py:12: mine: gradient: y − Xw has shape n×1, expected p×1",
        ),
        (
            "yield consider(r)\nyield gradient(r, wrt=w, by=riesz)",
            "mine.py:12: mine: gradient: the chain does not start from a differential in w;"
            " begin with differential(f, w)",
        ),
        (
            'yield definition("a", r)\nyield definition("a", w)',
            "mine.py:12: mine: the name 'a' already stands for y − Xw",
        ),
        (
            'yield definition("a", r, label="L")\nyield definition("b", w, label="L")',
            "mine.py:12: mine: definition: the label L already stands for 'a', so 'b' needs another: label=…",
        ),
        (
            "while True:\n    yield consider(r)",
            "mine.py:12: mine: more than 10000 lines: a theorem ends, and is short enough to be read",
        ),
        ("yield 3", "mine: yielded 3, expected a line such as definition(…) or equals(…)"),
    ],
)
def test_a_theorem_file_that_does_not_hold_together(tmp_path, monkeypatch, body, text):
    found = failing(tmp_path, monkeypatch, body, dv.TheoremError)
    assert found.replace(str(tmp_path) + "/", "") == text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            'yield from [definition("f", w.T @ w), equals(squared_norm(w))]',
            "mine.py:11: mine: `yield from` is for generators, such as a function with steps of its own;"
            " yield each line of a list",
        ),
        (
            "a, b = dims('a b')\nif a > b:\n    yield consider(a)",
            "mine.py:12: mine: a > b is neither true nor false yet; state it: suppose(a <= b), holds(a <= b)",
        ),
        (
            "yield consider(w.T @ w)\nyield therefore(w.T @ w >= 0, name='square')",
            "mine.py:12: therefore(…): got an unexpected keyword argument 'name'; it takes relation, why",
        ),
    ],
)
def test_what_python_or_sympy_would_say_of_their_insides_is_said_of_the_line(tmp_path, monkeypatch, body, said):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(dv.TheoremError) as caught:
        load(theorem_file(tmp_path, body)).run()
    assert explained(caught.value).removeprefix(f"{tmp_path}/") == said


def test_a_rule_is_applied_to_a_number_as_to_any_expression():
    assert dv.text(nonnegativity(7).relation) == "7 ≥ 0"


def test_an_error_of_the_theorem_itself_stays_what_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AttributeError, match="no attribute 'sent'"):
        load(theorem_file(tmp_path, "yield consider(w.T @ w)\nw.sent()")).run()


def test_what_is_wrong_with_a_line_that_was_yielded_is_located(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = load(theorem_file(tmp_path, "yield consider(squared_norm(r))\nyield at_least(0, using=1)"))
    with pytest.raises(dv.MathError) as caught:
        found.run()
    assert explained(caught.value).removeprefix(f"{tmp_path}/") == (
        "mine.py:12: 1 is not a known inequality: use a rule applied to arguments, a step or a square(…)"
    )


def test_a_theorem_has_no_parameters():
    def about(a, b):
        yield dv.consider(a)

    text = message(dv.TheoremError, lambda: dv.theorem(title="A test")(about))
    assert text == "about(a, b): a theorem is a function without parameters: def about():"


@pytest.mark.parametrize("name", ["cites", "synonyms"])
def test_one_text_is_no_tuple_of_texts(name):
    text = message(dv.TheoremError, lambda: dv.theorem(title="A test", **{name: "mml: 9.2"}))
    assert text == f"@theorem(…): {name}='mml: 9.2' is one text, expected a tuple: {name}=('mml: 9.2',)"


def test_what_is_known_is_called_as_the_theorem_that_says_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    schwarz = 'dv.theorem("linear_algebra.cauchy_schwarz")'
    body = f"""
    import derivations as dv
    yield consider(squared_norm(r) * squared_norm(y))
    yield at_least((r.T @ y) ** 2, by={schwarz}.known("inequality", {{"x": r, "y": y}}))
    yield consider(squared_norm(w))
    yield at_least(0, by=square(w))
    """
    steps = load(theorem_file(tmp_path, body)).derivation.steps
    assert [step.rule for step in steps if step.claim] == [dv.theorem("linear_algebra.cauchy_schwarz"), None]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": 3}, 'title=3: expected text, e.g. title="Normal equations"'),
        ({"main": len}, 'main=len: expected text, e.g. main="solution"'),
        (
            {"in_short": None},
            'in_short=None: expected text, e.g. in_short="The residual is orthogonal to the columns."',
        ),
        ({"cites": (3,)}, 'cites=(3,): expected a tuple of texts, e.g. cites=("mml: 9.2",)'),
        ({"cites": None}, 'cites=None: expected a tuple of texts, e.g. cites=("mml: 9.2",)'),
        ({"synonyms": 3}, 'synonyms=3: expected a tuple of texts, e.g. synonyms=("least squares",)'),
    ],
)
def test_what_is_said_of_a_theorem_is_text(given, said):
    assert message(dv.TheoremError, lambda: dv.theorem(**{"title": "A test", **given})) == f"@theorem(…): {said}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (lambda: dv.equals(1, why=3), "equals(…): why=3: expected text"),
        (lambda: dv.definition(3, 1), "definition(…): name=3: expected text"),
        (lambda: dv.definition("f", 1, label=len), "definition(…): label=len: expected text"),
        (lambda: dv.part(3), "part(…): title=3: expected text"),
        (lambda: dv.equals(**{}), "equals(…): missing a required argument: 'expr'; it takes expr, by, why"),
    ],
)
def test_what_is_said_of_a_line_is_text(line, said):
    assert message(dv.TheoremError, line) == said


def test_a_function_is_no_reason(tmp_path, monkeypatch):
    body = "yield consider(squared_norm(r))\nyield equals(r.T @ r, by=theorem)"
    text = failing(tmp_path, monkeypatch, body, dv.TheoremError)
    assert text.endswith("mine.py:12: mine: by=theorem: expected a rule or a theorem")


def test_a_statement_may_only_name_what_was_derived(tmp_path, monkeypatch):
    body = 'yield definition("loss", squared_norm(r))\nyield equals(r.T @ r, by=norm_as_product)'
    text = failing(tmp_path, monkeypatch, body, dv.TheoremError, statement="The gradient is {gradient}.")
    assert text == "mine: the statement names {gradient}, but the steps name loss"


def test_a_theorem_can_not_rest_on_itself(tmp_path, monkeypatch):
    body = """
    from derivations.proof.catalogue import load
    yield consider(squared_norm(r))
    yield at_least(0, using=load("mine.py").known("bound"))
    """
    text = failing(tmp_path, monkeypatch, body, dv.TheoremError)
    assert text == "circular use: mine → mine; a theorem can't rest on itself"


def test_what_rests_on_a_hypothesis_can_not_leave_its_part(tmp_path, monkeypatch):
    body = """
    step = yield suppose(squared_norm(w) <= 1, why="A bound.")
    yield part("Elsewhere")
    yield consider(squared_norm(w))
    yield at_most(1, using=step)
    """
    text = failing(tmp_path, monkeypatch, body, dv.TheoremError)
    assert text.endswith("at most: what it uses rests on ‖w‖² ≤ 1, which is not supposed here")


@pytest.mark.parametrize("begun", ["linear_models.ols", "ols"])
def test_a_name_that_begins_as_typed_is_suggested_first(begun):
    known = "linear_models.ols_normal_equations"
    assert message(dv.UnknownName, lambda: dv.theorem(begun)) == f"no theorem {begun!r}; did you mean {known!r}?"


@pytest.mark.parametrize("wrong", [3, None])
def test_what_is_no_id_of_a_theorem_is_told_what_one_looks_like(wrong):
    said = message(dv.UnknownName, lambda: dv.theorem(wrong))
    assert said == f'no theorem {wrong!r}: expected an id such as "linear_models.ols_normal_equations"'


@pytest.mark.parametrize(
    "hold", [lambda s: (s,), lambda s: {s: 1}, lambda s: {1: s}, lambda s: {s}, lambda s: frozenset({s})]
)
@pytest.mark.parametrize(
    "hand",
    [
        lambda held: dv.differentiate(held, "x"),
        lambda held: dv.differentiate("y'*y", [held]),
        lambda held: dv.differentiate(y.T @ y, y, order=2).operator(held),
        lambda held: dv.squared_norm(held),
        lambda held: lam + held,
    ],
)
def test_a_text_in_a_container_is_refused_and_never_run(tmp_path, hold, hand):
    ran = tmp_path / "ran"
    held = hold(f"open({str(ran)!r}, 'w')")
    assert message(MathError, lambda: hand(held)).endswith("is not an expression, expected a number or a symbol")
    assert not ran.exists()


def test_a_class_is_no_expression():
    said = "<class 'int'> (type) is not an expression, expected a number or a symbol"
    assert message(MathError, lambda: dv.differentiate(int, "x")) == said
