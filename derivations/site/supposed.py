"""What is declared of the symbols of a law, in words: a formula alone does not say that b ≥ 0, or A invertible."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .markdown import inline

if TYPE_CHECKING:
    from derivations.notation.relations import Relation

_OF_SCALARS = {
    "positive": "`{x} > 0`",
    "nonnegative": r"`{x} \ge 0`",
    "nonzero": r"`{x} \ne 0`",
    "binary": r"`{x} \in \{{0, 1\}}`",
    "unit_interval": r"`0 \le {x} \le 1`",
    "above": "`{x} > {value}`",
    "below": "`{x} < {value}`",
    "at_least": r"`{x} \ge {value}`",
    "at_most": r"`{x} \le {value}`",
    "integer": "`{x}` an integer",
}
_OF_ENTRIES = {
    "positive": "each entry of `{x}` positive",
    "nonnegative": "no entry of `{x}` negative",
    "nonzero": r"`{x} \ne 0`",
    "binary": "each entry of `{x}` 0 or 1",
    "one_hot": "`{x}` one-hot",
    "simplex": "the entries of `{x}` never negative and of sum 1",
    "unit": r"`\lVert {x}\rVert = 1`",
    "at_least": "each entry of `{x}` at least `{value}`",
    "at_most": "each entry of `{x}` at most `{value}`",
    "rank": r"`\operatorname{{rank}} {x} = {value}`",
    "orthonormal": "the columns of `{x}` orthonormal",
    "positive_definite": "`{x}` symmetric and positive definite",
    "positive_semidefinite": "`{x}` symmetric and positive semidefinite",
    "uncorrelated": "the entries of `{x}` uncorrelated",
    "independent": "the entries of `{x}` independent",
    "iid": "the entries of `{x}` independent and of one law",
}
_OF_BOTH = {
    "mean": "`{x}` of mean `{value}`",
    "variance": "`{x}` of variance `{value}`",
    "symmetric_law": "`{x}` and `-{x}` of one law",
}


def supposed(relation: Relation) -> str:
    """`$`b \\ge 0`$; $`A`$ invertible`: what is declared of the symbols, in the order in which they appear."""
    from sympy import preorder_traversal

    from derivations.notation.probability import RandomMatrix, RandomScalar
    from derivations.notation.symbols import MatrixAtom, ScalarSymbol

    kinds = ScalarSymbol | MatrixAtom | RandomScalar | RandomMatrix
    atoms = list(dict.fromkeys(x for x in preorder_traversal(relation) if isinstance(x, kinds)))
    said = [words for x in atoms for words in _facts(x)]
    return "; ".join(dict.fromkeys([*said, *independent_pairs(atoms)]))


def _facts(x: Any) -> Iterator[str]:
    from derivations.notation.printing import latex
    from derivations.notation.shapes import is_matrix
    from derivations.notation.symbols import fact_in_words, facts_of

    words = (_OF_ENTRIES if is_matrix(x) else _OF_SCALARS) | _OF_BOTH
    for fact, value in facts_of(x).items():
        said = words.get(fact, f"`{{x}}` {fact_in_words(fact)}")  # symmetric, invertible, …
        yield _with_formulas(said.format(x=latex(x), value=latex(value) if hasattr(value, "args") else ""))


def independent_pairs(atoms: Any) -> Iterator[str]:
    """Random variables on different spaces are independent, which no declared fact says."""
    from derivations.notation.printing import latex

    random = [x for x in atoms if hasattr(x, "space")]
    for one, other in combinations(random, 2):
        if one.space != other.space:
            yield f"{inline(latex(one))} and {inline(latex(other))} independent"


def _with_formulas(said: str) -> str:
    pieces = said.split("`")
    return "".join(inline(piece) if n % 2 else piece for n, piece in enumerate(pieces))
