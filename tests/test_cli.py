"""The command `derive`: what it prints, how it exits, and what it says of wrong use, to the letter."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from functools import partial

import pytest
from typer.testing import CliRunner

import derivations
from derivations.cli import app
from derivations.errors import StepError
from derivations.proof.catalogue import ids, load
from derivations.site import headings as site_headings, scaffold
from derivations.site.headings import TOPICS, headings
from derivations.site.work import Interrupted

OLS = "linear_models.ols_normal_equations"
COMMAND = [sys.executable, "-m", "derivations.cli"]
GOOD = '''\
"""The gradient of a squared distance."""

from derivations import d, definition, differential, dims, equals, gradient, theorem, vector
from derivations.calculus.rules import product, riesz, scalar_transpose


@theorem(title="Squared distance", main="gradient", cites=("mml: 5.5",), in_short="It points away.")
def good():
    """The squared distance {loss} has the gradient {gradient}."""
    n = dims("n")
    a, x = vector("a", n, about="a point"), vector("x", n, about="another")
    r = x - a

    yield definition("loss", r.T @ r, label="f")
    yield differential(r.T @ r, x)
    yield equals(d(x).T @ r + r.T @ d(x), by=product, why="Only x moves, so dr = dx.")
    yield equals(2 * r.T @ d(x), by=scalar_transpose, why="The two terms are transposes of each other.")
    yield gradient(2 * r, wrt=x, by=riesz, why="What multiplies dx, transposed, is the gradient.")
'''


@pytest.fixture
def derive():
    runner = CliRunner()

    def run(*arguments):
        return runner.invoke(app, [str(a) for a in arguments], prog_name="derive")

    return run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory outside the checkout, with a theorem that holds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.py").write_text(GOOD, encoding="utf-8")
    return tmp_path


def changed(folder, name, old, new):
    """The good theorem with one change, in a file of its own."""
    assert old in GOOD
    path = folder / f"{name}.py"
    path.write_text(GOOD.replace(old, new).replace("def good", f"def {name}"), encoding="utf-8")
    return path.name


# --- what it prints ---------------------------------------------------------------------------------------------------


def test_help_lists_the_commands(derive):
    done = derive("--help")
    assert done.exit_code == 0
    assert re.findall(r"^  (\w+)  +[A-Z]", done.stdout, re.M) == [
        "list",
        "show",
        "check",
        "source",
        "build",
        "graph",
        "new",
        "grad",
    ]


@pytest.mark.parametrize("command", ["list", "show", "check", "source", "build", "graph", "new"])
def test_every_command_says_what_it_does(derive, command):
    """In one line each, none cut short in the list of commands."""
    done = derive(command, "--help")
    assert done.exit_code == 0
    about = done.stdout.split("\n\n")[1].strip()
    assert about.endswith(".") and "\n" not in about
    assert about in derive("--help").stdout


def test_list(derive):
    done = derive("list")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(ids())
    assert derivations.theorem(OLS).title in done.stdout


def test_list_as_json(derive):
    found = json.loads(derive("list", "--topic", "linear_models", "--json").stdout)
    assert {(t["id"], t["topic"], t["title"]) for t in found} == {
        (t.id, t.topic, t.title) for t in derivations.theorems() if t.topic == "linear_models"
    }


def test_titles_are_read_off_the_files(tmp_path):
    """Nothing runs: a title that is not plain text, or not there, reads as nothing."""
    files = {
        "plain": '@theorem(title="Plain")',
        "made": "@theorem(title=TITLE)",
        "none": "@theorem",
        "other": "@cache(1)",
    }
    (tmp_path / "topic").mkdir()
    for name, decorator in files.items():
        (tmp_path / "topic" / f"{name}.py").write_text(f"{decorator}\ndef {name}():\n    1 / 0\n", encoding="utf-8")
    (tmp_path / "topic" / "_aside.py").touch()
    titles = {heading["id"]: heading["title"] for heading in headings(tmp_path)}
    assert titles == {"topic.plain": "Plain", "topic.made": "", "topic.none": "", "topic.other": ""}


@pytest.fixture
def catalogue(folder, monkeypatch):
    """A catalogue of its own: a theorem in a topic that the project does not have."""
    (folder / "geometry").mkdir()
    (folder / "geometry" / "circle.py").write_text('@theorem(title="Circle")\ndef circle():\n    yield\n')
    for function in (site_headings.read_headings, site_headings.topics):
        monkeypatch.setattr(site_headings, function.__name__, partial(function, folder))
    return folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"x = 1\ndef (\n", "2: SyntaxError: invalid syntax"),
        (b"x = 1\ny = '\0'\n", "2: SyntaxError: there is a null byte in this line"),
        (
            b"x = 1\ny = '\xff'\n",
            "2: SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
    ],
)
def test_a_broken_file_does_not_hide_the_other_theorems(derive, catalogue, text, message):
    (catalogue / "geometry" / "broken.py").write_bytes(text)
    done = derive("list")
    wanted = (2, "geometry.circle  Circle\n", f"error: geometry/broken.py:{message}\n")
    assert (done.exit_code, done.stdout, done.stderr) == wanted
    done = derive("list", "--json")
    assert (done.exit_code, [t["id"] for t in json.loads(done.stdout)]) == (2, ["geometry.circle"])


def test_every_folder_with_a_theorem_is_a_topic(derive, catalogue):
    assert derive("list", "--topic", "geometry").stdout == "geometry.circle  Circle\n"


def test_a_wrong_topic_as_json(derive):
    done = derive("list", "--topic", "linear_model", "--json")
    message = "no topic 'linear_model'; did you mean 'linear_models'?"
    assert (done.exit_code, done.stderr) == (2, "")
    assert json.loads(done.stdout) == {"error": "unknown name", "message": message}


def test_show(derive, folder):
    done = derive("show", "good.py")
    assert done.exit_code == 0
    assert [line.rstrip() for line in done.stdout.splitlines() if line.strip() and "──" not in line] == [
        "Squared distance",
        "good · evidence: symbolic",
        "The squared distance (x − a)ᵀ(x − a) has the gradient 2(x − a).",
        "     step                           rule                             why"
        "                                                evidence",
        " 1   f := (x − a)ᵀ(x − a)           definition",
        " 2   df = dxᵀ(x − a) + (x − a)ᵀdx   product rule                     Only x moves, so dr = dx."
        "                          ✔ symbolic",
        " 3   = 2(x − a)ᵀdx                  a scalar is its own transpose    The two terms are transposes of each"
        " other.        ✔ symbolic",
        " 4   ∇f = 2(x − a)                  gradient from the differential   What multiplies dx, transposed, is the"
        " gradient.   ✔ symbolic",
    ]


def test_check(derive, folder):
    done = derive("check", "good.py")
    assert done.exit_code == 0
    assert re.fullmatch(
        r"✔ good: symbolic; 3 steps checked; (\d+) planted errors, \1 refused, 0 equivalent;"
        r" 0 of 0 assumptions needed\n",
        done.stdout,
    )
    assert done.stderr == ""


def test_check_as_json_has_the_promised_form(derive, folder):
    done = derive("check", "good.py", OLS, "--json")
    assert done.exit_code == 0
    mine, ols = json.loads(done.stdout)
    for made in (mine, ols):
        assert list(made) == ["id", "title", "topic", "verdict", "steps", "planted", "assumptions"]
        assert all(list(step) == ["latex", "relation", "rule", "why", "evidence", "number"] for step in made["steps"])
        assert list(made["planted"]) == ["tried", "refused", "equivalent"]
        assert made["planted"]["tried"] == made["planted"]["refused"] + made["planted"]["equivalent"] > 0
        assert all(list(a) == ["assumption", "needed", "counterexample", "asked"] for a in made["assumptions"])
    assert (mine["id"], mine["title"], mine["topic"], mine["verdict"]) == ("good", "Squared distance", "", "symbolic")
    assert mine["steps"][3] == {
        "latex": r"= 2 \left(x - a\right)^\top \mathrm{d} x",
        "relation": "=",
        "rule": "a scalar is its own transpose",
    } | {"why": "The two terms are transposes of each other.", "evidence": "symbolic", "number": 3}
    assert [step["number"] for step in mine["steps"]] == [1, 2, 2, 3, 4]  # as `derive show` numbers them
    assert [a["assumption"] for a in ols["assumptions"]] == ["X: rank p"]


def test_all_are_checked_where_one_is_no_theorem(derive, folder):
    (folder / "empty.py").write_text("x = 1\n", encoding="utf-8")
    wrong = changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r")
    done = derive("check", "nowhere.py", wrong, "empty.py", "good.py")
    assert done.exit_code == 2  # the worst of them
    assert [line[:10] for line in done.stdout.splitlines()] == ["✘ wrong: r", "✔ good: sy"]
    assert [line for line in done.stderr.splitlines() if line.startswith("error: ")] == [
        "error: no file 'nowhere.py'",
        "error: wrong.py:18: wrong: step 4 does not follow by 'gradient from the differential'",
        "error: empty.py: expected one theorem in the file, found 0",
    ]


def test_what_is_no_theorem_as_json(derive, folder):
    name = changed(folder, "unknown", "by=product", "by=produkt")
    done = derive("check", "nowhere.py", "good.py", name, "--json")
    missing, good, unknown = json.loads(done.stdout)
    assert done.exit_code == 2 and good["verdict"] == "symbolic"
    assert missing == {"target": "nowhere.py", "error": "unknown name", "message": "no file 'nowhere.py'"}
    said = f"{folder / name}:16: NameError: name 'produkt' is not defined"
    assert done.stderr == f"error: no file 'nowhere.py'\nerror: {unknown['message']}\n"
    assert unknown == {"target": name, "error": "error", "message": unknown["message"]}
    assert said.endswith(unknown["message"])


def test_what_a_file_prints_does_not_stand_in_the_json(derive, folder):
    done = derive("check", changed(folder, "prints", "    r = x - a", "    print('here')\n    r = x - a"), "--json")
    assert [made["id"] for made in json.loads(done.stdout)] == ["prints"]
    assert "here\n" in done.stderr


def test_check_thoroughly(derive, folder):
    done = derive("check", "good.py", "--thorough")
    assert done.exit_code == 0 and done.stdout.startswith("✔ good: symbolic")


def test_source(derive):
    theorem = derivations.theorem(OLS)
    assert derive("source", OLS).stdout == theorem.source().rstrip("\n") + "\n"
    assert derive("source", OLS, "gradient", "--to", "numpy").stdout == theorem.source("gradient").rstrip("\n") + "\n"


def test_source_is_checked_before_it_is_printed(derive, folder):
    wrong = changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r")
    done = derive("source", wrong)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == derive("show", wrong).stderr
    assert "    Derived and checked: good\n" in derive("source", "good.py").stdout


def test_a_function_is_checked_before_it_is_made(folder):
    theorem = load("good.py")
    assert theorem.function().source == theorem.source()
    assert "    Derived and checked: good\n" in theorem.source()
    wrong = load(changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r"))
    for ask in (wrong.function, wrong.source):
        with pytest.raises(StepError, match="wrong: step 4 does not follow"):
            ask()


def test_build(derive, folder):
    done = derive("build", "good.py", "--out", "pages")
    assert done.exit_code == 0
    assert "3 files written, 0 unchanged" in done.stdout
    assert sorted(path.name for path in (folder / "pages").iterdir()) == ["good.md", "good.py", "good.tex"]


STOPPED = {  # how a build was stopped: what it says, its status
    "checking": (Interrupted(), (), "pages are as they were; what was checked so far is kept.", 130),
    "terminated": (Interrupted(signal.SIGTERM), (), "pages are as they were; what was checked so far is kept.", 143),
    "elsewhere": (Interrupted(), ("--out", "pages"), "pages are as they were.", 130),
    "writing": (
        KeyboardInterrupt(),
        (),
        "each page is as it was or as it should be; the next build does the rest.",
        130,
    ),
}


@pytest.mark.parametrize("how", STOPPED)
def test_a_build_that_is_stopped_says_how_things_stand(derive, monkeypatch, how):
    stop, arguments, said, status = STOPPED[how]

    def stopped(*_, **__):
        raise stop

    monkeypatch.setattr("derivations.site.build.build", stopped)
    before = signal.getsignal(signal.SIGTERM)
    done = derive("build", *arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (status, "", f"Interrupted: {said}\n")
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_disk_that_is_full_is_named_without_a_file(derive, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("derivations.site.build.build", full)
    done = derive("build")
    assert (done.exit_code, done.stderr) == (2, "error: can't write the pages: No space left on device\n")


def test_build_refuses_a_wrong_step(derive, folder):
    done = derive("build", changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r"), "--out", "pages")
    assert done.exit_code == 1
    assert "wrong.py:18: wrong: step 4 does not follow by 'gradient from the differential'\n" in done.stdout


def test_build_says_where_it_cannot_write(derive, folder):
    (folder / "taken").write_text("A file, not a folder.")
    done = derive("build", "good.py", "--out", "taken")
    assert done.exit_code == 2
    assert done.stderr == "error: can't write the pages: Not a directory: taken/good.md\n"


def test_graph(derive):
    done = derive("graph")
    assert done.exit_code == 0
    assert done.stdout.startswith("digraph derivations {\n") and done.stdout.endswith("}\n")
    assert f'  "{OLS}" -> "rule: product rule";' in done.stdout.splitlines()
    boxes = re.findall(r'^  "([^"]+)" \[label=.*, shape=box\];$', done.stdout, re.M)
    assert boxes == list(ids())


# --- exit status and messages -----------------------------------------------------------------------------------------


def test_a_step_that_does_not_follow(derive, folder):
    done = derive("check", changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r"), "good.py")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "error: wrong.py:18: wrong: step 4 does not follow by 'gradient from the differential'\n"
    )
    assert [line[:10] for line in done.stdout.splitlines()] == ["✘ wrong: r", "✔ good: sy"]


def test_a_refuted_theorem_as_json(derive, folder):
    done = derive("check", changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r"), "--json")
    assert done.exit_code == 1
    (made,) = json.loads(done.stdout)
    assert made["verdict"] == "refuted"
    assert [step["evidence"] for step in made["steps"]] == ["", "", "symbolic", "symbolic", "refuted"]


def test_show_refuses_a_wrong_step(derive, folder):
    done = derive("show", changed(folder, "wrong", "gradient(2 * r", "gradient(3 * r"))
    assert done.exit_code == 1
    assert done.stderr.startswith("error: wrong.py:18: wrong: step 4 does not follow")
    assert done.stdout == ""


def test_an_assumption_that_is_not_needed(derive, folder):
    done = derive("check", changed(folder, "idle", 'vector("a", n,', 'vector("a", n, positive=True,'))
    assert done.exit_code == 1
    assert done.stderr == "error: idle: the assumption a: positive is not needed: drop it\n"


A_NAME = "expected lower-case letters, digits and underscores, e.g. ridge_gradient"
TAKEN = "the file takes that name for something else; choose another name"
A_TOPIC = "that is a topic: `derive list --topic linear_models` shows its theorems"
WRONG_USE = {
    "check linear_models.ols_normal_equation": f"no theorem 'linear_models.ols_normal_equation'; did you mean '{OLS}'?",
    "show zzz": "no theorem 'zzz'; `derive list` shows all",
    "check nowhere.py": "no file 'nowhere.py'",
    f"check {'a' * 300}.py": f"can't read '{'a' * 300}.py': File name too long",
    "check linear_models": f"no theorem 'linear_models'; {A_TOPIC}",
    "build linear_models": f"no theorem 'linear_models'; {A_TOPIC}",
    f"source {OLS} gradent": f"{OLS} has no result 'gradent'; did you mean 'gradient'?",
    f"source {OLS} --to r": "not supported yet: target 'r'; available: numpy",
    f"source {OLS} --to numpi": "no target 'numpi'; did you mean 'numpy'?",
    "list --topic linear_model": "no topic 'linear_model'; did you mean 'linear_models'?",
    "list --topic zzz": f"no topic 'zzz'; there are {', '.join(TOPICS)}",
    "new linear_model ridge": "no topic 'linear_model'; did you mean 'linear_models'?",
    "new linear_models Ridge": f"'Ridge' can't name a theorem: {A_NAME}",
    "new linear_models grün": f"'grün' can't name a theorem: {A_NAME}",
    "new linear_models gradient": f"'gradient' can't name a theorem: {TAKEN}",
    "new linear_models by_hand": f"'by_hand' can't name a theorem: {TAKEN}",
    f"new linear_models {'a' * 300}": f"{'a' * 20}… can't name a theorem: it has 300 letters, expected 60 at most",
    "new linear_models for": "'for' can't name a theorem: it is a keyword of Python; choose another name",
}


@pytest.mark.parametrize("command", WRONG_USE)
def test_wrong_use_gives_one_clear_message(derive, folder, command):
    done = derive(*command.split())
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"error: {WRONG_USE[command]}\n")


AN_IDENTIFIER = "expected letters, digits and underscores, the first no digit, and no keyword of Python"
AUTHORS = {  # what is wrong in a theorem file: old text, new text, line, message
    "typo": ("import product, riesz", "import prodct, riesz", 4, "ImportError: cannot import name 'prodct' from "),
    "unknown": ("by=product", "by=produkt", 16, "NameError: name 'produkt' is not defined"),
    "syntax": ("def good():", "def good(:", 8, "SyntaxError: invalid syntax"),
    "shapes": (
        "r.T @ r, label",
        "r @ r, label",
        14,
        "cannot multiply x − a (n×1) by x − a (n×1): 1 columns meet n rows",
    ),
    "text": (
        "by=product",
        'by="product"',
        16,
        "text: by='product' is text, expected a rule or a theorem; import it from ",
    ),
    "nothing": ('main="gradient"', 'main="foo"', 7, "nothing: main='foo', but the steps name loss, gradient"),
    "braces": (
        "{gradient}",
        "{slope}",
        7,
        "braces: the statement names {slope}, but the steps name loss, gradient",
    ),
    "keyword": ('"loss"', '"class"', 14, f"keyword: 'class' can't name a result: {AN_IDENTIFIER}, e.g. loss\n"),
    "words": ('"loss"', '"my loss"', 14, f"words: 'my loss' can't name a result: {AN_IDENTIFIER}, e.g. loss\n"),
    "nameless": ('"loss"', '""', 14, f"nameless: '' can't name a result: {AN_IDENTIFIER}, e.g. loss\n"),
    "number": (
        "yield differential(r.T @ r, x)",
        "yield 3",
        15,
        "number: yielded 3, expected a line such as definition(…) or equals(…)",
    ),
    "ends": (
        "@theorem(",
        "raise SystemExit('enough')\n\n\n@theorem(",
        7,
        "this ends Python (SystemExit: enough); expected a file that only defines a theorem\n",
    ),
    "quits": (
        "    r = x - a",
        "    raise SystemExit(0)\n    r = x - a",
        12,
        "this ends Python (SystemExit: 0); expected a file that only defines a theorem\n",
    ),
}


@pytest.mark.parametrize("name", AUTHORS)
def test_an_error_in_a_theorem_file_is_located(derive, folder, name):
    old, new, line, message = AUTHORS[name]
    done = derive("check", changed(folder, name, old, new))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"error: {name}.py:{line}: {message}") or done.stderr.startswith(
        f"error: {folder / name}.py:{line}: {message}"
    )
    assert "Traceback" not in done.stderr and done.stdout == ""
    built = derive("build", f"{name}.py", "--out", "pages")
    assert built.exit_code == done.exit_code
    assert done.stderr.removeprefix("error: ").strip() in built.stdout


def test_a_file_without_a_theorem(derive, folder):
    (folder / "empty.py").write_text("x = 1\n", encoding="utf-8")
    done = derive("check", "empty.py")
    assert (done.exit_code, done.stderr) == (2, "error: empty.py: expected one theorem in the file, found 0\n")


def test_a_null_byte_in_a_file_is_located(derive, folder):
    (folder / "null.py").write_bytes(b"x = 1\ny = '\0'\n")
    done = derive("check", "null.py")
    message = "null.py:2: there is a null byte in this line, expected the text of a theorem"
    assert (done.exit_code, done.stderr) == (2, f"error: {message}\n")


def test_a_link_to_a_theorem_of_the_catalogue_is_that_theorem(folder):
    (folder / "another_name.py").symlink_to(derivations.theorem(OLS).file)
    assert load("another_name.py") is derivations.theorem(OLS)


@pytest.mark.parametrize("stem", ["class", "my file-1", "a[bold]b", "a.b"])
def test_a_file_that_can_not_name_a_function(derive, folder, stem):
    (folder / f"{stem}.py").write_text(GOOD, encoding="utf-8")
    done = derive("check", f"{stem}.py")
    said = f"{stem!r} can't name a theorem: {AN_IDENTIFIER}; rename the file"
    assert (done.exit_code, done.stderr) == (2, f"error: {stem}.py: {said}\n")


def test_a_function_by_hand_of_what_is_not_derived(derive, folder):
    (folder / "extra.py").write_text(f"{GOOD}\n\n@good.reference('slope')\ndef by_hand(a, x):\n    return 0\n", "utf-8")
    done = derive("check", "extra.py")
    line = GOOD.count("\n") + 3
    assert done.exit_code == 2
    assert done.stderr.endswith(f"extra.py:{line}: extra: reference('slope'), but the steps name loss, gradient\n")


@pytest.mark.parametrize(
    ("parameters", "value", "said"),
    [
        ("a, x", "2 * (a - x)", r"is \[.*\], the derived gradient is \[.*\], at a = \[.*\], x = \[.*\]"),
        ("a, x", "0", r"has shape \(\), the derived gradient has \(\d,\), at a = \[.*\], x = \[.*\]"),
        ("a, x", "[][1]", r"raises IndexError: list index out of range at a = \[.*\], x = \[.*\]"),
        ("a, z", "0", "takes z, which is no symbol of the theorem; it has n, a, x"),
        ("a, x", "__import__('sys').exit(3)", r"raises SystemExit: 3 at a = \[.*\], x = \[.*\]"),
    ],
)
def test_a_function_by_hand_that_gives_something_else_is_refused(derive, folder, parameters, value, said):
    text = f"{GOOD}\n\n@good.reference\ndef by_hand({parameters}):\n    return {value}\n"
    (folder / "extra.py").write_text(text, "utf-8")
    done = derive("check", "extra.py")
    line = GOOD.count("\n") + 3
    assert done.exit_code == 1
    assert re.fullmatch(rf"error: extra.py:{line}: extra: by_hand, written by hand, {said}\n", done.stderr)


@pytest.mark.parametrize(
    ("parameters", "value"),
    [
        ("x, a", "2 * (x - a)"),
        ("x, a", "(2 * x - 2 * a).tolist()"),
        ("x, a, times=2", "times * (x - a)"),
        ("x, a, n=7", "2 * (x - a) * n / len(x)"),
        ("a, x, /, *, times=2", "times * (x - a)"),
        ("*others, a, x, **more", "2 * (x - a) + len(others) + len(more)"),
    ],
)
def test_a_function_by_hand_that_gives_the_same_is_accepted(derive, folder, parameters, value):
    text = f"{GOOD}\n\n@good.reference('gradient')\ndef by_hand({parameters}):\n    return {value}\n"
    (folder / "extra.py").write_text(text, "utf-8")
    assert derive("check", "extra.py").exit_code == 0


def test_a_function_by_hand_may_rest_on_what_is_supposed(derive, folder):
    """Of the arguments: where it does not hold, nothing is said of the function."""
    text = GOOD.replace(
        '    yield definition("loss"', '    yield suppose(equation(a, 0 * a))\n    yield definition("loss"'
    )
    text = text.replace("dims, equals,", "dims, equals, equation, suppose,")
    (folder / "extra.py").write_text(f"{text}\n\n@good.reference\ndef by_hand(x):\n    return 2 * x\n", "utf-8")
    assert derive("check", "extra.py").stderr == ""


BY_HAND = '''\
"""A function by hand."""

from derivations import consider, definition, dims, equals, equation, leading_eigenvector, matrix, result, suppose
from derivations import theorem, vector
from derivations.calculus.rules import hypothesis


@theorem(title="By hand", cites=("mml: 9.2",))
def extra():
    """See {value}."""
    n, p = dims("n p")
    X, y, b = matrix("X", n, p), vector("y", n), vector("b", p)
    yield suppose(equation(y, X @ b), why="Data without noise.")
    yield consider(y.T @ y)
    yield equals((X @ b).T @ (X @ b), by=hypothesis, why="By what is supposed.")
    yield result("value")
    yield definition("direction", leading_eigenvector(X.T @ X))


@extra.reference("{result}")
def by_hand({parameters}):
    return {value}
'''


@pytest.mark.parametrize(
    ("result", "parameters", "value"),
    [
        ("value", "y", "y @ y"),  # y is no argument of the derived function, which takes X and b
        ("direction", "X", "-extra.function('direction')(X)"),  # an eigenvector may point the other way
    ],
)
def test_a_function_by_hand_may_take_what_others_stand_for(derive, folder, result, parameters, value):
    text = BY_HAND.replace("{result}", result).replace("{parameters}", parameters)
    (folder / "extra.py").write_text(text.replace("    return {value}", f"    return {value}"), "utf-8")
    assert derive("check", "extra.py").stderr == ""


@pytest.mark.parametrize("command", ["check", "show", "source"])
def test_ctrl_c_is_said(derive, folder, command):
    (folder / "extra.py").write_text("raise KeyboardInterrupt", "utf-8")
    done = derive(command, "extra.py")
    assert (done.exit_code, done.stderr) == (130, "Interrupted.\n")


def test_a_file_may_name_its_encoding(derive, folder):
    text = GOOD.replace("It points away.", "Sie führt weg.")
    (folder / "good.py").write_bytes(f"# coding: latin-1\n{text}".encode("latin-1"))
    assert derive("check", "good.py").exit_code == 0


def test_a_theorem_that_states_nothing(derive, folder):
    name = changed(folder, "mute", '    """The squared distance {loss} has the gradient {gradient}."""\n', "")
    said = "the docstring is the statement, and there is none; write one below def mute()"
    assert derive("check", name).stderr == f"error: {name}: {said}\n"


def test_an_f_string_states_nothing(derive, folder):
    name = changed(folder, "made", '"""The squared distance {loss}', 'f"""The squared distance {1}')
    said = "an f-string is none: leave out the f; {name} is a result's name"
    assert derive("check", name).stderr == f"error: {name}: the docstring is the statement, and {said}\n"


@pytest.mark.parametrize(("typed", "fits"), [(r"$\nu$", False), (r"$\\nu$", True), ("$n$", True)])
def test_a_backslash_that_python_reads_otherwise_is_no_letter_of_the_statement(derive, folder, typed, fits):
    name = changed(folder, "nu", '"""The squared distance', f'"""The squared distance {typed}')
    said = 'the docstring has backslashes, and Python reads some as other characters: begin it with r"""'
    assert derive("check", name).stderr == ("" if fits else f"error: {name}: {said}\n")


