"""What has no code yet, in words."""

from __future__ import annotations

from typing import Any

from derivations.notation import differentials, probability, relations, sequences
from derivations.notation.printing import text


def what(x: Any) -> str:
    """The name of a node that can't be emitted, for a message."""
    for cls, words in _REFUSED.items():
        if isinstance(x, cls):
            return f"{words} {text(x)}"
    return f"{type(x).__name__}"


_REFUSED: dict[Any, str] = {
    probability.RandomScalar | probability.RandomMatrix: "the random variable",
    probability.Expectation | probability.MatExpectation: "the expectation",
    probability.Variance | probability.Covariance | probability.MatCovariance: "the moment",
    probability.Probability: "the probability",
    probability.Indicator: "the indicator",
    sequences.FunctionValue | sequences.GradientValue | sequences.HessianValue: "the unspecified function",
    differentials.Differential | differentials.MatDifferential: "the differential",
    relations.Relation: "the relation",
}
