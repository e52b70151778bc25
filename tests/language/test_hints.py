"""What a message says to write in place of a function of other software has the derivative that JAX's function has."""

from inspect import signature

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from derivations import differentiate
from derivations.errors import SyntaxProblem

jax.config.update("jax_enable_x64", True)
X = np.array([-2.5, -0.75, -0.1, 0.3, 0.9, 1.75, 4.0])
P = np.array([0.05, 0.2, 0.4, 0.7, 0.9])
MEANT = {
    "silu": (jax.nn.silu, X),
    "swish": (jax.nn.swish, X),
    "mish": (jax.nn.mish, X),
    "elu": (jax.nn.elu, X),
    "logit": (jax.scipy.special.logit, P),
    "log_softmax": (jax.nn.log_softmax, X),
    "softmin": (lambda x: jax.nn.softmax(-x), X),
    "logsigmoid": (jax.nn.log_sigmoid, X),
    "log1p": (jnp.log1p, P),
    "expm1": (jnp.expm1, X),
    "cosh": (jnp.cosh, X),
    "sinh": (jnp.sinh, X),
    "huber": (lambda x: jnp.where(abs(x) <= 1, x**2 / 2, abs(x) - 0.5), X),
    "leaky_relu": (lambda x: jax.nn.leaky_relu(x, 0.1), X),
    "prod": (jnp.prod, P),
}


def written(name):
    with pytest.raises(SyntaxProblem) as refused:
        differentiate(f"{name}(x)", "x")
    return str(refused.value).splitlines()[0].split(" is written ")[1]


@pytest.mark.parametrize("name", MEANT)
def test_the_hint_means_the_function(name):
    function, at = MEANT[name]
    hint = written(name).replace("^2", ".^2").replace("..^2", ".^2")
    weights = np.linspace(-1, 2, len(at))
    typed = hint if name == "prod" else f"w'*({hint})"
    found = differentiate(typed, "x", {"x": "n"} if name == "prod" else {"x": "n", "w": "n"})
    given = {"x": at, "w": weights, "a": 0.1}
    code = found.function()
    ours = code(*(given[a] for a in signature(code).parameters))
    theirs = jax.grad(lambda x: jnp.sum(function(x)) if name == "prod" else weights @ function(x))(jnp.asarray(at))
    assert np.allclose(ours, theirs, rtol=1e-12, atol=1e-14)