def test_a_mistake_of_ours_is_not_hidden(derive, monkeypatch):
    """An error that no theorem file made keeps its traceback."""
    monkeypatch.setattr("derivations.site.headings.read_headings", lambda: 1 / 0)
    assert isinstance(derive("list").exception, ZeroDivisionError)


def test_unknown_command_and_option(derive):
    assert derive("chek").exit_code == 2
    assert derive("list", "--jsn").exit_code == 2
    assert "No such command 'chek'" in derive("chek").stderr


def test_a_source_that_names_no_book_is_refused_before_a_page_is_written(derive, folder):
    name = changed(folder, "unsourced", "mml: 5.5", "bishp: 3")
    done = derive("check", name)
    wanted = "error: unsourced: cites='bishp: 3': no book 'bishp'; did you mean 'bishop'?\n"
    assert (done.exit_code, done.stderr) == (1, wanted)


def test_one_place_that_is_left_to_fill(derive, folder):
    name = changed(folder, "unfilled", "It points away.", "TODO: the idea")
    assert derive("check", name).stderr == f"error: unfilled: a TODO is left in line 7 of {name}\n"


# --- new --------------------------------------------------------------------------------------------------------------


def test_new_outside_a_checkout_writes_here(derive, folder):
    done = derive("new", "linear_models", "ridge")
    assert done.exit_code == 0
    assert done.stdout == f"Wrote {folder / 'ridge.py'}\nReplace every TODO in it, then run: derive check ridge.py\n"
    again = derive("new", "linear_models", "ridge")
    assert (again.exit_code, again.stderr) == (2, f"error: {folder / 'ridge.py'} exists; choose another name\n")


