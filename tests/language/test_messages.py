"""Every message of the language, to the letter, with the place it points at."""

from typing import Any, cast

import pytest

from derivations import differentiate
from derivations.errors import DerivationError, MathError, NotSupported, ShapeError, SyntaxProblem, UnknownName
from derivations.language import parse
from derivations.language.source import Source

BEHIND = "the power of a function stands behind its parentheses: write "
# an expression, what the message says, and the text below which the caret stands
SYNTAX = [
    ("log(det(X)", 'unclosed "(" opened at column 4', 4),
    ("x)", '")" at column 2 closes nothing', 2),
    ("X*", 'expected a value after "*", where the expression ends', 3),
    ("2 x", 'expected an operator before "x"; a product is written *', 3),
    ("x**2", 'expected a value after "*", found "*"; a power is written ^', 3),
    ("()", 'expected a value after "(", found ")"', 2),
    ("*x", 'expected a value, found "*"', 1),
    ("x, y", 'unexpected ","; it only separates the arguments of a function', 2),
    ("exp x", "a function has parentheses: write exp(x)", 1),
    ("a*det A + b", "a function has parentheses: write det(A)", 3),
    ("sum x*y", "a function has parentheses: write sum(…)", 1),
    ("sin^2 a", f"{BEHIND}sin(a)^2, of each entry sin(a).^2", 1),
    ("1 + sin^2(a + b)", f"{BEHIND}sin(a + b)^2, of each entry sin(a + b).^2", 5),
    ("det^2(A)", f"{BEHIND}det(A)^2", 1),
    ("sin²(x)", f"{BEHIND}sin(x)^2, of each entry sin(x).^2", 1),
    ("cos^-1(a)", f"{BEHIND}cos(a)^-1, of each entry cos(a).^-1; the inverse function is arccos(a)", 1),
    ("a^-2 b", 'expected an operator before "b"; a product is written *', 6),
    ("σ(x)", 'unknown function "σ"; the σ(…) of answers is written sigmoid(…), a product σ*(…)', 1),
    ("sigma(x)", 'unknown function "sigma"; did you mean "sigmoid"?', 1),
    ("\\frac{a}{b}", r'unexpected "\"; LaTeX is not read; \frac{a}{b} is written a/b', 1),
    ("x^\\top*A", 'unexpected "\\"; LaTeX is not read; a transpose is written X\'', 3),
    ("a \\cdot b", 'unexpected "\\"; LaTeX is not read; a product is written *', 3),
    ("\\log(x)", 'unexpected "\\"; LaTeX is not read; write log(x)', 1),
    ("\\operatorname{tr}(A)", 'unexpected "\\"; LaTeX is not read; write tr(x)', 1),
    ("\\mathbb{E}", 'unexpected "\\"; LaTeX is not read', 1),
    ("A\\Bcd", 'unexpected "\\"; A\\b is written inv(A)*b', 2),
    ("1/(1 + e^(-a))", 'the exponential is written exp(-a); for a variable e, declare "e: scalar"', 9),
    ("e.^x", 'the exponential is written exp(x); for a variable e, declare "e: scalar"', 2),
    ("X @ w", 'unexpected "@"; a matrix product is written *', 3),
    ("x = y", 'unexpected "="; the language has no comparisons and no assignments', 3),
    ("x < y", 'unexpected "<"; the language has no comparisons', 3),
    ("|x|", 'unexpected "|"; an absolute value is written abs(x), a norm norm2(x)', 1),
    ("x[1]", 'unexpected "["; parentheses are ( and )', 2),
    ("x.T*A*x", 'unexpected "."; a transpose is written X\'', 2),
    ("(A*x).T", 'unexpected "."; a transpose is written X\'', 6),
    ("x.sum()", 'unexpected "."; write sum(x)', 2),
    ("np.trace(X)", 'unexpected "."; write tr(x)', 3),
    ("x.dot(y)", "unexpected \".\"; an inner product is written x'*y, of matrices tr(X'*Y)", 2),
    ("np.kron(A, B)", 'unexpected "."; write kron(x, y)', 3),
    ("np.eye(3)", 'unexpected "."; write eye', 3),
    ("x.first", 'unexpected "."', 2),
    ("x . y", 'unexpected "."', 3),
    ("nan*x", '"nan" can\'t be a name: it would be read as a value that is no number', 1),
    ("x*Inf", '"Inf" can\'t be a name: it would be read as a value that is no number', 3),
    ("x + \u200by", "unexpected zero width space", 5),
    ("_x", '"_x" can\'t be a name: expected a letter, then letters, digits and single _ between them', 1),
    ("x__y", '"x__y" can\'t be a name: expected a letter, then letters, digits and single _ between them', 1),
    (
        "y + а",
        '"а" (cyrillic small letter a) can\'t stand in a name: names have Latin and Greek letters, digits and _',
        5,
    ),
    (
        "x²",
        '"²" (superscript two) can\'t stand in a name: names have Latin and Greek letters, digits and _; write ^2',
        1,
    ),
    ("for*x", '"for" is a word of Python, which emitted code could not use: give the variable another name', 1),
    ("x + sum", '"sum" is a function: write sum(…)', 5),
    ("softplsu(x)", 'unknown function "softplsu"; did you mean "softplus"?', 1),
    ("ln(x)", 'unknown function "ln"; did you mean "log"?', 1),
    ("log2(x)", 'unknown function "log2"; a logarithm to the base 2 is written log(x)/log(2)', 1),
    ("log10(x)", 'unknown function "log10"; a logarithm to the base 10 is written log(x)/log(10)', 1),
    ("\\lambda*x", 'unexpected "\\"; a Greek letter is written lambda', 1),
    ("A\\b", 'unexpected "\\"; A\\b is written inv(A)*b', 2),
    ("transpose(X)", 'unknown function "transpose"; a transpose is written X\'', 1),
    ("max(x)", 'unknown function "max"; a maximum with 0 is written relu(x), of two scalars b + relu(a - b)', 1),
    (
        "mean(x)",
        'unknown function "mean"; a mean is written sum(x)/n, with n a size; to take it off, x - sum(x)/n*vector(1)',
        1,
    ),
    (
        "ones(3)'*x",
        'unknown function "ones"; ones are written vector(1), matrix(1); their size follows from their use',
        1,
    ),
    ("tr(expm(A))", 'unknown function "expm"; functions of a matrix as a whole are not supported yet', 4),
    ("logsigmoid(x)", 'unknown function "logsigmoid"; it is written -softplus(-x)', 1),
    ("rank(A)", 'unknown function "rank"; a rank is declared: "X: n p rank=p"', 1),
    ("A⁻¹*x", 'unexpected "⁻" (superscript minus); an inverse is written inv(A), a power x^-1', 2),
    ("log det(A)", "the logarithm of a determinant is written logdet(A)", 1),
    ("x'*I*x", '"I" would be printed as the identity is: write eye for that, and give a variable another name', 4),
    ("cosh(x)", 'unknown function "cosh"; it is written (exp(x) + exp(-x))/2', 1),
    ("sinh(x)", 'unknown function "sinh"; it is written (exp(x) - exp(-x))/2', 1),
    ("pow(x, 2)", 'unknown function "pow"; a power is written x^2, of each entry x.^2', 1),
    ("cbrt(x)", 'unknown function "cbrt"; a power is written x^(1/3) or x^3, of each entry x.^3', 1),
    (
        "var(x)",
        'unknown function "var"; a variance is written sum((x - sum(x)/n*vector(1)).^2)/n, with n a size or a scalar',
        1,
    ),
    ("dot(x, y)", "unknown function \"dot\"; an inner product is written x'*y, of matrices tr(X'*Y)", 1),
    ("a(x + y)", 'unknown function "a"; a product is written a*(…)', 1),
    ("kron(A)", "kron takes 2 arguments, got 1", 1),
    ("exp()", "exp takes 1 argument, got 0", 1),
    ("x + eye(3)", '"eye" is written without parentheses: its size follows from its use', 5),
    ("a^b^c", "a power of a power: write (a^b)^c or a^(b^c)", 4),
    ("A^T", "a transpose is written A'", 2),
    ("9" * 51, "a number of 51 digits; the limit is 50", 1),
    ("1e2000", "the exponent in 1e2000 is beyond 1000, the limit", 1),
    ("x^5000", "the exponent 5000 is beyond 1000, the limit", 3),
    ("(9^999)^999", "the power has more than 4096 bits, the limit", 8),
    ("(" * 51 + "x" + ")" * 51, "parentheses nested 51 deep; the limit is 50", 51),
    ("-" * 50 + "x", "operations nested 51 deep; the limit is 50", 1),
]
SHAPES = [
    ("X*y + w", "cannot add X*y (n) and w (p): n and p are different dimensions", 5),
    ("w - X*y", "cannot subtract X*y (n) from w (p): p and n are different dimensions", 3),
    ("X*y + a", "cannot add X*y (n) and a (scalar): for a in every entry write vector(a)", 5),
    ("X + 1", "cannot add X (n×p) and 1 (scalar): write matrix(1) for 1 in every entry, or eye", 3),
    ("2 + X'*X", "cannot add 2 (scalar) and X'*X (p×p): write matrix(2) for 2 in every entry, or 2*eye", 3),
    ("w' + (a + 1)", "cannot add w' (1×p) and (a + 1) (scalar): for (a + 1) in every entry write vector(a + 1)'", 4),
    ("X + a*2", "cannot add X (n×p) and a*2 (scalar): for a*2 in every entry write matrix(a*2)", 3),
    ("X + w", "cannot add X (n×p) and w (p): the one is a matrix, the other a vector", 3),
    ("w + w'", "cannot add w (p) and w' (1×p): w' is a row, the other a column", 3),
    ("X*X", "cannot multiply X (n×p) by X (n×p): p columns meet n rows", 2),
    ("w*X", "cannot multiply w (p) by X (n×p): 1 column meets n rows", 2),
    ("w*w", "cannot multiply w (p) by w (p): both are columns; write w'*w, w*w' or w.*w", 2),
    ("w.*X", "cannot multiply entrywise w (p) and X (n×p): the one is a vector, the other a matrix", 2),
    ("a/w", "cannot divide a (scalar) by w (p): write a./b to divide entry by entry", 2),
    ("a/X", "cannot divide a (scalar) by X (n×p): write inv(B)*A, or A./B entry by entry", 2),
    (
        "w^2",
        "cannot raise w (p) to a power: only scalars and square matrices have powers; write .^ for each entry",
        2,
    ),
    (
        "t^2",
        "cannot raise t (m) to a power: only scalars and square matrices have powers; write .^ for each entry; "
        't is a vector, as h–z are where nothing is declared: "t: scalar"',
        2,
    ),
    ("a^w", "the exponent w (p) is no scalar", 3),
    ("1 + det(X)", "det expects a square matrix, got X (n×p)", 9),
    ("inv(w)", "inv expects a square matrix, got w (p)", 5),
    ("lse(X)", "lse expects a column vector, got X (n×p)", 5),
    ("diag(X)", "diag expects a column vector or a square matrix, got X (n×p)", 6),
    ("vector(w)", "vector expects a scalar, got w (p)", 8),
]
SIZES = [
    ("sum(vector(1))*w'*w", "the size of vector(1) does not follow from its use", 5),
    ("tr(eye)*w'*w", "the size of eye does not follow from its use", 4),
    ("w'*w + norm2(matrix(a))", "the size of matrix(a) does not follow from its use", 14),
    ("norm2(X*matrix(1))", "the size of matrix(1) does not follow from its use", 9),
]
MATHS = [
    ("1/(1-1)", "cannot divide by (1-1), which is zero", 3),
    ("x./0", "cannot divide by 0, which is zero", 4),
    ("0^-1", "0^-1 divides by zero", 2),
    ("(0-8)^(1/3)", "(0-8)^(1/3) has no real value: the base is negative", 6),
    ("(-2).^x", "(-2) to a variable power has no real value", 5),
    ("log(0)", "log(0) is not defined: log expects a positive number", 1),
    ("sqrt(1-2)", "sqrt(1-2) is not defined: sqrt expects a number ≥ 0", 1),
    ("arcsin(2)", "arcsin(2) is not defined: arcsin expects a number from −1 to 1", 1),
]
DECLARED = {"X": "n p", "w": "p", "a": "scalar"}


