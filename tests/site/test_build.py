"""What `derive build` writes, skips, refuses and reports."""

import io
import json
import os
import re
import shutil

import pytest
import small
from rich.console import Console
from small import run, tree

from derivations import DerivationError, UnknownName
from derivations.site import build as module
from derivations.site.files import GENERATED

PAGES = {
    f"docs/theorems/{path}.{ending}"
    for path in ("linear_algebra/square_of_sum", "linear_algebra/square_of_double", "optimization/linear_form")
    for ending in ("md", "tex")
}


def console():
    return Console(file=io.StringIO(), width=160, force_terminal=False)


def change(project, name, old, new):
    file = project / "derivations/theorems" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def refused(make):
    with pytest.raises(DerivationError) as caught:
        make()
    return str(caught.value)


def test_first_build_writes_everything(built):
    root, report = built
    assert report["failed"] == [] and report["status"] == 0
    names = set(tree(root / "docs"))
    assert {name.removeprefix("docs/") for name in PAGES} <= names
    assert {"theorems/index.md", "theorems/catalogue.json", "rules/index.md", "rules/algebra.md", "trust.md"} <= names
    functions = set(tree(root / "derivations/functions"))
    assert {"linear_algebra/__init__.py", "linear_algebra/square_of_sum.py"} <= functions
    assert set(report["written"]) == {f"docs/{n}" for n in names} | {f"derivations/functions/{n}" for n in functions}


def test_nothing_changed_loads_no_sympy_and_writes_nothing(project):
    before = {file: os.stat(project / file).st_mtime_ns for file in tree(project)}
    report = run(project)
    assert not report["sympy"] and report["written"] == [] and report["status"] == 0
    assert len(report["unchanged"]) >= 15
    assert {file: os.stat(project / file).st_mtime_ns for file in tree(project)} == before
    assert report["seconds"] < 1.5


def test_a_deleted_page_comes_back_without_a_check(project):
    page = project / "docs/theorems/optimization/linear_form.md"
    text = page.read_bytes()
    page.unlink()
    report = run(project)
    assert report["written"] == ["docs/theorems/optimization/linear_form.md"] and page.read_bytes() == text


def test_a_changed_theorem_is_checked_again_and_those_that_use_it(project, aimed):
    change(project, "linear_algebra/square_of_sum.py", "A square of a sum has", "The square of a sum has")
    said = console()
    report = aimed(jobs=1, console=said)
    printed = said.file.getvalue()
    assert re.findall(r"checked (\S+) \(", printed) == [
        "linear_algebra.square_of_double",
        "linear_algebra.square_of_sum",
    ]
    assert "docs/theorems/linear_algebra/square_of_sum.md" in report.written
    assert "docs/theorems/optimization/linear_form.md" in report.unchanged
    assert "docs/trust.md" in report.unchanged and "docs/theorems/index.md" in report.written


def test_force_checks_everything_again(aimed):
    said = console()
    report = aimed(jobs=1, force=True, console=said)
    assert len(re.findall(r"^\[ \d/4\] checked", said.file.getvalue(), re.M)) == 4
    assert report.written == () and "unchanged" in said.file.getvalue().splitlines()[-1]


def test_one_theorem_alone(project, aimed):
    (project / "docs/theorems/optimization/linear_form.md").unlink()
    (project / "docs/trust.md").unlink()
    (project / "docs/theorems/linear_algebra/square_of_sum.md").unlink()
    report = aimed("optimization.linear_form", jobs=1)
    assert "docs/theorems/optimization/linear_form.md" in report.written and "docs/trust.md" in report.written
    assert not (project / "docs/theorems/linear_algebra/square_of_sum.md").exists()


def test_one_theorem_checked_again_leaves_the_pages_of_the_others(project, aimed):
    before = tree(project / "docs")
    report = aimed("optimization.linear_form", jobs=1, console=console(), force=True)
    assert report.removed == () and tree(project / "docs") == before


