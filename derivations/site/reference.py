"""docs/reference.md: the public names, each under the module that it comes from, for mkdocstrings to fill in."""

from __future__ import annotations

import ast

from .files import PACKAGE
from .page import header

_TITLES = {
    "calculus.differentiate": "Differentiating a formula",
    "calculus.result": "What differentiating gives",
    "proof.catalogue": "The catalogue",
    "proof.theorem": "Theorems",
    "proof.lines": "Lines of a derivation",
    "proof.rule": "Rules",
    "notation.symbols": "Symbols",
    "notation.linear": "Linear algebra",
    "notation.functions": "Functions of numbers and of entries",
    "notation.probability": "Probability",
    "notation.sequences": "Sequences and unspecified functions",
    "notation.differentials": "Differentials",
    "notation.relations": "Relations",
    "notation.arrangement": "Arrangements of entries",
    "notation.core": "Transposes",
    "notation.printing": "Printing",
    "errors": "Errors",
}


def reference_page() -> str:
    """The Markdown of the page: `:::` is what mkdocstrings reads."""
    names = _homes()
    names |= {"proof.catalogue": ["theorems"], "proof.theorem": ["theorem", "Theorem"]}
    ordered = [*_TITLES, *(module for module in names if module not in _TITLES)]
    out = ["# Python interface", "", header("derivations/__init__.py"), "", _OPENING]
    for module in ordered:
        title = _TITLES.get(module, module)
        out += ["", f"## {title}"]
        for name in names[module]:
            out += ["", f"::: derivations.{module}.{name}"]
    return "\n".join(out) + "\n"


def _homes() -> dict[str, list[str]]:
    """Module → the public names that come from it, as derivations/__init__.py lists them."""
    for node in ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "_HOMES":
            return {module: names.split() for module, names in ast.literal_eval(node.value).items()}
    raise AssertionError("derivations/__init__.py has no _HOMES")


_OPENING = (
    "All of it is at hand after `import derivations as dv`, as `dv.differentiate`, `dv.theorem` and so on. The"
    " formulas that [the calculator](calculator.md) understands are what `differentiate` takes."
)
