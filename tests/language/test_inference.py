"""Shapes that nobody declared."""

import pytest

from derivations.errors import ShapeError
from derivations.language import parse

LEGENDS = [
    ("norm2(X*w - y)^2", {}, "X: n×p  w: p  y: n"),
    ("sum(softplus(X*w)) - y'*X*w", {"X": "n p"}, "X: n×p  w: p  y: n"),
    ("x'*A*x", {}, "x: n  A: n×n"),
    ("W*x + b", {}, "W: n×p  x: p  b: n"),
    ("sum(relu(W_2*tanh(W_1*x + b_1) + b_2))", {}, "W₂: n×p  W₁: p×m  x: m  b₁: p  b₂: n"),
    ("norm2(X*theta - y)^2 + lambda*norm2(theta)^2", {}, "X: n×p  θ: p  y: n  λ: scalar"),
    ("(x-mu)'*inv(Sigma)*(x-mu) + log(det(Sigma))", {}, "x: n  μ: n  Σ: n×n"),
    ("log(det(Sigma))", {"Sigma": "spd"}, "Σ: n×n positive definite"),
    ("exp(-gamma*norm2(x-z)^2)", {}, "γ: scalar  x: n  z: n"),
    ("norm2(X*w - y)^2/n", {}, "X: p×m  w: m  y: p  n: scalar"),
    ("norm2(X*w - y)^2/n", {"X": "n p"}, "X: n×p  w: p  y: n"),
    ("tr(A*X*B*X')", {}, "A: n×n  X: n×p  B: p×p"),
    ("norm2(T - U*V')^2", {}, "T: n×p  U: n×m  V: p×m"),
    ("kron(A, B)*x", {}, "A: n×p  B: m×k  x: p·k"),
    ("vec(A)'*x", {}, "A: n×p  x: n·p"),
    ("x/y", {}, "x: n  y: scalar"),
    ("lse(A*x + b)", {}, "A: n×p  x: p  b: n"),
    ("x*y'*z", {}, "x: n  y: p  z: p"),
    ("x'*y*z", {}, "x: n  y: n  z: p"),
    ("a*X + B", {}, "a: scalar  X: n×p  B: n×p"),
    ("A'*A + lambda*eye", {}, "A: n×p  λ: scalar"),
    ("y'*log(sigmoid(X*w)) + (vector(1)-y)'*log(vector(1)-sigmoid(X*w))", {}, "y: n  X: n×p  w: p"),
    ("A*x", {"A": "3 4"}, "A: 3×4  x: 4"),
    ("r*x", {"r": "1 n"}, "r: 1×n  x: n"),
    ("x + y", {"x": "n*p"}, "x: n·p  y: n·p"),
    ("q'*x", {"q": "simplex"}, "q: n simplex  x: n"),
    ("a*x", {"a": ("scalar", "positive")}, "a: scalar positive  x: n"),
    ("X*w", {"X": "n p rank=p"}, "X: n×p rank p  w: p"),
    ("theta'*x", {}, "θ: n  x: n"),
]