def told(cls, text, variables=None):
    with pytest.raises(cls) as caught:
        parse(text, variables)
    assert isinstance(caught.value, DerivationError)
    return caught.value


def points_at(problem, text, message, column):
    said, line, caret = str(problem).split("\n")
    assert said == message
    assert (problem.line, problem.column) == (1, column)
    if len(text) <= 72:
        assert line == f"    {text}".replace("\u200b", " ")
        assert caret == " " * (3 + column) + "^"


@pytest.mark.parametrize(("text", "message", "column"), SYNTAX)
def test_syntax(text, message, column):
    points_at(told(SyntaxProblem, text), text, message, column)


@pytest.mark.parametrize(("text", "message", "column"), SHAPES)
def test_shapes(text, message, column):
    points_at(told(ShapeError, text, DECLARED), text, message, column)


@pytest.mark.parametrize(("text", "message", "column"), SIZES)
def test_sizes_that_follow_from_nothing_can_not_be_asked_about(text, message, column):
    with pytest.raises(ShapeError) as caught:
        differentiate(text, variables={k: v for k, v in DECLARED.items() if k in text})
    points_at(caught.value, text, message, column)


@pytest.mark.parametrize(("text", "message", "column"), MATHS)
def test_mathematics(text, message, column):
    points_at(told(MathError, text), text, message, column)


