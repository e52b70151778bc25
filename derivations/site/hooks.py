"""What MkDocs asks of this project while it builds the site; named in mkdocs.yml.

The pages of the notebooks, and what the search is to read and to prefer. Pages know nothing of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import CombinedEvent, event_priority

from derivations.site.files import Place
from derivations.site.flat import flattened
from derivations.site.notebooks import pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_DRAWN = re.compile(r'<bdi class="katex-html".*?</bdi>|<annotation .*?</annotation>|<svg .*?</svg>', re.S)
_THEOREM = re.compile(r"theorems/\w+/\w+\.md")
_SYNONYMS = re.compile(r"^\*Also known as\* (.+)$", re.M)
_NAMES = re.compile(r"^## (\S+(?: \S+)?)$", re.M)  # of rules, where they are as short as what is typed
_RULES = re.compile(r"rules/(?!index)\w+\.md")
_LISTS = re.compile(r"(?:graph|reference|trust|theorems/index|indexes/\w+|rules/index|adr/.*)\.md")
_whole: dict[str, str] = {}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the notebooks give to the files of docs/."""
    from mkdocs.structure.files import File

    for name, content in pages(Place(Path(config.config_file_path).parent)).items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Who looks for a word wants the theorem first, by its synonyms too, then a rule, and lists of theorems last."""
    boosts = ((_THEOREM, 4), (_RULES, 2), (_LISTS, 0.5))
    boost = next((boost for kind, boost in boosts if kind.fullmatch(page.file.src_uri)), 1)
    page.meta.setdefault("search", {"boost": boost})
    if synonyms := _SYNONYMS.search(markdown):
        page.meta.setdefault("tags", synonyms[1].split(" · "))
    elif _RULES.fullmatch(page.file.src_uri):  # the page of many rules is to be found by the name of each
        page.meta.setdefault("tags", _NAMES.findall(markdown))
    return markdown


@event_priority(100)
def _before_search(context: Any, page: Page, **_: Any) -> Any:
    """Take out what is drawn, of which the search would read, slowly, every element; give formulas as plain text."""
    _whole[page.file.src_uri] = page.content or ""
    page.content = flattened(_DRAWN.sub("", page.content or ""))
    return context


@event_priority(-100)
def _after_search(context: Any, page: Page, **_: Any) -> Any:
    page.content = _whole.pop(page.file.src_uri)
    return context


on_page_context = CombinedEvent(_before_search, _after_search)
