r"""Mathematics in Markdown, written so that GitHub and the site both typeset it.

GitHub's Markdown eats `_`, `*` and `\\` between plain dollar signs. Between ``$` `` and `` `$ ``, and in fenced blocks
named `math`, it leaves them alone; so pages use these two. Python-Markdown knows neither: the extension below, named
in mkdocs.yml, marks them as formulas, and typesets every formula of a page with KaTeX, those that `arithmatex` marked
among them.
"""

from __future__ import annotations

import re
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown import Markdown

_DOLLARS = re.compile(r"\$\$(.+?)\$\$|\$(?!`)([^$]+?)\$", re.S)
_INLINE = re.compile(r"\$`([^`\n]+)`\$")
_OPENS = re.compile(r"^( *)(`{3,}|~{3,})\s*([^`]*)$")
_GRAPH = "\u0002derivations-graph:"  # no text holds the character
_ENTITIES = {"<": "&lt;", ">": "&gt;", "~": "&#126;"}


def inline(latex: str) -> str:
    """A formula in a line of text."""
    return f"$`{' '.join(latex.split())}`$"


def cell(latex: str) -> str:
    """A formula in a table, where a bar would end the cell."""
    return inline(latex.replace(r"\|", r"\Vert ").replace("|", r"\vert "))


def display(latex: str) -> str:
    """A formula on lines of its own."""
    return f"```math\n{latex.strip()}\n```"


def with_formulas(text: str) -> str:
    """Text with `$…$` and `$$…$$` as an author writes them, in the form above."""
    pieces = _DOLLARS.sub(lambda m: f"\n\n{display(m[1])}\n\n" if m[1] else inline(m[2]), text)
    return re.sub(r" *\n(?: *\n)+ *", "\n\n", pieces)


def plain(text: str) -> str:
    """Text that is to show as it is: what Markdown would take for markup is escaped; formulas are kept."""
    pieces = re.split(r"(\$`[^`]+`\$|`[^`]+`)", with_formulas(text))
    return "".join(piece if n % 2 else _escaped(piece) for n, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    return re.sub(r"([\\*_\[\]<>|~#])", lambda m: _ENTITIES.get(m[1]) or "\\" + m[1], text)


# --- the extension for Python-Markdown --------------------------------------------------------------------------------


def makeExtension(**options: Any) -> Any:
    """The extension `derivations.site.markdown`, under the name that Python-Markdown asks for."""
    from xml.etree.ElementTree import Element

    from markdown import Extension
    from markdown.blockprocessors import BlockProcessor
    from markdown.inlinepatterns import InlineProcessor
    from markdown.postprocessors import Postprocessor
    from markdown.preprocessors import Preprocessor

    graphs: list[str] = []

    class Blocks(Preprocessor):
        """Fenced blocks named `math` or `mermaid`; other fenced blocks are passed over."""

        def run(self, lines: list[str]) -> list[str]:
            out: list[str] = []
            waiting = iter(lines)
            for line in waiting:
                opened = _OPENS.match(line)
                if opened is None:
                    out.append(line)
                    continue
                indent, fence, name = opened[1], opened[2], opened[3].strip()
                inside = list(takewhile(lambda text, end=indent + fence: text.rstrip() != end, waiting))
                if name == "math":
                    formula = escape("\n".join(inside).strip(), quote=False)
                    html = f'<div class="arithmatex">\\[{formula}\\]</div>'
                    out += ["", indent + self.md.htmlStash.store(html), ""]
                elif name == "mermaid":
                    graphs.append("\n".join(inside))
                    out += ["", f"{indent}{_GRAPH}{len(graphs) - 1}", ""]
                else:
                    out += [line, *inside, indent + fence]
            return out

    class Graphs(BlockProcessor):
        """Drawings in place of the blocks named `mermaid`: elements, so that MkDocs checks where their links lead."""

        def test(self, parent: Element, block: str) -> bool:
            return block.startswith(_GRAPH)

        def run(self, parent: Element, blocks: list[str]) -> None:
            from .typeset import drawing

            parent.append(drawing(graphs[int(blocks.pop(0).removeprefix(_GRAPH))]))

    class Inline(InlineProcessor):
        """Formulas between $` and `$."""

        def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
            html = f'<span class="arithmatex">\\({escape(m[1], quote=False)}\\)</span>'
            return self.md.htmlStash.store(html), m.start(0), m.end(0)

    class Typeset(Postprocessor):
        """All that is marked as a formula, typeset."""

        def run(self, text: str) -> str:
            from .typeset import typeset

            return typeset(text)

    class Formulas(Extension):
        """All of them."""

        def extendMarkdown(self, md: Markdown) -> None:
            md.parser.blockprocessors.register(Graphs(md.parser), "derivations_graphs", 175)
            md.preprocessors.register(Blocks(md), "derivations_blocks", 28)  # before fenced code, 25
            md.inlinePatterns.register(Inline(_INLINE.pattern, md), "derivations_inline", 195)  # before backticks, 190
            md.postprocessors.register(Typeset(md), "derivations_typeset", -10)  # after raw HTML has come back

    return Formulas(**options)