POWER = "to a power: only scalars and square matrices have powers; write .^ for each entry"
HINTS: list[tuple[str, dict[str, str], str, dict[str, str]]] = [  # ..., and what a hint says to declare
    (
        "norm2(X*w-y)^2+b'*w",
        {"b": "n", "X": "n p"},
        "cannot multiply b' (1×n) by w (p): n columns meet p rows",
        {},
    ),
    ("t^2+lse(t)", {}, f"cannot raise t (n) {POWER}", {}),
    ("(x-a)^2*(y-b)^2", {"x": "scalar"}, f'cannot raise (y-b) (n) {POWER}, or declare "y: scalar"', {"y": "scalar"}),
    (
        "(x-a)^2*(y-b)^2",
        {},
        f'cannot raise (x-a) (n) {POWER}, or declare "x: scalar" and "y: scalar"',
        {"x": "scalar", "y": "scalar"},
    ),
    (
        "exp(-(x-mu)^2/(2*s^2))",
        {},
        f'cannot raise (x-mu) (n) {POWER}, or declare "x: scalar"',
        {"x": "scalar"},
    ),
    ("(A*x-b)^2", {}, f"cannot raise (A*x-b) (n) {POWER}", {}),
    (
        "g'*d+1/2*d'*H*d",
        {},
        "cannot add g'*d (scalar) and 1/2*d'*H*d (n×p): g is a scalar, as a–g are where nothing is declared: \"g: n\"",
        {"g": "n"},
    ),
    (
        "d'*H*d/n+1",
        {},
        "cannot add d'*H*d/n (p×m) and 1 (scalar): "
        'd is a scalar, as a–g are where nothing is declared: "d: p"; '
        "or write matrix(1) for 1 in every entry, or eye",
        {"d": "p"},
    ),
    (
        "g'*d+1/2*d'*H*d",
        {"H": "n n", "g": "scalar"},
        "cannot add g'*d (scalar) and 1/2*d'*H*d (n×n): for g'*d in every entry write matrix(g'*d)",
        {},
    ),
]


