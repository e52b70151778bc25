"""The conditions of an answer: each is needed, none is said twice, and what is said of a kink is true there."""

import re

import numpy as np
import pytest
import sympy

from derivations import DerivationError, MathError, NotSupported, differentiate


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("log(a^2)", "a", ("where a ≠ 0",)),
        ("(a^2)^(1/2)", "a", ("where a ≠ 0",)),
        ("log((x'*y)^2)", "x", ("where xᵀy ≠ 0",)),
        ("log(det(A)^2)", "A", ("where A is invertible",)),
        ("sum(log(x.^2))", "x", ("where no entry of x is 0",)),
        ("log(norm2(x)^2)", "x", ("where ‖x‖ ≠ 0",)),
        ("log(a^3)", "a", ("where a > 0",)),
    ],
)
def test_an_even_power_is_positive_wherever_its_base_is_not_0(f, x, conditions):
    assert differentiate(f, x).conditions == conditions


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("1/norm2(x)", "x", ("where ‖x‖ ≠ 0",)),
        ("log(norm2(x))", "x", ("where ‖x‖ ≠ 0",)),
        ("sum(log(abs(x)))", "x", ("where no entry of x is 0",)),
        ("log(abs(det(A)))", "A", ("where A is invertible",)),
    ],
)
def test_nothing_is_said_of_subgradients_where_the_function_has_no_value(f, x, conditions):
    assert differentiate(f, x).conditions == conditions


@pytest.mark.parametrize(
    ("f", "x", "shapes"),
    [
        ("exp(norm2(x))", "x", {}),
        ("exp(sqrt(x'*A*x))", "x", {"A": "n, n spd"}),
        ("exp(a*norm2(x))", "x", {"a": "scalar positive"}),
        ("(1+norm2(x))^3", "x", {}),
        ("exp(norm2(x))+norm1(x)", "x", {}),
        ("sum(abs(D))", "D", {"D": "n, n diagonal"}),
        ("sum(relu(D))", "D", {"D": "n, n diagonal"}),
        ("sum(exp(abs(D)))", "D", {"D": "n, n diagonal"}),
        ("sum(abs(S))+norm2(S)^2", "S", {"S": "n, n symmetric"}),
    ],
)
def test_a_hessian_has_the_conditions_of_its_gradient_where_convexity_is_not_shown(f, x, shapes):
    first, second = (differentiate(f, x, shapes, order=order) for order in (1, 2))
    assert first.conditions and {c.split(";")[0] for c in first.conditions} <= {
        c.split(";")[0] for c in second.conditions
    }


def test_nor_with_several_variables():
    found = differentiate("norm2(y)/norm2(x)", ["x", "y"])
    assert found["x"].conditions[0] == "where ‖x‖ ≠ 0"
    assert found["x"].conditions[1].startswith("where ‖y‖ ≠ 0; at 0 the subgradients")


NORM = "; at 0 the subgradients of the norm are the vectors of length at most 1"
ABS = "; at 0 the subgradients of the absolute value are the interval [−1, 1]"


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("norm2(A*x)", "x", (f"where ‖Ax‖ ≠ 0{NORM}",)),
        ("-norm2(x)", "x", (f"where ‖x‖ ≠ 0{NORM}",)),
        ("norm2(A)", "A", ("where ‖A‖ ≠ 0; at 0 the subgradients of the norm are the matrices of norm at most 1",)),
        ("abs(a)", "a", (f"where a ≠ 0{ABS}, and sign(0) = 0 is used",)),
        ("sqrt(abs(a))", "a", ("where a ≠ 0",)),
        ("abs(a)^1.5", "a", ("where a ≠ 0",)),
        ("norm2(x)^1.5", "x", ("where ‖x‖ ≠ 0",)),
        ("exp(norm2(x))", "x", (f"where ‖x‖ ≠ 0{NORM}",)),
        ("sign(a)*(a + 1)", "a", ("where a ≠ 0; at 0 sign jumps and has no derivative",)),
    ],
)
def test_what_is_said_of_a_kink_is_said_of_the_function_that_has_it(f, x, conditions):
    found = differentiate(f, x).conditions
    assert found == conditions
    assert differentiate(f, [x])[x].conditions == found


