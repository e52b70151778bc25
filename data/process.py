"""Writes data/processed/ from data/raw/: `make data`, or `python data/process.py [FOLDER]`. The same bytes every time.

Numbers are passed on as the digits that the source has, so nothing is rounded on the way.
"""

import csv
import gzip
import hashlib
import io
import json
import re
import sys
from pathlib import Path

DATA = Path(__file__).parent
MEASURED = "radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension"
BREAST_CANCER = [f"{kind}_{name}" for kind in ("mean", "error", "worst") for name in MEASURED.split()]
DIABETES = [
    "age",
    "sex",
    "bmi",
    "blood_pressure",
    "cholesterol",
    "ldl",
    "hdl",
    "cholesterol_ratio",
    "log_triglycerides",
    "glucose",
]
PIXELS = [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]
LONGLEY = ["deflator", "gnp", "unemployed", "armed_forces", "population", "year"]


class WrongChecksum(Exception):
    """A raw file is not the one that its README describes."""


def raw(folder, name):
    """The text of a raw file, once its checksum is that of the README beside it."""
    file = DATA / "raw" / folder / name
    content = file.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    readme = (file.parent / "README.md").read_text(encoding="utf-8")
    expected = {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", readme, re.M)}.get(name)
    if found != expected:
        raise WrongChecksum(
            f"data/raw/{folder}/{name} has the sha256 {found}, expected {expected}: get the file again,"
            " or write the new checksum into its README.md if the change is meant"
        )
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()


def table(text, delimiter=","):
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def nist(file, name):
    return next(each for each in json.loads(raw("nist", file))["sets"] if each["name"] == name)


def breast_cancer():
    """Malignant becomes 1: it is what a doctor looks for."""
    rows = table(raw("breast_cancer", "breast_cancer.csv"))[1:]
    return [*BREAST_CANCER, "malignant"], [[*row[:-1], {"0": "1", "1": "0"}[row[-1]]] for row in rows]


def diabetes():
    measured = table(raw("diabetes", "diabetes_data_raw.csv.gz"), " ")
    target = table(raw("diabetes", "diabetes_target.csv.gz"))
    return [*DIABETES, "progression"], [
        [*row, f"{float(value):g}"] for row, (value,) in zip(measured, target, strict=True)
    ]


def digits():
    return [*PIXELS, "digit"], table(raw("digits", "digits.csv.gz"))


def pi_digits():
    return ["digit"], [[value] for value in nist("univariate.json", "PiDigits")["data"]]


def numacc4():
    return ["value"], [[value] for value in nist("univariate.json", "NumAcc4")["data"]]


def filip():
    data = nist("linear_regression.json", "Filip")["data"]
    return ["x", "y"], list(zip(data["x"], data["y"], strict=True))


def longley():
    data = nist("linear_regression.json", "Longley")["data"]
    columns = [data[f"x{k}"] for k in range(1, 7)]
    return [*LONGLEY, "employed"], list(zip(*columns, data["y"], strict=True))


TABLES = (breast_cancer, diabetes, digits, pi_digits, filip, longley, numacc4)


def main(folder):
    for make in TABLES:
        names, rows = make()
        with (folder / f"{make.__name__}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([names, *rows])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "processed")
