"""What MkDocs asks of this project while it builds the site: the pages of the notebooks. Named in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from derivations.site.files import Place
from derivations.site.notebooks import pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the notebooks give to the files of docs/."""
    from mkdocs.structure.files import File

    for name, content in pages(Place(Path(config.config_file_path).parent)).items():
        files.append(File.generated(config, name, content=content))
    return files
