"""Short formulas that an author typed in LaTeX, as Unicode text: Greek letters, indices and a few signs, no layout."""

from __future__ import annotations

import re

from .styles import TEXT, unicode_name

_COMMANDS = {
    **dict.fromkeys(("ge", "geq"), "≥"),
    **dict.fromkeys(("le", "leq"), "≤"),
    **dict.fromkeys(("ne", "neq"), "≠"),
    **dict.fromkeys(("Vert", "lVert", "rVert"), "‖"),
    **dict.fromkeys(("vert", "lvert", "rvert", "mid"), "|"),
    **dict.fromkeys(("dots", "ldots", "cdots"), "…"),
    **dict.fromkeys(("left", "right", "big", "bigl", "bigr", "displaystyle"), ""),
    **{"top": "ᵀ", "star": "⋆", "times": "×", "cdot": "·", "circ": "∘", "otimes": "⊗", "in": "∈", "to": "→"},
    **{"ell": "ℓ", "infty": "∞", "nabla": "∇", "partial": "∂", "sum": "Σ", "sqrt": "√", "langle": "⟨", "rangle": "⟩"},
}
_SPACES = {r"\|": "‖", r"\,": "", r"\!": "", r"\;": " ", r"\:": " ", r"\ ": " ", "~": " "}
_WRAPPED = re.compile(r"\\(?:operatorname|mathrm|mathbf|mathbb|mathcal|boldsymbol|text)\s*(?:\{([^{}]*)\}|(\w))")
_ACCENT = re.compile(r"\\(bar|hat|tilde)\s*(?:\{(\\?\w+)\}|(\\[A-Za-z]+|\w))")
_FRACTION = re.compile(r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}")
_OPENING = re.compile(r"(\\(?:lVert|lvert|langle)) +")
_COMMAND = re.compile(r"\\(?:var(?=[a-z]))?([A-Za-z]+)")
_INDEX = re.compile(r"([_^])(?:\{([^{}]*)\}|(\S))")
_KEPT = "ᵀ⋆"


def plain(formula: str) -> str:
    """A formula without its LaTeX, e.g. `\\mu_i \\ge 0` as `μᵢ ≥ 0`."""
    for typed, shown in _SPACES.items():
        formula = formula.replace(typed, shown)
    formula = _WRAPPED.sub(lambda m: m[1] or m[2] or "", formula)
    formula = _ACCENT.sub(lambda m: unicode_name((m[2] or m[3] or "").lstrip("\\") + m[1]), formula)
    formula = _FRACTION.sub(r"\1/\2", formula)
    formula = _OPENING.sub(r"\1{}", formula)
    formula = _COMMAND.sub(lambda m: _COMMANDS[m[1]] if m[1] in _COMMANDS else unicode_name(m[1]), formula)
    formula = _INDEX.sub(lambda m: _lifted(m[1], m[2] or m[3] or ""), formula)
    return formula.replace("{", "").replace("}", "")


def _lifted(sign: str, what: str) -> str:
    """An index or an exponent; those that Unicode has no small form of stay as they are, or after a sign."""
    if what in _KEPT:
        return what
    return TEXT.sub(what) if sign == "_" else TEXT.super(what)
