"""Theorems are checked side by side: one that ends its process fails alone, and no process outlives the build."""

import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from rich.console import Console
from small import tree

from derivations import DerivationError
from derivations.site import pool, work
from derivations.site.work import Job, run

SLOW = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us in the background has it ignored
sys.path.insert(0, {tests!r})
import small
from pathlib import Path
from derivations.cli import main
from derivations.site import work

def value(name):
    if name == "optimization.linear_form":
        return "kept"
    time.sleep(60)

small.aim(Path({root!r}))
work._value = value
sys.argv = ["derive", "build", "--force", "--jobs", {jobs!r}]
main()
"""
KEPT = "Interrupted: pages are as they were; what was checked so far is kept.\n"


def does(name):
    """A job for each way to end."""
    if name == "leaves":
        os._exit(3)
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "fails":
        raise DerivationError("no")
    return name, os.getpid()


def jobs(*names):
    return [Job(name, float(-number)) for number, name in enumerate(names)]  # in this order


@pytest.mark.skipif(sys.platform == "win32", reason="there, no signal ends a process")
def test_a_process_that_ends_fails_its_own_job_alone(monkeypatch):
    monkeypatch.setattr(work, "_value", does)
    rest = [f"rest{number}" for number in range(9)]
    done = run(jobs("rest", "leaves", *rest, "killed", "fails", "leaves"), 3, None)
    assert {name: one.failure for name, one in done.items() if one.failure} == {
        "leaves": "leaves: the process that checked it ended with exit code 3",
        "killed": "killed: the process that checked it was ended by SIGKILL, perhaps for want of memory",
        "fails": "no",
    }
    assert [done[name].value[0] for name in rest] == rest


def test_all_are_lost_and_none_waits(monkeypatch):
    monkeypatch.setattr(work, "_value", lambda name: os._exit(0))
    done = run(jobs("a", "b", "c", "d", "e"), 2, None)
    assert {one.failure for one in done.values()} == {
        f"{name}: the process that checked it ended with exit code 0" for name in "abcde"
    }


def test_no_more_processes_than_asked_for(monkeypatch):
    monkeypatch.setattr(work, "_value", does)
    done = run(jobs(*(f"rest{number}" for number in range(12))), 2, None)
    assert 1 <= len({one.value[1] for one in done.values()}) <= 2 and os.getpid() not in {
        one.value[1] for one in done.values()
    }


@pytest.mark.parametrize("processes", [1, 2])
def test_each_result_is_kept_before_it_is_shown(monkeypatch, processes):
    monkeypatch.setattr(work, "_value", does)
    said = Console(file=io.StringIO(), width=160, force_terminal=False)
    seen = []
    run(jobs("a", "b", "c"), processes, said, lambda one: seen.append((one.name, said.file.getvalue().count("\n"))))
    assert sorted(name for name, _ in seen) == ["a", "b", "c"] and [lines for _, lines in seen] == [0, 1, 2]


def test_an_error_of_who_keeps_ends_the_processes(monkeypatch):
    monkeypatch.setattr(work, "_value", lambda name: time.sleep(60) if name == "slow" else name)
    began = time.monotonic()

    def full(one):
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        run(jobs("slow", "quick"), 2, None, full)
    assert time.monotonic() - began < 30


def test_processes_that_share_nothing_do_the_same(monkeypatch):
    """As on a system without fork."""
    monkeypatch.setattr(pool, "METHOD", "spawn")
    with pool.outcomes(len, ["a", "bbb", "cc"], 2, None) as outcomes:
        assert sorted(outcomes) == [1, 2, 3]


def begun(project, processes):
    """A build of which one theorem is checked, and another never will be."""
    script = SLOW.format(tests=os.path.dirname(__file__), root=str(project), jobs=str(processes))
    build = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    line = build.stdout.readline()
    assert line.startswith("[ 1/4] checked optimization.linear_form"), line + build.stderr.read()
    return build


def ended(build):
    """What it still printed to standard error; the pipe ends when the last of its processes has."""
    try:
        return build.communicate(timeout=30)[1]
    finally:
        build.kill()


def slow_first(project):
    """Let the one that is checked come first, whatever the number of processes."""
    entry = project / ".derive-cache/optimization.linear_form.json"
    entry.write_text(json.dumps(json.loads(entry.read_text()) | {"seconds": 1e9}))
    return entry


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
@pytest.mark.parametrize("processes", [1, 4])
@pytest.mark.parametrize(
    ("number", "send", "times"),
    [
        (signal.SIGINT, "killpg", 1),  # as Ctrl-C does
        (signal.SIGINT, "killpg", 3),
        (signal.SIGINT, "kill", 1),
        (signal.SIGTERM, "kill", 1),
    ],
)
def test_interrupted_it_says_so_and_keeps_what_was_checked(project, processes, number, send, times):
    entry = slow_first(project)
    before = tree(project)
    build = begun(project, processes)
    for _ in range(times):
        getattr(os, send)(build.pid, number)
        time.sleep(0.05)
    assert (ended(build), build.returncode) == (KEPT, 128 + number)
    assert json.loads(entry.read_text())["value"] == "kept" and tree(project) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_it_leaves_no_process_behind(project):
    slow_first(project)
    build = begun(project, 4)
    build.kill()
    assert (ended(build), build.returncode) == ("", -signal.SIGKILL)
