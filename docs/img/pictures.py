"""The pictures of the README: the site in `site/`, photographed by Chromium: `make pictures`."""

import functools
import http.server
import io
import shutil
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parent
SITE = FOLDER.parents[1] / "site"
SIZE: ViewportSize = {"width": 1280, "height": 800}
COLOURS = 96  # of a page's few, none is missed, and a picture stays below 150 kB


def home(page: Page, site: str) -> bytes:
    """The first screen, one step on."""
    page.goto(site)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    return page.screenshot()


def theorem(page: Page, site: str) -> bytes:
    """A derivation whose first steps are open."""
    page.goto(f"{site}theorems/linear_models/logistic_gradient/")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    for place in ("0", "document.querySelector('h2#derivation').offsetTop - 80"):  # downwards: up shows a button on top
        page.evaluate(f"window.scrollTo(0, {place})")
        page.wait_for_timeout(500)  # what the theme slides in and out has come to rest
    return page.screenshot()


PICTURES = {"home.png": home, "page.png": theorem}


def small(picture: bytes) -> bytes:
    """The same picture from a palette."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


def main() -> None:
    if not (SITE / "index.html").is_file():
        raise SystemExit(f"{SITE} holds no site to photograph: run `make pictures`, which builds it first")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium takes the pictures, and is missing: apt install chromium")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, take in PICTURES.items():
            page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            made = small(take(page, f"http://127.0.0.1:{server.server_port}/"))
            (FOLDER / name).write_bytes(made)
            print(f"{name}: {len(made) / 1000:.0f} kB")
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