@pytest.mark.parametrize(("text", "variables", "message", "declared"), HINTS)
def test_hints_are_given_where_they_help(text, variables, message, declared):
    assert str(told(ShapeError, text, variables)).split("\n")[0] == message
    if declared:
        parse(text, {**variables, **declared})


def test_matrix_powers_that_are_not_supported_yet():
    message = "not supported yet: the matrix power A^(1/2); exponents are whole numbers, −8 to −1 and 1 to 8"
    points_at(told(NotSupported, "A^(1/2)"), "A^(1/2)", message, 2)
    message = "not supported yet: the matrix power A^t; exponents are whole numbers, −8 to −1 and 1 to 8"
    points_at(told(NotSupported, "A^t", {"A": "n n", "t": "scalar"}), "A^t", message, 2)


def test_lengths():
    assert str(told(SyntaxProblem, "x" * 10_001)) == "the expression has 10001 characters; the limit is 10000"
    assert str(told(SyntaxProblem, " \n")) == "the expression is empty"
    long = "x" * 33
    assert str(told(SyntaxProblem, long)).startswith("the name xxxxxxxxxxxx… has 33 characters; the limit is 32\n")
    many = told(SyntaxProblem, "+".join(["x"] * 501))
    assert str(many).startswith(
        "the expression has more than 1000 numbers, names, operators and functions, the limit\n    …+x"
    )
    names = "+".join(f"x{i}" for i in range(51))
    assert str(told(SyntaxProblem, names)) == "the expression has 51 variables; the limit is 50"


