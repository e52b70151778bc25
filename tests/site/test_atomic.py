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

from derivations.site.files import sweep, write_atomic


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
        pages = ((project / name, text) for name, text in old.items() if name.startswith("docs/"))
        if count and sum(page.read_bytes() != text for page, text in pages) >= count:
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


def test_what_another_build_is_writing_stays_and_what_a_dead_one_left_goes(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    alive, dead, old, foreign = (
        tmp_path / f".page.md.{process}.derive-tmp" for process in (os.getpid(), ended.pid, 1, "backup")
    )
    for file in (alive, dead, old, foreign):
        file.touch()
    os.utime(old, (time.time() - 4000,) * 2)
    sweep([tmp_path, tmp_path / "nowhere"])
    assert sorted(tmp_path.iterdir()) == sorted([alive, foreign])


def test_what_a_killed_build_left_in_any_folder_goes(project, aimed):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folders = (".derive-cache", "derivations/functions", "docs", "docs/theorems", "docs/theorems/gone")
    left = [project / folder / f".x.{ended.pid}.derive-tmp" for folder in folders]
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.touch()
    (project / "docs/trust.md").unlink()
    aimed(jobs=1)
    assert not [file for file in left if file.exists()]
