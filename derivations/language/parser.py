"""From text to the untyped tree, or an error that points at the column. Nothing typed is ever executed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from derivations.errors import SyntaxProblem

from . import limits
from .applied import without_parentheses
from .finish import finish
from .functions import meant
from .latex import on_command
from .source import Source
from .tree import Node, Tree

if TYPE_CHECKING:
    from lark import Lark

_GRAMMAR = Path(__file__).with_name("grammar.lark")
_PLAIN = {
    "−": "-",
    "–": "-",
    "·": "*",
    "⋅": "*",
    "∗": "*",
    "×": "*",
    "∘": ".*",
    "⊙": ".*",
    "⊘": "./",
    ".'": "'",
    "’": "'",
    "′": "'",
    "ᵀ": "'",
    "⊤": "'",
}
_BRACKET = "; parentheses are ( and )"
_HINTS = {
    "@": "; a matrix product is written *",
    "=": "; the language has no comparisons and no assignments",
    "<": "; the language has no comparisons",
    ">": "; the language has no comparisons",
    "|": "; an absolute value is written abs(x), a norm norm2(x)",
    "‖": "; a norm is written norm2(x)",
    "\\": "; A\\b is written inv(A)*b",
    "⊗": "; a Kronecker product is written kron(A, B)",
    "²": "; write ^2",
    "³": "; write ^3",
    "_": "; a name begins with a letter",
    "⁻": "; an inverse is written inv(A), a power x^-1",
    "√": "; a root is written sqrt(x)",
    "÷": "; a quotient is written /",
    **dict.fromkeys("[]{}", _BRACKET),
}


def parse_tree(text: str) -> Tree:
    """The tree of an expression in the language."""
    from lark import UnexpectedCharacters, UnexpectedToken

    source = Source(text)
    if len(text) > limits.LENGTH:
        raise SyntaxProblem(f"the expression has {len(text)} characters; the limit is {limits.LENGTH}")
    if not text.strip():
        raise SyntaxProblem("the expression is empty")
    _check_parentheses(source)
    try:
        root: Any = _lark().parse(text)
    except UnexpectedCharacters as problem:
        _unexpected_character(source, problem.pos_in_stream)
    except UnexpectedToken as problem:
        _unexpected_token(source, problem.token)
    return finish(source, root)


def _check_parentheses(source: Source) -> None:
    opened: list[int] = []
    for at, c in enumerate(source.text):
        if c == "(":
            opened.append(at)
            if len(opened) > limits.DEPTH:
                source.syntax(f"parentheses nested {len(opened)} deep; the limit is {limits.DEPTH}", at)
        elif c == ")":
            if not opened:
                source.syntax(f'")" at column {source.place(at)[1]} closes nothing', at)
            opened.pop()
    if opened:
        source.syntax(f'unclosed "(" opened at column {source.place(opened[-1])[1]}', opened[-1])


def _unexpected_character(source: Source, at: int) -> NoReturn:
    c = source.text[at]
    called = unicodedata.name(c, "").lower() or f"U+{ord(c):04X}"
    shown = f'"{c}"' if c.isascii() and c.isprintable() else f'"{c}" ({called})' if c.isprintable() else called
    command = on_command(source.text, at)
    if command:
        source.syntax(f'unexpected "\\"; {command}', at)
    source.syntax(f"unexpected {shown}{_HINTS.get(c, '') or _after_a_dot(source.text[at:])}", at)


def _after_a_dot(rest: str) -> str:
    """How a hint on x.T, x.sum() or np.sum(x) begins with its dot; none where what follows has no meaning here."""
    attribute = re.match(r"\.\s*([A-Za-z]\w*)", rest)
    if attribute is None:
        return ""
    if attribute[1] in ("T", "mT", "H"):
        return "; a transpose is written X'"
    return meant(attribute[1])


def _unexpected_token(source: Source, token: Any) -> NoReturn:
    ended = token.type == "$END"
    at = len(source.text.rstrip()) if ended else token.start_pos
    before = list(_lark().lex(source.text[:at]))[-4:]
    previous = before[-1] if before else None
    has_value = previous is not None and previous.type in ("NAME", "NUMBER", "RPAR", "PRIME")
    if ended:
        source.syntax(f'expected a value after "{previous}", where the expression ends', at)
    if previous is not None and token.type == "NAME" and f"{previous}{token}" == "logdet":
        source.syntax("the logarithm of a determinant is written logdet(A)", previous.start_pos or 0)
    if has_value and token.type in ("NAME", "NUMBER", "LPAR"):
        applied = without_parentheses(source, before, token)
        if applied:
            source.syntax(*applied)
        source.syntax(f'expected an operator before "{token}"; a product is written *', at)
    if token.type == "COMMA" and has_value:
        source.syntax('unexpected ","; it only separates the arguments of a function', at)
    if previous is None:
        source.syntax(f'expected a value, found "{token}"', at)
    power = f"{previous}{token}" == "**" and token.start_pos == previous.end_pos
    hint = "; a power is written ^" if power else ""
    source.syntax(f'expected a value after "{previous}", found "{token}"{hint}', at)


# --- the nodes, made by the parser as it goes -------------------------------------------------------------------------


def _token_node(op: str, token: Any) -> Node:
    return Node(op, (), token.start_pos, token.end_pos, token.start_pos, name=str(token))


def _binary(left: Node, operator: Any, right: Node) -> Node:
    op = _PLAIN.get(str(operator), str(operator))
    return Node(op, (left, right), left.start, right.end, operator.start_pos)


def _sign(operator: Any, value: Node) -> Node:
    if operator.type == "PLUS":
        return value
    return Node("sign", (value,), operator.start_pos, value.end, operator.start_pos)


def _transpose(value: Node, operator: Any) -> Node:
    return Node("'", (value,), value.start, operator.end_pos, operator.start_pos)


def _call(name: Any, opened: Any, *rest: Any) -> Node:
    *arguments, closed = rest
    nodes = tuple(a for a in arguments if isinstance(a, Node))
    return Node("call", nodes, name.start_pos, closed.end_pos, name.start_pos, name=str(name))


def _group(opened: Any, value: Node, closed: Any) -> Node:
    value.start, value.end, value.grouped = opened.start_pos, closed.end_pos, True
    return value


@lru_cache(maxsize=1)
def _lark() -> Lark:
    from lark import Lark, Transformer, v_args

    @v_args(inline=True)
    class Nodes(Transformer):
        """Builds nodes while parsing, so that no pass over the text is recursive."""

        start = staticmethod(lambda value: value)
        number = staticmethod(lambda token: _token_node("number", token))
        name = staticmethod(lambda token: _token_node("name", token))
        binary = staticmethod(_binary)
        raised = staticmethod(_binary)
        sign = staticmethod(_sign)
        transpose = staticmethod(_transpose)
        call = staticmethod(_call)
        group = staticmethod(_group)

    grammar = _GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False, transformer=Nodes())