def test_a_place_on_a_later_line():
    problem = told(SyntaxProblem, "x\n + y *\n* z")
    assert (problem.line, problem.column) == (3, 1)
    assert str(problem) == 'expected a value after "*", found "*"\n    * z\n    ^'


@pytest.mark.parametrize(("typed", "cells"), [("漢字 + x$", 8), ("e\u0301 + x$", 5), ("x + y$", 5)])
def test_the_caret_stands_below_the_cell_of_a_terminal(typed, cells):
    assert Source(typed).pointer(len(typed) - 1).split("\n")[1] == " " * (4 + cells) + "^"


def test_a_long_line_is_shown_around_the_place():
    problem = told(SyntaxProblem, "x + " * 100 + ")")
    assert problem.column == 401
    message, line, caret = str(problem).split("\n")
    assert message == '")" at column 401 closes nothing'
    assert len(line) == 4 + 1 + 72
    assert line[caret.index("^")] == ")"


@pytest.mark.parametrize(
    ("variables", "cls", "message"),
    [
        ({"X": "n p big"}, SyntaxProblem, f"X: unknown fact 'big'{'; known are '}"),
        ({"X": "n p q"}, SyntaxProblem, "X: 'q' is a third dimension; a variable has two at most, rows and columns"),
        ({"x": "n n n"}, SyntaxProblem, "x: 'n' is a third dimension; a variable has two at most, rows and columns"),
        ({"X": "rows cols rows"}, SyntaxProblem, "X: 'rows' is a third dimension; a variable has two at most"),
        ({"A": "n n symetric"}, SyntaxProblem, "A: unknown fact 'symetric'; did you mean \"symmetric\"?"),
        ({"A": "n n spdd"}, SyntaxProblem, "A: unknown fact 'spdd'; did you mean \"spd\"?"),
        ({"A": "n n spd invertable"}, SyntaxProblem, "A: unknown fact 'invertable'; did you mean \"invertible\"?"),
        ({"A": "n n rnk=2"}, SyntaxProblem, "A: unknown fact 'rnk=2'; did you mean \"rank\"?"),
        ({"X": ""}, SyntaxProblem, 'X: expected a shape, such as "n p", "n" or "scalar"'),
        ({"X": "n-1"}, SyntaxProblem, "X: 'n-1' is no dimension: expected a name or a whole number, such as n or 3"),
        ({"X": "0"}, SyntaxProblem, "X: a dimension is a whole number from 1 to 999999, got 0"),
        ({"X": 3}, SyntaxProblem, 'X: expected a shape and facts as text, such as "n p", got int'),
        ({"X": "n p spd"}, ShapeError, "X: an n×p matrix can't be spd; expected a square one"),
        ({"x": "n spd"}, MathError, "x: a vector can't be declared spd; known for a vector are positive, "),
        ({"sum": "n"}, SyntaxProblem, '"sum" is a function of the language: give the variable another name'),
        ({"n": "scalar", "x": "n"}, SyntaxProblem, "n is declared as a variable and is a dimension, too: a dimension"),
        ({"λ": "n", "lambda": "n"}, SyntaxProblem, "lambda is declared twice"),
        (
            {"λ": "n", "lam": "n"},
            SyntaxProblem,
            "lambda and lam would have one name in emitted code: rename one of them",
        ),
        (
            {"__class__": "n"},
            SyntaxProblem,
            '"__class__" can\'t be a name: expected a letter, then letters, digits and',
        ),
        (
            {"x": "n psoitive"},
            SyntaxProblem,
            "x: 'psoitive' is too near to a fact for a dimension; did you mean \"positive\"?",
        ),
        ({"x": "scaler"}, SyntaxProblem, "x: 'scaler' is too near to a fact for a dimension; did you mean \"scalar\"?"),
        ({"x": "n Symetric"}, SyntaxProblem, "x: 'Symetric' is too near to a fact for a dimension; did you mean \"sym"),
        ({"x": "n scalar"}, SyntaxProblem, "x: 'scalar' stands in the place of a shape, not behind one"),
        ({"x": "n positive=1"}, SyntaxProblem, "x: positive takes no value: write positive, not positive=1"),
        ({"X": "3 2 rank=3"}, MathError, "X: a 3×2 matrix can't have the rank 3; the largest possible is 2"),
        ({"X": "3 n rank=4"}, MathError, "X: a 3×n matrix can't have the rank 4; the largest possible is 3"),
        ({"X": "3 3 rank=2 invertible"}, MathError, "X: a 3×3 matrix that is invertible has the rank 3, not 2"),
        ({"X": "n n invertible rank=1"}, MathError, "X: an n×n matrix that is invertible has the rank n, not 1"),
        ({"X": "n n spd rank=p"}, MathError, "X: an n×n matrix that is positive definite has the rank n, not p"),
        (
            {"x": "n one_hot positive"},
            MathError,
            "x: a one_hot vector can't be positive: all its entries but one are 0",
        ),
        ({"X": "nxp"}, SyntaxProblem, 'X: the sides of a matrix stand apart: write "n p"'),
        ({"X": "n x p spd"}, SyntaxProblem, 'X: the sides of a matrix stand apart: write "n p"'),
        ({"X": "3x40"}, SyntaxProblem, 'X: the sides of a matrix stand apart: write "3 40"'),
        ({"x": "n rank="}, SyntaxProblem, "x: expected the rank after rank=, such as rank=p"),
    ],
)
def test_declarations(variables, cls, message):
    assert str(told(cls, "x", variables)).startswith(message)


