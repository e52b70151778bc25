"""How much work something takes by itself: without the tracing of coverage, and without collecting others' garbage."""

import cProfile
import gc
import os
import sys
import time
from contextlib import contextmanager


class Work:
    seconds = 0.0  # of the processor


@contextmanager
def work():
    """Measures its body; the figure is there once the body has ended, however it ended."""
    done, tracer, collects = Work(), sys.gettrace(), gc.isenabled()
    sys.settrace(None)
    gc.disable()
    begun = time.process_time()
    try:
        yield done
    finally:
        done.seconds = time.process_time() - begun
        sys.settrace(tracer)
        if collects:
            gc.enable()


class Calls:
    count = 0  # of functions, written in Python or not


@contextmanager
def calls():
    """Counts the functions that its body calls: the same on any machine, which a time is not."""
    counted, tracer, profile = Calls(), sys.gettrace(), cProfile.Profile()
    sys.settrace(None)
    profile.enable()
    try:
        yield counted
    finally:
        profile.disable()
        sys.settrace(tracer)
        counted.count = sum(entry.callcount for entry in profile.getstats())


def untraced():
    """The environment for a process that coverage need not follow: tracing doubles its time."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS")}
