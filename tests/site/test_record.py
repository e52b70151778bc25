"""What a page says of results: what they are the right side of, and on what they rest."""

import pytest

from derivations.proof.catalogue import find
from derivations.site.page import Around, theorem_page
from derivations.site.record import _weakest_under, make_record

FILE = '''
from derivations import *
from derivations.calculus.rules import expand, nonnegativity, norm_as_product


@theorem(title="Results", main="chained", cites=("mml: 3.2",))
def results():
    """The square {chained}."""
    n = dims("n")
    x, y, t = vector("x", n), vector("y", n), scalar("t")
    u = random_scalar("U", space("S"))
    yield definition("defined", squared_norm(x), label="q")
    yield equals(x.T @ x, by=norm_as_product)
    yield result("chained")
    yield consider(squared_norm(x + y))
    yield at_least(0, by=nonnegativity(squared_norm(x + y)))
    yield result("lower")
    yield consider(squared_norm(x))
    yield equals(2 * squared_norm(x) / 2, by=expand)
    yield result("calculated", x.T @ x, by=norm_as_product)
    yield part("Supposed")
    yield suppose(equation(x, t * y))
    yield result("hypothesis")
    yield consider(x.T @ y)
    yield equals(t * squared_norm(y), by=expand)
    yield result("under")
    yield part("Taken")
    yield admitted(squared_norm(x) <= 1, source="Billingsley: 22.1")
    yield result("taken")
    yield simulated(expectation(u) ** 2 <= expectation(u**2), lambda rng: [("a", 0.0, 1.0, 0.0)])
    yield result("tried")
    yield part("Counted")
    yield definition("counted", 2 / n)


@results.reference("counted")
def by_hand(n, x):
    return 2 / n
'''


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "results.py"
    path.write_text(FILE, encoding="utf-8")
    return make_record(str(path))


@pytest.mark.parametrize(
    ("name", "left", "sign"),
    [
        ("defined", "q", "="),
        ("chained", "q", "="),
        ("lower", r"\lVert x + y\rVert^{2}", r"\ge"),
        ("calculated", r"\lVert x\rVert^{2}", "="),
        ("under", r"x^\top y", "="),
    ],
)
def test_a_result_has_a_left_side(record, name, left, sign):
    (found,) = (r for r in record["results"] if r["name"] == name)
    assert (found["label"], found["sign"]) == (left, sign)


def test_a_result_that_is_calculated_goes_on_with_an_equals_sign(record):
    (line,) = (line for line in record["lines"] if "calculated" in line["names"])
    assert (line["left"], line["sign"], line["opens"]) == ("", "=", False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hypothesis", "This is supposed, not derived."),
        ("under", "Supposed here: $`x = t y`$."),
        ("taken", "This is taken from its source, not derived."),
        ("tried", "This is held against a simulation, not derived."),
    ],
)
def test_a_result_that_is_not_simply_derived_says_so(record, name, said):
    page = theorem_page(record, Around(linked=False))
    section = page.partition(f"### `{name}`")[2].partition("###")[0]
    assert f"```\n\n{said}\n" in section
    assert said not in page.partition("### `chained`")[2].partition("###")[0]


def test_a_line_that_supposes_a_named_result_says_so(record):
    assert "*assumption* This is `hypothesis`, a supposition.\n" in theorem_page(record, Around(linked=False))


def test_a_dimension_is_read_as_a_number(record):
    (reference,) = record["references"]
    assert (reference["latex"], reference["reason"]) == (r"\mathrm{by\_hand}(n, x) = \frac{2}{n}", "")


def test_lines_and_steps_have_the_same_numbers(record):
    shown = {step["number"] for step in record["steps"]}
    assert shown == {line["number"] for line in record["lines"] if line["number"]} == set(range(1, len(shown) + 1))


def test_a_page_says_which_norm_of_a_matrix_is_meant(tmp_path):
    said = (
        "For a matrix $`A`$ the norm is Frobenius': $`\\lVert A\\rVert^{2}`$ is the sum of the squares of its entries."
    )
    for shape, meant in (('vector("x", n)', False), ('matrix("x", n, n)', True)):
        path = tmp_path / "norm.py"
        path.write_text(
            "from derivations import *\nfrom derivations.calculus.rules import norm_as_product\n\n\n"
            '@theorem(title="A norm")\ndef norm():\n    """The square {square}."""\n    n = dims("n")\n'
            f'    x = {shape}\n    yield definition("square", squared_norm(x))\n'
            "    yield equals(inner(x, x), by=norm_as_product)\n",
            encoding="utf-8",
        )
        assert (said in theorem_page(make_record(str(path)), Around())) == meant


def test_variables_on_separate_spaces_are_said_to_be_independent_in_the_table_of_symbols(tmp_path):
    path = tmp_path / "apart.py"
    path.write_text(
        "from derivations import *\n"
        "from derivations.calculus.rules import expectation_is_linear\n"
        '@theorem(title="Apart", cites=("mml: 6.4.1",))\n'
        "def apart():\n"
        '    """It is {moved}."""\n'
        '    n, a, here = dims("n"), scalar("a"), space("S")\n'
        '    x, z = random_scalar("X", here), random_scalar("Z", here)\n'
        '    y = random_vector("Y", n, space("T"), mean=a)\n'
        "    yield consider(expectation(2 * x + z + total(y)))\n"
        "    yield equals(2 * expectation(x) + expectation(z) + n * a, by=expectation_is_linear)\n"
        '    yield result("moved")\n'
    )
    record = make_record(str(path))
    assert {s["name"]: s["independent_of"] for s in record["symbols"] if s["name"] in "XYZ"} == {
        "X": [],
        "Z": [],
        "Y": ["X", "Z"],
    }
    page = theorem_page(record, Around())
    assert "| mean a, independent of $`X`$ and $`Z`$ |" in page
    assert "to see whether the derivation needs it, but for independence, which was not.\n" in page


def test_a_result_says_on_which_step_with_weaker_evidence_it_rests():
    hoeffding = find("probability.hoeffding")
    made = {name: _weakest_under(name, hoeffding.derivation) for name in hoeffding.results}
    assert made["lemma"] == made["best_factor"] == {}
    assert made["one_sided"] == {"number": 20, "evidence": "enclosed"}
    assert made["below"] == {"number": 33, "evidence": "enclosed"}
