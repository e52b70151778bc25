"""The page of a theorem: everything on it comes from the record, escaped, as GitHub and the site typeset it."""

import json
import re

import pytest

from derivations import TheoremError
from derivations.site.books import BOOKS, EDITIONS, citation, source
from derivations.site.catalogue import catalogue
from derivations.site.page import Around, index_page, lines_of, planted_words, target, theorem_page
from derivations.site.trust import trust_page

RULE = {
    "kind": "rule",
    "id": "algebra.expand",
    "name": "distributive law",
    "statement": "A(x + z) = Ax + Az",
    "source": "",
}
OWN = {"kind": "rule", "id": "", "name": "a rule of | this *file*", "statement": "a < b", "source": "MML 5"}
OTHER = {"kind": "theorem", "id": "linear_algebra.cauchy_schwarz", "name": "Cauchy–Schwarz"}


def line(number, left, sign, right, **more):
    given = {"number": number, "left": left, "sign": sign, "right": right, "heading": "", "opens": bool(left)}
    rest = {"kind": "equal", "word": "", "rule": None, "also": [], "why": "", "names": [], "source": ""}
    return given | rest | {"evidence": "", "badge": "", "how": ""} | more


LINES = [
    {"heading": "First part", "number": 0},
    line(1, "q", ":=", r"\lVert x\rVert^{2}", kind="definition", word="definition", names=["square"]),
    line(
        2,
        "",
        "=",
        "x^\\top x",
        rule=RULE,
        why="By rule, a_1 < *b*.",
        evidence="symbolic",
        badge="✔ symbolic",
        how='so "it" is',
    ),
    line(3, "", r"\le", "y", rule=OTHER, also=[OWN], why="w", evidence="exact", badge="✔ exact at 6 sizes × 4 points"),
    line(4, "z" * 40, "=", "1", opens=True, kind="suppose", word="assumption"),
    line(5, "", "=", "2", evidence="sampled", badge="● sampled: within 4 standard errors: x_1 ≤ 2", names=["bound"]),
    line(
        6,
        "E",
        "=",
        "3",
        evidence="admitted",
        badge="◇ admitted (Billingsley: 22.1)",
        kind="admitted",
        word="taken from the source",
    ),
]
RECORD = {
    "id": "linear_algebra.sample",
    "title": "A sample & its | bars",
    "topic": "linear_algebra",
    "name": "sample",
    "in_short": "Twice $x_1$ is *not* once.",
    "synonyms": [],
    "statement": "For $x_1$ and $$a_b$$ the square is $q$.",
    "verdict": "admitted",
    "tally": {"symbolic": 1, "exact": 1, "sampled": 1, "admitted": 1},
    "steps": [],
    "lines": LINES,
    "symbols": [
        {"name": "x", "latex": "x", "shape": "$n$", "about": "a vector | of numbers", "independent_of": []},
        {"name": "A", "latex": r"\lvert A\rvert|_F", "shape": r"$n \times p$", "about": "", "independent_of": ["x"]},
    ],
    "has_matrix_norms": False,
    "results": [
        {
            "name": "square",
            "label": "q",
            "sign": r"\le",
            "latex": r"\lVert x\rVert^{2}",
            "source": "def square(x):\n    return x @ x\n",
            "reason": "",
            "standing": "",
            "given": ["x = 0", "t = 1"],
            "rests_on": {"number": 5, "evidence": "sampled"},
        },
        {"name": "bound", "label": "", "sign": "=", "latex": r"a \le b", "source": "", "reason": "a statement"}
        | {"standing": "suppose", "given": [], "rests_on": {}},
    ],
    "references": [
        {
            "result": "square",
            "source": "def by_hand(x):\n    return x @ x",
            "latex": "",
            "reason": "`x @ x` would mislead",
        }
    ],
    "planted": {
        "tried": 9,
        "refused": 7,
        "equivalent": 1,
        "kinds": {"sign flipped": {"refused": 7, "equivalent": 1, "survived": 1}},
        "by": {"shape": 3, "value": 4},
        "harmless": [
            {"step": 2, "kind": "sign flipped", "expr": "‖−x‖²", "outcome": "equivalent"},
            {"step": 3, "kind": "sign flipped", "expr": "a*b_c", "outcome": "survived"},
        ],
    },
    "assumptions": [
        {
            "symbol": "x",
            "fact": "nonzero",
            "assumption": "x: nonzero",
            "needed": True,
            "counterexample": "step 3 fails: x = [0, 0]",
            "asked": "",
        },
        {"symbol": "x", "fact": "unit", "assumption": "x: unit", "needed": False, "counterexample": "", "asked": ""},
        {
            "symbol": "x",
            "fact": "simplex",
            "assumption": "x: simplex",
            "needed": True,
            "counterexample": "",
            "asked": "step 3 is not shown",
        },
    ],
    "uses": [RULE, OTHER, OWN],
    "cites": ["mml: 3.2", "cookbook: 84"],
    "tex": "",
    "functions": "",
}
AROUND = Around(
    used_by=(("optimization.descent", "Descent"),),
    comparisons=({"theorem": "", "result": "square", "oracle": "numpy.linalg.norm", "inputs": 60, "bound": 1e-14},),
    digits=({"set": "Filip", "condition_number": 1.8e15, "digits": 6},),
)


