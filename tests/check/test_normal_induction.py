"""Induction, recursions and particular values: what is known of one k is not known of another."""

import pytest
import sympy

import derivations as dv
from derivations import (
    MathError,
    TheoremError,
    consider,
    differential,
    dims,
    equals,
    equation,
    function,
    gradient,
    holds,
    implies,
    induction,
    let,
    matrix,
    part,
    scalar,
    sequence,
    square,
    squared_norm,
    suppose,
    theorem,
    therefore,
    total,
    vector,
    zeros,
)
from derivations.check import check_steps
from derivations.notation.linear import sum_over
from derivations.notation.symbols import Index
from derivations.proof.rule import known

n = dims("n")
k = scalar("k", integer=True, nonnegative=True)
a, b, q = scalar("a"), scalar("b"), scalar("q")
s, x = sequence("s"), sequence("x", n)
f = function("f", n)


def checked(body):
    return check_steps(theorem(title="Made for a test")(body).run()[0]).steps


def last(body):
    return checked(body)[-1].verdict


def geometric(claimed, base=None, step=None, hypothesis=None, counter=k, between=None):
    """s[k + 1] = q·s[k], so s[k] = qᵏ·s[0]: the proof, with one thing changed."""

    def body():
        yield let(s[k + 1], q * s[k])
        yield part("Base")
        at_0 = yield holds(base or equation(s[0], q**0 * s[0]))
        yield part("Step")
        yield suppose(hypothesis or equation(s[k], q**k * s[0]))
        yield consider(s[k + 1])
        yield equals(q * s[k])
        yield equals(q ** (k + 1) * s[0])
        at_next = yield therefore(step or equation(s[k + 1], q ** (k + 1) * s[0]))
        yield part("Conclusion")
        if between is not None:
            yield between
        yield induction(claimed, over=counter, base=at_0, step=at_next)

    return body


def test_a_geometric_sequence():
    steps = checked(geometric(equation(s[k], q**k * s[0])))
    assert [step.evidence for step in steps if step.claim is not None] == ["symbolic"] * 5


@pytest.mark.parametrize(("claimed", "evidence"), [(1 - q**k, "symbolic"), (1 + q**k, "refuted"), (q**k, "refuted")])
def test_a_start_that_is_given_is_written_out_in_the_base_case(claimed, evidence):
    """s[0] = 0 and s[k + 1] = q·s[k] + 1 − q, so s[k] = 1 − qᵏ."""

    def body():
        yield let(s[0], 0)
        yield let(s[k + 1], q * s[k] + 1 - q)
        yield part("Base")
        at_0 = yield holds(equation(s[0], 1 - q**0))
        yield part("Step")
        yield suppose(equation(s[k], 1 - q**k))
        yield consider(s[k + 1])
        yield equals(q * (1 - q**k) + 1 - q)
        at_next = yield therefore(equation(s[k + 1], 1 - q ** (k + 1)))
        yield part("Conclusion")
        yield induction(equation(s[k], claimed), over=k, base=at_0, step=at_next)

    assert last(body).evidence == evidence


@pytest.mark.parametrize(
    "claimed",
    [
        equation(s[k], q ** (k + 1) * s[0]),
        equation(s[k], q**k * s[1]),
        equation(s[k], q**k * s[k]),
        equation(s[k], 2 * q**k * s[0]),
        equation(s[k + 1], q**k * s[0]),
        s[k] <= q**k * s[0],
    ],
    ids=str,
)
def test_the_conclusion_is_what_base_and_step_are_about(claimed):
    assert not last(geometric(claimed)).holds


def test_the_step_may_not_rest_on_another_k():
    wrong = geometric(equation(s[k], q**k * s[0]), hypothesis=equation(s[k + 1], q ** (k + 1) * s[0]))
    assert "which is not the induction hypothesis" in last(wrong).how


def test_a_counter_starts_at_0_and_knows_nothing_else():
    for counter in (scalar("k", integer=True, positive=True), scalar("k", nonnegative=True), a, n):
        with pytest.raises(TheoremError, match=f"induction: {counter} is not a counter; declare it"):
            checked(geometric(equation(a, a), counter=counter))


