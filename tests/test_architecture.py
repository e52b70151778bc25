"""Imports point one way, modules stay short, and importing the package costs nothing."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import derivations

PACKAGE = Path(derivations.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each part may import. The package itself hands out the public names: only those who use them may ask it.
MAY_IMPORT = {
    "errors": set(),
    "frames": set(),
    "notation": {"errors"},
    "proof": {"errors", "notation"},
    "check": {"errors", "frames", "notation", "proof"},
    "emit": {"errors", "notation", "proof"},
    "calculus": {"errors", "frames", "notation", "proof"},
    "language": {"errors", "notation"},
    "theorems": {"derivations", "errors", "notation", "proof", "calculus", "theorems"},
    "functions": {"errors", "notation", "proof", "emit"},
    "site": {"errors", "notation", "proof", "check", "emit", "calculus", "functions", "language"},
    "cli": {"errors", "notation", "proof", "check", "emit", "calculus", "functions", "site", "cli_grad"},
    "cli_grad": {"errors", "notation", "proof", "calculus", "language", "site", "cli", "cli_steps"},
    "cli_steps": {"proof", "calculus", "site"},
    "__init__": {"errors", "notation", "proof", "functions", "calculus"},
}
# A theorem and an answer are the faces of all that can be asked of them, so these reach up when they are called.
REACHES_UP = {
    ("calculus/diagonal.py", "require_value", "derivations.check"),
    ("calculus/differentiate.py", "require_question", "derivations.check"),
    ("calculus/question.py", "derivation", "derivations.check"),
    ("calculus/bends.py", "_slope", "derivations.check"),
    ("calculus/kinks.py", "asked_by", "derivations.check"),
    ("calculus/kinks.py", "of_kinks", "derivations.check"),
    ("calculus/kinks.py", "crosses", "derivations.check"),
    ("calculus/kinks.py", "are_thin", "derivations.check"),
    ("calculus/question.py", "verified", "derivations.check"),
    ("calculus/differentiate.py", "_parsed", "derivations.language"),
    ("calculus/several.py", "derivation", "derivations.check"),
    ("calculus/result.py", "source", "derivations.emit"),
    ("calculus/result.py", "function", "derivations.emit"),
    ("proof/theorem.py", "derivation", "derivations.check"),
    ("proof/theorem.py", "latex", "derivations.emit.latex"),
    ("proof/theorem.py", "source", "derivations.emit"),
    ("proof/theorem.py", "function", "derivations.emit"),
}


def place(module):
    return module.relative_to(PACKAGE).as_posix()


def part(dotted):
    """The part of the package that `derivations.…` belongs to."""
    names = dotted.split(".")
    return names[1] if len(names) > 1 else "derivations"


def imports(module):
    """(function or "", dotted name) of every import of the package's own modules; not those for type checkers."""
    package = ["derivations", *module.relative_to(PACKAGE).parts[:-1]]
    yield from _imports(ast.parse(module.read_text(encoding="utf-8")), package, "")


def _imports(node, package, function):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from ((function, alias.name) for alias in child.names if alias.name.split(".")[0] == "derivations")
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else []
            dotted = ".".join([*base, *([child.module] if child.module else [])])
            if dotted.split(".")[0] == "derivations":
                named = [f"{dotted}.{alias.name}" for alias in child.names]
                yield from ((function, name if is_module(name) else dotted) for name in named)
        inside = child.name if isinstance(child, ast.FunctionDef) else function
        yield from _imports(child, package, inside)


def is_module(dotted):
    path = PACKAGE.joinpath(*dotted.split(".")[1:])
    return path.with_suffix(".py").is_file() or path.is_dir()


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_imports_point_one_way(module):
    own = place(module).split("/")[0].removesuffix(".py")
    for function, dotted in imports(module):
        if (place(module), function, dotted) not in REACHES_UP:
            assert part(dotted) in {own, *MAY_IMPORT[own]}, f"{place(module)} imports {dotted}"


def test_the_imports_that_reach_up_are_those_named():
    found = {
        (place(module), function, dotted)
        for folder in ("proof", "calculus")
        for module in PACKAGE.glob(f"{folder}/**/*.py")
        for function, dotted in imports(module)
        if part(dotted) in ("check", "emit", "language")
    }
    assert found == REACHES_UP


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_modules_are_short(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_modules_say_what_they_are_for(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("name", derivations.__all__)
def test_every_public_name_resolves(name):
    assert getattr(derivations, name) is not None


def test_public_names_are_those_that_type_checkers_see():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(n for n in tree.body if isinstance(n, ast.If) and getattr(n.test, "id", "") == "TYPE_CHECKING")
    froms = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    seen = {(node.module, alias.name, alias.asname) for node in froms for alias in node.names}
    expected = {(f"derivations.{home}", name, name) for name, home in derivations._HOME.items()}
    packages = {("derivations", "functions", "functions"), ("derivations.proof.catalogue", "theorems", "theorems")}
    assert seen == expected | packages


def test_unknown_public_name():
    with pytest.raises(AttributeError, match=r"^module 'derivations' has no attribute 'theorms'$"):
        derivations.theorms  # noqa: B018


def test_dir_lists_the_public_names():
    assert set(derivations.__all__) <= set(dir(derivations))


def test_catalogue_can_be_called_and_imported_from():
    assert [t.id for t in derivations.theorems()] == sorted(t.id for t in derivations.theorems())
    assert importlib.import_module("derivations.theorems") is derivations.theorems


@pytest.mark.parametrize("statement", ["import derivations", "import derivations.cli"])
def test_importing_loads_nothing_heavy(statement):
    heavy = "{'sympy', 'numpy', 'flint', 'mpmath', 'rich', 'jinja2', 'lark', 'scipy', 'IPython'}"
    code = f"{statement}; import sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_name_is_listed_twice_once_it_is_loaded():
    assert derivations.theorem is not None
    listed = dir(derivations)
    assert len(listed) == len(set(listed)) and "theorem" in listed
