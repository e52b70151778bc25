"""The two output styles, LaTeX and Unicode text: names, tokens and how parts are put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy
from sympy import Symbol
from sympy.printing.pretty import pretty_symbology


@dataclass(frozen=True)
class Style:
    """How the two outputs differ; the structure of an expression is printed once, by `Printer`."""

    name: str
    symbol: Callable[[str], str]
    stock: Callable[[Any], str]
    fraction: Callable[[str, str], str] | None
    super: Callable[[str], str]
    sub: Callable[[str], str]
    big_sum: Callable[[str, str], str]
    call: Callable[[str, str], str]
    root: Callable[[str], str]
    tokens: dict[str, str]


_LATEX_TOKENS = {
    "T": r"^\top",
    "inv": r"^{-1}",
    "<": r"\langle ",
    ">": r"\rangle",
    "norm": r"\lVert ",
    "norm)": r"\rVert",
    "minus": "-",
    "hadamard": r" \circ ",
    "kron": r" \otimes ",
    "one": r"\mathbf{1}",
    "zero": r"\mathbf{0}",
    "tr": r"\operatorname{tr}",
    "det": r"\det",
    "logdet": r"\log\det",
    "lse": r"\operatorname{lse}",
    "leading": r"q_{\max}",
    "softmax": r"\operatorname{softmax}",
    "Diag": r"\operatorname{Diag}",
    "diag": r"\operatorname{diag}",
    "vec": r"\operatorname{vec}",
    "mat": r"\operatorname{mat}",
    "max": r"\max",
    "E": r"\mathbb{E}",
    "Var": r"\operatorname{Var}",
    "Cov": r"\operatorname{Cov}",
    "Pr": r"\Pr",
    "d": r"\mathrm{d}",
    "nabla": r"\nabla ",
    "nabla2": r"\nabla^{2} ",
    "dot": r" \cdot ",
    "ind": r"\mathbf{1}",
    "open": r"\left(",
    "close": r"\right)",
    "[": r"\left[",
    "]": r"\right]",
    "sum entries": r"\mathbf{1}^\top ",
    "e": "e",
    "star": r"\star",
    "words(": r"\text{",
    ")words": "}",
}
_TEXT_TOKENS = {
    **{
        k: k
        for k in ("tr", "det", "lse", "softmax", "Diag", "diag", "vec", "mat", "max", "E", "Var", "Cov", "Pr", "d", "e")
    },
    "T": "ᵀ",
    "inv": "⁻¹",
    "<": "⟨",
    ">": "⟩",
    "norm": "‖",
    "norm)": "‖",
    "minus": "−",
    "hadamard": "∘",
    "kron": "⊗",
    "one": "1",
    "zero": "0",
    "leading": "q_max",
    "logdet": "log det",
    "nabla": "∇",
    "nabla2": "∇²",
    "dot": "·",
    "ind": "1",
    "open": "(",
    "close": ")",
    "[": "[",
    "]": "]",
    "sum entries": "1ᵀ",
    "star": "*",
    "words(": "",
    ")words": "",
}
_SUPER = str.maketrans("0123456789-+ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱ")
_SUB = str.maketrans("0123456789+-=ijknmpt", "₀₁₂₃₄₅₆₇₈₉₊₋₌ᵢⱼₖₙₘₚₜ")


def is_word(name: str) -> bool:
    """Whether a name is printed as several plain letters: ones, w1a, x_bar; not w, θ or x₁."""
    return len(name) > 1 and re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) is not None


@lru_cache(maxsize=4096)
def _latex_symbol(name: str) -> str:
    base, *indices = name.split("_")
    if is_word(base) and sympy.latex(Symbol(base)) == base:  # a word, not a Greek letter, w₁ or x with a bar
        if len(indices) > 1:
            return rf"\mathrm{{{name}}}".replace("_", r"\_")
        return rf"\mathrm{{{base}}}" + "".join(rf"_{{{i}}}" for i in indices)
    return sympy.latex(Symbol(name)).replace("{star}", r"{\star}")


@lru_cache(maxsize=4096)
def unicode_name(name: str) -> str:
    """`lambda_1` as λ₁: whatever SymPy, when it is imported, takes the terminal to be able to show."""
    before = pretty_symbology.pretty_use_unicode(True)
    try:
        shown = pretty_symbology.pretty_symbol(name)
    finally:
        pretty_symbology.pretty_use_unicode(before)
    return re.sub(r"^([^_]+)_j$", r"\1ⱼ", shown)  # SymPy has no small j


def _text_symbol(name: str) -> str:
    return unicode_name(name.replace("_star", "⋆"))


def _text_super(s: str) -> str:
    lifted = s.replace("−", "-").translate(_SUPER)
    return lifted if all(c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱ" for c in lifted) else f"^({s})" if len(s) > 1 else f"^{s}"


def _text_sub(s: str) -> str:
    lowered = s.replace(" ", "").replace("−", "-").translate(_SUB)
    return lowered if all(c in "₀₁₂₃₄₅₆₇₈₉₊₋₌ᵢⱼₖₙₘₚₜ" for c in lowered) else f"_{s}" if len(s) == 1 else f"[{s}]"


def _text_stock(e: Any) -> str:
    powers = re.sub(r"\*\*(\d+)", lambda found: _text_super(found[1]), sympy.sstr(e))
    return powers.replace("**", "^").replace("*", "·").replace("pi", "π").replace("-", "−")


LATEX = Style(
    "latex",
    _latex_symbol,
    sympy.latex,
    lambda a, b: rf"\frac{{{a}}}{{{b}}}",
    lambda s: f"^{{{s}}}",
    lambda s: f"_{{{s}}}",
    lambda i, n: rf"\sum_{{{i}=1}}^{{{n}}} ",
    lambda f, x: rf"{f}\left({x}\right)",
    lambda x: rf"\sqrt{{{x}}}",
    _LATEX_TOKENS,
)
TEXT = Style(
    "text",
    _text_symbol,
    _text_stock,
    None,
    _text_super,
    _text_sub,
    lambda i, n: f"Σ{_text_sub(i)} ",
    lambda f, x: f"{f}({x})",
    lambda x: f"√({x})",
    _TEXT_TOKENS,
)