def test_new_in_a_checkout_joins_the_catalogue(derive, folder, monkeypatch):
    root = folder / "derivations" / "theorems"
    (folder / "pyproject.toml").touch()
    monkeypatch.setattr(scaffold, "ROOT", root)
    done = derive("new", "linear_models", "ridge")
    path = root / "linear_models" / "ridge.py"
    assert done.stdout == f"Wrote {path}\nReplace every TODO in it, then run: derive check linear_models.ridge\n"
    assert path.is_file()


def test_two_theorems_of_a_checkout_have_two_names(derive, folder, monkeypatch):
    root = folder / "derivations" / "theorems"
    (folder / "pyproject.toml").touch()
    monkeypatch.setattr(scaffold, "ROOT", root)
    assert derive("new", "linear_models", "ridge").exit_code == 0
    done = derive("new", "optimization", "ridge")
    message = "'ridge' is the name of linear_models.ridge already; choose another name"
    assert (done.exit_code, done.stderr) == (2, f"error: {message}\n")


def test_new_says_where_it_cannot_write(derive, folder, monkeypatch):
    (folder / "pyproject.toml").touch()
    (folder / "derivations").touch()
    monkeypatch.setattr(scaffold, "ROOT", folder / "derivations" / "theorems")
    done = derive("new", "linear_models", "ridge")
    path = folder / "derivations" / "theorems" / "linear_models" / "ridge.py"
    assert (done.exit_code, done.stderr) == (2, f"error: can't write {path}: Not a directory\n")