def test_the_hypothesis_is_gone_before_the_conclusion():
    still = suppose(equation(s[k], q**k * s[0]))
    verdict = last(geometric(equation(s[k], q**k * s[0]), between=still))
    assert verdict.how.endswith("is still supposed; begin a new part before the conclusion for every k")


def test_the_base_case_may_not_be_about_k():
    def body():
        yield suppose(s[k] >= 0)
        base = yield implies(s[k] >= 0)
        yield part("Step")
        step = yield suppose(s[k + 1] >= 0)
        yield part("Conclusion")
        yield induction(s[k] >= 0, over=k, base=base, step=step)

    assert "the base case rests on sₖ ≥ 0" in last(body).how


def test_a_supposition_is_no_proof():
    def body():
        base = yield suppose(s[0] >= 0)
        step = yield suppose(s[k + 1] >= 0)
        yield part("Conclusion")
        yield induction(s[k] >= 0, over=k, base=base, step=step)

    assert last(body).how == "induction: the base case is not a proven step"


def test_a_hypothesis_that_is_gone_does_not_help():
    """s[k] = 0 for all k if s[0] = 0 and s[k + 1] = q·s[k]; the start must still be supposed at the end."""

    def body(again):
        yield let(s[k + 1], q * s[k])
        yield part("Base")
        yield suppose(equation(s[0], 0))
        base = yield implies(equation(3 * s[0], 0))
        yield part("Step")
        yield suppose(equation(3 * s[k], 0))
        step = yield implies(equation(3 * s[k + 1], 0))
        yield part("Conclusion")
        if again:
            yield suppose(equation(s[0], 0))
        yield induction(equation(3 * s[k], 0), over=k, base=base, step=step)

    assert last(lambda: body(True)).evidence == "symbolic"
    assert last(lambda: body(False)).how == "induction: the base case rests on s₀ = 0, which is not supposed here"


def test_a_hypothesis_hidden_in_an_abbreviation_is_seen():
    def body():
        yield let(s[k + 1], q * s[k])
        yield let(a, s[k])
        yield part("Base")
        base = yield holds(equation(0 * s[0], 0))
        yield part("Step")
        yield suppose(equation(a, 0))
        step = yield implies(equation((k + 1) * s[k + 1], 0))
        yield part("Conclusion")
        yield induction(equation(k * s[k], 0), over=k, base=base, step=step)

    assert "rests on sₖ = 0, which is not the induction hypothesis" in last(body).how


def test_what_is_declared_in_terms_of_k_is_not_the_same_for_all_k():
    c = scalar("c", above=k)

    def body():
        base = yield holds(equation(0 * c, 0))
        step = yield holds(equation((k + 1) * c, (k + 1) * c))
        yield induction(equation(k * c, k * c), over=k, base=base, step=step)

    assert last(body).how == "induction: c is declared in terms of k, so it is not the same for all"


def test_nor_can_a_value_stand_for_what_bounds_the_bound_of_another():
    t = scalar("t", positive=True)
    c = scalar("c", above=scalar("e", above=t))

    def body():
        yield holds(equation(c + t, t + c))

    with pytest.raises(MathError, match="c is declared in terms of t, so 2t can't stand for t alone"):
        checked(body)[-1].where({t: 2 * t})


def test_sums_up_to_k():
    i, j = Index("i", k), Index("i", sympy.Add(k, 1))
    assert sum_over(i, s[i]).xreplace({k: sympy.Add(k, 1)}) == sum_over(j, s[j])