@pytest.mark.parametrize(
    ("f", "said"),
    [
        ("norm1(x)/norm2(x)", "where no entry of x is 0; at 0 sign jumps and has no derivative"),
        ("lse(abs(x))", "where no entry of x is 0; at 0 sign jumps and has no derivative"),
        ("exp(sum(relu(x)))", "where no entry of x is 0; at 0 step jumps and has no derivative"),
        ("norm2(A*x - b)", "where ‖Ax − b‖ ≠ 0; at 0 the gradient of the norm jumps and has no derivative"),
    ],
)
def test_of_a_hessian_it_is_said_of_the_derivative_of_that_function(f, said):
    assert differentiate(f, "x", order=2).conditions[-1] == said
    blocks = differentiate(f, ["x"], order=2)
    assert blocks.conditions[-1].endswith(said.partition(" 0; ")[2])


THERE_TOO = "; at 0 too, since this {} is continuous there"


@pytest.mark.parametrize(
    ("f", "order", "said"),
    [
        ("norm2(x)^3", 1, THERE_TOO.format("gradient")),
        ("norm2(x)^5", 2, THERE_TOO.format("Hessian")),
        ("norm2(x)^3", 2, "; at 0 the gradient is continuous"),
        ("sum(abs(x).*x)", 1, THERE_TOO.format("gradient")),
        ("sum(relu(x).^2)", 1, THERE_TOO.format("gradient")),
        ("sum(relu(x).^2)", 2, "; at 0 the gradient is continuous, and step(0) = 0 is used"),
        ("abs(x).*x", 1, THERE_TOO.format("Jacobian")),
    ],
)
def test_a_kink_that_the_gradient_does_not_have_is_no_exception(f, order, said):
    found = differentiate(f, "x", order=order)
    (condition,) = found.conditions
    assert condition.endswith(" 0" + said)
    assert (found.function("numpy")(x=np.array([1.0, -1e-9])) != 0).any()


@pytest.mark.parametrize(
    "f", ["norm2(x)*x'*a", "norm1(x)^2", "sign(a)*(1 + a^2)", "norm2(x)^(3/2)", "relu(a)*relu(-a)"]
)
def test_but_one_where_its_formula_jumps_or_has_no_value_is(f):
    x = "x" if "x" in f.replace("exp", "") else "a"
    assert "continuous" not in " ".join(differentiate(f, x).conditions)


SHOWN, NOT_SHOWN = "convex", "not shown convex: the Hessian says nothing about what happens at a kink"


@pytest.mark.parametrize(
    ("f", "convexity"),
    [
        ("sum(relu(1-y.*(X*w)).^2)", SHOWN),
        ("norm2(X*w)^3", SHOWN),
        ("sum(abs(X*w).^3)", SHOWN),
        ("-sum(relu(X*w).^2)", "concave"),
        ("sum(relu(X*w).^2 - relu(w).^2)", "not shown convex"),
    ],
)
def test_a_hessian_off_the_kinks_shows_convexity_where_the_gradient_is_continuous(f, convexity):
    assert differentiate(f, "w", {"X": "p p", "w": "p"}, order=2).convexity == convexity


@pytest.mark.parametrize(
    ("f", "convexity"),
    [
        ("sum(relu(X*w))", SHOWN),
        ("-norm1(X*w)", "concave"),
        ("norm1(X*w)^2", SHOWN),
        ("norm2(X*w - y)^2/2 + t*norm1(w)", SHOWN),
        ("sum(relu(1 - y.*(X*w))) + t*norm2(w)^2", SHOWN),
        ("norm2(X*w - y) + norm1(w)", SHOWN),
        ("0.3*sum(relu(y - X*w)) + 0.7*sum(relu(X*w - y))", SHOWN),
        ("abs(t)*norm1(w)", SHOWN),
        ("lse(abs(w))", SHOWN),
        ("sum(relu(w).*w)", SHOWN),
        ("norm2(w - y)^3 + norm2(w)", SHOWN),
        ("s*norm1(w)", NOT_SHOWN),  # of a number without a sign
        ("norm1(w) - norm1(w - y)", NOT_SHOWN),
        ("relu(norm1(w) - 1)", NOT_SHOWN),  # a kink in a kink
        ("exp(-norm1(w))", "not shown convex"),  # convex off the kink, which opens downwards
        ("norm2(w)^2 - norm1(w)", "not shown convex"),
        ("log(1 + norm1(w))", "not shown convex"),
        ("norm1(w) - norm2(w)^2", "not shown convex"),
        ("norm2(w)^3 + sum(sign(w))", NOT_SHOWN),
    ],
)
def test_a_kink_that_opens_upwards_keeps_a_function_convex(f, convexity):
    variables = {"X": "p p", "w": "p", "y": "p", "t": "scalar positive", "s": "scalar"}
    used = {name: kind for name, kind in variables.items() if re.search(rf"\b{name}\b", f)}
    assert differentiate(f, "w", used, order=2).convexity == convexity


