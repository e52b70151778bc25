"""A function is called f or F, unless a variable is; σ, K, e_i and i are names where nothing else is printed so."""

import pytest

from derivations.calculus.differentiate import differentiate
from derivations.language import parse
from derivations.proof.display import written


def lines(r):
    return [said for _, said in written(r.steps)]


def test_a_variable_f_leaves_its_function_another_letter():
    r = differentiate("f*x'*x", "x")
    assert (r.letter, r.head, str(r)) == ("g", "∇g", "∇g = 2fx")
    assert lines(r)[0] == "g := fxᵀx"
    assert lines(r)[-1] == "∇g = 2fx"
    assert r.symbol == r"\nabla_{x} g"
    assert r"\nabla_{x} g = 2 f x" in r._repr_latex_()
    assert r"\nabla_{x} g = 2 f x" in r._repr_html_()


def test_a_variable_F_leaves_its_function_another_letter():
    r = differentiate("F*X", "X")
    assert str(r) == "∂vec G/∂vec X = I⊗F"
    assert lines(r)[0] == "G := FX"
    assert str(differentiate("F*X", ["F", "X"])) == "∂vec G/∂vec F = Xᵀ⊗I\n∂vec G/∂vec X = I⊗F"
    assert differentiate("t*F", "t", {"t": "scalar"}).head == "∂G/∂t"


def test_small_and_capital_letters_are_different():
    assert differentiate("tr(F*X)", "X").letter == "f"
    assert differentiate("f*A*X", "f").letter == "F"


@pytest.mark.parametrize(
    ("text", "letter"), [("f*g*a", "h"), ("f*g*h*a", "f₁"), ("f*g*h*f_1*a", "f₂"), ("df*a", "g"), ("g*h*a", "f")]
)
def test_the_first_letter_that_is_free(text, letter):
    r = differentiate(text, "a", {"h": "scalar"} if "h" in text else {})
    assert r.letter == letter
    assert lines(r)[0].startswith(f"{letter} := ")
    assert r.head == f"∇{letter}"


def test_in_several_variables_too():
    r = differentiate("f*x'*x", ["f", "x"])
    assert r.letter == "g"
    assert str(r) == "∇_f g = xᵀx\n∇_x g = 2fx"
    assert r"\nabla_{f} g &= x^\top x" in r.latex


def test_in_hessians_too():
    assert str(differentiate("f^2", "f", order=2)).startswith("∇²g = 2\n")
    assert differentiate("tr(X^3)+f", "X", order=2).symbol == r"\nabla^2_{X} g"
    r = differentiate("f^2*x'*x", ["f", "x"], order=2)
    assert r.text.splitlines()[1] == "∇²_f,x g = 4fxᵀ"
    assert r"\nabla^2_{x, f} g &= 4 f x" in r.latex


def test_at_a_kink_too():
    r = differentiate("f*abs(F)", "F", {"F": "scalar", "f": "scalar positive"}, order=2)
    assert "G := fa" in lines(r)
    assert "g := f|F|" in lines(r)


def test_in_large_numbers_of_a_size_too():
    assert str(differentiate("f*x'*x", "x", {"x": "40000"})) == "∇g = 2fx"


def test_what_was_understood_says_it_too():
    assert parse("f*x'*x").understood() == "g(f, x) = fxᵀx   f: scalar  x: n"


@pytest.mark.parametrize(
    ("text", "wrt", "answer"),
    [
        ("norm2(x)^2/σ^2", "x", "∇f = 2x/σ²\n    where σ ≠ 0"),
        ("x'*K*x", "K", "∇f = xxᵀ"),
        ("K*X", "X", "∂vec F/∂vec X = I⊗K"),
        ("e_i*sigmoid(x)'*x", "e_i", "∇f = xᵀσ(x)"),
        ("i'*sigmoid(i)", "i", "∇f = σ(i) + σ(i)∘(1 − σ(i))∘i"),
    ],
)
def test_letters_of_what_is_not_printed_are_names(text, wrt, answer):
    assert str(differentiate(text, wrt)) == answer
