"""What holds at the values that come to mind and not everywhere: values are no evidence for it."""

from itertools import combinations

import pytest
import sympy
from sympy import Integer, Rational, oo

from derivations import (
    StepError,
    absolute,
    arcsin,
    arctan,
    consider,
    det,
    diag,
    dims,
    entry,
    equals,
    equation,
    expectation,
    function,
    implies,
    index,
    indicator,
    log,
    logdet,
    matrix,
    maximum,
    norm,
    norm1,
    normal_cdf,
    ones,
    probability,
    random_scalar,
    random_vector,
    relu,
    scalar,
    sign,
    sin,
    space,
    sqrt,
    squared_norm,
    sum_over,
    suppose,
    tanh,
    theorem,
    total,
    trace,
    unit,
    variance,
    vector,
)
from derivations.check import check_theorem
from derivations.check.bounds import bounds
from derivations.check.draws import Draws
from derivations.notation.functions import step as jump
from derivations.notation.relations import at_least, at_most
from derivations.notation.requirements import requirement

n, p = dims("n p")
x, y = scalar("x"), scalar("y")
i = index("i", n)


def refusal(before, after, *given):
    """Why one step from `before` to `after` is refused."""

    def body():
        yield from (suppose(g) for g in given)
        yield consider(before)
        yield equals(after)

    with pytest.raises(StepError) as caught:
        check_theorem(theorem(title="Made for a test")(body))
    return str(caught.value)


def test_a_tail_of_the_normal_law_too_small_to_see_is_not_zero():
    pytest.importorskip("flint")
    said = refusal(normal_cdf(scalar("x") ** 2 + 100), 1)
    assert said.endswith("not shown: the normal forms differ, and no values could be told apart with 640 digits")


u = scalar("u")
A, S = matrix("A", n, n, positive_definite=True), matrix("S", n, n, positive_semidefinite=True)
v, w, q = vector("v", n, nonnegative=True), vector("w", n, simplex=True), vector("q", n, unit=True, nonnegative=True)
t, c, b, k = (
    scalar("t", unit_interval=True),
    scalar("c", nonnegative=True),
    scalar("b", positive=True),
    scalar("k", integer=True, nonnegative=True),
)
h = scalar("h", above=0)
Z = random_scalar("Z", space("P"))
W = random_scalar("W", space("P"), symmetric_law=True)
f, z, step = function("f", n), vector("z", n), vector("s", n)


@pytest.mark.parametrize(
    "before, after",
    [
        (relu(x - 37), 0),
        (arcsin(sin(x / 2)), x / 2),
        (sqrt((x + 100) ** 2), x + 100),
        (relu(k - 50), 0),
        (absolute(logdet(A)), logdet(A)),
        (relu(n - trace(A)), 0),
        (relu(1 - det(100 * A)), 0),
        (sign(t), 1),
        (sign(1 - t), 1),
        (sign(c), 1),
        (relu(Rational(1, 10**4) - b), 0),
        (relu(b - 10), 0),
        (relu(h - 10), 0),
        (sum_over(i, sign(v[i])), n),
        (sum_over(i, sign(w[i])), n),
        (sum_over(i, sign(q[i])), n),
        (sign(trace(S)), 1),
        (sign(variance(Z)), 1),
        (f(z + 4 * step) - 4 * f(z + 3 * step) + 6 * f(z + 2 * step) - 4 * f(z + step) + f(z), 0),
    ],
    ids=str,
)
def test_values_reach_the_bounds_of_what_is_declared_and_every_scale(before, after):
    assert "counterexample: " in refusal(before, after)


@pytest.mark.parametrize(
    "before, given",
    [(relu(Rational(1, 10) - x), requirement("positive", x)), (relu(x - Rational(1, 2)), requirement("(-1, 1)", x))],
    ids=str,
)
def test_values_reach_the_bounds_of_what_is_supposed(before, given):
    assert "counterexample: x = " in refusal(before, 0, given)


one = indicator(at_least(sqrt(Integer(2)) * x, 1)) + indicator(at_most(sqrt(Integer(2)) * x, 1))