@pytest.mark.parametrize("f", ["abs(t) - (t^2)^(1/3)", "abs(t)^1.5 - (t^2)^(3/5)"])
def test_a_kink_that_opens_upwards_says_nothing_of_what_else_is_bent_there(f):
    assert differentiate(f, "t", {"t": "scalar"}, order=2).convexity.startswith("not shown convex")


def test_the_slope_in_what_has_a_kink_is_among_the_steps():
    r = differentiate("norm2(X*w - y)^2/2 + norm1(w)", "w", order=2)
    begins = next(n for n, s in enumerate(r.steps) if s.name == "At a kink: a for ‖w‖₁")
    assert [s.text for s in r.steps[begins + 1 :]] == ["F := ‖Xw − y‖²/2 + a", "dF", "= da", "∇F = 1", "1 ≥ 0"]
    assert all(s.verdict.holds for s in r.steps)


@pytest.mark.parametrize(
    ("f", "lines"),
    [
        ("norm1(x)+relu(a'*x)", "F := c + q|d_c F|= dc|∇_c F = 1|1 ≥ 0|d_q F|= dq|∇_q F = 1|1 ≥ 0"),
        ("-norm1(x)-abs(b'*x)", "F := −a − c|d_a F|= −da|∇_a F = −1|1 ≥ 0|d_c F|= −dc|∇_c F = −1|1 ≥ 0"),
    ],
)
def test_of_several_parts_with_a_kink_one_moves_at_a_time(f, lines):
    """dF = dc would not be so while q moves too."""
    steps = differentiate(f, "x", order=2).steps
    begins = next(n for n, s in enumerate(steps) if s.name.startswith("At a kink"))
    assert [s.text for s in steps[begins + 1 :]] == lines.split("|")
    assert [s.why for s in steps if s.kind == "differential"][-2:] == [
        f"Here {a} moves, which stands for {part}; all else stands still."
        for a, part in (
            heading.split(" for ") for heading in steps[begins].name.removeprefix("At a kink: ").split(", ")
        )
    ]


@pytest.mark.parametrize(
    ("f", "why"),
    [
        ("norm1(x)+relu(a'*x)", "does not fall where q|is ≥ 0. So the slope never falls: the function is convex."),
        ("-norm1(x)", "does not rise where a|is ≤ 0. So the slope never rises: the function is concave."),
    ],
)
def test_a_part_at_a_kink_ends_with_what_it_shows(f, why):
    said = differentiate(f, "x", order=2).steps[-1].why
    between = " turns upwards. Off the kinks the second derivative along it "
    assert said == f"The slope along a line {why.replace('|', between)}"


@pytest.mark.parametrize(
    ("f", "x", "variables", "conditions"),
    [
        ("arcsin(2*x)", "x", {"x": "scalar"}, ("where −1 < 2x < 1",)),
        ("(x^3)^(1/3)", "x", {"x": "scalar"}, ("where x > 0",)),
        ("sqrt(x'*diag(w)*x)", "w", {"x": "n", "w": "n"}, ("where xᵀDiag(w)x > 0",)),
        ("log(abs(x-y)) + log(abs(y-x))", "x", {"x": "scalar", "y": "scalar"}, ("where x − y ≠ 0",)),
        ("1/(x-y) + sqrt(x-y)", "x", {"x": "scalar", "y": "scalar"}, ("where x − y > 0",)),
        ("1/(x-y) + 1/(x+y)", "x", {"x": "scalar", "y": "scalar"}, ("where x − y ≠ 0", "where x + y ≠ 0")),
    ],
)
def test_what_follows_from_another_condition_is_not_said(f, x, variables, conditions):
    assert differentiate(f, x, variables).conditions == conditions


