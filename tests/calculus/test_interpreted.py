"""Programs of JAX run by NumPy give what JAX gives."""

import pytest

pytest.importorskip("jax")

import jax
import jax.numpy as jnp
import numpy as np

from .interpreted import interpreted

jax.config.update("jax_enable_x64", True)

A = np.array([[2.0, 0.3, -0.1], [0.5, 3.0, 0.2], [-0.4, 0.1, 1.5]])
x = np.array([0.3, -0.5, 0.7])

FUNCTIONS = (
    lambda x: jnp.sum(jnp.exp(jnp.sin(x)) / jnp.sqrt(1 + x**2)),
    lambda x: jax.scipy.special.logsumexp(A @ x),
    lambda x: x @ jnp.linalg.inv(A + jnp.outer(x, x)) @ x,
    lambda x: jnp.linalg.slogdet(A + jnp.outer(x, x))[1] + jnp.linalg.det(A * x[:, None]),
    lambda x: jnp.trace(jnp.kron(jnp.outer(x, x), A)),
    lambda x: jnp.sum(jnp.maximum(A @ x, 0) ** 2) + jnp.sum(jnp.where(x > 0, x, jnp.tanh(x))),
    lambda x: jnp.sum(jax.scipy.stats.norm.cdf(x)) + jnp.sum(jax.nn.softplus(A @ x)) + jnp.prod(x),
    lambda x: jnp.concatenate([x, x[::-1]]) @ jnp.pad(x, 3)[1:7] + jnp.max(x) * x[1],
)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_values_gradients_and_hessians(function):
    for of in (function, jax.grad(function), jax.hessian(function)):
        np.testing.assert_allclose(interpreted(of, x)[0], jax.jit(of)(x), rtol=1e-12, atol=1e-12)


def test_a_batch_of_systems():
    def solved(t):
        return jnp.linalg.solve(A + t * jnp.eye(3), x)

    np.testing.assert_allclose(interpreted(jax.vmap(solved), x)[0], jax.vmap(solved)(x), rtol=1e-12)


def test_where_there_is_no_value_it_is_nan_as_in_jax():
    slope = jax.grad(lambda x: jnp.sqrt(jnp.sum(x**2)))
    assert np.isnan(interpreted(slope, np.zeros(3))[0]).all() and np.isnan(slope(np.zeros(3))).all()