def test_one_theorem_of_a_catalogue_not_built_yet_leaves_the_common_pages(project, aimed):
    for kept in (project / ".derive-cache").iterdir():
        kept.unlink()
    before = tree(project)
    change(project, "linear_algebra/square_of_sum.py", "A square of a sum has", "The square of a sum has")
    said = console()
    report = aimed("linear_algebra.square_of_sum", jobs=1, console=said)
    assert report.written == ("docs/theorems/linear_algebra/square_of_sum.md",)
    assert "Left as they were, for they speak of every theorem" in said.file.getvalue()
    page = (project / report.written[0]).read_text(encoding="utf-8")
    assert "[The square of a double](../../theorems/linear_algebra/square_of_double.md)" in page  # from the catalogue
    assert tree(project)["docs/theorems/index.md"] == before["docs/theorems/index.md"]


def test_what_fails_is_not_shown_from_an_earlier_build(project, aimed, monkeypatch):
    """Its record is kept under the same files, so that it would be found again."""
    from derivations.site import record

    page = project / "docs/theorems/optimization/linear_form.md"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr(record, "planted_errors", lambda theorem: [][1])
    said = console()
    report = aimed("optimization.linear_form", jobs=1, force=True, console=said)
    assert [name for name, _ in report.failed] == ["optimization.linear_form"] and report.written == ()
    assert page.read_text(encoding="utf-8") == "old"
    assert "earlier" not in said.file.getvalue()
    assert [name for name, _ in aimed(jobs=1).failed] == ["optimization.linear_form"]
    monkeypatch.undo()


def test_a_file_of_the_catalogue_stands_for_its_id(project, aimed):
    (project / "docs/theorems/optimization/linear_form.md").unlink()
    report = aimed(str(project / "derivations/theorems/optimization/linear_form.py"), jobs=1)
    assert report.written == ("docs/theorems/optimization/linear_form.md",)


def test_a_broken_theorem_is_reported_and_the_others_are_built(project, aimed):
    change(project, "linear_algebra/square_of_double.py", "4 * squared_norm(x)", "5 * squared_norm(x)")
    change(project, "optimization/linear_form.py", "a is fixed.", "The vector a is fixed.")
    before = tree(project)
    said = console()
    report = aimed(jobs=1, console=said)
    assert report.status == 1
    ((name, message),) = report.failed
    assert name == "linear_algebra.square_of_double"
    assert re.search(r"square_of_double\.py:\d+: linear_algebra\.square_of_double: step \d does not follow", message)
    assert message.splitlines()[-1] == "  counterexample: n = 1, x = [1]: 4 on the left, 5 on the right"
    assert "docs/theorems/optimization/linear_form.md" in report.written
    after = tree(project)
    for kept in ("docs/theorems/linear_algebra/square_of_double.md", "docs/theorems/index.md", "docs/trust.md"):
        assert after[kept] == before[kept]
    printed = said.file.getvalue()
    assert "failed linear_algebra.square_of_double" in printed
    assert printed.splitlines()[-2].startswith("2 files written, ")
    assert "1 failed, whose pages were left as they were" in printed.splitlines()[-2]


def test_a_theorem_that_is_not_filled_in_is_not_built(project, aimed, tmp_path):
    change(project, "optimization/linear_form.py", "a is fixed.", "TODO: say why.")
    change(project, "optimization/linear_form.py", "mml: 5.5", "mmml: 5.5")
    before = tree(project)
    message = (
        "{0}: cites='mmml: 5.5': no book 'mmml'; did you mean 'mml'?\n{0}: a TODO is left in line 18 of linear_form.py"
    )
    report = aimed("optimization.linear_form", jobs=1)
    assert report.failed == (("optimization.linear_form", message.format("optimization.linear_form")),)
    assert report.status == 1 and tree(project) == before
    mine = tmp_path / "linear_form.py"
    mine.write_bytes((project / "derivations/theorems/optimization/linear_form.py").read_bytes())
    report = aimed(str(mine), out=tmp_path / "pages", jobs=1)
    assert report.failed == ((str(mine), message.format("linear_form")),)
    assert report.status == 1 and not (tmp_path / "pages").exists()