# --- recursions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lets", "message"),
    [
        ([(a, 1), (a, 2)], "let: a already stands for 1"),
        ([(a, b + 1), (b, a)], "let: b occurs in b + 1, which a stands for"),
        ([(a, a + 1)], "let: a occurs in its own value a + 1"),
        ([(scalar("p", positive=True), -1)], "let: p is declared positive, which is not shown of -1"),
        ([(s[k], 0)], "let: sₖ is neither s[0], where a sequence begins, nor s[k + 1] with k = 0, 1, 2, …"),
        ([(s[k + 2], 0)], "let: sₖ₊₂ is neither s[0], where a sequence begins, nor s[k + 1] with k = 0, 1, 2, …"),
        ([(s[1], 0)], "let: s₁ is neither s[0], where a sequence begins, nor s[k + 1] with k = 0, 1, 2, …"),
        ([(s[a + 1], 0)], "is the next member of a sequence only where a is one of 0, 1, 2, …; this is not declared"),
        ([(s[k + 1], s[k]), (s[scalar("j", integer=True, nonnegative=True) + 1], 0)], "there is a rule for s already"),
        ([(s[k + 1], s[k + 2])], "let: sₖ₊₂ in the value of sₖ₊₁ does not come before it"),
        ([(s[k + 1], s[2])], "let: s₂ in the value of sₖ₊₁ does not come before it"),
        ([(s[0], s[1])], "let: s₁ in the value of s₀ does not come before it"),
        ([(x[k + 1], total(x[k]))], "let: xₖ₊₁ has shape n×1, its value 1ᵀxₖ has 1×1"),
        ([(2 * a, 1)], "let: 2a is not a declared symbol"),
    ],
)
def test_what_let_refuses(lets, message):
    def body():
        for symbol, value in lets:
            yield let(symbol, value)
        yield holds(equation(a, a))

    with pytest.raises(TheoremError) as caught:
        checked(body)
    assert message in str(caught.value)


def test_a_start_and_a_rule_and_a_second_sequence():
    t = sequence("t")

    def body():
        yield let(s[0], 1)
        yield let(t[k + 1], t[k] + s[k])
        yield let(s[k + 1], s[k] + t[k + 1])
        yield holds(equation(s[k + 1] - s[k], t[k] + s[k]))

    assert last(body).evidence == "symbolic"


@pytest.mark.parametrize(("power", "evidence"), [(2, "exact"), (1, "refuted"), (3, "refuted")])
def test_a_recursion_holds_for_every_k(power, evidence):
    def body():
        yield let(s[k + 1], q * s[k])
        yield holds(equation(s[k + 2], q**power * s[k]))

    assert last(body).evidence == evidence


def test_a_hypothesis_is_no_recursion():
    def body():
        yield suppose(equation(s[k + 1], q * s[k]))
        yield implies(equation(s[k + 2], q**2 * s[k]))

    assert not last(body).holds


# --- particular values ------------------------------------------------------------------------------------------------


def test_a_step_for_any_k_holds_for_one():
    m = scalar("m", integer=True, positive=True)

    def body():
        shown = yield holds(s[k] ** 2 >= 0, using=square(s[k]))
        yield holds(s[m] ** 2 >= 0, using=shown.where({k: m}))
        yield holds(s[k + 3] ** 2 >= 0, using=shown.where({k: k + 3}))

    assert {step.evidence for step in checked(body)} == {"symbolic"}


@pytest.mark.parametrize("value", [a, k - 1, sympy.Rational(1, 2), -1], ids=str)
def test_but_not_for_what_is_no_counter(value):
    def body():
        shown = yield holds(s[k] ** 2 >= 0, using=square(s[k]))
        yield holds(s[k] ** 2 >= 0, using=shown.where({k: value}))

    with pytest.raises(MathError, match=r"needs k (integer|nonnegative), which is not declared of"):
        checked(body)


def test_a_hypothesis_about_k_is_one_about_m_then():
    m = scalar("m", integer=True, nonnegative=True)

    def body():
        yield suppose(s[k] >= 1)
        shown = yield implies(s[k] >= 0, using=known_at_least_one())
        yield holds(s[m] >= 0, using=shown.where({k: m}))

    def known_at_least_one():
        return dv.Rule("made", "m", "M.", instance=lambda: s[k] >= 0, definition=True)()

    with pytest.raises(TheoremError, match="what it uses rests on sₘ ≥ 1, which is not supposed here"):
        checked(body)


def test_members_and_abbreviations_are_no_free_symbols():
    shown = checked(lambda: iter_of(s[k] ** 2 + s[0] ** 2))[-1]
    with pytest.raises(MathError, match="sₖ is no symbol, so nothing else can stand for it"):
        shown.where({s[k]: a})
    with pytest.raises(MathError, match="b stands for s₀, so it has its value"):
        shown.where({b: a})


def iter_of(body):
    yield let(b, s[0])
    yield holds(equation(body, body + b - s[0]))


