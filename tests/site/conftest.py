"""A small project of three theorems, built once and copied for every test that needs it."""

import shutil
import sys

import pytest
import small

from derivations.site import typeset


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The small project after its first build, and the report of that build; not to be changed."""
    root = small.write(tmp_path_factory.mktemp("built"))
    return root, small.run(root, jobs=1)


@pytest.fixture
def project(built, tmp_path):
    """A copy of the small project, already built."""
    root = tmp_path / "project"
    shutil.copytree(built[0], root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture
def aimed(project, monkeypatch):
    """Builds of the copied project in this process: `aimed("topic.name", check=True)`."""
    from derivations.proof import catalogue
    from derivations.site import work

    monkeypatch.setattr(work, "_value", work._value)
    monkeypatch.setattr(catalogue, "ROOT", catalogue.ROOT)
    small.aim(project, patch=monkeypatch.setattr)
    yield lambda *targets, **options: small.build(project, *targets, **options)
    for name in [name for name in sys.modules if name.startswith("derivations.theorems.")]:
        del sys.modules[name]
    catalogue.ids.cache_clear()


@pytest.fixture
def no_node(monkeypatch):
    """A machine without Node.js."""
    for kept in (typeset.node, typeset.formula):
        kept.cache_clear()
    monkeypatch.setattr(typeset, "command", lambda: None)
    yield
    for kept in (typeset.node, typeset.formula):
        kept.cache_clear()
