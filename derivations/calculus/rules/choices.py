"""Numbers that are 0 or 1, and vectors with one entry 1: labels and the choices they make."""

from derivations.notation.functions import log
from derivations.notation.linear import Entry, total
from derivations.notation.relations import equation
from derivations.notation.sequences import select
from derivations.notation.symbols import dims, has_fact, scalar, vector
from derivations.proof.rule import Condition, Rule


def is_binary(y):
    """Whether a number, or the vector of which it is an entry, is declared to be 0 or 1."""
    symbol = y.args[0] if isinstance(y, Entry) else y
    return has_fact(symbol, "binary") or has_fact(symbol, "one_hot")


def is_one_hot(y):
    return has_fact(y, "one_hot")


def _binary_choice():
    y, a, b = scalar("y", binary=True), scalar("a", positive=True), scalar("b", positive=True)
    return equation(log(select(y, a, b)), y * log(a) + (1 - y) * log(b))


def _square():
    y = scalar("y", binary=True)
    return equation(y**2, y)


def _one_hot():
    n = dims("n")
    y, a = vector("y", n, one_hot=True), vector("a", n, positive=True)
    return equation(log(y.T @ a), y.T @ log(a)), equation(total(y), 1)


binary_choice = Rule(
    "binary choice",
    "y ∈ {0, 1},  a, b > 0  ⇒  log(a if y = 1, b if y = 0) = y log a + (1 − y) log b",
    "One of the factors y and 1 − y is 1 and keeps its logarithm, the other is 0 and drops it.",
    "bishop: 4.3.2",
    law=_binary_choice,
    conditions=(Condition(is_binary, "{0} is 0 or 1", "binary=True", "y"),),
)
binary_square = Rule(
    "the square of 0 or 1",
    "y ∈ {0, 1}  ⇒  y² = y",
    "Both 0 and 1 are their own squares.",
    law=_square,
    conditions=(Condition(is_binary, "{0} is 0 or 1", "binary=True", "y"),),
)
one_hot = Rule(
    "one entry is 1, the others are 0",
    "y one-hot  ⇒  1ᵀy = 1,  and log yᵀa = yᵀ log a where every aᵢ > 0",
    "The sum over the entries of y has one term, so a function of the sum is the sum of the function.",
    "bishop: 4.3.4",
    law=_one_hot,
    conditions=(Condition(is_one_hot, "{0} is one-hot", 'vector("{0}", n, one_hot=True)', "y"),),
)
