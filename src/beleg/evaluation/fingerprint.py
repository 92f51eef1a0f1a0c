"""What exactly was measured: settings, documents, index, analysis, writer, by hashes.

In: the open parts of a workspace. Out: plain values by name. Two runs with the same values asked the same thing.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from beleg.language.weighting import ANALYSIS_REVISION
from beleg.records import as_json
from beleg.workspace import Parts

SHORT = 12
LEFT_OUT = frozenset({"server", "evaluation", "owner", "ingest"})
"""Settings that change no answer: who listens, who asks, how many child processes read."""


def settings_of(parts: Parts) -> dict[str, Any]:
    """The settings that may change an answer, as `group.name`."""
    groups = as_json(parts.settings.model_dump())
    return {
        f"{group}.{name}": value
        for group, values in groups.items()
        if group not in LEFT_OUT
        for name, value in values.items()
        if (group, name) != ("index", "linger_s")
    }


async def versions_of(parts: Parts) -> dict[str, str]:
    """Everything that names what was asked, by a word each."""
    settings = json.dumps(settings_of(parts), sort_keys=True)
    return {
        "beleg": version("beleg"),
        "writer": parts.settings.answers.writer,
        "writer_sha256": _writer_hash(parts),
        "analysis": str(ANALYSIS_REVISION),
        "index": parts.settings.index.kind,
        "settings_sha256": hashlib.sha256(settings.encode()).hexdigest()[:SHORT],
        "documents_sha256": (await parts.state.live_documents_sha256())[:SHORT],
    }


def _writer_hash(parts: Parts) -> str:
    """A hash of the writer's own files: its module, and those beside it that carry its name (code and weights)."""
    own = Path(inspect.getfile(type(parts.writer)))
    total = hashlib.sha256()
    for path in sorted(own.parent.glob(f"{own.stem}*")):
        if path.is_file():
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:SHORT]
