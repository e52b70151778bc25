"""The checker: the only place that makes a Verdict."""

from .claims import check_claim
from .theorem import check_steps, check_theorem, describe_failure

__all__ = ["check_claim", "check_steps", "check_theorem", "describe_failure"]
