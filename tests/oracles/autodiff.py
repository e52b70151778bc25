"""JAX in double precision, in a process of its own: it starts threads, and a process with threads must not fork.

`grad("np.sum((X @ w - y) ** 2)", "w", X=X, y=y, w=w)` is JAX's gradient of that formula in w; `np` is jax.numpy.
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
from measuring import untraced

STEP = "_step"


def value(formula: str, **inputs: Any) -> Any:
    return _ask("value", formula, "", inputs)


def grad(formula: str, wrt: str, **inputs: Any) -> Any:
    return _ask("grad", formula, wrt, inputs)


def hessian(formula: str, wrt: str, **inputs: Any) -> Any:
    return _ask("hessian", formula, wrt, inputs)


def jacobian(formula: str, wrt: str, **inputs: Any) -> Any:
    return _ask("jacobian", formula, wrt, inputs)


def along(formula: str, wrt: str, step: Any, **inputs: Any) -> Any:
    """The derivative of the formula in the direction `step` of one of its inputs."""
    return _ask("along", formula, wrt, {**inputs, STEP: step})


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
    process = subprocess.Popen(
        command, cwd=Path(__file__).parents[1], env=untraced(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
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


def _answer(kind: str, formula: str, wrt: str, inputs: dict[str, Any]) -> Any:
    names = tuple(inputs)
    return np.asarray(_compiled(kind, formula, wrt, names)(*inputs.values()))


@cache
def _compiled(kind: str, formula: str, wrt: str, names: tuple[str, ...]) -> Any:
    import jax

    jax.config.update("jax_enable_x64", True)
    positional = eval(f"lambda {', '.join(names)}: {formula}", {"jax": jax, "np": jax.numpy})
    if kind == "value":
        return positional
    if kind == "along":
        at = names.index(wrt)
        return lambda *inputs: _along(jax, positional, at, inputs)
    derive = {"grad": jax.grad, "hessian": jax.hessian, "jacobian": jax.jacrev}[kind]
    return jax.jit(derive(positional, argnums=names.index(wrt)))


def _along(jax: Any, function: Any, at: int, inputs: tuple[Any, ...]) -> Any:
    *given, step = inputs
    return jax.jvp(lambda x: function(*given[:at], x, *given[at + 1 :], step), (given[at],), (step,))[1]


if __name__ == "__main__":
    _serve()
