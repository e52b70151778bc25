"""The data: raw files are those that their READMEs describe, processed ones are what the script makes of them."""

import hashlib
import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parent.parent / "data"
RAW = sorted(folder for folder in (DATA / "raw").iterdir() if folder.is_dir())
PROCESSED = sorted((DATA / "processed").glob("*.csv"))

_spec = importlib.util.spec_from_file_location("process", DATA / "process.py")
assert _spec and _spec.loader
process = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(process)


def table(name):
    return np.loadtxt(DATA / "processed" / f"{name}.csv", delimiter=",", skiprows=1)


@pytest.mark.parametrize("folder", RAW, ids=lambda folder: folder.name)
def test_raw_files_have_the_checksums_of_their_readme(folder):
    sums = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", (folder / "README.md").read_text(encoding="utf-8"), re.M))
    files = [file for file in folder.iterdir() if file.name != "README.md"]
    assert files
    assert {hashlib.sha256(file.read_bytes()).hexdigest(): file.name for file in files} == sums


@pytest.mark.parametrize("folder", RAW, ids=lambda folder: folder.name)
def test_every_set_says_where_it_comes_from_and_who_may_use_it(folder):
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for heading in ("Origin", "Licence", "This copy"):
        assert f"- **{heading}:** " in readme


def test_processed_data_are_made_byte_for_byte(tmp_path):
    process.main(tmp_path)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in PROCESSED}


def test_the_readme_of_the_processed_data_counts_rows_and_columns():
    readme = (DATA / "processed" / "README.md").read_text(encoding="utf-8")
    claimed = dict(re.findall(r"^\| `(\w+)\.csv` \| (\d+) \|", readme, re.M))
    assert {name: int(rows) for name, rows in claimed.items()} == {
        each.stem: len(table(each.stem)) for each in PROCESSED
    }


def test_a_changed_raw_file_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "raw" / "digits"
    folder.mkdir(parents=True)
    (folder / "digits.csv.gz").write_bytes(b"changed")
    (folder / "README.md").write_text(f"{'0' * 64}  digits.csv.gz\n", encoding="utf-8")
    monkeypatch.setattr(process, "DATA", tmp_path)
    with pytest.raises(process.WrongChecksum) as complaint:
        process.digits()
    assert str(complaint.value) == (
        f"data/raw/digits/digits.csv.gz has the sha256 {hashlib.sha256(b'changed').hexdigest()},"
        f" expected {'0' * 64}: get the file again,"
        " or write the new checksum into its README.md if the change is meant"
    )


@pytest.mark.parametrize(
    ("name", "load", "turned"),
    [
        ("breast_cancer", {}, lambda target: 1 - target),
        ("diabetes", {"scaled": False}, lambda target: target),
        ("digits", {}, lambda target: target),
    ],
)
def test_the_data_are_those_of_scikit_learn(name, load, turned):
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is missing: make test installs it")
    theirs = getattr(datasets, f"load_{name}")(**load)
    np.testing.assert_array_equal(table(name), np.column_stack([theirs.data, turned(theirs.target)]))


def test_malignant_tumours_are_larger():
    """The class was turned round on the way: a slip there would show."""
    data = table("breast_cancer")
    radius, malignant = data[:, 0], data[:, -1] == 1
    assert radius[malignant].mean() > 1.3 * radius[~malignant].mean()
