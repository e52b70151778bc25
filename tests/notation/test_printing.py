"""Formulas on the page read as they were written."""

import pytest
from sympy.printing.pretty import pretty_symbology

from derivations import (
    absolute,
    cos,
    differential,
    dims,
    gradient,
    hadamard_power,
    index,
    inner,
    inverse,
    matrix,
    scalar,
    sin,
    squared_norm,
    sum_over,
    vector,
)
from derivations.notation.linear import ones
from derivations.notation.plain import plain
from derivations.notation.printing import latex, text
from derivations.notation.shapes import with_article
from derivations.notation.styles import unicode_name
from derivations.proof.derivation import run

n, m = dims("n m")
x, u, z, A = vector("x", n), vector("u", n), vector("z", m), matrix("A", n, m)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ((x.T @ u) * u, "(xᵀu)u"),
        (2 * (x.T @ u) * u, "2(xᵀu)u"),
        (squared_norm(u) * x - (x.T @ u) * u, "‖u‖²x − (xᵀu)u"),
        ((x.T @ u) * A @ z, "(xᵀu)Az"),
        ((x.T @ u) * (u.T @ x) * u, "(xᵀu(uᵀx))u"),
        (u @ x.T @ u, "uxᵀu"),
        (u * (x.T @ u), "u(xᵀu)"),
        ((x.T @ u) @ z.T, "xᵀuzᵀ"),
        (3 * x.T @ A @ z, "3xᵀAz"),
    ],
    ids=str,
)
def test_a_product_that_is_a_number_is_bracketed_where_it_scales_what_follows(formula, written):
    assert text(formula) == written
    assert latex(formula).count(r"\left(") == written.count("(")


def test_ones_show_their_shape():
    assert [text(ones(*shape)) for shape in ((n,), (n, 1), (1, n), (n, m))] == ["1", "1", "1ᵀ", "1·1ᵀ"]
    assert text(A @ ones(m, n) @ A) == "A·1·1ᵀA"
    assert latex(ones(n, m)) == r"\mathbf{1} \mathbf{1}^\top"


def test_a_square_matrix_times_itself_is_a_power():
    S = matrix("S", n, n, invertible=True)
    assert text(2 * S @ S @ S @ A) == "2S³A"
    assert text(S.T @ S.T @ S) == "(Sᵀ)²S"
    assert text((S @ S).T) == "(S²)ᵀ"
    assert text(inverse(S) @ inverse(S)) == "S⁻²"
    assert latex(S @ S @ A) == "S^{2} A"
    assert text(A.T @ A) == "AᵀA"


def test_an_entrywise_power_is_not_mistaken_for_a_power():
    S = matrix("S", n, n, invertible=True)
    assert text(hadamard_power(S, -1)) == "S°⁻¹"
    assert text(hadamard_power(S, 2) @ x) == "S°²x"
    assert text(hadamard_power(x, 2)) == "x²"
    assert latex(hadamard_power(S, 2)) == r"S^{\circ 2}"


def test_a_power_of_a_squared_norm_is_one_power():
    assert text(squared_norm(x) ** 2) == "‖x‖⁴"
    assert text(squared_norm(x) ** -3) == "‖x‖⁻⁶"
    assert latex(squared_norm(x) ** 2) == r"\lVert x\rVert^{4}"


def test_greek_letters_do_not_depend_on_the_terminal(monkeypatch):
    """SymPy falls back to names in ASCII where it was imported while the output could not show others."""
    monkeypatch.setattr(pretty_symbology, "_use_unicode", False)
    unicode_name.cache_clear()
    assert text(scalar("lambda_1") * scalar("sigma")) == "λ₁σ"
    assert plain(r"\lambda\theta") == "λθ"
    assert pretty_symbology.pretty_symbol("lambda") == "lambda"  # SymPy's own printing is left as it was


def test_brackets_and_bars_are_as_tall_as_what_they_hold():
    s = scalar("s")
    assert latex(inner(u, x)) == r"\langle u, x\rangle"
    assert latex(inner(u, x / s)) == r"\left\langle u, \frac{x}{s}\right\rangle"
    assert latex(squared_norm(x / s)) == r"\left\lVert \frac{x}{s}\right\rVert^{2}"


@pytest.mark.parametrize(
    ("name", "shown", "typeset"),
    [
        ("ones", "1 onesᵀ", r"\mathbf{1} \, \mathrm{ones}^\top"),
        ("my_long_name", "1 my_long_nameᵀ", r"\mathbf{1} \, \mathrm{my\_long\_name}^\top"),
        ("w1a", "1 w1aᵀ", r"\mathbf{1} \, \mathrm{w1a}^\top"),
        ("rate_1", "1rate₁ᵀ", r"\mathbf{1} \, \mathrm{rate}_{1}^\top"),
        ("w_1", "1w₁ᵀ", r"\mathbf{1} w_{1}^\top"),
        ("theta", "1θᵀ", r"\mathbf{1} \theta^\top"),
    ],
)
def test_a_name_of_several_letters_is_one_word(name, shown, typeset):
    n, p = dims("n p")
    e = ones(n) @ vector(name, p).T
    assert text(e) == shown
    assert latex(e) == typeset


def test_an_entry_of_absolute_values_is_the_absolute_value_of_an_entry():
    i = index("i", n)
    assert text(sum_over(i, absolute(x)[i])) == "Σᵢ |xᵢ|"
    assert latex(absolute(x + u)[i] ** 2) == r"\lvert \left(x + u\right)_{i}\rvert^{2}"


def test_an_index_j_is_small_as_other_indices_are():
    n = dims("n")
    names = {name: text(vector(name, n)) for name in ("e_i", "e_j", "lambda_j", "w_ij")}
    assert names == {"e_i": "eᵢ", "e_j": "eⱼ", "lambda_j": "λⱼ", "w_ij": "w_ij"}


def test_what_an_operator_stands_before_is_held_together():
    """∇a − b would be read as (∇a) − b."""
    t = scalar("t")

    def lines():
        yield differential(t**2 - t, t)
        yield gradient(2 * t - 1, wrt=t)
        yield differential(sin(t), t)
        yield gradient(cos(t), wrt=t, name="other")

    _, whole, _, single = run(lines(), "x").steps
    assert whole.text == "∇(t² − t) = 2t − 1"
    assert whole.latex == r"\nabla_{t} \left(t^{2} - t\right) = 2 t - 1"
    assert single.text == "∇sin(t) = cos(t)"


@pytest.mark.parametrize(
    ("size", "article"),
    [("n×p", "an"), ("p×n", "a"), ("8×2", "an"), ("11×2", "an"), ("110×2", "a"), ("18000×1", "an"), ("rows×2", "a")],
)
def test_the_article_before_a_shape_goes_by_its_sound(size, article):
    assert with_article(size) == f"{article} {size}"
