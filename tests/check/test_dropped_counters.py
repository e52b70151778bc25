"""A sequence without a counter: what a theorem on it comes to is said in words."""

from derivations import consider, equals, let, result, scalar, sequence, theorem
from derivations.calculus.rules import substitution
from derivations.check import dropped_assumptions


@theorem(title="Doubling")
def doubling():
    """The next is {next}."""
    k = scalar("k", integer=True, nonnegative=True)
    s = sequence("s")

    yield let(s[0], 1)
    yield let(s[k + 1], 2 * s[k])
    yield consider(s[k + 1])
    yield equals(2 * s[k], by=substitution)
    yield result("next")


def test_a_theorem_on_a_sequence_without_a_counter_can_not_be_stated():
    said = {report.assumption.fact: report.asked for report in dropped_assumptions(doubling)}
    assert said["nonnegative"] == (
        "the derivation can't be written: sₖ₊₁ is the next member of a sequence only where k is one of 0, 1, 2, …;"
        " this is not declared"
    )
