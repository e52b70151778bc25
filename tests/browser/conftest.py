"""The built site, served from this machine, and a browser that may ask nobody else for anything."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from measuring import untraced

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Without a browser, or what builds the site, these tests are skipped by name."""
    for item in items:
        if HERE in item.path.parents:
            if not CHROMIUM and "browser" in item.fixturenames:
                item.add_marker(pytest.mark.skip(reason="Chromium is missing: apt install chromium"))
            if find_spec("mkdocs") is None:
                item.add_marker(pytest.mark.skip(reason="mkdocs is missing: pip install 'mathematics-for-ml[dev]'"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Says nothing."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory, worker_id):
    """The site as `make docs` builds it; test processes that run side by side share one."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "built-site"
    lock = folder.with_suffix(".lock")
    done = folder.with_suffix(".done")
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        while not done.exists():
            threading.Event().wait(0.2)
    else:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
        made = subprocess.run(command, cwd=ROOT, env=untraced(), capture_output=True, text=True)
        done.write_text(made.stderr if made.returncode else "", encoding="utf-8")
    assert done.read_text(encoding="utf-8") == ""
    return folder


@pytest.fixture(scope="session")
def worker_id(request):
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@pytest.fixture(scope="session")
def base_url(folder):
    """A plain file server on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--force-device-scale-factor=1"]}


@pytest.fixture
def asked(context, base_url):
    """Addresses off this machine that the page asked for; each request fails."""
    found = []

    def guard(route):
        if route.request.url.startswith((base_url, "data:", "blob:")):
            route.continue_()
        else:
            found.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    return found


@pytest.fixture
def at(page, asked, base_url):
    """`at("trust/")` goes to a page of the site; at the end nothing was asked elsewhere, and no script failed."""
    problems = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)

    def go(address):
        page.goto(base_url + address)
        return page

    yield go
    assert asked == []
    assert problems == []
