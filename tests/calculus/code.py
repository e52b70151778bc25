"""The NumPy code of an answer, run at the values that the other evaluations have."""

import numpy as np

from derivations.emit.arguments import arguments_for, free_arguments, sized_by_symbols
from derivations.notation.shapes import same_dim, shape_of

# Expressions of the suite whose answers have no code, at any order: NumPy has no Φ, and log Φ and φ/Φ as they are
# written are log 0 and 0/0 far out in the tail.
NO_CODE = frozenset(
    {
        "normal distribution",
        "log of the normal distribution",
        "probit",
        "gelu",
        "gelu network",
        "ordinal probit",
        "censored regression",
    }
)


def by_code(result, values):
    """The answer by its own function, called as a reader would: vectors with one axis, everything by name."""
    given = {}
    symbols = result._symbols()
    for a in arguments_for(result.expr, sized_by_symbols(free_arguments(result.expr, symbols), symbols)):
        value = values.size(a.symbol) if a.spec == "dimension" else values.of(a.symbol)
        given[a.name] = np.ravel(value) if a.rank == 1 else value
    return result.function()(**given)


def assert_code_agrees(result, by_jax, values):
    """The code gives what JAX gives for the formula, at 1e-9 of the larger of 1 and its size."""
    ours = by_code(result, values)
    assert np.shape(ours) == tuple(values.size(n) for n in shape_of(result.expr) if not same_dim(n, 1))
    theirs = np.reshape(by_jax, np.shape(ours))
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(theirs).max()))
