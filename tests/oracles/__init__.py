"""Software that is not ours, asked for the same numbers.

An oracle makes one random input and the value that other software gives for it:

    @oracle("linear_models.ols_normal_equations", "solution", "numpy.linalg.lstsq", inputs=60)
    def _(rng):
        X, y = …
        return {"X": X, "y": y}, np.linalg.lstsq(X, y)[0]

The derived function is called with the same input by keyword. The error of a comparison is the largest over its inputs
of max|derived − oracle| / max(1, max|oracle|).
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from derivations.site.headings import TOPICS

RECORDED = Path(__file__).parents[2] / "derivations/theorems/comparisons.json"
SIZES = ((1, 1), (7, 3), (12, 5), (40, 8))  # the same few shapes again and again: compiled code is reused


@dataclass(frozen=True)
class Oracle:
    """Other software for one result of one theorem."""

    theorem: str
    result: str
    name: str
    inputs: int
    sample: Callable[[np.random.Generator], tuple[dict[str, Any], Any]]

    def __str__(self) -> str:
        return f"{self.theorem}:{self.result}:{self.name}".replace(" ", "_")

    @property
    def key(self) -> tuple[str, str, str]:
        return self.theorem, self.result, self.name

    def error(self, function: Callable[..., Any]) -> float:
        """The largest scaled error of the derived function over all inputs."""
        seed = zlib.crc32(str(self).encode())
        worst = 0.0
        for k in range(self.inputs):
            arguments, wanted = self.sample(np.random.default_rng((seed, k)))
            worst = max(worst, scaled_error(function(**arguments), wanted))
        return worst


def scaled_error(got: Any, wanted: Any) -> float:
    got, wanted = np.asarray(got, float), np.asarray(wanted, float)
    assert got.shape == wanted.shape, f"shape {got.shape}, the oracle's is {wanted.shape}"
    if not np.all(np.isfinite(got) & np.isfinite(wanted)):
        return math.inf
    return float(np.max(np.abs(got - wanted)) / max(1.0, float(np.max(np.abs(wanted)))))


def bound_over(error: float) -> float:
    """The power of ten above an error, and a decade more, so that it holds on other machines."""
    return float(f"1e{max(-14, math.ceil(math.log10(max(error, 1e-16))) + 1)}")


_ORACLES: list[Oracle] = []


def oracle(theorem: str, result: str, name: str, inputs: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: the function makes one input and the oracle's value for it."""

    def note(sample: Callable[..., Any]) -> Callable[..., Any]:
        _ORACLES.append(Oracle(theorem, result, name, inputs, sample))
        return sample

    return note


def oracles() -> tuple[Oracle, ...]:
    """Every oracle, sorted."""
    for topic in TOPICS:
        import_module(f"oracles.{topic}")
    return tuple(sorted(_ORACLES, key=lambda o: o.key))


def recorded() -> dict[tuple[str, str, str], dict[str, Any]]:
    """The records that the pages show, by theorem, result and oracle."""
    records = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.is_file() else []
    return {(r["theorem"], r["result"], r["oracle"]): r for r in records}


def record(found: dict[Oracle, float]) -> None:
    """Store a bound for each comparison; one that holds already stays, so that the file changes only when it must."""
    old = recorded()
    records = []
    for o, error in sorted(found.items(), key=lambda pair: pair[0].key):
        bound = bound_over(error)
        if o.key in old and old[o.key]["inputs"] == o.inputs and error <= old[o.key]["bound"] <= 10 * bound:
            bound = old[o.key]["bound"]
        records.append({"theorem": o.theorem, "result": o.result, "oracle": o.name, "inputs": o.inputs, "bound": bound})
    write(RECORDED, records)


def write(path: Path, records: list[dict[str, Any]]) -> None:
    """Records as JSON, one a line."""
    lines = ",\n ".join(json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text(f"[\n {lines}\n]\n", encoding="utf-8")


def shape(rng: np.random.Generator) -> tuple[int, int]:
    n, p = SIZES[rng.integers(len(SIZES))]
    return int(n), int(p)


def definite(rng: np.random.Generator, n: int) -> np.ndarray:
    """A random symmetric positive definite matrix."""
    B = rng.normal(size=(n, n))
    return B @ B.T / n + np.eye(n)


def simplex(rng: np.random.Generator, n: int) -> np.ndarray:
    p = rng.uniform(0.05, 1.0, size=n)
    return p / p.sum()
