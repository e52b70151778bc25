"""Newton, Lagrange, KKT, momentum, Adam and the bound of gradient descent against NumPy, SciPy and JAX."""

from __future__ import annotations

import numpy as np
from scipy import linalg, optimize, signal

from . import autodiff, definite, oracle, shape

ADAM = "optimization.adam_bias_correction"
DESCENT = "optimization.gradient_descent_rate"
KKT = "optimization.kkt_equality"
KKT_INEQUALITY = "optimization.kkt_inequality"
MOMENTUM = "optimization.momentum"
NEWTON = "optimization.newton_step"


def model(rng):
    n = shape(rng)[1]
    return {"g": rng.normal(size=n), "H": definite(rng, n)}


@oracle(NEWTON, "step", "numpy.linalg.solve", inputs=60)
def _(rng):
    given = model(rng)
    return given, np.linalg.solve(given["H"], -given["g"])


@oracle(NEWTON, "step", "scipy.linalg.cho_solve", inputs=60)
def _(rng):
    given = model(rng)
    return given, -linalg.cho_solve(linalg.cho_factor(given["H"]), given["g"])


@oracle(NEWTON, "decrement", "numpy.linalg.solve", inputs=60)
def _(rng):
    given = model(rng)
    return given, np.sqrt(given["g"] @ np.linalg.solve(given["H"], given["g"]))


MODEL = "f + g @ s + s @ H @ s / 2"


def around(rng):
    given = model(rng)
    return {"f": rng.normal(), "s": rng.normal(size=given["g"].size), **given}


@oracle(NEWTON, "model", "JAX", inputs=60)
def _(rng):
    given = around(rng)
    return given, autodiff.value(MODEL, **given)


