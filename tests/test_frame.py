"""The frame: packaging, make targets and continuous integration say the same thing."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LAYOUT = """
derivations notebooks docs docs/adr tests benchmarks data/raw data/processed .github/workflows/ci.yml .ci/run Makefile
README.md LICENSE CONTRIBUTING.md CODE_OF_CONDUCT.md CHANGELOG.md .gitignore .pre-commit-config.yaml
"""
TOPICS = """
linear_algebra linear_models probability information_theory optimization deep_learning numerical_methods
"""


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def wanted():
    """What running and the notebooks need, as pyproject.toml says it."""
    return sorted(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["notebooks"])


def make(*arguments, cwd=ROOT):
    """Runs make as a person would, even inside `make test`, whose own flags it would inherit."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=cwd, env=clean, capture_output=True, text=True)


def make_targets():
    return set(re.findall(r"^([a-z]+):.*##", read("Makefile"), re.M))


def make_calls(text):
    """The targets that a script or a page calls, in order, at the start of a line or after a stage's name."""
    return re.findall(r'^\s*(?:- )?(?:run(?: "[^"]*"|:) )?make ([a-z]+)', text, re.M)


def test_requirements_are_those_of_pyproject():
    lines = [line for line in read("requirements.txt").splitlines() if not line.startswith("#")]
    assert lines == [*wanted(), "--editable ."]


def test_conda_environment_is_that_of_pyproject():
    environment = yaml.safe_load(read("environment.yml"))
    python, pip, *packages, editable = environment["dependencies"]
    assert environment["name"] == "m4ml"
    assert python.startswith(f"python{PROJECT['requires-python']},")
    assert pip == "pip"
    assert packages == [requirement.partition(";")[0] for requirement in wanted()]
    assert editable == {"pip": ["--editable ."]}


def test_distribution_command_and_extras():
    assert PROJECT["name"] == "mathematics-for-ml"
    assert PROJECT["scripts"] == {"derive": "derivations.cli:main"}
    assert {"docs", "notebooks", "bench", "jax", "torch", "dev"} == set(PROJECT["optional-dependencies"])
    assert not any("torch" in requirement for requirement in PROJECT["optional-dependencies"]["dev"])


def test_licence_is_mit():
    assert PROJECT["license"] == "MIT"
    assert read("LICENSE").startswith(
        "MIT License\n\nCopyright (c) 2026 The Mathematics for Machine Learning authors\n\n"
        "Permission is hereby granted, free of charge,"
    )


@pytest.mark.parametrize("name", LAYOUT.split())
def test_layout(name):
    assert (ROOT / name).exists()


def test_ci_is_executable():
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_both_ci_files_run_the_same_targets():
    workflow = make_calls(read(".github/workflows/ci.yml"))
    assert workflow == ["lint", "check", "test", "docs"]
    assert make_calls(read(".ci/run")) == ["clean", *workflow]


def test_ci_covers_the_supported_pythons():
    matrix = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]["check"]["strategy"]["matrix"]["python"]
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert matrix == classified == ["3.11", "3.12", "3.13"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run", ".github/workflows/ci.yml"])
def test_every_make_command_on_a_page_is_a_target(page):
    assert make_calls(read(page))
    assert set(make_calls(read(page))) <= make_targets()


def test_make_help_lists_every_target():
    assert set(re.findall(r"^  make ([a-z]+)", make("help").stdout, re.M)) == make_targets()


def test_make_names_what_is_wrong_with_a_python(tmp_path):
    """Neither a Python that is too old nor a missing one gives a traceback, nor a half-made environment."""
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    old.chmod(0o755)
    for name in ("Makefile", "pyproject.toml"):
        (tmp_path / name).write_text(read(name), encoding="utf-8")

    def complaint(python):
        done = make("derive", f"PYTHON={python}", cwd=tmp_path)
        assert done.returncode == 2
        assert not (tmp_path / ".venv").exists()
        return done.stdout

    assert complaint(old) == (
        f"{old} won't do: this project needs Python 3.11, 3.12 or 3.13 with the modules venv and ensurepip.\n"
        "It is: Python 3.9.2. On Debian and Ubuntu: apt install python3-venv.\n"
    )
    assert complaint("").startswith("This project needs Python 3.11, 3.12 or 3.13 with its venv module, and found")


def test_status_table_names_every_topic():
    rows = re.findall(r"^\| \[(\w+)\]\(docs/theorems/(\w+)\) \|", read("README.md"), re.M)
    assert all(named == folder for named, folder in rows)
    assert sorted(named for named, _ in rows) == sorted(TOPICS.split())


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
