"""docs/calculator.md shows what `derive grad` prints: `make golden` writes the page anew."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from derivations.cli import app

PAGE = Path(__file__).parents[2] / "docs/calculator.md"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.S)


def session(block):
    """The commands of a block, each followed by what it prints."""
    commands = [line for line in block[1].splitlines() if line.startswith("$ ")]
    return "\n".join(f"{command}\n{printed(command)}" for command in commands)


def printed(command):
    name, *arguments = shlex.split(command.removeprefix("$ "))
    assert name == "derive"
    result = CliRunner().invoke(app, arguments, prog_name="derive")
    output = "\n".join(line.rstrip() for line in result.output.rstrip().splitlines())
    assert (result.exit_code, output.startswith("error: ")) in ((0, False), (2, True)), output
    return output + "\n"


@pytest.mark.golden
def test_every_example(request):
    page = PAGE.read_text(encoding="utf-8")
    fresh = BLOCK.sub(session, page)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(fresh, encoding="utf-8")
    else:
        assert page == fresh


def test_every_example_in_python():
    text = "".join(re.findall(r"(?<=```python\n)(.*?)(?=```)", PAGE.read_text(encoding="utf-8"), re.S))
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert doctest.DocTestRunner().run(test) == (0, 14)


def test_the_table_names_every_function():
    from derivations.language.functions import FUNCTIONS

    table = "".join(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|"))
    assert [name for name in FUNCTIONS if not re.search(rf"\b{name}\b", table)] == []