@pytest.mark.parametrize(
    "about", ["n sp", "n x", "n units_1", "n n spd rank=n", "2*n 2*n invertible rank=n*2", "n psi"]
)
def test_declarations_that_are_meant(about):
    assert parse("tr(X'*X)", {"X": about}).shapes["X"].startswith(("n×", "2·n×"))


@pytest.mark.parametrize(
    ("text", "variables"), [("e^2", None), ("e*x'*x", None), ("e^a", {"e": "scalar"}), ("e.^x", {"e": "scalar"})]
)
def test_e_is_a_variable_where_it_is_meant_as_one(text, variables):
    assert parse(text, variables).shapes["e"] == "scalar"


def test_a_variable_that_does_not_occur():
    with pytest.raises(UnknownName, match=r"^z does not occur in x'\*y; it has x, y$"):
        parse("x'*y").symbol("z")


@pytest.mark.parametrize("typed", ["λ,X", "λ, X", "λ X"])
def test_several_variables_in_one_name(typed):
    several = 'is not one variable; several are --wrt λ --wrt X, in Python wrt=["λ", "X"]'
    with pytest.raises(UnknownName) as caught:
        parse("X*λ").symbol(typed)
    assert str(caught.value) == f"{typed} {several}"
    with pytest.raises(UnknownName, match=r"^λ,z does not occur in X\*λ; it has X, lambda$"):
        parse("X*λ").symbol("λ,z")


