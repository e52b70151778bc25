"""How long building takes: `make bench`.

The checkout is copied, so that nothing built before helps and nothing here is overwritten. Printed are

- the seconds of a cold `derive build`: every step checked, errors planted in each, every assumption dropped;
- the seconds of `derive build` when nothing has changed, and its ratio to the cold one;
- the seconds that `import derivations` adds to a bare start of Python.

Times wander from machine to machine; the ratios, taken side by side in one run, do so less.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
COPIED = ("derivations", "docs", "pyproject.toml", "mkdocs.yml")
LIMITS = {"cold": 45.0, "unchanged": 1.5, "import": 0.15}


def seconds(command: list[str], place: Path) -> float:
    """Run a command in a checkout; its wall time."""
    environment = {**os.environ, "PYTHONPATH": str(place)}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    taken = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return taken


def copy_of(root: Path, place: Path) -> Path:
    """The parts of a checkout that building needs, without what earlier builds kept."""
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        elif source.is_file():
            shutil.copy(source, place / name)
    return place


def measure(repeats: int) -> dict[str, float]:
    """Seconds by name; repeated figures are medians, the two starts of Python in turn."""
    build = [sys.executable, "-m", "derivations.cli", "build"]
    with tempfile.TemporaryDirectory() as folder:
        place = copy_of(ROOT, Path(folder))
        bare, loaded = [], []
        for _ in range(3 * repeats):
            bare.append(seconds([sys.executable, "-c", "pass"], place))
            loaded.append(seconds([sys.executable, "-c", "import derivations"], place))
        found = {"bare": median(bare), "loaded": median(loaded), "cold": seconds([*build, "--force"], place)}
        found["unchanged"] = median(seconds(build, place) for _ in range(repeats))
    return found | {"import": found["loaded"] - found["bare"]}


def main() -> None:
    parser = argparse.ArgumentParser(description="How long building takes.")
    parser.add_argument("--repeats", type=int, default=5, help="runs behind each median")
    parser.add_argument("--check", action="store_true", help="fail where a figure is above its limit")
    options = parser.parse_args()
    found = measure(options.repeats)
    print(f"Python {sys.version.split()[0]}, {len(os.sched_getaffinity(0))} cores")
    print(f"{'':32}{'seconds':>9}  {'limit':>6}")
    for name, label in (
        ("cold", "cold build, all checks"),
        ("unchanged", "build, nothing changed"),
        ("import", "import derivations over Python"),
    ):
        print(f"{label:<32}{found[name]:9.3f}  {LIMITS[name]:6.2f}")
    print(f"{'ratio, unchanged to cold':<32}{found['unchanged'] / found['cold']:9.3f}")
    print(f"{'ratio, with import to bare':<32}{found['loaded'] / found['bare']:9.3f}")
    over = [name for name, limit in LIMITS.items() if found[name] > limit]
    if options.check and over:
        sys.exit(f"above the limit: {', '.join(over)}")


if __name__ == "__main__":
    main()