PASTED = [  # as people paste them, with nothing declared
    ("x'*A*x + c*sin(y)'*x", "f(x, A, c, y) = xᵀAx + c sin(y)ᵀx   x: n  A: n×n  c: scalar  y: n"),
    ("norm2(A*x - y)^2", "f(A, x, y) = ‖Ax − y‖²   A: n×p  x: p  y: n"),
    ("sum(log(1 + exp(-y.*(X*w))))", "f(y, X, w) = 1ᵀlog(1 + exp((−y)∘(Xw)))   y: n  X: n×p  w: p"),
    (
        "sum(log(vector(1) + exp(-y.*(X*w)))) + c/2*w'*w",
        "f(y, X, w, c) = 1ᵀlog(1 + exp((−y)∘(Xw))) + (c/2)wᵀw   y: n  X: n×p  w: p  c: scalar",
    ),
    (
        "0.5*norm2(X*w - y)^2 + lambda*norm1(w)",
        "f(X, w, y, λ) = (1/2)‖Xw − y‖² + λ‖w‖₁   X: n×p  w: p  y: n  λ: scalar",
    ),
    ("tr(A*X*B)", "f(A, X, B) = tr(AXB)   A: n×p  X: p×m  B: m×n"),
    ("tr(X'*A*X)", "f(X, A) = tr(XᵀAX)   X: n×p  A: n×n"),
    ("log(det(X))", "f(X) = log(det(X))   X: n×n"),
    ("logdet(inv(X))", "f(X) = log det(X⁻¹)   X: n×n"),
    ("x'*inv(A)*y", "f(x, A, y) = xᵀA⁻¹y   x: n  A: n×n  y: n"),
    ("A*x", "f(A, x) = Ax   A: n×p  x: p"),
    ("exp(x)", "f(x) = exp(x)   x: n"),
    ("inv(A)*x", "f(A, x) = A⁻¹x   A: n×n  x: n"),
    ("a*x'*y + b", "f(a, x, y, b) = axᵀy + b   a: scalar  x: n  y: n  b: scalar"),
    ("(A*x - b)'*(A*x - b)", "f(A, x, b) = (Ax − b)ᵀ(Ax − b)   A: n×p  x: p  b: n"),
    ("norm2(X - U*V')^2", "f(X, U, V) = ‖X − UVᵀ‖²   X: n×p  U: n×m  V: p×m"),
    ("norm2(Y.*(X - U*V'))^2", "f(Y, X, U, V) = ‖Y∘(X − UVᵀ)‖²   Y: n×p  X: n×p  U: n×m  V: p×m"),
    ("sum(relu(W*x + b))", "f(W, x, b) = 1ᵀrelu(Wx + b)   W: n×p  x: p  b: n"),
    (
        "tanh(W_2*relu(W_1*x + b_1) + b_2)",
        "f(W₂, W₁, x, b₁, b₂) = tanh(W₂ relu(W₁x + b₁) + b₂)   W₂: n×p  W₁: p×m  x: m  b₁: p  b₂: n",
    ),
    ("-y'*log(softmax(W*x))", "f(y, W, x) = −yᵀlog(softmax(Wx))   y: n  W: n×p  x: p"),
    ("(x'*A*x)/(x'*x)", "f(x, A) = xᵀAx/(xᵀx)   x: n  A: n×n"),
    ("exp(-norm2(x - y)^2/(2*sigma^2))", "f(x, y, σ) = exp((−‖x − y‖²)/(2σ²))   x: n  y: n  σ: scalar"),
    (
        "1/2*(x - mu)'*inv(Sigma)*(x - mu) + 1/2*log(det(Sigma))",
        "f(x, μ, Σ) = (1/2)(x − μ)ᵀΣ⁻¹(x − μ) + (1/2)log(det(Σ))   x: n  μ: n  Σ: n×n",
    ),
    ("tr(S*P) - logdet(P) + rho*norm1(P)", "f(S, P, ρ) = tr(SP) − log det(P) + ρ‖P‖₁   S: n×n  P: n×n  ρ: scalar"),
    ("sum((x - vector(sum(x)/10)).^2)", "f(x) = 1ᵀ(x − (1ᵀx/10)·1)²   x: n"),
    (
        "(1 - y)'*log(1 - sigmoid(X*w)) + y'*log(sigmoid(X*w))",
        "f(y, X, w) = (1 − y)ᵀlog(1 − σ(Xw)) + yᵀlog(σ(Xw))   y: n  X: n×p  w: p",
    ),
    ("(x'*y + c)^d", "f(x, y, c, d) = (xᵀy + c)^d   x: n  y: n  c: scalar  d: scalar"),
    ("log(1 + exp(a*b))", "f(a, b) = log(1 + exp(ab))   a: scalar  b: scalar"),
    ("x.*log(x./y)", "f(x, y) = x∘log(x∘y⁻¹)   x: n  y: n"),
    ("diag(x)*A*diag(y)", "f(x, A, y) = Diag(x)A Diag(y)   x: n  A: n×p  y: p"),
    ("A.*B - x*y'", "f(A, B, x, y) = A∘B − xyᵀ   A: n×p  B: n×p  x: n  y: p"),
    ("lambda'*(A*x - b)", "f(λ, A, x, b) = λᵀ(Ax − b)   λ: n  A: n×p  x: p  b: n"),
    ("sum(A'*x)^2", "f(A, x) = (1ᵀAᵀx)²   A: n×p  x: n"),
    ("lse(A*x)", "f(A, x) = lse(Ax)   A: n×p  x: p"),
    ("sqrt(1 + x'*x)", "f(x) = √(1 + xᵀx)   x: n"),
    ("norm2(x)", "f(x) = ‖x‖   x: n"),
    ("(K + c*eye)*y", "f(K, c, y) = (K + cI)y   K: n×n  c: scalar  y: n"),
    ("rate + 1", "f(rate) = rate + 1   rate: scalar"),
    ("1 - x'", "f(x) = 1ᵀ − xᵀ   x: n"),
    ("x/2 - 0.5", "f(x) = x/2 − (1/2)·1   x: n"),
]


@pytest.mark.parametrize(("text", "understood"), PASTED)
def test_pasted(text, understood):
    assert parse(text).understood() == understood


def test_a_number_beside_a_vector_is_a_vector_of_it():
    assert parse("1 + x").expr == parse("vector(1) + x").expr
    assert parse("x + 0").expr == parse("x + vector(0)").expr


@pytest.mark.parametrize(("text", "variables", "legend"), LEGENDS)
def test_legend(text, variables, legend):
    assert parse(text, variables).legend() == legend


@pytest.mark.parametrize(("text", "variables"), [row[:2] for row in LEGENDS])
def test_what_was_inferred_can_be_declared(text, variables):
    parsed = parse(text, variables)
    again = parse(text, parsed.variables())
    assert (again.expr, again.symbols) == (parsed.expr, parsed.symbols)


