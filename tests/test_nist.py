"""Least squares on NIST's reference data sets: how many digits of the derived solution are right.

The design is given in double precision, so the reference is the exact solution for that design (see data/raw/nist). The
digits that hold stand on the page of the normal equations.
"""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import oracles
import pytest

import derivations as dv

ROOT = Path(__file__).parent.parent
RECORDED = ROOT / "derivations/theorems/nist.json"
SETS = {s["name"]: s for s in json.loads((ROOT / "data/raw/nist/linear_regression.json").read_text())["sets"]}
SPARE = 1  # a digit less than seen here, so that the floor holds on other machines


def column(term, data):
    name, _, exponent = term.partition("^")
    exact = [Fraction(float(value)) ** int(exponent or 1) for value in data.get(name, ["1"] * len(data["y"]))]
    return [float(value) for value in exact]


def design(s):
    return np.array([column(term, s["data"]) for term in s["terms"]]).T


def right_digits(s):
    """−log₁₀ of the largest relative error among the coefficients; 0 where there is no answer or no right digit."""
    y = np.array([float(value) for value in s["data"]["y"]])
    try:
        found = dv.theorem("linear_models.ols_normal_equations").function("solution")(X=design(s), y=y)
    except (dv.DerivationError, np.linalg.LinAlgError):
        return 0.0
    exact = [Fraction(value) for value in s["exact_float64_design"]["coefficients"]]
    worst = max(abs((Fraction(float(a)) - b) / b) for a, b in zip(found, exact, strict=True))
    return min(15.0, max(0.0, -math.log10(worst))) if worst else 15.0


def floor_of(digits):
    return max(0, math.floor(digits - SPARE))


@pytest.mark.golden
def test_every_set_is_recorded(request):
    if request.config.getoption("--update-golden"):
        records = [
            {
                "set": n,
                "condition_number": float(f"{float(s['condition_number_2norm']):.2g}"),
                "digits": floor_of(right_digits(s)),
            }
            for n, s in SETS.items()
        ]
        oracles.write(RECORDED, records)
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert [r["set"] for r in recorded] == list(SETS)
    assert len(recorded) == 11


@pytest.mark.parametrize("name", SETS)
def test_digits_hold(name):
    recorded = {r["set"]: r["digits"] for r in json.loads(RECORDED.read_text(encoding="utf-8"))}
    assert right_digits(SETS[name]) >= recorded[name]


def test_designs_are_the_exact_powers_rounded_once():
    assert design(SETS["NoInt2"]).tolist() == [[4.0], [5.0], [6.0]]
    filip = design(SETS["Filip"])
    assert filip.shape == (82, 11)
    assert np.all(filip[:, 0] == 1.0)
    assert filip[0, 2] == float(Fraction(filip[0, 1]) ** 2)
