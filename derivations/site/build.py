"""`derive build`: check what has changed, render every page, write those that differ; or say which would.

SymPy loads only in the processes that check theorems: when nothing has changed, this one hashes files and is done.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from derivations.errors import DerivationError, UnknownName

from .cache import BUILT, Cache, Hashes
from .files import Place, digest, page, sweep, write_atomic

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class BuildReport:
    """What a build did. Paths are relative to the checkout, or to the folder given as `out`."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    drifted: tuple[tuple[str, str], ...] = ()  # path; "missing", "differs" or "orphaned"
    failed: tuple[tuple[str, str], ...] = ()  # theorem, rules or cookbook; message
    seconds: float = 0.0
    command: str = "derive build"  # what writes the pages that it speaks of
    misused: bool = False  # something failed because a file is no theorem, rather than because a step is refuted

    @property
    def status(self) -> int:
        """The exit status: 2 if a file is no theorem, 1 if a step is refuted or a page is out of date."""
        if self.misused:
            return 2
        return 1 if self.failed or self.drifted else 0


def build(
    targets: Sequence[str] = (),
    *,
    out: Path | str | None = None,
    check: bool = False,
    force: bool = False,
    jobs: int | None = None,
    console: Console | None = None,
) -> BuildReport:
    """Build the pages of all theorems, or of those named by id or file.

    With `out`, pages that stand by themselves are written to that folder. With `check`, nothing is written: the report
    says which pages are out of date. `force` takes nothing from earlier builds.
    """
    began = time.perf_counter()
    place = Place()
    if out is not None:
        return _Build(place, console, jobs, check, force, began).standalone(tuple(targets), Path(out))
    if not place.is_checkout:
        raise DerivationError("there is no checkout of the project here to write to: say where to with --out DIR")
    return _Build(place, console, jobs, check, force, began).pages(tuple(targets))


def _is_of_none(name: str, theorems: Container[str]) -> bool:
    """Whether a generated file lies where a theorem's own page, LaTeX or functions do, and there is no such theorem."""
    *folder, topic, file = name.split("/")
    own = "/".join(folder) in ("docs/theorems", "derivations/functions") and not file.startswith("_")
    return own and f"{topic}.{PurePath(file).stem}" not in theorems


