"""LaTeX of derivations: blocks for amsmath, whole documents that pdflatex compiles, prose and long lines."""

import re
import shutil
import subprocess

import pytest

from derivations import (
    at_most,
    consider,
    d,
    definition,
    differential,
    dims,
    entry,
    equals,
    equation,
    exp,
    function,
    gradient,
    hadamard,
    implies,
    index,
    inverse,
    let,
    log,
    matrix,
    part,
    result,
    scalar,
    sequence,
    squared_norm,
    sum_over,
    suppose,
    tends,
    theorem,
    vector,
)
from derivations.emit.latex import broken, derivation_latex, document_latex, width
from derivations.emit.tex_text import prose, unaccented_math
from derivations.proof.catalogue import find, ids
from derivations.proof.display import numbers, shown
from derivations.proof.rule import Rule

rule = Rule("product rule & co_1", "d(ab) = da b + a db", "It is.", "MML 5")
UNICODE = "𝔼 and θ₁ ≥ 0, √2 ≠ ∞, ‖x‖² − ½; x_i ∈ ℝⁿ; 100 % ẑ, naïve “quotes” – – … #1 ~ ^ {braces} \\ | < > $\\theta_1$"


@theorem(title="Strange & long: 100 % of θ_1", cites=("mml: 9.2", "cookbook: 84"), in_short="Short.")
def strange():
    """The loss {loss} is *big* for $\\theta ≥ 0$, **always**, see `code_x`."""
    n, p = dims("n p")
    X = matrix("X", n, p, about="the design matrix, {n×p}", rank=p)
    y, theta = vector("y", n, about="labels ∈ {0, 1}"), vector("theta", p)
    S = matrix("Sigma", n, n, about="Σ", positive_definite=True)
    t, f, x = scalar("t", about="a number"), function("f", p), sequence("x", p)
    a = sequence("a")
    i = index("i", n)
    r = y - X @ theta
    long = y.T @ y
    for k in range(8):
        long = long + theta.T @ X.T @ y - (k + 2) * squared_norm(X @ theta)
    nested = hadamard(r, r)
    for _ in range(9):
        nested = nested + y + X @ theta

    yield part("First part: the loss & more")
    yield definition("loss", r.T @ inverse(S) @ r, label="L", why=UNICODE)
    yield let(t, squared_norm(y), why="An abbreviation.")
    yield consider(r.T @ r, why="We start here")
    yield equals(long, by=rule, why="y and X are fixed, so dr = −X dθ.")
    yield at_most(log(sum_over(i, exp(entry(y, i)))) / (t + 1), by=rule)
    yield part("Second part")
    yield suppose(squared_norm(y) <= 4)
    yield implies(equation(squared_norm(y) + squared_norm(y) * 3, f(x[0]) + a[1]), by=rule, why="w")
    yield differential(r.T @ r, theta)
    yield equals(-2 * nested.T @ X @ d(theta), by=rule, why="By hand.")
    yield gradient(-2 * X.T @ nested, wrt=theta, by=rule, why="It multiplies dθ.")
    yield result("slope", why="We call it the slope.")
    yield consider(a[0])
    yield tends(0, t, by=rule)


@pytest.fixture(scope="module")
def derivation():
    return strange.run()[0]


def test_blocks(derivation, golden):
    golden("latex/strange.tex", derivation_latex(derivation) + "\n")


def test_document(derivation, golden):
    golden("latex/strange_document.tex", document_latex(strange, derivation, ["Deisenroth, *Mathematics*, 9.2"]))


def test_every_environment_is_closed(derivation):
    text = document_latex(strange, derivation)
    begun = re.findall(r"\\begin\{(\w+\*?)\}", text)
    assert sorted(begun) == sorted(re.findall(r"\\end\{(\w+\*?)\}", text))
    assert text.count(r"\left") - text.count(r"\leftarrow") == text.count(r"\right") - text.count(r"\rightarrow")
    assert text.isascii() or not re.search(r"[^\x00-\x7fẑï]", text)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed (texlive-latex-recommended)")
