"""What made an index: the format of its folder, the analysis of its terms, the embedder of its vectors.

In: the index's folder. Out: what `meta.json` says. Loads no engine, so that anyone may ask.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from beleg.errors import NewerFormat, StorageFailure
from beleg.records import EmbedderMark

FORMAT = 2
META = "meta.json"


def meta_of(folder: Path) -> dict[str, Any] | None:
    """What made the index in `folder`; None where there is none yet. Raises NewerFormat for a newer beleg's."""
    try:
        meta: dict[str, Any] = json.loads((folder / META).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StorageFailure(f"{str(folder / META)!r} cannot be read. Run `beleg reindex`.") from error
    if int(meta.get("format", 0)) > FORMAT:
        raise NewerFormat(
            f"The index in {str(folder)!r} was made by a newer beleg. Upgrade beleg, or run `beleg reindex` to make it anew."
        )
    return meta


def embedder_in(meta: dict[str, Any] | None) -> EmbedderMark | None:
    """The embedder that made the vectors; None for an index of words alone."""
    told = (meta or {}).get("embedder")
    if not told:
        return None
    return EmbedderMark(str(told["fingerprint"]), int(told["dimensions"]), str(told.get("name", "")), told.get("made_with", {}))