@pytest.mark.parametrize(
    "before, after, why",
    [
        (relu(x * y - 10**17), 0, "xy − 100000000000000000 keeps one sign at all of them"),
        (absolute(x + 10**9), x + 10**9, "x + 1000000000 keeps one sign at all of them"),
        (sqrt((x + 10**9) ** 2), x + 10**9, "x + 1000000000 keeps one sign at all of them"),
        (sqrt(x**2 + 2 * 10**9 * x + 10**18), x + 10**9, "x + 1000000000 keeps one sign at all of them"),
        (norm((x + 10**9) * z), (x + 10**9) * norm(z), "x + 1000000000 keeps one sign at all of them"),
        (sign(x**2 - 2) ** 2, 1, "x² − 2 is zero at none of them"),
        (sign(log(b) - 1) ** 2, 1, "log(b) − 1 is zero at none of them"),
        (one, 1, "√(2)x − 1 is zero at none of them"),
        (
            relu(x - 10**6) * relu(y - 10**6),
            0,
            "x − 1000000 positive and y − 1000000 positive come together at none of them",
        ),
    ],
    ids=str,
)
def test_values_that_leave_out_a_piece_are_no_evidence(before, after, why):
    assert refusal(before, after).endswith(f"(seed 2026), but values decide nothing where {why}")


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        (indicator(at_least(x, 10**9)), 0, "x = 1000000000"),
        (sign(3 * x - 7) ** 2, 1, "x = 7/3"),
        (sign(x - Rational(22, 7)) ** 2, 1, "x = 22/7"),
    ],
    ids=str,
)
def test_values_lie_where_something_jumps(before, after, at):
    assert f"counterexample: {at}: " in refusal(before, after)


places = vector("s", 3)
above, over = scalar("h", nonnegative=True), scalar("q", positive=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (indicator(equation(x**2 + y**2, 1)) * x * y, 0),
        (indicator(equation(x * y, 1)) * (x**2 - 1), 0),
        (indicator(equation(scalar("q", positive=True), 2)) * (y - 1) * (y - 2), 0),
        (indicator(equation(x, 1)) * sin(sympy.pi * y), 0),
        (y * sign(x * y - 1) ** 2, y),
        (indicator(at_least(x * y, 1)) * (x**2 - 1), (1 + sign(x * y - 1)) * (x**2 - 1) / 2),
        (indicator(equation(squared_norm(places), 1)) * (norm1(places) - 1), 0),
        (indicator(equation(places[1], places[2])) * sin(sympy.pi * places[3]), 0),
        (probability(equation(Z, 1)) * sin(sympy.pi * y), 0),
    ],
    ids=str,
)
def test_where_something_jumps_other_values_are_in_general_position(before, after):
    refusal(before, after)


def test_what_holds_on_a_jump_and_off_it_is_decided():
    def body():
        yield consider(indicator(equation(x, y)) * (x - y) + sign(x - y) ** 2 + indicator(equation(x, y)))
        yield equals(1)

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "exact"


def test_what_a_hypothesis_puts_in_pieces_is_in_pieces():
    said = refusal(y * x, x, equation(y, sign(x - Rational(1, 7)) ** 2))
    assert said.endswith("but values decide nothing where x − 1/7 is zero at none of them")


def test_values_on_every_side_are_evidence():
    def body():
        yield consider(relu(x) ** 2 * absolute(y))
        yield equals(x * relu(x) * sign(y) * y)

    assert check_theorem(theorem(title="Made for a test")(body)).verdict in ("symbolic", "exact")


def test_a_hypothesis_that_is_solved_for_takes_part(monkeypatch):
    monkeypatch.setattr("derivations.check.claims.prove_equal", lambda *_: False)  # as where no normal form shows it

    def body():
        yield suppose(equation(x, absolute(y)))
        yield implies(equation(absolute(x * y), x**2))

    assert check_theorem(theorem(title="Made for a test")(body)).steps[-1].evidence == "exact"


def test_what_stands_under_a_root_need_not_be_a_polynomial():
    def body():
        yield consider(sqrt(1 + 2 / (1 + x**2) + 1 / (1 + x**2) ** 2))
        yield equals(1 + 1 / (1 + x**2))

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "exact"


def test_a_factor_that_its_form_keeps_positive_has_one_side():
    left = 2 - sin(x) - Rational(1, 4) * sin(x) ** 2 * (2 - sin(x))  # (2 − s)(1 − s²/4)

    def body():
        yield consider(sqrt(left) * sqrt(2 + sin(x)))
        yield equals((4 - sin(x) ** 2) / 2)

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "enclosed"


@pytest.mark.parametrize(
    "of, expected",
    [
        (2 - sin(x), (1, 3)),
        (b + 1, (1, oo)),
        (x * tanh(y), (-oo, oo)),
        (-2 * tanh(x) ** 2, (-2, 0)),
        (sin(x) ** 3, (-1, 1)),
        (arctan(x), (-oo, oo)),
    ],
    ids=str,
)
def test_bounds_follow_from_the_form(of, expected):
    assert bounds(of) == expected


X, a = matrix("X", n, p), vector("a", p)
j = index("j", p)


