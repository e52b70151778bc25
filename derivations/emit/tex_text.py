"""Prose for TeX: special characters escaped, and the Unicode that authors write turned into what pdflatex knows."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    '"': "''",
}
_TYPOGRAPHY = {
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "•": r"\textbullet{}",
    "·": r"\ensuremath{\cdot}",
    "✔": r"\ensuremath{\checkmark}",
    "●": r"\textbullet{}",
    "◇": r"\ensuremath{\diamond}",
}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "varsigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "ϕ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SYMBOLS = {
    "−": "-", "×": r"\times", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "∘": r"\circ", "⊙": r"\odot", "⊗": r"\otimes",
    "⊕": r"\oplus", "⊘": r"\oslash", "∗": "*", "⋆": r"\star", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "≡": r"\equiv", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "≻": r"\succ", "≽": r"\succeq", "⪰": r"\succeq",
    "≺": r"\prec", "⪯": r"\preceq", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq", "∪": r"\cup",
    "∩": r"\cap", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee",
    "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "→": r"\to", "←": r"\leftarrow", "↦": r"\mapsto",
    "↔": r"\leftrightarrow", "∞": r"\infty", "∇": r"\nabla", "∂": r"\partial", "∑": r"\sum", "∏": r"\prod",
    "∫": r"\int", "√": r"\surd", "‖": r"\Vert", "∥": r"\Vert", "⟨": r"\langle", "⟩": r"\rangle", "⌊": r"\lfloor",
    "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "ᵀ": r"^\top", "⊤": r"\top", "⊥": r"\perp", "′": r"'", "″": r"''",
    "½": r"\tfrac12", "¼": r"\tfrac14", "¾": r"\tfrac34", "⅓": r"\tfrac13", "⅔": r"\tfrac23", "ℝ": r"\mathbb{R}",
    "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "𝔼": r"\mathbb{E}", "ℓ": r"\ell",
    "∣": r"\mid", "≔": ":=", "◦": r"\circ", "∼": r"\sim", "°": r"^\circ", "⋅": r"\cdot", "⋯": r"\cdots", "⊢": r"\vdash",
    "□": r"\square", "∎": r"\blacksquare", "ŷ": r"\hat{y}", "x̄": r"\bar{x}", "𝟏": r"\mathbf{1}", "𝟙": r"\mathbf{1}",
}  # fmt: skip
_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot", "\u0308": "ddot", "\u20d7": "vec"}
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵏᵐᵖᵗ", "0123456789+-=()nikmpt", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True))
_MATH = {**_SYMBOLS, **{character: f"\\{name}" for character, name in _GREEK.items()}}
_TOKEN = re.compile(
    r"(?P<display>\$\$[^$]+\$\$)"
    r"|(?P<math>\$[^$]+\$)"
    r"|(?P<code>`[^`]+`)"
    r"|(?P<strong>\*\*[^*]+\*\*)"
    r"|(?P<emphasis>(?<![\w*])\*[^*\s][^*]*\*(?![\w*]))"
    rf"|(?P<raised>[{''.join(_RAISED)}]+)"
    rf"|(?P<lowered>[{''.join(_LOWERED)}]+)"
    rf"|(?P<accented>.[{''.join(_ACCENTS)}])"
    r"|(?P<one>.)",
    re.S,
)


def prose(text: str) -> str:
    """Plain text, or Markdown with `$…$`, `*…*` and backticks, as TeX for pdflatex."""
    return "".join(_piece(match) for match in _TOKEN.finditer(text))


def unaccented_math(source: str) -> str:
    r"""LaTeX mathematics whose raw Unicode letters, as in `\text{für θ}`, are made commands."""
    return "".join(_MATH.get(c, c) + (" " if c in _MATH else "") for c in source)


def _piece(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match[0]
    if kind == "display":
        return rf"\[{unaccented_math(text[2:-2])}\]"
    if kind == "math":
        return f"${unaccented_math(text[1:-1])}$"
    if kind == "code":
        return rf"\texttt{{{prose(text[1:-1])}}}"
    if kind == "strong":
        return rf"\textbf{{{prose(text[2:-2])}}}"
    if kind == "emphasis":
        return rf"\emph{{{prose(text[1:-1])}}}"
    if kind == "raised":
        return rf"\ensuremath{{^{{{''.join(map(_RAISED.__getitem__, text))}}}}}"
    if kind == "lowered":
        return rf"\ensuremath{{_{{{''.join(map(_LOWERED.__getitem__, text))}}}}}"
    if kind == "accented":
        return rf"\ensuremath{{\{_ACCENTS[text[1]]}{{{_MATH.get(text[0], text[0])}}}}}"
    return _character(text)


def _character(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c in _TYPOGRAPHY:
        return _TYPOGRAPHY[c]
    if c in _MATH:
        return rf"\ensuremath{{{_MATH[c]}}}"
    latin = c.isalpha() and unicodedata.normalize("NFD", c)[0].isascii()
    if c.isascii() or latin or c in "ßæœøåÆŒØÅıłŁ§":
        return c
    return f"[{unicodedata.name(c, '').lower() or f'U+{ord(c):04X}'}]"