@oracle(NEWTON, "model_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = around(rng)
    value = given.pop("f")
    return given, autodiff.grad(MODEL, "s", f=value, **given)


@oracle(DESCENT, "bound", "numpy.linalg.norm", inputs=60)
def _(rng):
    n = shape(rng)[1]
    given = {"L": rng.uniform(0.1, 10), "T": int(rng.integers(1, 100))}
    given |= {"x_0": rng.normal(size=n), "x_star": rng.normal(size=n)}
    return given, given["L"] / (2 * given["T"]) * np.linalg.norm(given["x_0"] - given["x_star"]) ** 2


def constrained(rng):
    n, m = shape(rng)
    given = {"H": definite(rng, n), "g": rng.normal(size=n), "A": rng.normal(size=(n, m)), "b": rng.normal(size=m)}
    return given, n, m


def conditions(given, n, m):
    """Lagrange's conditions as one symmetric system in x and ν."""
    system = np.block([[given["H"], given["A"]], [given["A"].T, np.zeros((m, m))]])
    return linalg.solve(system, np.append(given["g"], given["b"]), assume_a="sym")


def least_squares_with_constraints(given):
    """LAPACK's solver for least squares under equality constraints, with a root of H and what g is in its terms."""
    root = linalg.cholesky(given["H"])
    *_, x, info = linalg.lapack.dgglse(root, given["A"].T, linalg.solve(root.T, given["g"]), given["b"])
    assert info == 0
    return x


@oracle(KKT, "solution", "scipy.linalg.lapack.dgglse", inputs=60)
def _(rng):
    given, _, _ = constrained(rng)
    return given, least_squares_with_constraints(given)


@oracle(KKT, "solution", "scipy.linalg.solve", inputs=60)
def _(rng):
    given, n, m = constrained(rng)
    return given, conditions(given, n, m)[:n]


@oracle(KKT, "multipliers", "scipy.linalg.solve", inputs=60)
def _(rng):
    given, n, m = constrained(rng)
    return given, conditions(given, n, m)[n:]


@oracle(KKT, "value", "scipy.linalg.lapack.dgglse", inputs=60)
def _(rng):
    given, _, _ = constrained(rng)
    x = least_squares_with_constraints(given)
    return given, x @ given["H"] @ x / 2 - given["g"] @ x


SYSTEM = "np.block([[H, A], [A.T, np.zeros((A.shape[1], A.shape[1]))]])"
LOWEST = f"(lambda x: x @ H @ x / 2 - g @ x)(np.linalg.solve({SYSTEM}, np.append(g, b))[: len(g)])"


@oracle(KKT, "price", "JAX autodiff", inputs=60)
def _(rng):
    given, _, _ = constrained(rng)
    return given, autodiff.grad(LOWEST, "b", **given)


@oracle(KKT, "objective", "JAX", inputs=60)
def _(rng):
    given, n, _ = constrained(rng)
    given = {"H": given["H"], "g": given["g"], "x": rng.normal(size=n)}
    return given, autodiff.value("x @ H @ x / 2 - g @ x", **given)


LAGRANGIAN = "x @ H @ x / 2 - g @ x + nu @ (A.T @ x - b)"


@oracle(KKT, "lagrangian", "JAX", inputs=60)
def _(rng):
    given, n, m = constrained(rng)
    given |= {"x": rng.normal(size=n), "nu": rng.normal(size=m)}
    return given, autodiff.value(LAGRANGIAN, **given)


@oracle(KKT, "lagrangian_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given, n, m = constrained(rng)
    given |= {"x": rng.normal(size=n), "nu": rng.normal(size=m)}
    slope = autodiff.grad(LAGRANGIAN, "x", **given)
    given.pop("b")
    return given, slope


def bounded(rng):
    """A quadratic, and constraints that leave some room around a random point, which is given too."""
    given, n, m = constrained(rng)
    inside = rng.normal(size=n)
    given["b"] = given["A"].T @ inside + rng.uniform(0.01, 1.0, size=m)
    return given, inside


def least_distance(given):
    """Minimum and multipliers by SciPy's non-negative least squares.

    With a root RᵀR of H the quadratic is ½‖Rx − R⁻ᵀg‖² and a constant. Lawson and Hanson (chapter 23) turn the shortest
    z with Gz ≥ h into least squares with multipliers that are not negative.
    """
    root = linalg.cholesky(given["H"])
    foot = linalg.solve_triangular(root, given["g"], trans="T")
    G = -linalg.solve_triangular(root, given["A"], trans="T").T
    h = G @ -foot - given["b"]
    system = np.vstack([G.T, h])
    target = np.append(np.zeros(len(foot)), 1.0)
    pushes, _ = optimize.nnls(system, target)
    rest = system @ pushes - target
    return linalg.solve_triangular(root, foot - rest[:-1] / rest[-1]), pushes / -rest[-1]


def height(given, x):
    return x @ given["H"] @ x / 2 - given["g"] @ x


@oracle(KKT_INEQUALITY, "dual", "scipy.optimize.nnls", inputs=60)
def _(rng):
    """At the multipliers of the minimum the dual function is the minimum."""
    given, _ = bounded(rng)
    x, multipliers = least_distance(given)
    return given | {"lam": multipliers}, height(given, x)


@oracle(KKT_INEQUALITY, "dual", "scipy.optimize.minimize (SLSQP)", inputs=20)
def _(rng):
    given, inside = bounded(rng)
    _, multipliers = least_distance(given)
    found = optimize.minimize(
        lambda x: height(given, x),
        inside,
        jac=lambda x: given["H"] @ x - given["g"],
        method="SLSQP",
        constraints={"type": "ineq", "fun": lambda x: given["b"] - given["A"].T @ x, "jac": lambda x: -given["A"].T},
        options={"ftol": 1e-12, "maxiter": 1000},
    )
    assert found.success
    return given | {"lam": multipliers}, found.fun


@oracle(KKT_INEQUALITY, "duality_gap", "scipy.optimize.nnls", inputs=60)
def _(rng):
    """With the multipliers of the minimum the gap is how much lower the minimum is."""
    given, inside = bounded(rng)
    x, multipliers = least_distance(given)
    return given | {"x": inside, "lam": multipliers}, height(given, inside) - height(given, x)


@oracle(KKT_INEQUALITY, "minimizer", "scipy.optimize.nnls", inputs=60)
def _(rng):
    given, _ = bounded(rng)
    x, multipliers = least_distance(given)
    given.pop("b")
    return given | {"lam": multipliers}, x


PENALISED = "x @ H @ x / 2 - g @ x + lam @ (A.T @ x - b)"


def multiplied(rng):
    given, n, m = constrained(rng)
    return given | {"x": rng.normal(size=n), "lam": rng.uniform(0.0, 2.0, size=m)}


@oracle(KKT_INEQUALITY, "objective", "JAX", inputs=60)
def _(rng):
    given = {name: value for name, value in multiplied(rng).items() if name in ("H", "g", "x")}
    return given, autodiff.value("x @ H @ x / 2 - g @ x", **given)


@oracle(KKT_INEQUALITY, "lagrangian", "JAX", inputs=60)
def _(rng):
    given = multiplied(rng)
    return given, autodiff.value(PENALISED, **given)


@oracle(KKT_INEQUALITY, "lagrangian_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = multiplied(rng)
    slope = autodiff.grad(PENALISED, "x", **given)
    given.pop("b")
    return given, slope


@oracle(ADAM, "fraction", "scipy.signal.lfilter", inputs=60)
def _(rng):
    """The moving average as a filter, after as many gradients that are all 1."""
    beta, k = float(rng.uniform(0.5, 0.999)), int(rng.integers(1, 200))
    return {"beta": beta, "k": k}, signal.lfilter([1 - beta], [1, -beta], np.ones(k))[-1]


@oracle(ADAM, "biased", "scipy.signal.lfilter", inputs=60)
def _(rng):
    beta, k, g = float(rng.uniform(0.5, 0.999)), int(rng.integers(1, 200)), rng.normal(size=shape(rng)[1])
    return {"beta": beta, "k": k, "g": g}, signal.lfilter([1 - beta], [1, -beta], np.tile(g, (k, 1)), axis=0)[-1]


def kept(rng):
    return {"beta": float(rng.uniform(0.0, 0.99)), "eta": float(rng.uniform(0.01, 1.0)), "k": int(rng.integers(1, 200))}


@oracle(MOMENTUM, "effective_step", "scipy.signal.lfilter", inputs=60)
def _(rng):
    """The moves as a filter, after as many gradients that are all −1."""
    given = kept(rng)
    return given, signal.lfilter([given["eta"]], [1, -given["beta"]], np.ones(given["k"]))[-1]


@oracle(MOMENTUM, "velocity", "scipy.signal.lfilter", inputs=60)
def _(rng):
    given, n = kept(rng), shape(rng)[1]
    given |= {"g": rng.normal(size=n), "v_0": rng.normal(size=n)}
    gradients, last = np.tile(given["g"], (given["k"], 1)), given["beta"] * given["v_0"][None]
    moves, _ = signal.lfilter([-given["eta"]], [1, -given["beta"]], gradients, axis=0, zi=last)
    return given, moves[-1]


def ends(rng):
    """Polyak's roots of η and β, from √(ημ) = 1 − √β and √(ηL) = 1 + √β."""
    mu = float(rng.uniform(0.1, 1.0))
    given = {"mu": mu, "L": mu * float(rng.uniform(1.0, 1000.0))}
    return given, np.linalg.solve([[np.sqrt(given["mu"]), 1], [np.sqrt(given["L"]), -1]], [1, 1])


@oracle(MOMENTUM, "polyak_step", "numpy.linalg.solve", inputs=60)
def _(rng):
    given, (root_of_step, _) = ends(rng)
    return given, root_of_step**2


@oracle(MOMENTUM, "polyak_momentum", "numpy.linalg.solve", inputs=60)
def _(rng):
    given, (_, root_of_beta) = ends(rng)
    return given, root_of_beta**2