@pytest.mark.parametrize(
    ("ask", "error", "text"),
    [
        (lambda: differentiate("1+1"), MathError, "there is no variable in 1+1 to differentiate in"),
        (
            lambda: differentiate("x'*x", variables=["x"]),  # type: ignore[arg-type]
            SyntaxProblem,
            'variables: expected a dict of shapes, such as {"x": "n"}, got list',
        ),
        (
            lambda: differentiate("x'*x", "x", variables={"X": "n p"}),
            UnknownName,
            "X is declared but does not occur in x'*x; it has x",
        ),
        (
            lambda: differentiate("x'*x", "x", order=cast(Any, "1")),
            MathError,
            "differentiate: order is '1' (str), expected 1 or 2",
        ),
        (
            lambda: differentiate("x'*x", ""),
            UnknownName,
            "wrt is empty: expected the name of a variable; x'*x has x",
        ),
        (
            lambda: differentiate("b*x", "b", {"b": "scalar integer"}),
            MathError,
            "has no derivative: b takes no values but whole numbers",
        ),
        (
            lambda: differentiate("b'*x", "b", {"b": "n one_hot"}),
            MathError,
            "has no derivative: b takes no values but basis vectors",
        ),
        (
            lambda: differentiate("x'*x", "x", order=True),
            MathError,
            "differentiate: order is True (bool), expected 1 or 2",
        ),
    ],
)
def test_a_question_that_can_not_be_meant_is_refused_in_words(ask, error, text):
    with pytest.raises(error) as caught:
        ask()
    assert str(caught.value) == text


def test_a_declared_variable_that_does_not_occur_may_be_asked_for():
    assert differentiate("x'*x", "w", variables={"x": "n", "w": "n"}).text == "0"


@pytest.mark.parametrize(
    ("text", "wrt", "variables", "message"),
    [
        (
            "norm2(Xw-y)^2",
            "w",
            None,
            "w does not occur in norm2(Xw-y)^2; it has Xw, y; Xw is one name, a product is written X*w",
        ),
        (
            "norm2(Xw-y)^2",
            None,
            {"X": "n p"},
            "X is declared but does not occur in norm2(Xw-y)^2; it has Xw, y; Xw is one name, a product is written X*w",
        ),
        (
            "norm2(XTw)^2",
            "w",
            None,
            "w does not occur in norm2(XTw)^2; it has XTw; XTw is one name, a product is written X'*w",
        ),
        (
            "sum(lambdax)",
            "λ",
            None,
            "λ does not occur in sum(lambdax); it has lambdax; lambdax is one name, a product is written lambda*x",
        ),
        ("norm2(weight-y)", "w", None, "w does not occur in norm2(weight-y); it has weight, y"),
        ("norm2(Xw-y)", "z", None, "z does not occur in norm2(Xw-y); it has Xw, y"),
        ("mu+1", "u", None, "u does not occur in mu+1; it has mu"),
        (
            "norm2(Xw-y)^2",
            "w",
            {"Xw": "n"},
            "w does not occur in norm2(Xw-y)^2; it has Xw, y",
        ),
    ],
)
def test_a_name_that_may_be_meant_as_a_product_is_shown_as_one(text, wrt, variables, message):
    with pytest.raises(UnknownName) as caught:
        differentiate(text, wrt, variables)
    assert str(caught.value) == message


def test_a_name_of_several_letters_stays_one_name():
    read = parse("norm2(Xw-y)^2 + sum(X)*w'*w", {"X": "n p"})
    assert list(read.symbols) == ["Xw", "y", "X", "w"]


@pytest.mark.parametrize(
    ("hint", "variables", "slope"),
    [
        ("(exp(x) + exp(-x))/2", {"x": "scalar"}, "(1/2)(exp(x) − exp(−x))"),
        ("(exp(x) - exp(-x))/2", {"x": "scalar"}, "(1/2)(exp(x) + exp(−x))"),
        ("x^(1/3)", {"x": "scalar"}, "1/(3x^(2/3))"),
        ("sum(x.^2)", {"x": "n"}, "2x"),
        ("sum((x - sum(x)/n*vector(1)).^2)/n", {"x": "n"}, "2(x − (1ᵀx)·1/n)/n"),
    ],
)
def test_what_a_message_says_to_write_can_be_written(hint, variables, slope):
    assert differentiate(hint, "x", variables).text == slope


@pytest.mark.parametrize(("f", "answer"), [("(-1)^k*a", "(−1)^k"), ("(-2)^(2*k+1)*a", "(−2)^(2k + 1)")])
def test_a_negative_number_has_whole_powers(f, answer):
    assert differentiate(f, "a", {"k": "scalar integer"}).text == answer


def test_a_character_without_a_name_is_called_by_its_number():
    with pytest.raises(SyntaxProblem, match=r"^unexpected U\+0000\n"):
        parse("x\x00")