@pytest.mark.parametrize("f", ["sum(0.3*relu(y-X*w)+0.7*relu(X*w-y))", "sum(abs(2*(y-X*w)))+sum(abs(X*w-y))"])
def test_a_kink_counts_once_up_to_a_factor(f):
    (said,) = differentiate(f, "w", {"X": "n p", "y": "n", "w": "p"}).conditions
    assert said.startswith("where no entry of y − Xw is 0; at 0 the subgradients")


@pytest.mark.parametrize(
    ("f", "x", "variables", "words"),
    [
        ("logdet(X*X')", "X", {"X": "3 2"}, "log det(XXᵀ) has no value: it asks that det(XXᵀ) > 0, which never holds"),
        (
            "inv(X*X')*y",
            "y",
            {"X": "3 2", "y": "3"},
            "(XXᵀ)⁻¹y has no value: it asks that XXᵀ is invertible, which never holds",
        ),
        (
            "sqrt(-x^2)",
            "x",
            {"x": "scalar"},
            "not supported yet: the derivative of √(−x²) asks that −x² > 0, which never holds",
        ),
        (
            "det(x*x')",
            "x",
            {"x": "3"},
            "not supported yet: the derivative of det(xxᵀ) asks that xxᵀ is invertible, which never holds",
        ),
    ],
)
def test_what_holds_nowhere_is_refused(f, x, variables, words):
    with pytest.raises(DerivationError, match=f"^{re.escape(words)}$"):
        differentiate(f, x, variables)


def test_a_square_or_wide_product_may_have_an_inverse():
    assert differentiate("logdet(X*X')", "X", {"X": "2 3"}).conditions == ("where det(XXᵀ) > 0",)
    assert differentiate("logdet(X*X' + eye)", "X", {"X": "3 2"}).conditions == ()


def test_terms_that_share_a_column_have_their_hessian():
    r = differentiate("log(x'*S*x) - log(x'*K*x)", "x", {"S": "n n spd", "K": "n n spd"}, order=2)
    assert r.text == "4(Kx xᵀK/(xᵀKx)² − Sx xᵀS/(xᵀSx)²) + 2(S/(xᵀSx) − K/(xᵀKx))"


def test_the_turn_at_a_kink_has_a_name_that_nothing_else_has():
    r = differentiate("b'*relu(y - X*w)", "w", {"b": "n positive", "y": "n"}, order=2)
    assert r.convexity == "convex" and r.steps[-1].text == "⟨b, h⟩ ≥ 0"


@pytest.mark.parametrize(
    ("f", "x", "order", "answer"),
    [
        ("abs(x'*x)^3", "x", 1, "6(xᵀx)²x"),
        ("abs(x'*x)^3", "x", 2, "24(xᵀx)xxᵀ + 6(xᵀx)²I"),
        ("sum(abs(exp(A*x)))", "x", 1, "Aᵀexp(Ax)"),
        ("relu(relu(a) + 1)*b", "b", 1, "relu(a) + 1"),
    ],
)
def test_where_nothing_can_be_negative_a_modulus_has_no_kink(f, x, order, answer):
    found = differentiate(f, x, order=order)
    assert (found.text, found.conditions) == (answer, ())


@pytest.mark.parametrize("f", ["abs(x'*x)^3", "norm1(relu(relu(x)))", "abs(exp(a) + 1)", "relu(norm2(x)^2 + relu(a))"])
def test_that_such_a_kink_is_none_is_shown_in_normal_forms(f):
    assert {r.verdict for r in differentiate(f).values()} == {"symbolic"}


@pytest.mark.parametrize(
    ("f", "order", "answer", "slope"),
    [
        ("sign(a)*a^2", 1, "2|a|", lambda a: 2 * abs(a)),
        ("sign(a)*a^3", 2, "6|a|", lambda a: 6 * abs(a)),
        ("step(a)*a^2", 1, "2relu(a)", lambda a: 2 * max(a, 0)),
    ],
)
@pytest.mark.parametrize("ask", ["a", ["a"]])
def test_a_jump_multiplied_by_0_is_none(f, order, answer, slope, ask):
    found = differentiate(f, ask, order=order)
    found = found["a"] if ask == ["a"] else found
    assert found.text == answer
    if ask == "a" or order == 1:
        assert found.conditions[0].startswith("where a ≠ 0; at 0 too, since this ")
    code = found.function("numpy")
    assert [code(a=a) for a in (-1.5, 0.0, 2.0)] == [slope(a) for a in (-1.5, 0.0, 2.0)]


