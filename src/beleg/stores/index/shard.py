"""One Qdrant Edge shard in a folder: terms as sparse vectors, passages' meaning as dense ones, and what is filtered by.

In: entries, ids, scopes, a query as plain values. Out: hits, counts. Used inside the index process only, by one thread at a
time: Qdrant Edge holds the GIL and owns its folder. Knows no socket and no text.
"""

from __future__ import annotations

import contextlib
import json
import os
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import qdrant_edge as edge

from beleg.errors import BelegError, IndexFailure, MixedEmbedders, StorageFailure
from beleg.stores.index.meta import FORMAT, META, embedder_in, meta_of

TERMS = "terms"
VECTOR = "vector"
_SHARD = "shard"
EXACT_BELOW = 20_000
"""So few allowed entries are compared one by one: as fast as a graph, and complete."""
EXACT_AT_MOST = 60_000
"""Up to so many where they are a small share: there a filtered graph is slow and misses."""
SMALL, ALMOST_ALL = 0.2, 0.9
"""A share of the entries below which a filter is small; from the other on the graph is walked as if there were none."""
_BEAM, _FILTERED_BEAM, _WIDEST = 128, 160, 1024
"""Candidates kept while the graph is walked, at least and at most; between them they grow with the graph."""
_A_CANDIDATE, _A_FILTERED_CANDIDATE = 500, 1500
"""Entries for each of them, measured at 100,000 and 500,000 entries to find .99 of the true ten."""
_LINKS, _BUILD_BEAM, _KILOBYTES_SCANNED = 16, 200, 100
_SCANNED = 500
"""With fewer allowed entries the terms are compared entry by entry, with more along the terms' own lists."""