@pytest.fixture(scope="module")
def page():
    return theorem_page(RECORD, AROUND)


def test_page(golden, page):
    golden("site/sample.md", page)


def test_standalone_page(golden):
    golden("site/sample_alone.md", theorem_page(RECORD, Around(linked=False)))


def test_trust_page(golden):
    golden("site/trust.md", trust_page([RECORD]))


def test_formulas_are_out_of_reach_of_markdown(page):
    """No plain dollar formulas: every formula is in $`…`$ or in a block named math."""
    code = re.sub(r"^( *)```.*?^\1```", "", page, flags=re.S | re.M)
    assert "$" not in re.sub(r"\$`[^`]+`\$", "", code)


def test_bars_in_tables_are_escaped(page):
    for row in re.findall(r"^\|.*\|$", page, re.M):
        cells = re.sub(r"\\\|", "", row).count("|")
        assert cells in (4, 5), row


def test_text_is_escaped(page):
    assert "By rule, a\\_1 &lt; \\*b\\*." in page
    assert 'title="so &quot;it&quot; is"' in page


def test_a_long_left_side_is_not_repeated_as_space(page):
    assert r"\phantom{q} = x^\top x" in page
    assert r"\displaystyle \qquad = 2" in page


def test_a_long_badge_leaves_its_words_to_the_text(page):
    assert '<span class="evidence sampled">● sampled</span>' in page
    assert "This is `bound`. *Evidence*: within 4 standard errors: x\\_1 ≤ 2.\n" in page


def test_the_words_of_a_badge_keep_their_own_brackets():
    found = "equal to 40 digits in ball arithmetic at 24 points (seed 2026)"
    made = line(1, "", "=", "2", evidence="enclosed", badge=f"✔ enclosed: {found}")
    assert lines_of({"lines": [made]}, Around())[0]["said"].endswith(f"*Evidence*: {found}.")


def test_evidence_words(page):
    assert "evidence: **admitted** in the weakest step (1 symbolic, 1 exact, 1 sampled, 1 admitted)" in page
    assert '<span class="evidence admitted">◇ admitted (Billingsley: 22.1)</span>' in page


@pytest.mark.parametrize(
    ("tried", "refused", "equivalent", "said"),
    [
        (0, 0, 0, "no planted errors"),
        (1, 1, 0, "1 planted error, all refused"),
        (88, 88, 0, "88 planted errors, all refused"),
        (88, 80, 8, "88 planted errors: 80 refused, 8 shown to be equivalent"),
        (88, 80, 7, "88 planted errors: 80 refused, 7 shown to be equivalent, 1 not refused"),
    ],
)
def test_planted_words(tried, refused, equivalent, said):
    assert planted_words({"tried": tried, "refused": refused, "equivalent": equivalent}) == said


def test_links_lead_from_a_theorem_to_rules_and_theorems():
    assert target(RULE) == "../../rules/algebra.md#expand"
    assert target(OTHER) == "../../theorems/linear_algebra/cauchy_schwarz.md"


def test_a_theorem_without_symbols_uses_or_sources():
    bare = {**RECORD, "symbols": [], "assumptions": [], "uses": [], "cites": [], "in_short": "", "references": []}
    page = theorem_page(bare, Around())
    assert "Nothing beyond the definitions." in page and "None named." in page and "no other theorem yet." in page
    assert "No comparison recorded yet." in page and "In one line" not in page


def test_index_lists_by_topic():
    page = index_page([RECORD, {**RECORD, "topic": "own_topic", "name": "other"}])
    assert page.index("## Linear algebra") < page.index("## Own topic")
    assert "| [A sample & its \\| bars](linear_algebra/sample.md) | Twice $`x_1`$ is *not* once. | 6 |" in page


def test_catalogue_is_sorted_json():
    text = catalogue([RECORD])
    (entry,) = json.loads(text)
    assert list(entry) == sorted(entry)
    assert {"id", "title", "topic", "verdict", "steps", "planted", "assumptions", "results", "uses", "cites"} <= set(
        entry
    )
    assert entry["planted"] == {"tried": 9, "refused": 7, "equivalent": 1}
    assert entry["results"]["square"] == r"\lVert x\rVert^{2}"


def test_citations():
    assert citation("mml: 9.2") == "Deisenroth, Faisal and Ong, *Mathematics for Machine Learning*, 9.2"
    assert citation("cookbook: 84") == "Petersen and Pedersen, *The Matrix Cookbook*, (84)"
    assert citation("Boyd") == "Boyd and Vandenberghe, *Convex Optimization*"
    with pytest.raises(TheoremError, match=r"^cites='bishp: 3': no book 'bishp'; did you mean 'bishop'\?$"):
        citation("bishp: 3")
    assert source("Billingsley: 22.1") == "Billingsley, *Probability and Measure*, 22.1"
    assert source("a letter to a friend") == "a letter to a friend"
    assert citation("trefethen: lecture 5") == "Trefethen and Bau, *Numerical Linear Algebra*, lecture 5"


def test_the_edition_of_every_book_is_known():
    """A paper has its year in its name."""
    assert EDITIONS.keys() == {key for key, name in BOOKS.items() if not re.search(r" \(\d{4}\)$", name)}