def test_the_bound_of_a_function_stays_the_bound_of_that_function():
    L = scalar("L", positive=True)
    g = function("g", n, smooth=L)
    u, v = vector("u", n), vector("v", n)

    def body():
        yield holds(equation(L * g(u) - L * g(v), L * (g(u) - g(v))))

    with pytest.raises(MathError, match="g is declared in terms of L, so L/2 can't stand for L alone"):
        checked(body)[-1].where({L: L / 2})


# --- differentials ----------------------------------------------------------------------------------------------------


def test_a_hypothesis_holds_at_a_point_not_around_it():
    w = vector("w", n)

    def body(claimed):
        yield suppose(equation(squared_norm(w), 1))
        yield differential(squared_norm(w), w)
        yield gradient(claimed, wrt=w)

    assert last(lambda: body(2 * w)).evidence == "symbolic"
    assert not last(lambda: body(zeros(n))).holds


@pytest.mark.parametrize("fact", ["unit", "simplex"])
def test_a_declared_fact_does_so_too(fact):
    v = vector("v", n, **{fact: True})
    value, right = (squared_norm(v), 2 * v) if fact == "unit" else (total(v), dv.ones(n))

    def body(claimed):
        yield differential(value, v)
        yield gradient(claimed, wrt=v)

    assert last(lambda: body(right)).evidence == "symbolic"
    assert not last(lambda: body(zeros(n))).holds


def test_an_orthogonal_matrix_may_be_moved_too():
    Q = matrix("Q", n, n, orthogonal=True)

    def body(claimed):
        yield differential(squared_norm(Q), Q)
        yield gradient(claimed, wrt=Q)

    assert last(lambda: body(2 * Q)).evidence == "symbolic"
    assert not last(lambda: body(zeros(n, n))).holds


@pytest.mark.parametrize("coefficient", [2, 4, 8])
def test_what_stands_for_something_else_does_not_move(coefficient):
    r, y = vector("r", n), vector("y", n)

    def body():
        yield let(r, 2 * y)
        yield differential(squared_norm(r), r)
        yield gradient(coefficient * r, wrt=r)

    assert last(body).how == "r stands for something else: take the differential in the variables it is made of"


def test_a_step_is_known_with_its_hypotheses():
    def body():
        step = yield suppose(a >= 1)
        assert known(step).given == (a >= 1,)
        yield holds(a >= 1, using=step)

    assert last(body).evidence == "symbolic"


def test_values_follow_a_recursion():
    """The numbers that look for a counterexample know every member, not only the next."""

    def body(claimed):
        yield let(s[k + 1], s[k] + 2 * k + 1)
        yield part("Base")
        yield consider(s[0])
        yield equals(s[0] + 0**2)
        base = yield therefore(s[0] <= s[0] + 0**2)
        yield part("Step")
        so_far = yield suppose(s[k] <= s[0] + k**2)
        step = yield holds(s[k + 1] <= s[0] + (k + 1) ** 2, using=so_far)
        yield part("Conclusion")
        for_all = yield induction(s[k] <= s[0] + k**2, over=k, base=base, step=step)
        yield holds(claimed, using=for_all)

    assert last(lambda: body(s[k] <= s[0] + k**2)).evidence == "symbolic"
    wrong = last(lambda: body(s[k] <= s[0] + k))
    assert not wrong.holds and "s[0]" in wrong.counterexample


def test_a_base_case_turned_round_breaks_the_induction():
    from derivations.check import planted_errors

    def body():
        yield let(s[k + 1], s[k] - 1)
        yield consider(s[0])
        yield equals(s[0] - 0 * k)
        base = yield therefore(s[0] <= s[0] - 0 * k)
        yield part("Step")
        so_far = yield suppose(s[k] <= s[0] - k)
        step = yield holds(s[k + 1] <= s[0] - (k + 1), using=so_far)
        yield part("Conclusion")
        yield induction(s[k] <= s[0] - k, over=k, base=base, step=step)

    made = theorem(title="Made for a test")(body)
    turned = [e for e in planted_errors(made).errors if e.kind == "relation reversed" and e.step == 3]
    assert [e.outcome for e in turned] == ["refused"]
