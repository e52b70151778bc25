"""The functions of the language: one row each, with what goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

SCALAR, VECTOR, ROW, MATRIX = 0, 1, 2, 3  # bit 0: more than one row; bit 1: more than one column
KINDS = (SCALAR, VECTOR, ROW, MATRIX)
KIND_NAMES = ("a scalar", "a vector", "a row", "a matrix")


@dataclass(frozen=True)
class Function:
    """A function by name: how many arguments it takes, and for each kind of these the kind of its value."""

    name: str
    about: str
    kinds: tuple[tuple[int, ...], ...]  # (argument…, value)
    arity: int = 1
    square: bool = False  # a matrix in it must be square
    expects: str = ""  # in words, for messages
    hint: int = 0  # kinds that an undeclared name directly inside is likely to have, as a set of bits


_SAME = tuple((k, k) for k in KINDS)
_TO_SCALAR = tuple((k, SCALAR) for k in KINDS)
_VECTOR_OR_MATRIX = 1 << VECTOR | 1 << MATRIX
_KRON = tuple((a, b, a | b) for a in KINDS[1:] for b in KINDS[1:])

_ENTRYWISE = {
    "sin": "sine of each entry",
    "cos": "cosine of each entry",
    "tan": "tangent of each entry",
    "arcsin": "inverse sine of each entry",
    "arccos": "inverse cosine of each entry",
    "arctan": "inverse tangent of each entry",
    "exp": "exponential of each entry",
    "log": "natural logarithm of each entry",
    "tanh": "hyperbolic tangent of each entry",
    "abs": "absolute value of each entry",
    "sign": "sign of each entry",
    "relu": "max(t, 0) of each entry",
    "step": "1 where the entry is positive, else 0",
    "sigmoid": "1/(1 + exp(−t)) of each entry",
    "softplus": "log(1 + exp(t)) of each entry",
    "sqrt": "square root of each entry",
}
_SQUARE = {"expects": "a square matrix", "square": True, "hint": 1 << MATRIX}
_SQUARE_KINDS = ((SCALAR, SCALAR), (MATRIX, SCALAR))

FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        *(Function(name, about, _SAME) for name, about in _ENTRYWISE.items()),
        Function("sum", "sum of all entries", _TO_SCALAR, hint=_VECTOR_OR_MATRIX),
        Function("norm1", "sum of the absolute values of all entries", _TO_SCALAR, hint=_VECTOR_OR_MATRIX),
        Function("norm2", "Euclidean norm; of a matrix, Frobenius", _TO_SCALAR, hint=_VECTOR_OR_MATRIX),
        Function("tr", "trace", _SQUARE_KINDS, **_SQUARE),
        Function("det", "determinant", _SQUARE_KINDS, **_SQUARE),
        Function("logdet", "logarithm of the determinant", _SQUARE_KINDS, **_SQUARE),
        Function("inv", "inverse", ((SCALAR, SCALAR), (MATRIX, MATRIX)), **_SQUARE),
        Function(
            "diag",
            "diagonal matrix of a vector, diagonal of a square matrix",
            ((VECTOR, MATRIX), (MATRIX, VECTOR)),
            square=True,
            expects="a column vector or a square matrix",
        ),
        Function("lse", "log Σ exp of a vector", ((VECTOR, SCALAR),), expects="a column vector"),
        Function("softmax", "exp over the sum of exp", ((VECTOR, VECTOR),), expects="a column vector"),
        Function("vec", "columns stacked", ((VECTOR, VECTOR), (ROW, VECTOR), (MATRIX, VECTOR)), expects="a matrix"),
        Function("kron", "Kronecker product", _KRON, arity=2, expects="vectors or matrices"),
        Function("vector", "vector with one number in each entry", ((SCALAR, VECTOR),), expects="a scalar"),
        Function("matrix", "matrix with one number in each entry", ((SCALAR, MATRIX),), expects="a scalar"),
        Function("eye", "identity, written without parentheses", ((MATRIX,),), arity=0),
    )
}
ENTRYWISE = frozenset(_ENTRYWISE)
FILLED = ("eye", "vector", "matrix")  # their size follows from use

_KNOWN_ELSEWHERE = {
    "ln": "log",
    "trace": "tr",
    "norm": "norm2",
    "logistic": "sigmoid",
    "expit": "sigmoid",
    "inverse": "inv",
    "identity": "eye",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "logsumexp": "lse",
    "determinant": "det",
    "sgn": "sign",
    "total": "sum",
    "sigma": "sigmoid",
}
_WRITTEN = {  # what is no function here, and how to say it
    **dict.fromkeys(("transpose", "t"), "a transpose is written X'"),
    **dict.fromkeys(("max", "maximum"), "a maximum with 0 is written relu(x), of two scalars b + relu(a - b)"),
    **dict.fromkeys(("min", "minimum"), "a minimum with 0 is written -relu(-x), of two scalars a - relu(a - b)"),
    **dict.fromkeys(
        ("mean", "average"), "a mean is written sum(x)/n, with n a size; to take it off, x - sum(x)/n*vector(1)"
    ),
    **dict.fromkeys(("dot", "inner"), "an inner product is written x'*y, of matrices tr(X'*Y)"),
    "ones": "ones are written vector(1), matrix(1); their size follows from their use",
    "zeros": "zeros are written vector(0), matrix(0); their size follows from their use",
    **dict.fromkeys(("expm", "logm", "sqrtm"), "functions of a matrix as a whole are not supported yet"),
    "logsigmoid": "it is written -softplus(-x)",
    "rank": 'a rank is declared: "X: n p rank=p"',
    **dict.fromkeys(("round", "floor", "ceil"), "steps are written step(x), 1 where x is positive, else 0"),
    "log2": "a logarithm to the base 2 is written log(x)/log(2)",
    "log10": "a logarithm to the base 10 is written log(x)/log(10)",
    "log1p": "it is written log(1 + x)",
    "expm1": "it is written exp(x) - 1",
    "cosh": "it is written (exp(x) + exp(-x))/2",
    "sinh": "it is written (exp(x) - exp(-x))/2",
    **dict.fromkeys(("pow", "power"), "a power is written x^2, of each entry x.^2"),
    **dict.fromkeys(("cbrt", "cube"), "a power is written x^(1/3) or x^3, of each entry x.^3"),
    "var": "a variance is written sum((x - sum(x)/n*vector(1)).^2)/n, with n a size or a scalar",
    "outer": "an outer product is written x*y'",
    "square": "a square is written x^2, of each entry x.^2",
    **dict.fromkeys(("silu", "swish"), "it is written x.*sigmoid(x)"),
    "mish": "it is written x.*tanh(softplus(x))",
    "elu": "it is written relu(x) + exp(-relu(-x)) - 1",
    "leaky_relu": "with a slope a below 0 it is written relu(x) - a*relu(-x)",
    "huber": "with its corners at -1 and 1 it is written x.^2/2 - relu(abs(x) - 1).^2/2",
    "logit": "it is written log(x) - log(1 - x)",
    "log_softmax": "it is written x - lse(x)*vector(1)",
    "softmin": "it is written softmax(-x)",
    "cross_entropy": "of targets y and scores x it is written y'*(lse(x)*vector(1) - x)",
    "mse": "a mean squared error is written sum((x - y).^2)/n, with n a size or a scalar",
    "prod": "a product of positive entries is written exp(sum(log(x)))",
    "hadamard": "a product entry by entry is written x.*y",
    **dict.fromkeys(("fro", "frobenius"), "the Frobenius norm is written norm2(A)"),
    **dict.fromkeys(
        ("erf", "erfc", "gelu", "normcdf", "probit"), "the normal distribution is not supported yet in what is typed"
    ),
    **dict.fromkeys(
        ("svd", "eig", "eigvals", "eigvalsh", "nuclear", "spectral"),
        "eigenvalues and singular values are not supported yet, but for tr, det and logdet",
    ),
    **dict.fromkeys(("sort", "cumsum", "argmax", "argmin"), "what orders or numbers entries is not supported yet"),
    "pinv": "where the columns of X are independent, its pseudoinverse is written inv(X'*X)*X'",
}


def meant(name: str) -> str:
    """How a message ends on a function as other software calls it; empty where no function is known by the name."""
    if name.lower() in _WRITTEN:
        return f"; {_WRITTEN[name.lower()]}"
    known = _KNOWN_ELSEWHERE.get(name.lower(), name)
    if known not in FUNCTIONS:
        return ""
    arguments = {0: "", 1: "(x)", 2: "(x, y)"}[FUNCTIONS[known].arity]
    return f"; write {known}{arguments}"


def nearest(name: str) -> str:
    """How a message about an unknown function ends."""
    if name == "σ":
        return "; the σ(…) of answers is written sigmoid(…), a product σ*(…)"
    if name.lower() in _WRITTEN:
        return f"; {_WRITTEN[name.lower()]}"
    known = _KNOWN_ELSEWHERE.get(name.lower())
    near = [known] if known else get_close_matches(name.lower(), FUNCTIONS, n=1, cutoff=0.6)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; a product is written {name}*(…)" if len(name) == 1 else f"; there are {', '.join(sorted(FUNCTIONS))}"
