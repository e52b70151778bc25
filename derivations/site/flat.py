"""A formula in one line of text, read off its MathML: what the search reads, and shows of a page that it found."""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree.ElementTree import Element, ParseError, fromstring

from derivations.notation.styles import TEXT

_MATH = re.compile(r"<math\b.*?</math>", re.S)
_LEFT_OUT = re.compile(r' xmlns="[^"]*"|<annotation .*?</annotation>', re.S)
_SHIFTS = {"msup": "^", "msub": "_", "mover": "", "munder": "_"}
_KEPT = {"⊤": "ᵀ", "∗": "*", "⋆": "⋆", "−⊤": "⁻ᵀ"}
_ACCENTS = {"ˉ": "\u0304", "¯": "\u0304", "^": "\u0302", "~": "\u0303", "˙": "\u0307"}
_SPACED = set("=≠<>≤≥≔∼≈+−∘⊗⇔⇒⟺⟹→∈")
_SIGNS = str.maketrans({"∥": "‖", "\xa0": " ", "\u2061": "", "\u200b": ""})  # the last two: function of, no space


def flattened(html: str) -> str:
    """HTML with each formula as text in its place."""
    return _MATH.sub(lambda found: escape(flat(found[0]), quote=False), html)


def flat(mathml: str) -> str:
    """`(a + b)/c` for a fraction, `XᵀX` for a transpose: nothing that was above or below a line is lost."""
    try:
        formula = fromstring(_LEFT_OUT.sub("", mathml))
    except ParseError:
        return unescape(re.sub(r"<[^>]+>", "", _LEFT_OUT.sub("", mathml)))
    return re.sub(r"\s+", " ", _read(formula)).strip()


def _read(part: Element) -> str:
    inside = list(part)
    match part.tag:
        case "mphantom" | "mspace":
            return ""
        case "mfrac":
            above, below = map(_read, inside)
            product = inside[1].tag == "mrow" and len(inside[1]) > 1
            return f"{_closed(above, '+−')}/{f'({below})' if product else _closed(below, '+−/')}"
        case "msqrt":
            return f"√({_row(inside)})"
        case "msup" | "msub" | "mover" | "munder":
            return _shifted(_read(inside[0]), _read(inside[1]), _SHIFTS[part.tag])
        case "msubsup" | "munderover":
            return _shifted(_shifted(_read(inside[0]), _read(inside[1]), "_"), _read(inside[2]), "^")
        case "mtable":
            return "; ".join(", ".join(map(_read, row)) for row in inside)
        case "mo" | "mi" | "mn" | "mtext":
            return _sign(part)
    return _row(inside)


def _sign(part: Element) -> str:
    sign = (part.text or "").translate(_SIGNS)
    if part.tag == "mo" and sign == ",":
        return ", "
    return f" {sign} " if part.tag == "mo" and sign in _SPACED and sign else sign


def _row(parts: list[Element]) -> str:
    """Side by side: words apart from letters beside them, a fraction in brackets before a factor, −x as one."""
    out, last = "", ""
    texts = [(part.tag, text) for part in parts if (text := _read(part))]
    for (tag, text), (_, following) in zip(texts, [*texts, ("", "")][1:], strict=True):
        if tag == "mfrac" and re.match(r"[\w(⟨‖∑√]", following):
            text = f"({text})"
        out += (" " if _run_together(last, text) else "") + text
        last = text
    return re.sub(r"(^|[(\[⟨‖,/] ?|[=≤≥<>] +)([−+]) ", r"\1\2", out)


def _run_together(left: str, right: str) -> bool:
    """Whether a name of several letters would be read as going on: n log(b), 1ᵀ exp(z), not nb."""
    if re.match(r"[A-Za-z]{2,}(\(|$)", right) and re.search(r"[\w)ᵀ²]$", left):
        return True
    ends, begins = re.search(r"[A-Za-zα-ωΑ-Ω]+$", left), re.match(r"[A-Za-zα-ωΑ-Ω]+", right)
    sum_before = left.startswith("∑") and len(left) > 1
    return sum_before or (ends is not None and begins is not None and len(ends[0]) + len(begins[0]) > 2)


def _closed(text: str, signs: str) -> str:
    """In brackets, where the text would fall apart beside a stroke."""
    depth, text = 0, text.strip()
    for letter in text:
        depth += (letter in "([{⟨") - (letter in ")]}⟩")
        if depth == 0 and letter in signs:
            return f"({text})"
    return text


def _shifted(base: str, shift: str, sign: str) -> str:
    base, shift = base.rstrip() if sign else base, shift.replace(" ", "")
    if sign == "":
        return base + _ACCENTS[shift] if shift in _ACCENTS else base + shift
    if shift in _KEPT:
        return base + _KEPT[shift]
    small = TEXT.sub(shift) if sign == "_" else TEXT.super(shift)
    if not small.startswith(("[", "^", "_")):
        return base + small
    return f"{base}{sign}{shift}" if len(shift) == 1 else f"{base}{sign}({shift})"
