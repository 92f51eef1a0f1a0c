"""A model's folder on this machine: which files it must have, and what tells it from another.

In: the folder of the settings. Out: paths, a hash of the contents. Nothing is ever fetched. Knows no model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from beleg.errors import EmbedderFailure
from beleg.settings import Embeddings


def model_folder(settings: Embeddings) -> Path:
    """The folder with the model. Raises EmbedderFailure where the settings name none, or it is not there."""
    if not settings.folder:
        raise EmbedderFailure(f"The embedder {settings.kind!r} needs a model's folder. Set embeddings.folder in beleg.toml.")
    folder = Path(settings.folder).expanduser()
    if not folder.is_dir():
        raise EmbedderFailure(
            f"There is no model folder {str(folder)!r}. Put the model there, or correct embeddings.folder; nothing is fetched."
        )
    return folder


def file_of(folder: Path, names: Sequence[str]) -> Path:
    """The first of these files that is in the folder. Raises EmbedderFailure where none is."""
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise EmbedderFailure(f"The model folder {str(folder)!r} has no {' and no '.join(names)}. Put the file there.")


def content_hash(files: Iterable[Path]) -> str:
    """A hash of the files' bytes: the same wherever the folder stands."""
    total = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:32]


def fingerprint(*told: Any) -> str:
    """What tells vectors apart, in 16 characters."""
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
