"""The command `derive grad`: its forms of output and its exit status."""

import json
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from derivations import differentiate
from derivations.cli import app
from derivations.cli_steps import steps_table
from derivations.errors import SyntaxProblem
from derivations.language.declare import declared_on_command_line

LOSS = ["norm2(X*w - y)^2", "--wrt", "w", "--var", "X: n p"]

WRONG_DECLARATION = "'x' declares nothing: expected a name, a colon and a shape, such as \"X: n p\""


def derive_grad(*arguments, status=0):
    result = CliRunner().invoke(app, ["grad", *arguments], prog_name="derive")
    assert result.exit_code == status, result.output
    return result.output


def test_result_alone():
    assert derive_grad(*LOSS, "--no-steps") == (
        "  f(w) = ‖Xw − y‖²    X: n×p  w: p  y: n\n\n  ∇f = 2Xᵀ(Xw − y)\n  evidence: symbolic\n"
    )


def test_steps_are_numbered_and_end_with_the_gradient():
    rows = [line.split() for line in derive_grad(*LOSS).splitlines() if line[:2].strip().isdigit()]
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1][1:4] == ["∇f", "=", "2Xᵀ(Xw"]
    assert all("✔" in row for row in rows[1:])


def test_json():
    answer = json.loads(derive_grad(*LOSS, "--json"))
    assert (answer["text"], answer["kind"], answer["verdict"]) == ("2Xᵀ(Xw − y)", "gradient", "symbolic")
    assert answer["latex"] == r"2 X^\top \left(X w - y\right)"
    assert answer["variables"] == {"X": "n p", "w": "p", "y": "n"}
    assert answer["understood"] == "f(X, w, y) = ‖Xw − y‖²   X: n×p  w: p  y: n"
    assert {"text", "latex", "relation", "rule", "why", "evidence", "source"} == answer["steps"][0].keys()


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (
            ["X*y + w", "--var", "X: n p", "--var", "w: p"],
            {
                "error": "shape",
                "message": "cannot add X*y (n) and w (p): n and p are different dimensions",
                "line": 1,
                "column": 5,
            },
        ),
        (["x'*x", "--wrt", "z"], {"error": "unknown name", "message": "z does not occur in x'*x; it has x"}),
        (["1+1"], {"error": "mathematics", "message": "there is no variable in 1+1 to differentiate in"}),
        (["x", "--var", "x"], {"error": "syntax", "message": WRONG_DECLARATION}),
        (
            ["x'*x", "--order", "3"],
            {"error": "not supported", "message": "not supported yet: derivatives of order 3; 1 and 2 are"},
        ),
    ],
)
def test_what_is_refused_is_json_too(arguments, answer):
    assert json.loads(derive_grad(*arguments, "--json", status=2)) == answer


def test_json_of_the_second_order():
    answer = json.loads(derive_grad(*LOSS, "--order", "2", "--json"))
    assert (answer["text"], answer["kind"], answer["convexity"]) == ("2XᵀX", "hessian", "convex")
    assert answer["results"]["gradient"]["text"] == "2Xᵀ(Xw − y)"


@pytest.mark.parametrize("option", [["--latex"], ["--to", "latex"]])
def test_latex(option):
    assert derive_grad(*LOSS, *option) == "\\nabla_{w} f = 2 X^\\top \\left(X w - y\\right)\n"


def test_an_expression_that_begins_with_a_minus():
    assert "∇f = −2x" in derive_grad("-x'*x", "--wrt", "x", "--no-steps")


def test_a_greek_variable_by_either_name():
    for name in ("λ", "lambda"):
        assert "f(λ) = λ‖x‖²" in derive_grad("λ*norm2(x)^2", "--wrt", name, "--no-steps")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["log(det(X)", "--wrt", "X"], 'error: unclosed "(" opened at column 4\n    log(det(X)\n       ^\n'),
        (["x'*x", "--wrt", "z"], "error: z does not occur in x'*x; it has x\n"),
        (
            ["x", "--wrt", "x", "--var", "x"],
            "error: 'x' declares nothing: expected a name, a colon and a shape, such as \"X: n p\"\n",
        ),
        (["x", "--wrt", "x", "--var", "x: n", "--var", "x: p"], "error: x is declared twice\n"),
        (
            ["x'*x", "--wrt", "x", "--order", "3"],
            "error: not supported yet: derivatives of order 3; 1 and 2 are\n",
        ),
        (["x'*x", "--order", "0"], "error: not supported yet: derivatives of order 0; 1 and 2 are\n"),
    ],
)
def test_wrong_use(arguments, message):
    assert derive_grad(*arguments, status=2) == message


def test_declarations_of_the_command_line():
    assert declared_on_command_line(["X: n p", " S :n n spd"]) == {"X": "n p", "S": "n n spd"}
    with pytest.raises(SyntaxProblem):
        declared_on_command_line([": n"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-sum(log(x))", "--wrt", "x"), "convex in x on every convex set where the conditions hold"),
        (("x'*y", "--wrt", "x"), "affine in x"),
        (
            ("norm1(x)/norm2(x)", "--wrt", "x"),
            "not shown convex in x: the Hessian says nothing about what happens at a kink",
        ),
    ],
)
def test_convexity_is_said_in_the_variable_first(arguments, said):
    printed = derive_grad(*arguments, "--order", "2", "--no-steps")
    assert f"\n  {said}\n" in printed


@pytest.mark.parametrize("width", [40, 60])
def test_in_a_narrow_terminal_words_stay_whole_and_formulas_keep_their_indent(width):
    result = differentiate("lse(z)", "z", {"z": "n"}, 2)
    out = StringIO()
    Console(width=width, file=out).print(steps_table(result, width))
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert all(lines)
    assert max(map(len, lines)) <= width
    for step in result.steps:
        assert step.rule is None or any(str(step.rule) in line for line in lines)
    bounded = next(line for line in lines if "≥ 0" in line)
    opened = next(i for i, line in enumerate(lines) if "vᵀ(" in line)
    assert lines[opened + 1].startswith(" " * bounded.index("≥"))


def test_the_function_is_not_called_as_one_of_its_variables_is():
    printed = derive_grad("f*x'*x", "--wrt", "x")
    assert printed.startswith("  g(x) = fxᵀx    f: scalar  x: n\n")
    assert "g := fxᵀx" in printed
    assert "\n  ∇g = 2fx\n" in printed
    assert derive_grad("F*X", "--wrt", "X", "--no-steps").startswith("  G(X) = FX    F: n×p  X: p×m\n")
