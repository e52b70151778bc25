"""Every link inside the site leads to a page, and to a place on it; nothing is asked of another server."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("use", "href")}
HELD = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch"}  # kinds of <link> that make a browser ask


class Page(HTMLParser):
    """The links, the names and the requests of one page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.names, self.loads = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.names |= {found[key] for key in ("id", "name") if found.get(key)}
        if tag == "a" and found.get("href"):
            self.links.add(found["href"])
        for key, value in found.items():
            asks = tag != "link" or set((found.get("rel") or "").split()) & HELD
            if (tag, key) in LOADS and asks and value:
                self.loads.add(value)


@pytest.fixture(scope="module")
def pages(folder):
    """Every page by its address below the site, `theorems/` for theorems/index.html."""
    found = {}
    for file in folder.rglob("*.html"):
        address = file.relative_to(folder).as_posix().removesuffix("index.html")
        found[address] = Page(file.read_text(encoding="utf-8"))
    return found


def inside(address, link):
    """Path and fragment of a link that stays on the site; None for one that leaves it."""
    full = urljoin(f"http://site/{address}", link)
    if urlsplit(full).netloc != "site" or urlsplit(full).scheme != "http":
        return None
    path, fragment = urldefrag(full)
    return unquote(urlsplit(path).path.removeprefix("/")), unquote(fragment)


def test_every_link_leads_to_a_page_and_a_place_on_it(pages, folder):
    broken = []
    for address, page in pages.items():
        if address == "404.html":
            continue  # it stands for any address
        for link in page.links:
            if (target := inside(address, link)) is None:
                continue
            path, fragment = target
            if path in pages:
                if fragment and fragment not in pages[path].names and not fragment.startswith("__"):
                    broken.append((address, link))
            elif not (folder / path).is_file():
                broken.append((address, link))
    assert broken == []
    assert len(pages) > 40


def test_no_page_asks_another_server_for_anything(pages):
    asked = {(address, load) for address, page in pages.items() for load in page.loads}
    assert {(address, load) for address, load in asked if urlsplit(load).netloc} == set()
    assert len(asked) > 100


def test_no_style_asks_another_server_for_anything(folder):
    styles = [*folder.rglob("*.css")]
    assert styles
    for style in styles:
        text = style.read_text(encoding="utf-8")
        assert "url(http" not in text and "url(//" not in text and '@import "http' not in text, style


def test_a_theorem_with_its_styles_and_scripts_is_small(pages, folder):
    """Without fonts, and compressed, as servers send it."""

    def size(path):
        return len(gzip.compress((folder / path).read_bytes()))

    for address, page in pages.items():
        if re.fullmatch(r"theorems/\w+/\w+/", address):
            loads = {inside(address, load)[0] for load in page.loads}
            files = [path for path in loads if path.endswith((".css", ".js"))]
            assert len(files) >= 6
            assert size(f"{address}index.html") + sum(map(size, files)) <= 150_000, address