def elementary(k, power_sum):
    """The k-th elementary symmetric function by Newton's identities; zero of fewer than k numbers."""
    e = [Integer(1), power_sum(1)]
    for m in range(2, k + 1):
        terms = [(-1) ** (r - 1) * e[m - r] * power_sum(r) for r in range(2, m + 1)]
        e.append(Rational(1, m) * sum(terms, e[m - 1] * power_sum(1)))
    return e[k]


def gram(r):
    out = X.T @ X
    for _ in range(r - 1):
        out = out @ X.T @ X
    return trace(out)


@pytest.mark.parametrize(
    "before, size",
    [
        (elementary(5, gram), 5),
        (elementary(5, lambda r: sum_over(i, z[i] ** r)) * sum_over(j, a[j]), 5),
        (elementary(7, lambda r: sum_over(i, z[i] ** r)), 7),
        (x * (n - 1) * (n - 2) * (n - 3) * elementary(4, lambda r: sum_over(i, z[i] ** r)), 4),
    ],
    ids=["traces", "two dimensions", "one dimension", "with factors of n"],
)
def test_what_fails_for_want_of_room_is_tried_with_room(before, size):
    assert f"counterexample: n = {size}" in refusal(before, 0)


@pytest.mark.parametrize("power, evidence", [(2, "exact"), (15, "refuted")])
def test_more_sums_side_by_side_than_the_largest_size_are_not_decided(power, evidence):
    s = sum_over(i, z[i] ** 2) ** power
    root = sqrt(s + 1 + 2 * sqrt(s))
    if evidence == "refuted":
        assert refusal(root, 1 + sqrt(s)).endswith("few sizes decide nothing where so many sums stand side by side")
        return

    def body():
        yield consider(root)
        yield equals(1 + sqrt(s))

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == evidence


def hankel(rows, cols, moment):
    """The determinant of the matrix of the moments of orders r + c."""
    if not rows:
        return Integer(1)
    minors = [hankel(rows[1:], [d for d in cols if d != c], moment) for c in cols]
    terms = [(-1) ** k * moment(rows[0] + c) * minor for k, (c, minor) in enumerate(zip(cols, minors, strict=True))]
    return sum(terms[1:], terms[0])


def moments_of(v):
    return lambda r: expectation(v**r) if r else Integer(1)


P = space("P")
three, even = random_vector("v", 3, P, independent=True), random_vector("u", 3, P, iid=True, symmetric_law=True)
alike = [entry(random_vector("t", 4, P, iid=True), c) for c in range(1, 5)]


@pytest.mark.parametrize(
    "made",
    [
        hankel(range(4), range(4), moments_of(entry(three, 1))),
        hankel((1, 3), (1, 3), moments_of(entry(even, 1))),
        expectation(sympy.prod((a - b) ** 2 for a, b in combinations(alike, 2))),
    ],
    ids=["independent", "symmetric", "alike"],
)
def test_more_expectations_side_by_side_than_a_law_has_values_are_not_decided(made):
    assert refusal(made, 0).endswith("few sizes decide nothing where so many sums stand side by side")


@pytest.mark.parametrize(
    "made", [hankel(range(5), range(5), moments_of(Z)), hankel((1, 3, 5), (1, 3, 5), moments_of(W))]
)
def test_a_number_by_itself_takes_many_values_and_one_of_a_symmetric_law_many_sizes(made):
    assert "counterexample: " in refusal(made, 0)


def test_what_holds_for_all_laws_is_decided_beside_others():
    mean = expectation(entry(three, 1))

    def body():
        yield consider(sqrt(mean**2 + 1 + 2 * absolute(mean)))
        yield equals(1 + absolute(mean))

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "exact"


def test_numbers_of_one_mean_and_variance_share_nothing_else():
    s = scalar("s", positive=True)
    Y = random_scalar("Y", P, mean=0, variance=s)
    said = refusal(expectation(Y**4 / (Y**2 + s) ** 2), s * expectation(Y**2 / (Y**2 + s) ** 2))
    assert "counterexample: " in said


def test_numbers_within_bounds_need_not_lie_at_them():
    B = random_scalar("B", P, at_least=0, at_most=1)
    said = refusal(hankel(range(4), range(4), lambda r: expectation(B ** (r + 1) * (1 - B))), 0)
    assert "counterexample: " in said


def test_fewer_are_decided():
    said = refusal(hankel(range(3), range(3), lambda r: expectation(Z**r) if r else Integer(1)), 0)
    assert "counterexample: Z = " in said


def test_a_product_that_is_zero_at_every_whole_number_tried_is_not_zero():
    made = Integer(1)
    for m in range(100):
        made = made * (Integer(2) ** k - 2**m)
    said = refusal(made, 0)
    assert said.endswith("not shown: the normal forms differ, and few sizes don't decide so high a power of one")


