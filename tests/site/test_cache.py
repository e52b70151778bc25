"""What a record rests on: the theorem's file, and every file below the theorems that it may import."""

from small import write

from derivations.site.cache import Hashes
from derivations.site.files import Place

SUM, DOUBLE, LINE = "linear_algebra.square_of_sum", "linear_algebra.square_of_double", "optimization.linear_form"


def changed_by(root, change):
    """The theorems to check again after a change of files; a theorem that came or went counts, too."""
    before = keys(root)
    change(root / "derivations" / "theorems")
    after = keys(root)
    return {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}


def keys(root):
    hashes = Hashes(Place(root))
    return {id: hashes.theorem(id) for id in hashes.theorems} | {"": hashes.everything}


def append(name, text="\n# changed\n"):
    def change(theorems):
        with (theorems / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def test_a_theorem_rests_on_those_that_it_uses(tmp_path):
    assert changed_by(write(tmp_path), append("linear_algebra/square_of_sum.py")) == {SUM, DOUBLE, ""}
    assert changed_by(tmp_path, append("linear_algebra/square_of_double.py")) == {DOUBLE, ""}


def test_a_helper_is_a_reason_to_check_again(tmp_path):
    for helper in ("linear_algebra/_helper.py", "_helper.py", "__init__.py", "common.py"):
        assert changed_by(write(tmp_path), append(helper)) == {SUM, DOUBLE, LINE, ""}
        assert changed_by(tmp_path, append(helper)) == {SUM, DOUBLE, LINE, ""}


def test_a_theorem_that_a_helper_imports_counts_for_all(tmp_path):
    append("_helper.py", "from derivations.theorems.linear_algebra.square_of_sum import square_of_sum\n")(
        write(tmp_path) / "derivations/theorems"
    )
    assert changed_by(tmp_path, append("linear_algebra/square_of_sum.py")) == {SUM, DOUBLE, LINE, ""}


def test_of_two_theorems_of_one_name_both_count(tmp_path):
    other = "optimization.square_of_sum"
    append("optimization/square_of_sum.py")(write(tmp_path) / "derivations/theorems")
    for one, id in (("linear_algebra", SUM), ("optimization", other)):
        assert changed_by(tmp_path, append(f"{one}/square_of_sum.py")) >= {id, DOUBLE, ""}
    gone = changed_by(tmp_path, lambda theorems: (theorems / "linear_algebra/square_of_sum.py").unlink())
    assert gone >= {SUM, DOUBLE, ""}


def test_a_theorem_that_is_not_text_can_be_hashed(tmp_path):
    (write(tmp_path) / "derivations/theorems/optimization/linear_form.py").write_bytes(b"\xff\xfe")
    assert keys(tmp_path)[LINE]
