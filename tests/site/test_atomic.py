"""Killed at any moment, a build leaves every file as it was or as it should be, and the next one mends the rest."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import small
from small import run, tree

from derivations.site.files import write_atomic


def new_text(project):
    """Change every theorem a little, so that every page will differ."""
    for file in (project / "derivations/theorems").glob("*/*.py"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('title="', 'title="Again: '), encoding="utf-8")


@pytest.mark.parametrize("moment", [0.3, 0.7, "first", "third", "seventh"])
def test_sigkill(project, tmp_path, moment):
    old = tree(project)
    new_text(project)
    command = [sys.executable, small.__file__, str(project), json.dumps({"jobs": 2})]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    count = {"first": 1, "third": 3, "seventh": 7}.get(moment)
    deadline = time.monotonic() + (60 if count else moment)
    while time.monotonic() < deadline and process.poll() is None:
        now = tree(project)
        if count and sum(now.get(name) != text for name, text in old.items() if name.startswith("docs/")) >= count:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    killed = tree(project)
    report = run(project)
    assert report["failed"] == []
    new = tree(project)
    assert any(new[name] != old[name] for name in old if name.endswith(".md"))
    for name, text in killed.items():
        if not name.endswith(".derive-tmp"):
            assert text in (old.get(name), new.get(name)), f"{name} is neither old nor new"
    assert not [name for name in new if name.endswith(".derive-tmp")]


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    write_atomic(page, "old")

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space"):
        write_atomic(page, "new")
    assert page.read_text() == "old" and [f.name for f in tmp_path.iterdir()] == ["page.md"]
