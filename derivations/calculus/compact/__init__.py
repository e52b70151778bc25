"""Compact forms: products, sums and transposes put together with small sound rewrites, nothing expanded."""

from .inner import against, entrywise, power_of
from .products import mul, turned
from .rebuild import compact
from .sums import add, negated, subtract

__all__ = ["add", "against", "compact", "entrywise", "mul", "negated", "power_of", "subtract", "turned"]