def test_pdflatex_compiles_it_and_no_line_sticks_out(derivation, tmp_path):
    assert compiled(document_latex(strange, derivation), tmp_path).stat().st_size > 10_000


def compiled(text, folder):
    """The PDF that pdflatex makes of a document, none of whose lines sticks out by more than 15 points."""
    (folder / "paper.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-3000:]
    sticking = [float(x) for x in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
    assert all(x < 15 for x in sticking), sticking
    return folder / "paper.pdf"


def test_lines_as_a_reader_sees_them(derivation):
    lines = shown(derivation)
    assert [line.number for line in lines] == [0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 9]
    assert lines[0].heading == "First part: the loss & more"
    opener, closing = lines[3], lines[9]
    assert opener.left.startswith(r"\left(y - X \theta\right)^\top") and opener.why.startswith("We start here. y and X")
    assert closing.names == ("gradient", "slope") and closing.why == "It multiplies dθ. We call it the slope."
    assert lines[7].latex.startswith(r"\implies")
    assert lines[-1].right == r"0 \qquad (t \to \infty)"


def test_numbers_of_all_steps(derivation):
    assert numbers(derivation) == (0, 1, 2, 3, 3, 4, 0, 5, 6, 7, 7, 8, 8, 9, 9)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50 % & $x_1$", r"50 \% \& $x_1$"),
        ("so $$x_1$$ and", r"so \[x_1\] and"),
        ("x_i ≤ θ", r"x\_i \ensuremath{\le} \ensuremath{\theta}"),
        ("Xᵀy₁₂ − 2", r"X\ensuremath{^\top}y\ensuremath{_{12}} \ensuremath{-} 2"),
        ("x²⁺ⁿ", r"x\ensuremath{^{2+n}}"),
        ("*so* **it** `is_1`", r"\emph{so} \textbf{it} \texttt{is\_1}"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("x̂ and θ̄", r"\ensuremath{\hat{x}} and \ensuremath{\bar{\theta}}"),
        ("naïve é", "naïve é"),
        ("a 😀", "a [grinning face]"),
        ("C:\\", r"C:\textbackslash{}"),
    ],
)
def test_prose(text, tex):
    assert prose(text) == tex


def test_unicode_inside_formulas():
    assert unaccented_math("θ ≤ x") == r"\theta  \le  x"


def test_width_counts_what_prints():
    assert width(r"\frac{aaaa}{b}") == pytest.approx(4.5)
    assert width(r"x^{2}") == pytest.approx(1.7)
    assert width(r"\left(x\right)") == 3 and width(r"\mathrm{abc}") == 3
    assert width(r"\frac12") == pytest.approx(1.5) and width("x_") == 1


def test_short_lines_stay_whole():
    assert broken("a + b", 20, "  ") == ["a + b"]
    assert broken("abc", 1, "  ") == ["abc"]


def test_long_lines_break_before_a_sign_outside_brackets():
    assert broken(r"a + \left(b + c\right) - d", 11, ">") == [
        r"a + \left(b + c\right)",
        r">{} - d",
    ]


def test_brackets_break_only_where_nothing_else_can():
    pieces = broken(r"\left(a + b - c\right)^\top x", 6, ">")
    assert len(pieces) >= 2
    assert pieces[0].endswith(r"\right.") and pieces[1].startswith(r">\left.")
    assert all(piece.count(r"\left") == piece.count(r"\right") for piece in pieces)


def test_braces_never_break():
    assert broken(r"\frac{a + b}{c + d}", 2, ">") == [r"\frac{a + b}{c + d}"]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed (texlive-latex-recommended)")
@pytest.mark.parametrize("id", ids())
def test_the_document_of_every_theorem_compiles(id, tmp_path):
    one = find(id)
    pdf = compiled(document_latex(one, one.run()[0]), tmp_path)
    assert pdf.stat().st_size > 10_000
