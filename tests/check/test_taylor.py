"""From a second derivative to a bound: only where it is known everywhere, and value and slope are 0 at the start."""

from derivations import absolute, equation, exp, scalar, sign
from derivations.calculus.rules import taylor
from derivations.check import check_claim
from derivations.notation.relations import at_least
from derivations.notation.shapes import convert
from derivations.proof.claim import Claim, Context

h, a, p = scalar("h"), scalar("a", positive=True), scalar("p", positive=True)
curved, above_tangent, slope = exp(h) >= 0, exp(h) >= 1 + h, exp(h) - 1


def verdict(before, after, factor, given=()):
    return check_claim(Claim("implies", before, after, Context(given), factor=convert(factor), rule=taylor))


def refusal(*args, **options):
    found = verdict(*args, **options)
    assert found.evidence == "refuted"
    return found.how


def test_a_function_that_curves_upwards_lies_above_its_tangent():
    assert verdict(curved, above_tangent, (h, slope)).evidence == "symbolic"
    scaled = exp(a * h) / a**2 >= 1 / a**2 + h / a
    assert verdict(exp(a * h) >= 0, scaled, (h, (exp(a * h) - 1) / a)).evidence == "symbolic"


def test_value_and_slope_start_at_zero():
    assert not verdict(curved, exp(h) >= 2 + h, (h, slope)).holds
    assert not verdict(curved, exp(h) >= 1 + 2 * h, (h, exp(h) - 2)).holds
    assert not verdict(curved, exp(h) >= 1 - h, (h, exp(h) + 1)).holds


def test_slope_and_curvature_are_those_of_the_gap():
    assert not verdict(curved, above_tangent, (h, exp(h) - 1 + h)).holds
    assert not verdict(2 * exp(h) >= 0, above_tangent, (h, slope)).holds
    assert not verdict(curved, 1 + h + h**2 / 2 <= exp(h), (h, exp(h) - 1 - h)).holds


def test_the_curvature_must_be_known_at_every_value():
    said = refusal(h >= 0, h**3 / 6 >= 0, (h, h**2 / 2), given=(h >= 0,))
    assert said == "rule 'Taylor's inequality': h ≥ 0 is supposed, so h ≥ 0 is not known for every h"


def test_the_variable_runs_over_all_numbers():
    said = refusal(exp(p) >= 0, exp(p) >= 1 + p, (p, exp(p) - 1))
    assert said == "rule 'Taylor's inequality': p does not run over all numbers; it must be a scalar without facts"


def test_nothing_else_moves_with_it():
    c = scalar("c", above=h)
    said = refusal(curved, exp(h) + c - c >= 1 + h, (h, slope))
    assert said == "rule 'Taylor's inequality': c is declared in terms of h, so it is not fixed"


def test_a_kink_on_the_way_is_refused():
    said = refusal(0 * h >= 0, at_least(-absolute(h), 0), (h, -sign(h)))
    assert said == "|h| has no derivative where h is zero, and this is not excluded"


def test_a_pole_on_the_way_is_refused():
    said = refusal(6 / (1 - h) ** 4 >= 0, (1 - h) ** -2 >= 1 + 2 * h, (h, 2 / (1 - h) ** 3 - 2))
    assert said == "(1 − h)⁴ is not shown to be nonzero, so that the new line has a value"


def test_the_step_names_the_variable_and_the_slope():
    asks = "rule 'Taylor's inequality' asks for a variable and the slope of the gap in it: factor=(h, slope)"
    assert refusal(curved, above_tangent, h) == asks


def test_it_leads_from_an_inequality_to_an_inequality():
    said = refusal(equation(exp(h), 0), above_tangent, (h, slope))
    assert said == "rule 'Taylor's inequality' leads from an inequality to an inequality: exp(h) = 0 and exp(h) ≥ 1 + h"