SILENCED = [
    ('cites=("mml: 5.5",)', "cites=()"),
    (', about="coefficients"', ""),
    (', about="the variable"', ""),
    ('by=own, why="a is fixed."', 'why=" "'),
    ('by=riesz, why="What multiplies dx is the gradient."', "by=riesz"),
    ("def linear_form()", "def linear()"),
    ("@linear_form.ref", "@linear.ref"),
]
UNSAID = [
    "the function is named linear, expected linear_form as the file is",
    'nothing is cited; name a book and its section: @theorem(cites=("mml: 5.5",), …)',
    'not said what a, x are; write about="…" where they are declared',
    'no reason is given in lines 18, 19 of linear_form.py; write why="…"',
    "no rule or theorem is named in line 18 of linear_form.py; write by=…",
]


def test_a_theorem_of_the_catalogue_says_all_that_its_page_tells(project, aimed, tmp_path):
    source = project / "derivations/theorems/optimization/linear_form.py"
    for old, new in SILENCED:
        change(project, "optimization/linear_form.py", old, new)
    name = "optimization.linear_form"
    assert dict(aimed(name, jobs=1).failed) == {name: "\n".join(f"{name}: {said}" for said in UNSAID)}
    mine = tmp_path / "linear_form.py"
    mine.write_bytes(source.read_bytes())
    assert aimed(str(mine), out=tmp_path / "pages", jobs=1).status == 0  # of one's own it may be left out


def test_a_file_that_python_refuses_is_reported(project, aimed):
    change(project, "optimization/linear_form.py", "def linear_form():", "def linear_form(:")
    report = aimed(jobs=2)
    ((name, message),) = report.failed
    assert name == "optimization.linear_form" and "linear_form.py:11: SyntaxError" in message


def test_an_error_of_the_engine_says_where_it_arose(aimed, monkeypatch):
    from derivations.site import record

    monkeypatch.setattr(record, "planted_errors", lambda theorem: [][1])
    report = aimed("optimization.linear_form", jobs=1, force=True)
    ((name, message),) = report.failed
    assert name == "optimization.linear_form"
    assert re.fullmatch(r"IndexError: list index out of range \(test_build.py:\d+, in <lambda>\)", message)


def test_a_removed_theorem_takes_its_pages_with_it(project, aimed):
    (project / "derivations/theorems/optimization/linear_form.py").unlink()
    (project / "docs/theorems/optimization/notes.md").write_text("# Somebody's own notes\n", encoding="utf-8")
    orphans = {
        "docs/theorems/optimization/linear_form.md",
        "docs/theorems/optimization/linear_form.tex",
        "derivations/functions/optimization/linear_form.py",
        "derivations/functions/optimization/__init__.py",
    }
    assert {path for path, how in aimed(check=True, jobs=1).drifted if how == "orphaned"} == orphans
    assert set(aimed(jobs=1).removed) == orphans
    assert (project / "docs/theorems/optimization/notes.md").exists()


def test_a_removed_theorem_is_named_by_no_page(project, aimed):
    """The catalogue of the last build still names it as one that uses another."""
    (project / "derivations/theorems/linear_algebra/square_of_double.py").unlink()
    aimed(jobs=1)
    assert "square_of_double" not in (project / "docs/theorems/linear_algebra/square_of_sum.md").read_text("utf-8")


def test_pages_of_a_removed_theorem_are_found_though_another_fails(project, aimed):
    (project / "derivations/theorems/optimization/linear_form.py").unlink()
    change(project, "linear_algebra/square_of_double.py", "4 * squared_norm(x)", "5 * squared_norm(x)")
    orphans = [
        ("derivations/functions/optimization/linear_form.py", "orphaned"),
        ("docs/theorems/optimization/linear_form.md", "orphaned"),
        ("docs/theorems/optimization/linear_form.tex", "orphaned"),
    ]
    assert [pair for pair in aimed(check=True, jobs=1).drifted if pair[1] == "orphaned"] == orphans
    assert aimed("linear_algebra.square_of_sum", check=True, jobs=1).drifted == ()
    assert aimed(jobs=1).removed == ()


