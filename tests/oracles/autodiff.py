"""JAX in double precision, in a process of its own: it starts threads, and a process with threads must not fork.

`grad("logistic", "w", X=X, y=y, w=w)` is JAX's gradient of the function of that name below, in w.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np


def value(function: str, **inputs: Any) -> Any:
    return _ask("value", function, "", inputs)


def grad(function: str, wrt: str, **inputs: Any) -> Any:
    return _ask("grad", function, wrt, inputs)


def hessian(function: str, wrt: str, **inputs: Any) -> Any:
    return _ask("hessian", function, wrt, inputs)


def jacobian(function: str, wrt: str, **inputs: Any) -> Any:
    return _ask("jacobian", function, wrt, inputs)


def _ask(*question: Any) -> Any:
    process = _process()
    assert process.stdin is not None and process.stdout is not None
    pickle.dump(question, process.stdin)
    process.stdin.flush()
    answer = pickle.load(process.stdout)
    if isinstance(answer, Exception):
        raise answer
    return answer


@cache
def _process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "oracles.autodiff"]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(process.communicate)
    return process


def _serve() -> None:
    """Answer questions from standard input until it ends."""
    while True:
        try:
            question = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = _answer(*question)
        except Exception as problem:
            answer = RuntimeError(f"{type(problem).__name__}: {problem}")
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _answer(kind: str, function: str, wrt: str, inputs: dict[str, Any]) -> Any:
    names = tuple(inputs)
    return np.asarray(_compiled(kind, function, wrt, names)(*inputs.values()))


@cache
def _compiled(kind: str, function: str, wrt: str, names: tuple[str, ...]) -> Any:
    import jax

    jax.config.update("jax_enable_x64", True)
    body = _functions()[function]

    def positional(*values: Any) -> Any:
        return body(**dict(zip(names, values, strict=True)))

    derive = {"value": lambda f, argnums: f, "grad": jax.grad, "hessian": jax.hessian, "jacobian": jax.jacrev}[kind]
    return jax.jit(derive(positional, argnums=names.index(wrt) if wrt else 0))


def _functions() -> dict[str, Any]:
    import jax.numpy as jnp
    from jax.nn import log_softmax, softmax

    def gaussian(X: Any, mu: Any, Sigma: Any) -> Any:
        R = X - mu
        n, p = X.shape
        quadratic = jnp.sum(R * jnp.linalg.solve(Sigma, R.T).T)
        return -0.5 * (n * p * jnp.log(2 * jnp.pi) + n * jnp.linalg.slogdet(Sigma)[1] + quadratic)

    return {
        "squares": lambda X, y, w: jnp.sum((X @ w - y) ** 2),
        "logistic": lambda X, y, w: jnp.sum(jnp.logaddexp(0.0, X @ w)) - y @ (X @ w),
        "softmax": lambda z: softmax(z),
        "cross entropy": lambda z, y: -(y @ log_softmax(z)),
        "log-sum-exp": lambda z: jnp.log(jnp.sum(jnp.exp(z))),
        "variance": lambda v, S: v @ S @ v,
        "gaussian": gaussian,
        "second-order model": lambda s, g, H: g @ s + 0.5 * s @ H @ s,
    }


if __name__ == "__main__":
    _serve()