@pytest.mark.parametrize(
    ("f", "x", "variables", "conditions"),
    [
        ("arcsin(sqrt(a))", "a", None, ("where −1 < a < 1", "where a > 0")),
        ("arccos(a^3)", "a", None, ("where −1 < a < 1",)),
        ("arcsin(-a)", "a", None, ("where −1 < a < 1",)),
        ("arcsin(2*a)", "a", None, ("where −1 < 2a < 1",)),
        ("arcsin(1/a)", "a", None, ("where −1 < 1/a < 1", "where a ≠ 0")),
        ("a*arcsin(b)", "a", None, ("where −1 ≤ b ≤ 1",)),
        ("arccos(a)*arcsin(b)", "a", None, ("where −1 < a < 1", "where −1 ≤ b ≤ 1")),
        (
            "sum(arcsin(sqrt(x)))",
            "x",
            None,
            ("where every entry of x is below 1 in size", "where every entry of x is positive"),
        ),
        ("logdet(diag(x))", "x", None, ("where det(Diag(x)) > 0",)),
        ("logdet(diag(x)) + sum(log(x))", "x", None, ("where every entry of x is positive",)),
        ("logdet(S)", "S", {"S": "n n"}, ("where det(S) > 0",)),
    ],
)
def test_what_another_condition_implies_is_not_said(f, x, variables, conditions):
    assert differentiate(f, x, variables).conditions == conditions


@pytest.mark.parametrize("f", ["abs(a)^3*arcsin(a)", "abs(arcsin(a))^3"])
def test_a_kink_beside_an_arcsine_is_crossed_inside_its_domain(f):
    inside, kink = differentiate(f, "a").conditions
    assert inside == "where −1 < a < 1"
    assert kink.endswith("≠ 0; at 0 too, since this gradient is continuous there")


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("relu(a)/relu(a)", "a", ("where a > 0",)),
        ("a/relu(a)", "a", ("where a > 0",)),
        ("sqrt(relu(a))", "a", ("where a > 0",)),
        ("log(relu(a))", "a", ("where a > 0",)),
        ("log(relu(2*a))", "a", ("where a > 0",)),
        ("relu(a)^b", "a", ("where a > 0",)),
        ("sum(log(relu(A*x)))", "x", ("where every entry of Ax is positive",)),
    ],
)
def test_where_the_function_has_no_value_at_a_kink_it_is_said_once_what_keeps_away(f, x, conditions):
    for order in (1, 2):
        assert differentiate(f, x, order=order).conditions == conditions


ENTRIES = ("where every entry of x is positive",)
SIMPLEX = {"x": "n simplex"}


@pytest.mark.parametrize(
    ("f", "shapes", "conditions"),
    [
        ("x'*log(x)", SIMPLEX, ENTRIES),
        ("sum(sqrt(x))", SIMPLEX, ENTRIES),
        ("lse(log(x))", SIMPLEX, ENTRIES),
        ("logdet(diag(x))", SIMPLEX, ("where det(Diag(x)) > 0",)),
        ("-sum(y.*log(x))", {**SIMPLEX, "y": "n simplex"}, ENTRIES),
        ("det(diag(x))", SIMPLEX, ("where no entry of x is 0",)),
        ("x'*log(x)", {"x": "n simplex positive"}, ()),
        ("norm2(x)+1/sum(x)", SIMPLEX, ()),
        ("norm1(x)", SIMPLEX, ()),
    ],
)
def test_a_distribution_may_have_entries_that_are_0(f, shapes, conditions):
    """In a vector of the simplex entries may be 0, but not all of them."""
    assert differentiate(f, "x", shapes).conditions == conditions


