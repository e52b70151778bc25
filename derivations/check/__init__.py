"""The checker: the only place that makes a Verdict."""

from .assumptions import AssumptionReport, dropped_assumptions
from .claims import check_claim
from .planted import Planted, PlantedReport, planted_errors
from .required import asked_for_a_value, follows_from, impossible, requirements_of, requirements_of_the_value
from .theorem import check_steps, check_theorem, describe_failure

__all__ = [
    "AssumptionReport",
    "Planted",
    "PlantedReport",
    "asked_for_a_value",
    "check_claim",
    "check_steps",
    "check_theorem",
    "describe_failure",
    "dropped_assumptions",
    "follows_from",
    "impossible",
    "planted_errors",
    "requirements_of",
    "requirements_of_the_value",
]
