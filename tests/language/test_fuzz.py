"""Whatever is typed gives an expression or an error on purpose, soon, and nothing typed is executed."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from measuring import calls

from derivations.errors import DerivationError
from derivations.language import parse

from .texts import PIECES, anything

HERE = Path(__file__).parent
MEMORY = """
import random, resource
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
from derivations.errors import DerivationError
from derivations.language import parse
for text in ["x" * 10**6, "(" * 10**6, "9" * 10**6, "x+" * 10**6, "-" * 10**6 + "x", "9^" * 10**5 + "9", "\\n" * 10**6]:
    try:
        parse(text)
    except DerivationError as problem:
        assert len(str(problem)) < 1500
    else:
        raise AssertionError(text[:10])
print("done")
"""

WATCHED = """
import random, sys
from texts import LARGE, PIECES, anything
from derivations.errors import DerivationError
from derivations.language import parse

def attempt(text):
    try:
        parse(text).understood()
    except DerivationError:
        pass

seen = []
r = random.Random(0)
attempt("kron(A, eye)*x + λ*vec(A)*log(2*pi)")  # what loads, loads before
texts = [anything(r) for _ in range(300)]
texts += ["__import__('os').system('x')", "exec(x)", "open(x)", "x.__class__", "eval", "print(x)", "lambda: x"]
sys.addaudithook(lambda event, arguments: seen.append(event) if watching else None)
watching = True
for text in texts:
    attempt(text)
watching = False
harmless = ("object.__getattr__", "builtins.id", "gc.", "import", "open", "os.listdir", "marshal", "sys._getframe")
print(sorted({e for e in seen if not e.startswith(harmless)}))
"""


def attempt(text):
    """How many functions an answer or an error called."""
    with calls() as made:
        try:
            parse(text).understood()
        except DerivationError as problem:
            assert 0 < len(str(problem)) < 1500
    return made.count


@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_strings(seed):
    r = random.Random(seed)
    assert max(attempt(anything(r)) for _ in range(100)) < 3e6


@pytest.mark.slow
@pytest.mark.skipif("LONG" not in os.environ, reason="takes a minute: LONG=1 runs it")
@pytest.mark.parametrize("seed", range(1000, 1010))
def test_ten_thousand_strings(seed):
    r = random.Random(seed)
    assert max(attempt(anything(r)) for _ in range(1000)) < 3e6


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_pieces_in_any_order(text):
    attempt(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_any_text(text):
    attempt(text)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3))
def test_any_declaration(variables):
    with pytest.raises(DerivationError) if variables else pytest.MonkeyPatch.context():
        parse("x", {**variables, "x ": "n", "x": "n"} if variables else None)


def test_nothing_typed_is_executed():
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, cwd=HERE)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_megabytes_need_little_memory():
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("done\n", "")
