"""What a record rests on, every file below the theorems that may count, and how records are kept."""

import json

import pytest
from small import write

from derivations.site.cache import Cache, Hashes
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


def test_an_entry_comes_back_as_it_was_put(tmp_path):
    cache = Cache(Place(tmp_path))
    cache.put("one", "key", {"x": [1, 2.5, "\u2028 ξ", None]}, 1.25)
    assert cache.get("one", "key") == {"x": [1, 2.5, "\u2028 ξ", None]} and cache.seconds("one") == 1.25
    assert cache.get("one", "another key") is None
    cache.drop("one")
    cache.drop("one")
    assert cache.get("one", "key") is None and cache.seconds("one") == 1e9


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: {**entry, "seconds": "abc"},
        lambda entry: {**entry, "value": 5},
        lambda entry: {"key": "key", "seconds": 1.0},
        lambda entry: {"key": "key", "value": {}},
        lambda entry: {},
        lambda entry: [entry],
        lambda entry: None,
    ],
)
def test_an_entry_that_is_not_as_it_was_written_counts_as_missing(tmp_path, damage):
    cache, file = Cache(Place(tmp_path)), tmp_path / ".derive-cache/one.json"
    cache.put("one", "key", {"x": 1}, 1.25)
    file.write_text(json.dumps(damage(json.loads(file.read_text(encoding="utf-8")))), encoding="utf-8")
    assert cache.get("one", "key") is None and cache.seconds("one") == 1e9


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", None])
def test_an_entry_that_cannot_be_read_counts_as_missing(tmp_path, content):
    file = tmp_path / ".derive-cache/one.json"
    file.parent.mkdir()
    file.mkdir() if content is None else file.write_bytes(content)
    assert Cache(Place(tmp_path)).get("one", "key") is None


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / ".derive-cache").touch()
    cache = Cache(Place(tmp_path))
    cache.put("one", "key", {"x": 1})
    cache.drop("one")
    assert cache.get("one", "key") is None and (tmp_path / ".derive-cache").read_bytes() == b""