@dataclass
class _Build:
    place: Place
    console: Console | None
    jobs: int | None
    check: bool
    force: bool
    began: float

    def pages(self, targets: tuple[str, ...]) -> BuildReport:
        """The pages of the project."""
        hashes, cache = Hashes(self.place), Cache(self.place)
        wanted = self._ids(targets, hashes)
        if not self.force and (current := cache.is_current(hashes)) is not None:
            report = BuildReport(unchanged=current, seconds=self._seconds())
            self._say(f"Nothing has changed: {len(current)} files are up to date ({report.seconds:.1f} s).")
            return report
        from .work import COOKBOOK, RULES, Done, Job, run

        keys = {id: hashes.theorem(id) for id in hashes.theorems}
        kept = {id: value for id, key in keys.items() if (value := cache.get(id, key)) is not None}
        todo = [id for id in wanted if self.force or id not in kept]
        kept = {id: value for id, value in kept.items() if id not in todo}
        shared = {RULES: hashes.engine} | ({COOKBOOK: hashes.cookbook} if hashes.cookbook else {})
        common = {} if self.force else {name: cache.get(name, key) for name, key in shared.items()}
        waiting = [*todo, *(name for name in shared if common.get(name) is None)]

        def keep(result: Done) -> None:
            if result.failure:  # what an earlier build found no longer counts, nor that all pages were up to date
                cache.drop(result.name)
                cache.drop(BUILT)
            else:
                cache.put(result.name, (keys | shared)[result.name], result.value, result.seconds)

        done = run([Job(name, cache.seconds(name)) for name in waiting], self.jobs, self.console, keep)
        failed = tuple((name, done[name].failure) for name in sorted(done) if done[name].failure)
        records = kept | {id: done[id].value for id in todo if not done[id].failure}
        common |= {name: done[name].value for name in shared if name in done}
        complete = not failed and len(records) == len(hashes.theorems)

        from .outputs import outputs

        whole = complete and len(wanted) == len(hashes.theorems)  # else the pages of the others stand as they are
        texts = outputs(self.place, records, [id for id in wanted if id in records], common if complete else None)
        left = sorted(set(self.place.generated()) - set(texts))
        if not whole:  # nothing is removed; a check of all theorems says of whose pages it can tell that they are left
            asked_all = self.check and len(wanted) == len(hashes.theorems)
            left = [name for name in left if asked_all and _is_of_none(name, hashes.theorems)]
        report = self._finish(self.place.root, texts, left, failed)
        report = replace(report, misused=any(one.misused for one in done.values()))
        if whole and not self.check:
            cache.put(BUILT, hashes.everything, {name: digest(text) for name, text in texts.items()})
        self._summary([records.get(id) for id in wanted], report, done)
        if not complete and not self.check:
            self._say("Left as they were, for they speak of every theorem: index, catalogue, rules and trust page.")
        return report

    def standalone(self, targets: tuple[str, ...], out: Path) -> BuildReport:
        """Pages outside of the project, each by itself."""
        asked, targets = targets, targets or tuple(Hashes(self.place).theorems)
        from .apart import by_page, require_free

        pages = by_page(targets, self.place)
        require_free(out, pages, self.place)
        targets = tuple(pages.values())
        from .outputs import standalone
        from .work import Job, run

        done = run([Job(target, 0.0) for target in targets], self.jobs, self.console)
        failed = tuple((name, done[name].failure) for name in targets if done[name].failure)
        records = [done[name].value for name in targets if not done[name].failure]
        report = self._finish(out, standalone(records), [], failed)
        command = shlex.join(("derive", "build", *asked, "--out", str(out)))
        report = replace(report, misused=any(one.misused for one in done.values()), command=command)
        self._summary(records, report, done)
        return report

    def _ids(self, targets: tuple[str, ...], hashes: Hashes) -> list[str]:
        from .headings import suggestion

        found = []
        for target in targets:
            if target.endswith(".py"):
                path = Path(target).resolve()
                if not path.is_relative_to(self.place.theorems.resolve()):
                    raise DerivationError(f"{target} is not in the catalogue: say where its page goes with --out DIR")
                target = f"{path.parent.name}.{path.stem}"
            if target not in hashes.theorems:
                raise UnknownName(f"no theorem {target!r}{suggestion(target, hashes.theorems)}")
            found.append(target)
        return list(dict.fromkeys(found)) or list(hashes.theorems)

    def _finish(
        self, base: Path, texts: dict[str, str], orphans: list[str], failed: tuple[tuple[str, str], ...]
    ) -> BuildReport:
        """Compare with what is there; write it, unless only checking."""
        old = {name: page(base / name) for name in texts}
        same = tuple(sorted(name for name in texts if old[name] == texts[name]))
        changed = sorted(set(texts) - set(same))
        if self.check:
            drifted = [(name, "differs" if (base / name).exists() else "missing") for name in changed]
            drifted += [(name, "orphaned") for name in orphans]
            return BuildReport((), same, (), tuple(sorted(drifted)), failed, self._seconds())
        for name in changed:
            if (base / name).is_dir():
                raise DerivationError(f"{base / name} is a folder, and a page is to be written there: move it away")
        here = self.place.written if base == self.place.root else ()
        sweep({(base / name).parent for name in texts}.union(here))
        for name in changed:
            write_atomic(base / name, texts[name])
        for name in orphans:
            (base / name).unlink(missing_ok=True)
        return BuildReport(tuple(changed), same, tuple(orphans), (), failed, self._seconds())

    def _seconds(self) -> float:
        return time.perf_counter() - self.began

    def _say(self, text: str) -> None:
        if self.console is not None:
            self.console.print(text)

    def _summary(self, records: Sequence[Any], report: BuildReport, done: dict[str, Any]) -> None:
        if self.console is not None:
            from .summary import summary

            summary(self.console, [r for r in records if r is not None], report, done, self.check)