@pytest.mark.parametrize(
    ("f", "shapes", "gradient"),
    [("norm1(x.^2)", {}, "2x"), ("norm1(exp(x))", {}, "exp(x)"), ("norm1(x)", {"x": "n nonnegative"}, "1")],
)
def test_the_1_norm_of_what_is_not_negative_has_no_kink(f, shapes, gradient):
    answer = differentiate(f, "x", shapes)
    assert (answer.text, answer.conditions) == (gradient, ())


@pytest.mark.parametrize(
    ("f", "conditions"),
    [
        ("sqrt(a - 1)*sqrt(1 - a)", "a − 1 > 0 and 1 − a > 0"),
        ("log(a - 2) + log(2 - 2*a)", "a − 2 > 0 and 2 − 2a > 0"),
        ("log(1 - a^2) + log(a^2 - 4)", "1 − a² > 0 and a² − 4 > 0"),
        ("sum(log(x)) + sum(sqrt(-x))", "every entry of x is positive and every entry of −x is positive"),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_conditions_of_which_two_exclude_each_other_are_refused(f, conditions, several):
    wrt = None if several else ("x" if "x" in f else "a")
    with pytest.raises(NotSupported) as caught:
        differentiate(f"{f} + b" if several else f, wrt)
    assert str(caught.value).endswith(f" asks that {conditions}, which never hold together")


@pytest.mark.parametrize("f", ["log(a - 1) + log(2 - a)", "log(1 + a)*sqrt(1 - a)", "sqrt(a - 1)*sqrt(3 - 2*a)"])
def test_conditions_that_leave_an_interval_are_kept(f):
    assert len(differentiate(f, "a").conditions) == 2


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "answer"),
    [
        ("norm2(X*w-y)^2", "w", {"X": "1 3", "w": "3"}, "2(Xw − y)Xᵀ"),
        ("sum(abs(x).^2)", "x", {"x": "n"}, "2x"),
        ("sqrt(a^4)", "a", {}, "2a"),
        ("sqrt(a^2)", "a", {"a": "scalar positive"}, "1"),
        ("abs(log(1+exp(a)))", "a", {}, "σ(a)"),
        ("log(y'*softmax(z))", "z", {"y": "n one_hot", "z": "n"}, "y − softmax(z)"),
        ("sqrt(x'*A*x)", "x", {"A": "n n spd", "x": "n nonzero"}, "Ax/√(xᵀAx)"),
        ("log(p'*x)", "x", {"p": "n simplex", "x": "n positive"}, "p/(pᵀx)"),
    ],
)
def test_what_facts_and_form_show_is_not_asked_for(typed, wrt, variables, answer):
    found = differentiate(typed, wrt, variables)
    assert (found.text, found.conditions, found.verdict) == (answer, (), "symbolic")


@pytest.mark.parametrize(
    ("typed", "variables", "answer"),
    [("sqrt(a^2)", {}, "sign(a)"), ("sqrt(a^6)", {}, "3a|a|"), ("sum(sqrt(x.^2))", {"x": "n"}, "sign(x)")],
)
def test_a_root_of_a_square_has_the_kink_of_a_modulus(typed, variables, answer):
    found = differentiate(typed, "x" if "x" in typed else "a", variables)
    assert (found.text, found.verdict) == (answer, "symbolic")
    assert len(found.conditions) == 1


@pytest.mark.parametrize("typed", ["exp(1/2*log(x'*x))", "norm2(x)+log(x'*x)", "norm2(x)+1/(x'*x)"])
def test_nothing_is_said_of_a_kink_where_the_function_has_no_value(typed):
    assert differentiate(typed, "x", {"x": "n"}).conditions == ("where ‖x‖ ≠ 0",)


def test_a_function_without_a_value_at_a_kink_is_convex_only_off_it():
    found = differentiate("exp(1/2*log(x'*x))", "x", {"x": "n"}, order=2)
    assert found.convexity == "convex on every convex set where the conditions hold"


def test_a_size_of_a_matrix_of_sympy_is_one_beside_it_too():
    n = sympy.Symbol("n")
    a = sympy.MatrixSymbol("A", n, n)
    found = differentiate(sympy.log(n) * sympy.Trace(a), a)
    assert (found.conditions, "n: float" in found.source()) == ((), False)
    with pytest.raises(MathError, match="n is a size"):
        differentiate(n * sympy.Trace(a), n)