def test_new_passes_once_its_todos_are_filled(derive, folder):
    derive("new", "optimization", "squared_distance")
    path = folder / "squared_distance.py"
    assert path.read_text(encoding="utf-8").count("TODO") == 10
    unfilled = derive("check", path.name)
    lines = "1, 8, 10, 11, 14, 16, 17, 22, 23, 24"
    assert unfilled.exit_code == 1
    assert unfilled.stderr == f"error: squared_distance: a TODO is left in lines {lines} of {path.name}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("TODO", "Filled"), encoding="utf-8")
    done = derive("check", path.name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("✔ squared_distance: symbolic; 3 steps checked; ")


# --- as a command -----------------------------------------------------------------------------------------------------


def command(*arguments, **environment):
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, encoding="utf-8", env={**os.environ, **environment}
    )


def test_runs_as_a_command():
    done = command("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert OLS in done.stdout


def test_refuses_as_a_command():
    done = command("show", "zzz")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: no theorem 'zzz'; `derive list` shows all\n"


def test_prints_unicode_whatever_the_locale():
    done = command("list", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")


def in_shell(line):
    """A line of a shell in which `derive` is the command."""
    script = f'derive() {{ "$0" -m derivations.cli "$@"; }}; {line}'
    return subprocess.run(["bash", "-c", script, sys.executable], capture_output=True, encoding="utf-8")


FAILING = {">&-": "Bad file descriptor", ">/dev/full": "No space left on device"}
posix = pytest.mark.skipif(not os.path.exists("/dev/full") or not shutil.which("bash"), reason="needs bash, /dev/full")


@posix
@pytest.mark.parametrize("command", ["list", "list --json", "--help", f"show {OLS}"])
@pytest.mark.parametrize("where", FAILING)
def test_an_output_that_takes_nothing_is_an_error(command, where):
    done = in_shell(f"derive {command} {where}")
    said = f"error: can't print to standard output: {FAILING[where]}\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@posix
def test_a_reader_that_leaves_hears_no_more():
    done = in_shell("derive list | true; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (1, "")


@posix
@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_without_a_standard_error_the_status_tells(where):
    assert in_shell(f"derive show zzz {where}").returncode == 2
    assert OLS in in_shell(f"derive list {where}").stdout


@posix
@pytest.mark.parametrize("where", [">&-", ">/dev/full", "| true; exit ${PIPESTATUS[0]}"])
def test_pages_are_written_whether_or_not_anybody_looks_on(folder, where):
    done = in_shell(f"derive build good.py --out pages {where}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in (folder / "pages").iterdir()) == ["good.md", "good.py", "good.tex"]


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--json"], ["new", "zzz", "zzz"]])
def test_answers_without_loading_sympy(arguments):
    code = "import sys; from derivations.cli import app\ntry: app()\nfinally: print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8")
    assert done.stdout.endswith("False\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_colour_only_on_a_terminal():
    assert "\x1b[" not in command("show", "zzz").stderr
    theirs, ours = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")} | {"TERM": "xterm"}
    done = subprocess.run([*COMMAND, "show", "zzz"], stdout=subprocess.PIPE, stderr=ours, env=environment)
    os.close(ours)
    said = os.read(theirs, 4096).decode()
    os.close(theirs)
    assert done.returncode == 2
    assert "\x1b[1;31merror: \x1b[0m" in said
