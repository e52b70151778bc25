"""The same question gives the same answer, with the same steps in the same order, whatever the seed of hashes."""

import subprocess
import sys

import pytest
from measuring import untraced

SUITE = """
from tests.calculus.suite import CASES
from derivations import differentiate
from derivations.errors import DerivationError

for case in CASES[::5]:
    for order in case.orders:
        print(case.name, order)
        try:
            result = differentiate(case.f, case.wrt, order=order)
            print(result, result.latex, *result.notes)
            print(*(f"{step.head} {step.expr} {step.by} {step.why} {step.verdict}" for step in result.steps), sep="\\n")
        except DerivationError as problem:
            print(problem)
"""
COOKBOOK = """
from derivations.site.cookbook.page import cookbook_page
from derivations.site.cookbook.record import cookbook_record

print(cookbook_page(cookbook_record()))
"""
POWERS = """
from derivations import differentiate, dims, inner, matrix, scalar

X, t = matrix("X", *dims("n p")), scalar("t")
result = differentiate(((t / inner(X, X)) ** 3) ** 3, X, order=2)
print(result, *(f"{step.expr} {step.verdict}" for step in result.steps), sep="\\n")
"""


@pytest.mark.parametrize("code", [SUITE, COOKBOOK, POWERS], ids=["suite", "cookbook", "powers"])
def test_answers_do_not_depend_on_the_hash_seed(code):
    said = [_run(code, seed) for seed in ("1", "2")]
    texts = [process.communicate()[0] for process in said]
    assert [process.returncode for process in said] == [0, 0]
    assert len(texts[0]) > 1_000
    assert texts[0] == texts[1]


def _run(code: str, seed: str) -> subprocess.Popen[str]:
    environment = untraced() | {"PYTHONHASHSEED": seed}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
