"""Notebooks as pages: run when the site is built, unless nothing that they rest on has changed, and shown with outputs.

A page is Markdown, like any other; a figure is a file beside it. What a notebook printed is kept in `.cache/notebooks`.
"""

from __future__ import annotations

import json
import logging
import os
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from .cache import Hashes
from .files import Place, digest, read, write_atomic

log = logging.getLogger("mkdocs.derivations")
_DOLLARS = re.compile(r"(\$\$?)([^$]+)\1")
_UNFIT = re.compile(r"</?(?:html|body|head)[^>]*>|(?<=style=\")color:#[0-9a-f]{6};")  # a page has its own colours
_DATA = re.compile(r"\[([^\]]+)\]\(\.\./(data/[^)]+)\)")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def pages(place: Place) -> dict[str, str | bytes]:
    """The files that all notebooks give, by their path in docs/."""
    paths = sorted((place.root / "notebooks").glob("*.ipynb"))
    made: dict[str, str | bytes] = {}
    for path, notebook in zip(paths, _executed(place, paths), strict=True):
        made |= files_of(path.stem, notebook)
        made[f"notebooks/{path.name}"] = path.read_bytes()
    return made


# --- running ----------------------------------------------------------------------------------------------------------


def _executed(place: Place, paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Every notebook with its outputs, two at a time; without the packages that run them, as they are stored."""
    try:
        import ipykernel as ipykernel
        import nbclient as nbclient
    except ImportError as missing:
        log.info("Notebooks are shown without outputs: %s (pip install 'mathematics-for-ml[docs]').", missing)
        return [json.loads(read(path) or "{}") for path in paths]
    common = _common(place)
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda path: _kept(place, path, common), paths))


def _common(place: Place) -> str:
    """A hash of what any notebook may rest on: the package, the data, and every package installed."""
    package = place.root / "derivations"
    files = [file for file in package.rglob("*.py") if package / "site" not in file.parents]
    files += (place.root / "data").rglob("*")
    contents = [
        part for f in sorted(files) if f.is_file() for part in (f.relative_to(place.root).as_posix(), f.read_bytes())
    ]
    installed = sorted(f"{found.metadata['Name']} {found.version}" for found in distributions())
    return digest(Hashes(place).engine, *contents, *installed)


def _kept(place: Place, path: Path, common: str) -> dict[str, Any]:
    key = digest(common, path.read_bytes())
    store = place.root / ".cache" / "notebooks" / f"{path.stem}.json"
    kept = json.loads(read(store) or "{}")
    if kept.get("key") == key:
        return kept["notebook"]
    log.info("Running %s", path.name)
    notebook, problem = _run(path)
    if problem:
        log.warning("%s: %s", path.name, problem)
    else:
        write_atomic(store, json.dumps({"key": key, "notebook": notebook}, ensure_ascii=False))
    return notebook


def _run(path: Path) -> tuple[dict[str, Any], str]:
    """The notebook as far as it ran, and what stopped it."""
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from .kernels import HANGS, execute

    notebook = nbformat.read(path, as_version=4)
    problem = ""
    try:
        execute(notebook, path.parent)
    except CellExecutionError as error:
        problem = f"a cell fails: {_ESCAPES.sub('', f'{error.ename}: {error.evalue}')}"
    except CellTimeoutError:
        problem = f"a cell takes longer than {HANGS} s"
    except DeadKernelError:
        problem = "a cell ends Python"
    return json.loads(nbformat.writes(notebook)), problem


# --- pages ------------------------------------------------------------------------------------------------------------


def files_of(name: str, notebook: dict[str, Any]) -> dict[str, str | bytes]:
    """The Markdown of a notebook's page, and its figures."""
    text: list[str] = []
    figures: dict[str, str | bytes] = {}
    heading = name
    for cell in notebook["cells"]:
        if "slider" in cell.get("metadata", {}).get("tags", ()):
            continue  # a page has no kernel to move it; the figure before it shows several positions
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            text.append(_no_pages(source))
            heading = (re.findall(r"^#+ (.+)", source, re.M) or [heading])[-1]
            if not figures and len(text) == 1:
                text.append(f"[Download the notebook]({name}.ipynb), and change what you like.")
        elif cell["cell_type"] == "code":
            text.append(f"```python\n{source}\n```")
            for piece in _outputs(name, cell.get("outputs", ()), heading, figures):
                text.append(piece)
    return {f"notebooks/{name}.md": "\n\n".join(text) + "\n", **figures}


def _no_pages(source: str) -> str:
    """Links to pages of docs/ lead to them from a notebook's own page too; a file of data is named, it has no page."""
    named = re.sub(rf"\({_DATA.pattern}\)", r"(\1: `\2`)", source.replace("](../docs/", "](../"))
    return _DATA.sub(r"\1 (`\2`)", named)


def _outputs(
    name: str, outputs: Sequence[dict[str, Any]], heading: str, figures: dict[str, str | bytes]
) -> Iterator[str]:
    for output in outputs:
        if output["output_type"] == "stream":
            if output["name"] == "stdout":
                yield _printed("".join(output["text"]))
        elif output["output_type"] == "error":
            yield _printed(_ESCAPES.sub("", f"{output['ename']}: {output['evalue']}"))
        else:
            yield _shown(name, {kind: _whole(data) for kind, data in output["data"].items()}, heading, figures)


def _whole(data: Any) -> Any:
    return "".join(data) if isinstance(data, list) else data


def _shown(name: str, data: dict[str, Any], heading: str, figures: dict[str, str | bytes]) -> str:
    """The richest form that a page without a kernel can show."""
    for kind, ending in (("image/svg+xml", "svg"), ("image/png", "png")):
        if kind in data:
            file = f"notebooks/{name}-{len(figures) + 1}.{ending}"
            figures[file] = b64decode(data[kind]) if ending == "png" else data[kind]
            alt = re.sub(r"[\[\]$`\\]", "", heading)
            return f"![Plot: {alt}]({file.rpartition('/')[2]})"
    if "text/html" in data:
        return f'<div class="output">{_formulas(_UNFIT.sub("", data["text/html"]))}</div>'
    if "text/markdown" in data:
        return data["text/markdown"]
    if "text/latex" in data:
        return f'<div class="output">{_formulas(data["text/latex"])}</div>'
    return _printed(data.get("text/plain", ""))


def _printed(text: str) -> str:
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    return f"{fence}{{.text .output}}\n{text.rstrip()}\n{fence}" if text.strip() else ""


def _formulas(html: str) -> str:
    """Formulas between dollar signs, marked as the site's extension does; on one line, which Markdown leaves alone."""

    def marked(found: re.Match[str]) -> str:
        tex = found[2].strip()
        if found[1] == "$$":
            return f'<div class="arithmatex">\\[{tex}\\]</div>'
        return f'<span class="arithmatex">\\({tex}\\)</span>'

    return re.sub(r"\n\s*", " ", _DOLLARS.sub(marked, html))
