"""A small project in a folder of its own: three theorems, built with the real engine.

As a command, `python small.py ROOT [build(…) arguments as JSON]` builds it in a process of its own and prints the
report.
"""

import importlib
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

SQUARE = '''"""The square of a sum."""

from derivations import consider, definition, dims, equals, result, squared_norm, theorem, vector
from derivations.calculus.rules import expand, norm_as_product


@theorem(
    title="The square of a sum & more",
    main="expanded",
    cites=("mml: 3.2", "cookbook: 1"),
    in_short="A square of a sum has a mixed term.",
)
def square_of_sum():
    """The square {square} is {expanded}, for all $x_1 | x_2$."""
    n = dims("n")
    x, y = vector("x", n, about="any vector"), vector("y", n, about="another | one")
    yield definition("square", squared_norm(x + y), label="q")
    yield equals((x + y).T @ (x + y), by=norm_as_product, why="A squared norm is xᵀx.")
    yield equals(x.T @ x + 2 * x.T @ y + y.T @ y, by=expand, why="Expand, *then* collect a_1 < a_2.")
    yield result("expanded")


@square_of_sum.reference
def by_hand(x, y):
    return x @ x + 2 * x @ y + y @ y
'''

LINE = '''"""A gradient."""

from derivations import d, definition, differential, dims, equals, gradient, part, theorem, vector
from derivations.calculus.rules import product, riesz
from derivations.proof.rule import Rule

own = Rule("a rule of this file", "aᵀdx = aᵀdx", "It is what it is.", "MML 5")


@theorem(title="Gradient of a linear form", cites=("mml: 5.5",), in_short="The gradient of aᵀx is a.")
def linear_form():
    """The function {f} has the gradient {gradient}."""
    n = dims("n")
    a, x = vector("a", n, about="coefficients"), vector("x", n, about="the variable")
    yield part("The gradient")
    yield definition("f", a.T @ x, label="f")
    yield differential(a.T @ x, x)
    yield equals(a.T @ d(x), by=own, why="a is fixed.")
    yield gradient(a, wrt=x, by=riesz, why="What multiplies dx is the gradient.")


@linear_form.reference("gradient")
def slope(a):
    return 1.0 * a
'''

USER = '''"""Uses another theorem."""

from derivations import consider, dims, equals, result, squared_norm, theorem, vector
from derivations.theorems.linear_algebra.square_of_sum import square_of_sum


@theorem(title="The square of a double", cites=("strang: 1.2",), in_short="Doubling a vector squares the two.")
def square_of_double():
    """The square of the double is {fourfold}."""
    n = dims("n")
    x = vector("x", n, about="any vector")
    yield consider(squared_norm(x + x))
    yield equals(4 * squared_norm(x), by=square_of_sum, why="Take y = x.")
    yield result("fourfold")
'''

FILES = {
    "linear_algebra/square_of_sum.py": SQUARE,
    "linear_algebra/square_of_double.py": USER,
    "optimization/linear_form.py": LINE,
}


def write(root: Path) -> Path:
    """Lay the project out below `root`."""
    theorems = root / "derivations" / "theorems"
    for name, text in FILES.items():
        (theorems / name).parent.mkdir(parents=True, exist_ok=True)
        (theorems / name).write_text(text, encoding="utf-8")
    (root / "pyproject.toml").touch()
    return root


def aim(root: Path, patch=setattr) -> None:
    """Let this process take `root` for the checkout that it runs from."""
    from derivations.site import explain, files

    theorems = root / "derivations" / "theorems"
    patch(files, "ROOT", root)
    patch(explain, "THEOREMS", theorems)
    package = importlib.import_module("derivations.theorems")
    patch(package, "__path__", [str(theorems)])
    for name in [name for name in sys.modules if name.startswith("derivations.theorems.")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def build(root: Path, *targets: str, **options):
    """One build of the project at `root`, in the process that was aimed at it."""
    from derivations.site import build as module

    _find_in(root)
    return module.build(targets, **options)


def _find_in(root: Path) -> None:
    """The catalogue finds its theorems by path; that imports SymPy, so it is told only when a theorem is checked."""
    from derivations.site import work

    before = work._value

    def value(name):
        from derivations.proof import catalogue

        catalogue.ROOT = root / "derivations" / "theorems"
        catalogue.ids.cache_clear()
        return before(name)

    if not hasattr(before, "aimed"):
        value.aimed = True
        work._value = value


def run(root, *, environment=None, **arguments):
    """A build in a process of its own: its report as a dict, with `sympy`, whether SymPy was loaded."""
    command = [sys.executable, __file__, str(root), json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def tree(root, *, without=(".derive-cache",)):
    """Every file below a folder by path."""
    files = (f for f in sorted(root.rglob("*")) if f.is_file() and "__pycache__" not in f.parts)
    return {
        f.relative_to(root).as_posix(): f.read_bytes() for f in files if f.relative_to(root).parts[0] not in without
    }


if __name__ == "__main__":
    root = Path(sys.argv[1])
    aim(root)
    arguments = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    report = build(root, *arguments.pop("targets", ()), **arguments)
    print(json.dumps({**asdict(report), "status": report.status, "sympy": "sympy" in sys.modules}))
