"""Every result of every theorem against software that is not ours; the bounds that hold stand on the pages."""

import inspect

import numpy as np
import oracles
import pytest

from derivations import NotSupported
from derivations.proof.catalogue import find, ids

pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="session")
def by_key():
    return {o.key: o for o in oracles.oracles()}


@pytest.mark.golden
def test_every_comparison_is_recorded(by_key, request):
    if request.config.getoption("--update-golden"):
        oracles.record({o: o.error(find(o.theorem).function(o.result)) for o in by_key.values()})
    recorded = oracles.recorded()
    assert list(recorded) == sorted(by_key), "`make golden` records the bounds anew"
    assert {key: record["inputs"] for key, record in recorded.items()} == {k: o.inputs for k, o in by_key.items()}


@pytest.mark.parametrize(
    "record", oracles.recorded().values(), ids=lambda r: f"{r['theorem']}-{r['result']}-{r['oracle']}"
)
def test_comparison_holds(record, by_key):
    comparison = by_key[record["theorem"], record["result"], record["oracle"]]
    assert comparison.error(find(comparison.theorem).function(comparison.result)) <= record["bound"] <= 1e-8


@pytest.mark.parametrize("id", ids())
def test_every_result_is_compared(id, by_key):
    """A result that is a number or an array, and not a statement, has other software beside it."""
    theorem = find(id)
    compared = {result for name, result, _ in by_key if name == id}
    for result in theorem.results:
        try:
            theorem.source(result)
        except NotSupported:
            continue
        assert result in compared, f"{id}: nothing in tests/oracles/ compares {result!r}"
    assert compared <= set(theorem.results)


@pytest.mark.parametrize("id", ids())
def test_references_agree_with_the_derived_functions(id, by_key):
    """The code a person wrote, shown on the page, on the inputs of an oracle for that result."""
    theorem = find(id)
    for reference in theorem.references:
        result = reference.result or next(iter(theorem.results))
        comparison = min((o for key, o in by_key.items() if key[:2] == (id, result)), key=lambda o: "JAX" in o.name)
        derived = theorem.function(result)
        names = list(inspect.signature(reference.function).parameters)
        for k in range(20):
            given, _ = comparison.sample(np.random.default_rng(k))
            by_hand = reference.function(**{name: given[name] for name in names})
            assert oracles.scaled_error(derived(**given), by_hand) <= 1e-9


def test_an_error_is_scaled_by_the_larger_of_one_and_the_value():
    assert oracles.scaled_error([1.0, 100.5], [1.0, 100.0]) == 0.005
    assert oracles.scaled_error(0.25, 0.125) == 0.125
    assert oracles.scaled_error([np.nan], [1.0]) == np.inf
    with pytest.raises(AssertionError, match=r"^shape \(1,\), the oracle's is \(1, 1\)$"):
        oracles.scaled_error([1.0], [[1.0]])


@pytest.mark.parametrize(("error", "bound"), [(0.0, 1e-14), (3e-16, 1e-14), (2e-14, 1e-12), (1e-12, 1e-11), (0.5, 10)])
def test_a_bound_is_a_power_of_ten_with_a_decade_to_spare(error, bound):
    assert oracles.bound_over(error) == bound


def test_a_comparison_can_fail(by_key):
    """A derived function with a wrong sign is caught."""
    comparison = by_key["linear_models.ols_normal_equations", "solution", "numpy.linalg.lstsq"]
    derived = find(comparison.theorem).function(comparison.result)
    assert comparison.error(lambda **given: -derived(**given)) > 1e-3
