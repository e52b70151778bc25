"""CONTRIBUTING's "Add a theorem", followed literally in a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from measuring import untraced

ROOT = Path(__file__).parent.parent
TOPIC, NAME = "linear_models", "squared_distance"
COPIED = "derivations docs tests data notebooks benchmarks Makefile pyproject.toml README.md CONTRIBUTING.md mkdocs.yml"
TESTS = [f"tests/test_{name}.py" for name in ("comparisons", "golden", "every_theorem", "frame", "cli")]
QUICK = f"{NAME} or recorded or status_table or many_kinds or test_list"
OURS = {"derive": [sys.executable, "-m", "derivations.cli"], "python": [sys.executable]}


def named(text):
    return text.replace("TOPIC", TOPIC).replace("NAME", NAME)


def recipe(target):
    """The commands of a make target, run by this Python in place of the one in .venv."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    body = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.M)
    assert body, f"no target {target}"
    for line in body[1].splitlines():
        tool, *rest = line.strip().split()
        tool = tool.removeprefix("$(BIN)/")
        yield [*OURS.get(tool, [sys.executable, "-m", tool]), *rest]


def commands(block):
    """What a block of shell asks for; the environment is there already."""
    for line in block.splitlines():
        words = line.split()
        if words[0] == "make":
            yield from recipe(words[1])
        elif words[0] == "derive":
            yield [*OURS["derive"], *words[1:]]
        else:
            assert line == ". .venv/bin/activate", line


def narrowed(command):
    """Of all tests those of the new theorem, and no coverage; of the linters those that are quick."""
    if "--update-golden" in command:
        return [*command, *TESTS[:2], "-k", f"{NAME} or recorded"]
    if "--cov" in command:
        return [sys.executable, "-m", "pytest", "-q", *TESTS, "-k", QUICK]
    return None if "pyright" in command else command


@pytest.mark.slow
def test_add_a_theorem(tmp_path):
    for name in COPIED.split():
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        (shutil.copytree(source, tmp_path / name, ignore=ignored) if source.is_dir() else shutil.copy(source, tmp_path))
    if (ROOT / ".derive-cache").is_dir():
        shutil.copytree(ROOT / ".derive-cache", tmp_path / ".derive-cache")

    def run(command):
        environment = untraced() | {"PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"

    chapter = re.search(r"^## Add a theorem\n(.*?)^## ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M | re.S)[1]
    steps = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |\Z)", chapter, re.M | re.S)
    assert [int(number) for number, _ in steps] == list(range(1, len(steps) + 1))
    theorem = tmp_path / "derivations" / "theorems" / TOPIC / f"{NAME}.py"
    for _, step in steps:
        if "Replace every `TODO`" in step:
            filled = theorem.read_text(encoding="utf-8").replace("TODO: ", "").replace("TODO, ", "5.5, ")
            theorem.write_text(filled.replace('"a title"', '"A title"'), encoding="utf-8")
        for language, block in re.findall(r"^ *```(\w+)\n(.*?)^ *```", step, re.M | re.S):
            block = named(re.sub(r"^   ", "", block, flags=re.M))
            if language == "python":
                oracles = tmp_path / "tests" / "oracles" / f"{TOPIC}.py"
                oracles.write_text(f"{oracles.read_text(encoding='utf-8')}\n\n{block}", encoding="utf-8")
                continue
            for command in commands(block):
                if (command := narrowed(command)) is not None:
                    run(command)
    assert (tmp_path / "docs" / "theorems" / TOPIC / f"{NAME}.md").is_file()
    assert (tmp_path / "tests" / "golden" / f"{TOPIC}.{NAME}.tex").is_file()