@pytest.mark.parametrize("content", [b"<<<<<<< HEAD\n[]\n", b'{"a": 1}', b"[1]", b'[{"id": 1}]', b"null", b"\xff"])
def test_a_catalogue_that_cannot_be_read_is_renewed(project, aimed, content):
    before = tree(project)
    (project / "docs/theorems/catalogue.json").write_bytes(content)
    assert aimed(jobs=1, check=True).drifted == (("docs/theorems/catalogue.json", "differs"),)
    assert aimed(jobs=1).written == ("docs/theorems/catalogue.json",)
    assert tree(project) == before


def test_a_page_that_is_no_text_is_renewed_and_what_no_build_wrote_is_left_alone(project, aimed):
    before = tree(project)
    page = "docs/theorems/linear_algebra/square_of_sum.md"
    (project / page).write_bytes(b"\xff" + before[page])
    stray = project / "docs/theorems/linear_algebra/stray.md"
    stray.write_bytes(b"\xff\xfe")
    assert aimed(jobs=1, check=True).drifted == ((page, "differs"),)
    assert aimed(jobs=1).written == (page,)
    assert stray.read_bytes() == b"\xff\xfe"
    stray.unlink()
    assert tree(project) == before


def test_a_folder_in_the_place_of_a_page(project, aimed):
    page = project / "docs/trust.md"
    page.unlink()
    page.mkdir()
    assert aimed(jobs=1, check=True).drifted == (("docs/trust.md", "differs"),)
    (project / "docs/graph.md").unlink()
    assert refused(lambda: aimed(jobs=1)) == f"{page} is a folder, and a page is to be written there: move it away"
    assert not (project / "docs/graph.md").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[\n<<<<<<< HEAD\n]", "2: Expecting value"),
        ('{"a": 1}', "1: no list of records"),
        ("[1]", "1: no list of records"),
    ],
)
def test_what_the_tests_recorded_must_be_json(project, aimed, text, problem):
    (project / "derivations/theorems/comparisons.json").write_text(text, encoding="utf-8")
    assert refused(lambda: aimed(jobs=1)) == (
        f"derivations/theorems/comparisons.json:{problem}, expected JSON as `make golden` writes it: restore the file"
    )


def test_a_checkout_that_cannot_be_written_is_checked(project, aimed):
    shutil.rmtree(project / ".derive-cache")
    (project / ".derive-cache").touch()
    before = tree(project, without=())
    report = aimed(jobs=1, check=True)
    assert report.status == 0 and len(report.unchanged) >= 15 and tree(project, without=()) == before


def test_check_says_which_page_drifted_and_how(project, aimed):
    (project / "docs/trust.md").unlink()
    page = project / "docs/theorems/linear_algebra/square_of_sum.md"
    page.write_text(page.read_text(encoding="utf-8").replace("symbolic", "exact", 1), encoding="utf-8")
    before = tree(project)
    said = console()
    report = aimed(check=True, jobs=1, console=said)
    assert report.drifted == (
        ("docs/theorems/linear_algebra/square_of_sum.md", "differs"),
        ("docs/trust.md", "missing"),
    )
    assert report.status == 1 and tree(project) == before
    assert "differs  docs/theorems/linear_algebra/square_of_sum.md\nmissing  docs/trust.md\n" in said.file.getvalue()
    assert "2 out of date; `derive build` renews them" in said.file.getvalue()


def test_check_of_an_up_to_date_project(aimed):
    report = aimed(check=True)
    assert report.status == 0 and report.drifted == () and report.written == ()