def test_whole_numbers_between_bounds_are_whole():
    m = scalar("m", integer=True, above=0, below=4)

    def body():
        yield consider((m - 1) * (m - 2) * (m - 3))
        yield equals(0)

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "exact"
    assert refusal((m - 1) * (m - 2), 0).endswith("counterexample: m = 3: 2 on the left, 0 on the right")


def test_bounds_without_a_whole_number_between_them_are_named():
    said = refusal(scalar("m", integer=True, above=0, below=1), 0)
    assert said.endswith("nothing is m: no number is above 0, below 1 and an integer")


@pytest.mark.parametrize(
    "facts, expected",
    [
        ({"above": Rational(1, 2), "below": 3}, {1, 2}),
        ({"above": -2, "nonzero": True, "below": 2}, {-1, 1}),
        ({"positive": True, "below": 3}, {1, 2}),
        ({"nonnegative": True, "below": 3}, {0, 1, 2}),
        ({"unit_interval": True}, {0, 1}),
    ],
    ids=str,
)
@pytest.mark.parametrize("mode", ["general", "small", "degenerate", "far"])
def test_every_whole_number_between_bounds_is_drawn(facts, expected, mode):
    draws = Draws("whole", mode)
    assert {draws.scalar({"integer": True, **facts}) for _ in range(100)} == expected


def test_of_many_whole_numbers_those_near_both_ends_are_drawn():
    draws = Draws("ends", "general")
    drawn = {draws.scalar({"integer": True, "above": 0, "below": 10**6}) for _ in range(200)}
    assert drawn == {*range(1, 11), *range(10**6 - 10, 10**6)}


three_numbers, twelve = vector("a", 3), vector("b", 12)
signed = relu(diag(sum(((-1) ** m * unit(m, 12) for m in range(2, 13)), -unit(1, 12))) @ twelve)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (relu(three_numbers - 10**9 * unit(3, 3))[3], "not every entry of a − 1000000000e₃ is on every side"),
        (
            expectation(relu(random_vector("R", 2, P) - 10**9 * unit(2, 2)))[2],
            "not every entry of R − 1000000000e₂ is on every side",
        ),
        (
            maximum(-unit(1, 3) + (x - 10**9) * unit(3, 3)),
            "not every difference of entries of −e₁ + (x − 1000000000)e₃ is on every side",
        ),
        (
            sum_over(i, (i - 1) * indicator(at_least(z[i], 10**9 * (i - 1)))),
            "not every zᵢ − 1000000000(i − 1) is on every side",
        ),
        (
            relu(three_numbers - 10**9 * ones(3) + 2 * 10**9 * unit(1, 3))[2],
            "not every entry of a − 1000000000·1 + 2000000000e₁ is on every side",
        ),
        (
            sympy.prod(signed[m] for m in range(1, 13)),
            "so many entries of Diag(−e₁ + 1e₂ − e₃ + 1e₄ − e₅ + 1e₆ − e₇ + 1e₈ − e₉ + 1e₁₀ − e₁₁ + 1e₁₂)b "
            "have a side each",
        ),
    ],
    ids=["entry", "random entry", "maximum", "terms", "argmax", "product"],
)
def test_every_entry_has_its_own_sides_where_entries_are_told_apart(before, why):
    assert refusal(before, 0).endswith(f"values decide nothing where {why}")


@pytest.mark.parametrize(
    "of",
    [
        relu(three_numbers - unit(3, 3))[3],
        total(relu(z - unit(1, n))),
        total(relu(z - 10**3 * ones(n))),
        relu(three_numbers)[2],
    ],
    ids=str,
)
def test_entries_that_are_seen_on_both_sides_are_decided(of):
    def body():
        yield consider(sqrt(of**2 + 1 + 2 * absolute(of)))
        yield equals(1 + absolute(of))

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "exact"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (indicator(at_least(x, 0)) * x, relu(x)),
        (indicator(at_least(x, y)) + indicator(at_least(y, x)), 1 + indicator(equation(x, y))),
        (relu(x - y) + relu(y - x), absolute(y - x)),
    ],
)
def test_differences_that_are_zero_together_are_one_kink(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    assert check_theorem(theorem(title="Made for a test")(body)).verdict in ("symbolic", "exact")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (indicator(at_least(above, 0)), 1),
        (jump(y * above), jump(y) * jump(above)),
        (jump(over) + indicator(at_least(over, 1)), 1 + indicator(at_least(over, 1))),
    ],
    ids=str,
)
def test_values_on_a_jump_and_off_it_have_the_declared_sign(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    assert check_theorem(theorem(title="Made for a test")(body)).verdict == "exact"


def test_an_indicator_counts_where_its_sides_are_equal():
    assert "counterexample" in refusal(indicator(at_least(x, y)) + indicator(at_least(y, x)), 1)
