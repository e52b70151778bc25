"""Formulas that authors typed in LaTeX, as text."""

import pytest

from derivations.notation.plain import plain

FORMULAS = {
    r"\mu_i \ge 0": "μᵢ ≥ 0",
    r"\sigma^2": "σ²",
    r"x_\star": "x⋆",
    r"x_i^\top w": "xᵢᵀ w",
    r"m \times n": "m × n",
    r"\bar x": "x̅",
    r"\hat{f}": "f̂",
    r"\hat\theta": "θ̂",
    r"\operatorname{KL}(p \,\Vert\, q)": "KL(p ‖ q)",
    r"p(z \mid x)": "p(z | x)",
    r"\ell(\mu, \Sigma)": "ℓ(μ, Σ)",
    r"\mathbb R^n": "Rⁿ",
    r"\lVert x\rVert_2": "‖x‖₂",
    r"\tfrac{1}{2}\varepsilon": "1/2ε",
    r"y_{i+1}^{(k)}": "yᵢ₊₁^((k))",
    r"\left(a \cdot b\right)": "(a · b)",
    "n": "n",
    "": "",
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_plain(formula):
    assert plain(formula) == FORMULAS[formula]