def test_a_figure_recorded_by_the_tests_reaches_the_page(project, aimed):
    record = {
        "theorem": "optimization.linear_form",
        "result": "gradient",
        "oracle": "a_b",
        "inputs": 60,
        "bound": 1e-12,
    }
    (project / "derivations/theorems/comparisons.json").write_text(json.dumps([record]), encoding="utf-8")
    report = aimed(jobs=1)
    assert report.written == ("docs/theorems/optimization/linear_form.md",)
    page = (project / report.written[0]).read_text(encoding="utf-8")
    assert "| `gradient` | a\\_b | 60 | 1e-12 |" in page


def test_standalone_pages(project, aimed, tmp_path):
    """A file that is not in the catalogue: its page, LaTeX and functions, and nothing else anywhere."""
    mine = tmp_path / "my_own.py"
    text = (project / "derivations/theorems/optimization/linear_form.py").read_text(encoding="utf-8")
    mine.write_text(text.replace("def linear_form", "def my_own").replace("@linear_form", "@my_own"), encoding="utf-8")
    before = tree(project)
    with pytest.raises(
        DerivationError, match=r"my_own.py is not in the catalogue: say where its page goes with --out DIR$"
    ):
        aimed(str(mine))
    report = aimed(str(mine), out=tmp_path / "pages", jobs=1)
    assert report.written == ("my_own.md", "my_own.py", "my_own.tex") and report.status == 0
    page = (tmp_path / "pages/my_own.md").read_text(encoding="utf-8")
    assert "](" not in page.replace("[my_own.tex](my_own.tex)", "")  # links would lead nowhere
    assert "**a rule of this file**: aᵀdx = aᵀdx" in page
    assert tree(project) == before


@pytest.fixture
def mine(project, tmp_path):
    """A theorem of somebody's own in a folder of its own."""
    file = tmp_path / "own" / "mine.py"
    file.parent.mkdir()
    text = (project / "derivations/theorems/optimization/linear_form.py").read_text(encoding="utf-8")
    file.write_text(text.replace("linear_form", "mine"), encoding="utf-8")
    return file


ELSEWHERE = "name another folder, e.g. --out pages"


@pytest.mark.parametrize("out", [".", "", "../own", "{0}"])
def test_the_file_of_a_theorem_is_not_overwritten(aimed, mine, monkeypatch, out):
    monkeypatch.chdir(mine.parent)
    before = tree(mine.parent)
    out = out.format(mine.parent)
    said = refused(lambda: aimed("mine.py", out=out, jobs=1))
    path = os.path.join(out, "mine.py") if out not in ("", ".") else "mine.py"
    assert said == f"{path} would be overwritten, and is the file of a theorem: {ELSEWHERE}"
    assert tree(mine.parent) == before


def test_the_file_of_a_theorem_is_not_overwritten_even_if_it_looks_generated(aimed, mine):
    """Derived functions were the start of somebody's theorem; or the theorem is read through a link."""
    mine.write_text(f"# {GENERATED}\n{mine.read_text(encoding='utf-8')}", encoding="utf-8")
    link = mine.parent / "link" / "mine.py"
    link.parent.mkdir()
    link.symlink_to(mine)
    for target in (mine, link):
        said = refused(lambda target=target: aimed(str(target), out=mine.parent, jobs=1))
        assert said == f"{mine} would be overwritten, and is the file of a theorem: {ELSEWHERE}"


@pytest.mark.parametrize("ending", ["md", "tex", "py"])
def test_what_no_build_has_written_is_not_overwritten(aimed, mine, tmp_path, ending):
    hers = tmp_path / "pages" / f"mine.{ending}"
    hers.parent.mkdir()
    hers.write_text("Notes of hers.\n", encoding="utf-8")
    for check in (False, True):
        said = refused(lambda check=check: aimed(str(mine), out=tmp_path / "pages", jobs=1, check=check))
        assert said == f"{hers} would be overwritten, and no build has written it: {ELSEWHERE}"
    assert tree(tmp_path / "pages") == {f"mine.{ending}": b"Notes of hers.\n"}