class Shard:
    """The index in one folder, opened or made. Writes are in the write-ahead log when a call returns."""

    def __init__(self, folder: Path, revision: int, embedder: dict[str, Any] | None = None) -> None:
        """Open the index, or make it for vectors of `embedder` (the fields of an `EmbedderMark`)."""
        self.folder = folder
        with _told_as_storage(folder):
            folder.mkdir(parents=True, exist_ok=True)
            meta = meta_of(folder)
            if meta is None:
                meta = {"format": FORMAT, "analysis": revision, "embedder": embedder}
                self._embedder = embedder_in(meta)
                self._shard = self._made(meta)
            else:
                if meta.get("format") != FORMAT:
                    raise IndexFailure(f"The index in {str(folder)!r} was made by an older beleg. Run `beleg reindex`.")
                if meta.get("analysis") != revision:
                    raise IndexFailure(
                        f"The index in {str(folder)!r} was made with another analysis of words. Run `beleg reindex`."
                    )
                self._embedder = embedder_in(meta)
                self._shard = edge.EdgeShard.load(str(folder / _SHARD), self._config())

    def _made(self, meta: dict[str, Any]) -> edge.EdgeShard:
        """A new shard; meta.json comes last, so that a crash between leaves a folder that is made again."""
        path = self.folder / _SHARD
        if path.exists():
            import shutil

            shutil.rmtree(path)
        path.mkdir()
        shard = edge.EdgeShard.create(str(path), self._config())
        keyword = edge.KeywordIndexParams(enable_hnsw=False)  # links for filters take hours at size and are not needed
        for field in ("groups", "language", "labels"):
            shard.update(edge.UpdateOperation.create_field_index(field, keyword))
        numbers = edge.IntegerIndexParams(lookup=True, range=False, enable_hnsw=False)
        shard.update(edge.UpdateOperation.create_field_index("sources", numbers))
        days = edge.IntegerIndexParams(lookup=False, range=True, enable_hnsw=False)
        shard.update(edge.UpdateOperation.create_field_index("day", days))
        shard.flush()
        temporary = self.folder / (META + ".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(meta, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / META)
        return shard

    def put(self, header: dict[str, Any], arrays: Sequence[array[Any]]) -> None:
        """Insert or replace: `arrays` are ids, terms an entry, all indices, all values, numbers a vector (0 for none), all
        vectors; `header["scopes"]` one an entry."""
        ids, lengths, indices, values, sizes, vectors = arrays
        points, begin, at = [], 0, 0
        if len(vectors):
            self._must_be_ours(header["made_by"], set(sizes) - {0})
        for number, length, size, told in zip(ids, lengths, sizes, header["scopes"], strict=True):
            end = begin + length
            named: dict[str, Any] = {TERMS: edge.SparseVector(indices[begin:end].tolist(), values[begin:end].tolist())}
            if size:
                named[VECTOR] = vectors[at : at + size].tolist()
            points.append(edge.Point(number, named, {**_payload(*told[:4]), "language": told[4]}))
            begin, at = end, at + size
        if points:
            with _told_as_storage(self.folder):
                self._shard.update(edge.UpdateOperation.upsert_points(points))

    def _must_be_ours(self, fingerprint: str, sizes: set[int]) -> None:
        """Raises MixedEmbedders for vectors that another embedder made than those which are here."""
        if self._embedder is None:
            raise MixedEmbedders("The index holds no vectors, but was given some. Run `beleg reindex` to embed every passage.")
        if fingerprint != self._embedder.fingerprint or sizes != {self._embedder.dimensions}:
            raise MixedEmbedders(
                f"The index holds vectors of {self._embedder.name or 'another embedder'}; those of another embedder cannot be "
                "compared with them. Run `beleg reindex` to embed every passage anew."
            )

    def forget(self, ids: Sequence[int]) -> None:
        """Remove the points; unknown ids are no error."""
        if ids:
            with _told_as_storage(self.folder):
                self._shard.update(edge.UpdateOperation.delete_points(list(ids)))

    def regroup(self, ids: Sequence[int], scopes: Sequence[Sequence[Any]]) -> None:
        """Set what the points that are there are filtered by; points with the same scope change together."""
        with _told_as_storage(self.folder):
            there = {int(record.id) for record in self._shard.retrieve(list(ids), False, False)}
            alike: dict[str, list[int]] = {}
            for number, scope in zip(ids, scopes, strict=True):
                if number in there:
                    alike.setdefault(json.dumps(scope), []).append(number)
            for encoded, numbers in alike.items():
                self._shard.update(edge.UpdateOperation.set_payload(list(numbers), _payload(*json.loads(encoded))))

    def search(self, header: dict[str, Any], arrays: Sequence[array[Any]]) -> tuple[array[Any], ...]:
        """Ids and scores by terms, ids and cosines by vector, each best first; the filter works inside the search."""
        indices, values, vector = arrays
        if len(vector):
            self._must_be_ours(header["made_by"], {len(vector)})
        nothing = (array("Q"), array("f"))
        allowed = _filter(header)
        if allowed is None or header["limit"] < 1:
            return *nothing, *nothing
        by_terms = by_vector = nothing
        if len(indices):
            terms = edge.SparseVector(indices.tolist(), values.tolist())
            by_terms = self._nearest(edge.Query.Nearest(terms, TERMS), header["limit"], allowed, None)
        if len(vector):
            near = edge.Query.Nearest(vector.tolist(), VECTOR)
            by_vector = self._nearest(near, header["limit"], allowed, self._way(allowed))
        return *by_terms, *by_vector

    def _way(self, allowed: edge.Filter) -> edge.SearchParams:
        """How the vectors are searched. A graph filtered down to few of its points falls apart and finds next to nothing,
        without a word; so the share that the filter lets through decides, as the payload indexes estimate it."""
        count = self._shard.count(edge.CountRequest(exact=False, filter=allowed))
        if count < EXACT_BELOW:
            return edge.SearchParams(exact=True)
        total = max(1, self._shard.count(edge.CountRequest(exact=False)))
        share = count / total
        if share < SMALL and count < EXACT_AT_MOST:
            return edge.SearchParams(exact=True)
        if share >= ALMOST_ALL:
            return edge.SearchParams(hnsw_ef=min(_WIDEST, max(_BEAM, total // _A_CANDIDATE)))
        beam = min(_WIDEST, max(_FILTERED_BEAM, total // _A_FILTERED_CANDIDATE))
        return edge.SearchParams(hnsw_ef=beam, acorn=edge.AcornSearchParams(enable=True, max_selectivity=1.0))

    def _nearest(
        self, query: edge.Query, limit: int, allowed: edge.Filter, way: edge.SearchParams | None
    ) -> tuple[array[int], array[float]]:
        ids, scores = array("Q"), array("f")
        request = edge.SearchRequest(query, limit, filter=allowed, params=way, with_payload=False)
        for point in self._shard.search(request):
            ids.append(int(point.id))
            scores.append(point.score)
        return ids, scores

    def settle(self, *, vacuum: bool) -> int:
        """Flush, optimise; with `vacuum` deleted vectors leave the disk too. Returns how many points there are."""
        with _told_as_storage(self.folder):
            if vacuum:
                self._reopen(self._config(vacuum=True))
            self._shard.optimize()
            self._shard.flush()
            if vacuum:
                self._reopen(self._config())
            return self._shard.count(edge.CountRequest(exact=True))

    def flush(self) -> None:
        """Everything written is in the segments, so that the next start replays no log."""
        with _told_as_storage(self.folder):
            self._shard.flush()

    def close(self) -> None:
        """Flush and let go of the folder."""
        with contextlib.suppress(StorageFailure):
            self.flush()
        self._shard.close()

    def _reopen(self, config: edge.EdgeConfig) -> None:
        self._shard.flush()
        self._shard.close()
        self._shard = edge.EdgeShard.load(str(self.folder / _SHARD), config)

    def _config(self, *, vacuum: bool = False) -> edge.EdgeConfig:
        optimizers = edge.EdgeOptimizersConfig(
            deleted_threshold=0.0001 if vacuum else 0.2, vacuum_min_vector_number=1 if vacuum else 1000
        )
        terms = edge.EdgeSparseVectorParams(
            full_scan_threshold=_SCANNED, modifier=edge.Modifier.Idf, datatype=edge.VectorStorageDatatype.Float16
        )
        vectors: dict[str, edge.EdgeVectorParams] = {}
        if self._embedder is not None:
            vectors[VECTOR] = edge.EdgeVectorParams(
                self._embedder.dimensions,
                edge.Distance.Dot,
                datatype=edge.VectorStorageDatatype.Float16,
                hnsw_config=edge.HnswIndexConfig(_LINKS, _BUILD_BEAM, _KILOBYTES_SCANNED),
            )
        return edge.EdgeConfig(vectors=vectors, sparse_vectors={TERMS: terms}, optimizers=optimizers)


def _payload(groups: list[str], sources: list[int], labels: list[str], day: int | None) -> dict[str, Any]:
    return {"groups": groups, "sources": sources, "labels": labels, "day": day}


def _filter(header: dict[str, Any]) -> edge.Filter | None:
    """What the search is limited to; None where nothing can pass."""
    sets: list[tuple[str, Any]] = [("groups", header["visible_to"]), *(("labels", labels) for labels in header["labels"])]
    if header["source_ids"] is not None:
        sets.append(("sources", header["source_ids"]))
    if header["language"] is not None:
        sets.append(("language", [header["language"]]))
    if not all(values for _, values in sets):
        return None
    must: list[Any] = [edge.FieldCondition(field, edge.MatchAny(values)) for field, values in sets]
    since, until = header["days"]
    if since is not None or until is not None:
        must.append(edge.FieldCondition("day", range=edge.RangeFloat(gte=since, lte=until)))
    return edge.Filter(must=must)


@contextlib.contextmanager
def _told_as_storage(folder: Path) -> Iterator[None]:
    """Whatever the shard or the disk complains of becomes a StorageFailure that names the folder."""
    try:
        yield
    except OSError as error:
        raise StorageFailure(
            f"The index in {str(folder)!r} cannot be written: {error.strerror}. Make room, try again."
        ) from error
    except BelegError:
        raise
    except Exception as error:  # the shard raises bare exceptions of its own
        what = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise StorageFailure(f"The index in {str(folder)!r} cannot do that: {what}. Check the disk, then try again.") from error