def test_understood():
    parsed = parse("sum(softplus(X*w)) - y'*X*w", {"X": "n p"})
    assert parsed.understood("w") == "f(w) = 1ᵀsoftplus(Xw) − yᵀXw   X: n×p  w: p  y: n"
    assert parse("log(2*pi)").understood() == "f = log(2π)"


def test_declared_but_absent():
    assert str(parse("x", {"Z": "n p"}).symbol("Z")) == "Z"


def test_symbols_are_those_of_the_notation():
    from derivations.notation.symbols import dims, matrix

    n = dims("n")
    assert parse("S*x", {"S": "n n psd"}).symbols["S"] == matrix("S", n, n, positive_semidefinite=True)


SCALAR = {"b": "scalar"}


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("sum(softplus(-y.*(X*w+b)))", "X*w"),
        ("norm2(X*w+b-y)^2", "X*w"),
        ("sigmoid(b+W*x)", "W*x"),
        ("sum(b*X*w+b)", "b*X*w"),
    ],
)
def test_a_declared_scalar_beside_a_product_makes_no_scalars_of_its_factors(text, factor):
    with pytest.raises(ShapeError, match=r"cannot add .* for b in every entry write vector\(b\)") as caught:
        parse(text, SCALAR)
    assert f"{factor} (n)" in str(caught.value)
    assert parse(text.replace("+b", "+vector(b)").replace("(b+", "(vector(b)+"), SCALAR).shapes["b"] == "scalar"


@pytest.mark.parametrize(
    ("text", "variables", "message"),
    [
        ("relu(W*x+b)*y", {}, "cannot multiply relu(W*x+b) (n) by y (p)"),
        ("(W*x+b)^2", {}, "cannot raise (W*x+b) (n) to a power"),
        ("norm2(W*z+b)^2 + norm2(x*y)", {}, "cannot multiply x (n) by y (p)"),
        ("V*relu(W*x+b)+c", {"c": "scalar"}, "cannot add V*relu(W*x+b) (n) and c (scalar)"),
        ("(V'*x)*y+c", {"c": "scalar"}, "cannot multiply (V'*x) (n) by y (p)"),
    ],
)
def test_a_message_names_the_first_part_that_does_not_fit_not_one_that_would(text, variables, message):
    with pytest.raises(ShapeError) as caught:
        parse(text, variables)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "variables", "legend"),
    [
        ("V'*relu(W*x+b)+c", {"c": "scalar"}, "V: n  W: n×p  x: p  b: n  c: scalar"),
        ("U'*W*V+c", {"c": "scalar"}, "U: n  W: n×p  V: p  c: scalar"),
        ("1/(V'*x)", {}, "V: n  x: n"),
    ],
)
def test_a_capital_that_cannot_be_a_matrix_is_a_vector(text, variables, legend):
    assert parse(text, variables).legend() == legend


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A*exp(-t)+b", 'write vector(b), or declare "A: scalar" and "t: scalar"'),
        ("a*x+vector(c)*norm2(x)-b", "write vector(b)"),
        ("X*Y*w+b", "write vector(b)"),
    ],
)
def test_what_may_be_meant_as_scalars_is_named_where_it_is_short(text, said):
    with pytest.raises(ShapeError) as caught:
        parse(text, {"b": "scalar"})
    assert str(caught.value).splitlines()[0].endswith(said)


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("m*x+b", "m: scalar  x: scalar  b: scalar"),
        ("b + C*norm2(w)^2", "b: scalar  C: scalar  w: n"),
        ("C*sum(x)+b", "C: scalar  x: n  b: scalar"),
        ("L*b+b", "L: scalar  b: scalar"),
        ("b/X + b", "b: scalar  X: scalar"),
        ("tr(X)+b", "X: n×n  b: scalar"),
        ("x'*A*x+b", "x: n  A: n×n  b: scalar"),
    ],
)
def test_a_declared_scalar_beside_what_is_one_says_what_it_did(text, legend):
    assert parse(text, SCALAR).legend() == legend


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("softmax(Q*K'/sqrt(d))*V", "softmax expects a column vector, got Q*K'/sqrt(d) (n×p)"),
        ("lse(Q*K')", "lse expects a column vector, got Q*K' (n×p)"),
        ("norm2(Y - softmax(X*W)*V)^2", "softmax expects a column vector, got X*W (n×p)"),
    ],
)
def test_a_function_of_vectors_makes_no_scalars_of_capitals(text, message):
    with pytest.raises(ShapeError) as caught:
        parse(text)
    assert str(caught.value).splitlines()[0] == message


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("softmax(A*x/B)", "A: n×p  x: p  B: scalar"),
        ("lse(A*B)", "A: n×p  B: p"),
        ("softmax(V)'*x/C", "V: n  x: n  C: scalar"),
        ("1/A", "A: scalar"),
    ],
)
def test_a_capital_is_a_vector_or_a_scalar_where_nothing_else_fits(text, legend):
    assert parse(text).legend() == legend
