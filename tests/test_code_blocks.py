"""Every code block of the documentation runs, here or in the test that is named here."""

import ast
import doctest
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from derivations.cli import app

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^( *)(`{3,}) *(\w*)[^\n]*\n(.*?)^\1\2 *$", re.S | re.M)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
THEOREMS = sorted((ROOT / "docs/theorems").glob("*/*.md"))
ELSEWHERE = {  # page and language → the test that runs its blocks
    ("README.md", "python"): "test_readme.py",
    ("CONTRIBUTING.md", "python"): "test_contributing.py",
    ("docs/calculator.md", "python"): "language/test_calculator_page.py",
    ("docs/calculator.md", "console"): "language/test_calculator_page.py",
}
NOT_RUN = {"math", "mermaid", "text", "julia", "matlab", "r", ""}  # formulas, graphs, what was printed, other languages


def blocks(page, *languages):
    found = [
        (m[3], re.sub(rf"^{m[1]}", "", m[4], flags=re.M)) for m in FENCE.finditer(page.read_text(encoding="utf-8"))
    ]
    return [text for language, text in found if language in languages]


def name(page):
    return page.relative_to(ROOT).as_posix()


def runs_here(page, language):
    return blocks(page, language) and (name(page), language) not in ELSEWHERE and page not in THEOREMS


def test_each_block_is_of_a_kind_that_is_run():
    kinds = {(name(p), m[3]) for p in PAGES for m in FENCE.finditer(p.read_text(encoding="utf-8"))}
    assert {kind for kind in kinds if kind[1] not in NOT_RUN | {"python", "sh", "console"}} == set()
    assert {kind for kind in kinds if kind[1] == "console"} <= set(ELSEWHERE)


@pytest.mark.parametrize("test", sorted(set(ELSEWHERE.values())))
def test_the_tests_that_run_the_others_exist(test):
    assert (ROOT / "tests" / test).is_file()


@pytest.mark.parametrize("file", [page for page in PAGES if runs_here(page, "python")], ids=name)
def test_python_runs_from_top_to_bottom(file):
    """With prompts, and what is printed, as a session; without, as a script. A page is one story."""
    names = {}
    for number, text in enumerate(blocks(file, "python"), 1):
        if ">>>" in text:
            session = doctest.DocTestParser().get_doctest(text, names, f"{name(file)}, block {number}", str(file), 0)
            assert doctest.DocTestRunner().run(session, clear_globs=False).failed == 0
            names |= session.globs
        else:
            exec(compile(text, f"{name(file)}, block {number}", "exec"), names)


def does(function):
    """What a function does, whatever its name: the main one is importable under the theorem's."""
    return ast.dump(function.args), tuple(ast.dump(statement) for statement in function.body[1:])


@pytest.mark.parametrize("file", THEOREMS, ids=lambda file: file.stem)
def test_a_theorems_page_shows_the_functions_that_can_be_imported(file):
    """Those are held against other software elsewhere; what a person wrote beside them can be run too."""
    module = ROOT / "derivations/functions" / file.parent.name / f"{file.stem}.py"
    importable = ast.parse(module.read_text(encoding="utf-8") if module.is_file() else "").body
    known = {does(node) for node in importable if isinstance(node, ast.FunctionDef)}
    for block in blocks(file, "python"):
        (function,) = [node for node in ast.parse(block).body if isinstance(node, ast.FunctionDef)]
        if "Derived and checked:" not in block:
            names = {"np": np}
            exec(block, names)
            assert callable(names[function.name])
        else:
            assert does(function) in known


@pytest.mark.parametrize("file", [p for p in PAGES if blocks(p, "sh")], ids=name)
def test_commands_exist(file):
    """`make` targets and `derive` commands; those that only read are run."""
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for block in blocks(file, "sh"):
        for line in filter(None, block.splitlines()):
            command, *arguments = shlex.split(line, comments=True)
            if command == "make":
                assert arguments[0] in targets
            elif command == "derive":
                reads = arguments[0] in ("list", "show")
                result = CliRunner().invoke(app, arguments if reads else [arguments[0], "--help"])
                assert result.exit_code == 0, result.output
            else:
                assert line == ". .venv/bin/activate"
