"""Golden files: what the software printed when somebody last read it, kept under tests/golden/."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ instead of comparing with it")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "golden" in getattr(item, "fixturenames", ()):
            item.add_marker("golden")


@pytest.fixture
def golden(request):
    """`golden("numpy/ols.py", text)` holds text against that file, or writes it under --update-golden."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"tests/golden/{name} is missing: run `make golden`, then read it"
        assert text == path.read_text(encoding="utf-8"), f"tests/golden/{name} differs: `make golden` rewrites it"

    return compare
