"""How a workspace stands: what is configured, what is missing, what to do.

In: the parts. Out: findings, the worst not first but in the order of the work: data, index, embedder, sources, reading,
writing. Changes no content; the index settles, so that its count
is of everything written. Knows no way in.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator

from beleg.errors import BelegError
from beleg.guarantee import quality
from beleg.providers.entailer import Entailer
from beleg.records import Finding
from beleg.settings import DATA_FOLDER
from beleg.workspace import Parts

LOW_DISK_MB = 500


async def findings(parts: Parts) -> list[Finding]:
    """Every finding. Raises nothing that a part may raise: it becomes a finding."""
    return [finding async for finding in _look(parts)]


async def _look(parts: Parts) -> AsyncGenerator[Finding, None]:
    yield Finding("workspace", "ok", f"{parts.root}")
    free_mb = shutil.disk_usage(parts.root / DATA_FOLDER).free // 1_000_000
    yield Finding(
        "disk",
        "ok" if free_mb >= LOW_DISK_MB else "problem",
        f"{free_mb:,} MB free",
        "" if free_mb >= LOW_DISK_MB else "Free some room: indexing stops when the disk is full.",
    )
    passages = await parts.state.passage_count()
    yield Finding("passages", "ok" if passages else "missing", f"{passages:,}", "" if passages else "Run `beleg add FOLDER`.")
    yield await _index(parts, passages)
    yield await _embedder(parts)
    for status in await parts.state.source_statuses(None):
        bad = status.quarantined
        says = f"{status.documents:,} documents, {status.passages:,} passages" + (f", {bad:,} could not be read" if bad else "")
        do = "`beleg sources` names the reasons; `beleg sync --retry` tries again." if bad else ""
        yield Finding(f"source {status.source.name}", "problem" if bad else "ok", says, do)
        unseen = status.source.readers.isdisjoint(parts.owner.groups)
        if unseen:
            readers = ", ".join(sorted(status.source.readers))
            yield Finding(
                f"source {status.source.name}",
                "missing",
                f"only {readers} may read it; the owner is in none of these groups",
                "To find its documents from here, add the group to owner.groups in beleg.toml.",
            )
    yield Finding("writer", "ok", f"{parts.settings.answers.writer}: answers word for word from the documents, no model needed")
    if parts.settings.rerank.kind:
        yield await _reranker(parts)
    if parts.entailer is not None:
        yield await _entailment(parts, parts.entailer)
    yield await _guarantee(parts)
    tokenizer = parts.settings.chunking.tokenizer
    yield Finding("tokens", "ok", f"counted by {tokenizer}" if tokenizer else "estimated from characters, on the safe side")


async def _guarantee(parts: Parts) -> Finding:
    stands = await quality(parts, "en", pictures=False)
    if stands.status == "uncalibrated":
        asked = bool(stands.acceptable_error)
        return Finding(
            "guarantee",
            "missing" if asked else "ok",
            stands.says if asked else "none is asked for; the confidence is the writer's own",
            "Run `beleg calibrate FILE` with labelled questions." if asked else "",
        )
    if stands.status == "no_target":
        return Finding("guarantee", "ok", f"none is asked for; the confidence is calibrated on {stands.labels:,} labels")
    if stands.status == "holds":
        return Finding("guarantee", "ok", stands.says)
    return Finding("guarantee", "problem", stands.says, "Label questions of today and run `beleg calibrate FILE` again.")


async def _index(parts: Parts, passages: int) -> Finding:
    try:
        held = await parts.index.settle()
    except BelegError as error:
        return Finding("index", "problem", str(error), "Run `beleg reindex`; nothing is lost, it is made from the state.")
    if held != passages:
        return Finding(
            "index", "problem", f"{held:,} entries for {passages:,} passages", "Run `beleg sync`, or `beleg reindex`."
        )
    return Finding("index", "ok", f"{parts.settings.index.kind}, {held:,} entries")


async def _embedder(parts: Parts) -> Finding:
    """Whether the embedder that is set can be loaded, and whether the index was made by it."""
    try:
        wanted, there = await parts.embedders.wanted(), await parts.index.made_by()
    except BelegError as error:
        return Finding("embedder", "problem", str(error), "Until then the questions are searched for by words alone.")
    if wanted is None and there is None:
        return Finding("embedder", "ok", "none: passages are found by words alone")
    if wanted is None or there is None or wanted.fingerprint != there.fingerprint:
        says = f"{wanted.name if wanted else 'none'} is set, but the index was made with {there.name if there else 'none'}"
        return Finding("embedder", "problem", says, "Run `beleg reindex`; searches go on in the old index meanwhile.")
    return Finding("embedder", "ok", f"{wanted.name}, {wanted.dimensions} numbers a vector, and the index was made with it")


async def _reranker(parts: Parts) -> Finding:
    """Whether the re-ranker that is set answers."""
    try:
        await parts.reranker.scores("beleg?", ["beleg"])
    except BelegError as error:
        return Finding("re-ranker", "problem", str(error), "Until then passages stay in the order they had before it.")
    return Finding("re-ranker", "ok", f"{parts.settings.rerank.kind}: reads the best {parts.settings.rerank.candidates} again")


async def _entailment(parts: Parts, entailer: Entailer) -> Finding:
    """Whether the entailment model that is set can be asked."""
    try:
        await entailer.judge([("beleg", "beleg")])
    except BelegError as error:
        return Finding("entailment", "problem", str(error), "Until then answers and texts cannot be checked.")
    return Finding("entailment", "ok", f"{parts.settings.entailment.model}: a second opinion on what carries a sentence")