def test_pages_that_stand_by_themselves_are_renewed(aimed, mine, tmp_path):
    out = tmp_path / "some pages"
    assert len(aimed(str(mine), out=out, jobs=1).written) == 3
    page = out / "mine.md"
    page.write_bytes(page.read_bytes().replace(b"evidence", b"\xff"))
    said = console()
    assert aimed(str(mine), out=out, jobs=1, check=True, console=said).drifted == (("mine.md", "differs"),)
    assert (
        said.file.getvalue().replace("\n", "").count(f"1 out of date; `derive build {mine} --out '{out}'` renews them")
    )
    assert aimed(str(mine), out=out, jobs=1).written == ("mine.md",)


@pytest.mark.parametrize("folder", ["docs", "docs/theorems", "derivations/theorems", "derivations/functions/new"])
def test_the_folders_of_the_project_are_not_for_pages_that_stand_by_themselves(project, aimed, folder):
    before = tree(project)
    out = project / folder
    said = refused(lambda: aimed("linear_algebra.square_of_sum", out=out, jobs=1))
    assert said == f"--out {out} lies in the project's own folder {folder.partition('/')[0]}/: {ELSEWHERE}"
    assert tree(project) == before


def test_two_files_of_one_name_are_refused(aimed, mine, tmp_path):
    other = tmp_path / "other" / "mine.py"
    other.parent.mkdir()
    other.write_bytes(mine.read_bytes())
    said = refused(lambda: aimed(str(mine), str(other), out=tmp_path / "pages", jobs=1))
    assert said == (
        f"{mine} and {other} would both be written to mine.md: rename one, or build each with its own --out DIR"
    )
    assert not (tmp_path / "pages").exists()


def test_a_theorem_named_twice_is_built_once(project, aimed, mine, tmp_path, monkeypatch):
    monkeypatch.chdir(mine.parent)
    said = console()
    id = "linear_algebra.square_of_sum"
    file = project / "derivations/theorems/linear_algebra/square_of_sum.py"
    report = aimed("mine.py", str(mine), "../own/mine.py", id, str(file), out=tmp_path / "pages", jobs=1, console=said)
    assert len(report.written) == 6 and re.findall(r"checked (\S+) \(", said.file.getvalue()) == [id, "mine.py"]


def test_an_unknown_theorem_suggests_the_nearest(aimed):
    with pytest.raises(
        UnknownName, match=r"^no theorem 'optimization.linear_from'; did you mean 'optimization.linear_form'\?$"
    ):
        aimed("optimization.linear_from")


def test_outside_of_a_checkout_it_asks_where_to_write(project, aimed):
    (project / "pyproject.toml").unlink()
    with pytest.raises(
        DerivationError, match=r"^there is no checkout of the project here to write to: say where to with --out DIR$"
    ):
        aimed()


def test_the_same_bytes_whatever_the_hash_seed_and_the_number_of_processes(built, tmp_path):
    root = small.write(tmp_path / "again")
    report = run(root, environment={**os.environ, "PYTHONHASHSEED": "4711"}, jobs=3)
    assert report["failed"] == []
    assert tree(root) == tree(built[0])


def test_a_bar_on_a_terminal(aimed):
    said = Console(file=io.StringIO(), width=100, force_terminal=True)
    assert aimed(force=True, jobs=2, console=said).status == 0
    assert "checking" in said.file.getvalue() and "4/4" in said.file.getvalue()


def test_a_process_that_dies_is_a_failure_not_a_hang(project, aimed):
    change(project, "optimization/linear_form.py", "    n = dims", "    import os\n    os._exit(3)\n    n = dims")
    report = aimed(jobs=2)
    assert report.status == 1 and report.failed == (
        (
            "optimization.linear_form",
            "optimization.linear_form: the process that checked it ended with exit code 3",
        ),
    )


def test_report_is_plain_data():
    report = module.BuildReport(drifted=(("a.md", "missing"),))
    assert report.status == 1 and module.BuildReport().status == 0
