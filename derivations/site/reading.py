"""What a reference implementation says, as mathematics by latexify, or why it is not shown.

latexify reads code by name and order alone: it drops the difference between an entrywise and a matrix product, prints
`r @ r` as *r r*, and takes no notice of `axis`. So only what it is known to print rightly passes; a formula that could
be read wrongly is not shown.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

SCALAR, VECTOR, MATRIX = "scalar", "vector", "matrix"
_ENTRYWISE = ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "abs", "sign", "log1p", "expm1")
_BARE = tuple(name for name in _ENTRYWISE if name not in ("sqrt", "abs"))
_TO_SCALAR = ("sum", "trace", "det", "norm", "max", "min", "mean")
_OTHERS = {"transpose": None, "solve": None, "inv": MATRIX, "diag": None, "outer": MATRIX, "eye": MATRIX}
_TAKES = {"outer": 2, "solve": 2}
_MIGHT = "latexify, which turns code into formulas, might get it wrong:"
_MODULES = ("np", "np.linalg", "numpy", "numpy.linalg", "math")


@dataclass(frozen=True)
class Reading:
    """LaTeX of a function, or the reason why there is none."""

    latex: str = ""
    reason: str = ""


class _NotShown(Exception):
    pass


def reading(source: str, kinds: Mapping[str, str]) -> Reading:
    """Read the source of one function; `kinds` says which names are scalars, vectors and matrices."""
    if find_spec("latexify") is None:
        return Reading(reason="latexify is not installed")
    function = ast.parse(source).body[0]
    if not isinstance(function, ast.FunctionDef):
        return Reading(reason="it is not a plain function")
    try:
        _Checker(kinds).function(function)
        return Reading(_latexify(_Transposes().visit(function)))
    except _NotShown as problem:
        return Reading(reason=f"{_MIGHT} {problem}")


def _latexify(function: ast.FunctionDef) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # latexify names nodes that newer Pythons deprecate
        from latexify import transformers
        from latexify.codegen import FunctionCodegen

        module: ast.AST = ast.Module(body=[function], type_ignores=[])
        module = ast.parse(ast.unparse(ast.fix_missing_locations(module)))
        module = transformers.DocstringRemover().visit(module)
        module = transformers.PrefixTrimmer(set(_MODULES)).visit(module)
        found = FunctionCodegen(use_math_symbols=True).visit(module)
    for verbose in (r"\mathopen{}", r"\mathclose{}"):
        found = found.replace(verbose, "")
    found = found.replace(r"\intercal", r"\top")
    return re.sub(r"\\mathbf\{(\w)\}", r"\1", found)


class _Transposes(ast.NodeTransformer):
    """`X.T` as `np.transpose(X)`, the form that latexify prints as a transpose."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr != "T":
            return node
        return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), "transpose", ast.Load()), [node.value], [])


class _Checker:
    """Walks the code, keeps the kind of every name, and refuses what would be printed wrongly."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds: dict[str, str | None] = dict(kinds)

    def function(self, node: ast.FunctionDef) -> None:
        *body, last = node.body
        for statement in body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue
            if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
                raise _NotShown(f"it has a statement that is no assignment, `{_first_line(statement)}`")
            self.kinds[statement.targets[0].id] = self.kind(statement.value)
        if not isinstance(last, ast.Return) or last.value is None:
            raise _NotShown("it does not end with `return`")
        self.kind(last.value)

    def kind(self, node: ast.expr) -> str | None:
        """The kind of a value; None where it is not known."""
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return SCALAR
        if isinstance(node, ast.Name):
            return self.kinds.get(node.id)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return self.kind(node.operand)
        if isinstance(node, ast.BinOp):
            return self._operation(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Attribute) and node.attr == "T":
            if isinstance(node.value, ast.Name) and self.kind(node.value) == MATRIX:
                return MATRIX
            raise _NotShown(f"`{ast.unparse(node)}` would lose its transpose")
        raise _NotShown(f"`{ast.unparse(node)}` is not among what it is known to read rightly")

    def _operation(self, node: ast.BinOp) -> str | None:
        left, right = self.kind(node.left), self.kind(node.right)
        code = ast.unparse(node)
        runs_on = _last_call(node.left)
        swallows = runs_on == "sum" or (runs_on in _BARE and isinstance(node.op, ast.Mult | ast.MatMult))
        if swallows and not isinstance(node.op, ast.Div | ast.Pow):
            raise _NotShown(f"`{code}` would be read as if `{runs_on}` took all that follows")
        if isinstance(node.op, ast.Add | ast.Sub):
            return right if left == SCALAR else left
        if isinstance(node.op, ast.MatMult):
            if left != MATRIX or right not in (MATRIX, VECTOR):
                raise _NotShown(f"`{code}` would be read without the transpose that NumPy puts in")
            return right
        unknown = [ast.unparse(side) for side, kind in ((node.left, left), (node.right, right)) if kind is None]
        if unknown:
            raise _NotShown(f"`{code}` can be read in two ways: whether `{unknown[0]}` is a number is not known")
        if isinstance(node.op, ast.Mult):
            if SCALAR not in (left, right):
                raise _NotShown(f"`{code}` multiplies entry by entry, and would be read as a matrix product")
            return right if left == SCALAR else left
        if isinstance(node.op, ast.Div | ast.Pow):
            if right != SCALAR or (isinstance(node.op, ast.Pow) and left != SCALAR):
                raise _NotShown(f"`{code}` works entry by entry, and would be read otherwise")
            return left
        raise _NotShown(f"`{code}` is not among what it is known to read rightly")

    def _call(self, node: ast.Call) -> str | None:
        module, _, name = ast.unparse(node.func).rpartition(".")
        known = name in (*_ENTRYWISE, *_TO_SCALAR, *_OTHERS) and (module in _MODULES or (not module and name == "abs"))
        if not known or node.keywords or len(node.args) != _TAKES.get(name, 1):
            raise _NotShown(f"`{ast.unparse(node)}` is not among what it is known to read rightly")
        kinds = [self.kind(argument) for argument in node.args]
        if name in _ENTRYWISE:
            return kinds[0]
        if name in _TO_SCALAR:
            return SCALAR
        if name == "transpose":
            if kinds[0] != MATRIX or not isinstance(node.args[0], ast.Name):
                raise _NotShown(f"`{ast.unparse(node)}` is not among what it is known to read rightly")
            return MATRIX
        return kinds[1] if name == "solve" else {VECTOR: MATRIX, MATRIX: VECTOR}.get(kinds[0] or "") or _OTHERS[name]


def _last_call(node: ast.expr) -> str:
    """The function whose argument, printed without brackets, would run on into what follows."""
    while isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Div | ast.Pow):
        node = node.right
    if isinstance(node, ast.UnaryOp):
        return _last_call(node.operand)
    return ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0]
