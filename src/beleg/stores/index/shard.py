"""One Qdrant Edge shard in a folder: terms as sparse vectors, and what is filtered by.

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

from beleg.errors import IndexFailure, NewerFormat, StorageFailure
from beleg.stores.index.meta import FORMAT, META, meta_of

TERMS = "terms"
_SHARD = "shard"


class Shard:
    """The index in one folder, opened or made. Writes are in the write-ahead log when a call returns."""

    def __init__(self, folder: Path, revision: int) -> None:
        self.folder = folder
        with _told_as_storage(folder):
            folder.mkdir(parents=True, exist_ok=True)
            meta = meta_of(folder)
            if meta is None:
                self._shard = self._made(revision)
            else:
                if meta.get("analysis") != revision:
                    raise IndexFailure(
                        f"The index in {str(folder)!r} was made with another analysis of words. Run `beleg reindex`."
                    )
                self._shard = edge.EdgeShard.load(str(folder / _SHARD), _config())

    def _made(self, revision: int) -> edge.EdgeShard:
        """A new shard; meta.json comes last, so that a crash between leaves a folder that is made again."""
        path = self.folder / _SHARD
        if path.exists():
            import shutil

            shutil.rmtree(path)
        path.mkdir()
        shard = edge.EdgeShard.create(str(path), _config())
        keyword = edge.KeywordIndexParams(enable_hnsw=False)
        shard.update(edge.UpdateOperation.create_field_index("groups", keyword))
        shard.update(edge.UpdateOperation.create_field_index("language", keyword))
        shard.update(edge.UpdateOperation.create_field_index("labels", keyword))
        days = edge.IntegerIndexParams(lookup=False, range=True, enable_hnsw=False)
        shard.update(edge.UpdateOperation.create_field_index("modified_day", days))
        numbers = edge.IntegerIndexParams(lookup=True, range=False, enable_hnsw=False)
        shard.update(edge.UpdateOperation.create_field_index("sources", numbers))
        shard.flush()
        temporary = self.folder / (META + ".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, "analysis": revision}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / META)
        return shard

    def put(self, header: dict[str, Any], arrays: Sequence[array[Any]]) -> None:
        """Insert or replace: `arrays` are ids, terms an entry, all indices, all values; `header["scopes"]` one an entry."""
        ids, lengths, indices, values = arrays
        points, begin = [], 0
        for number, length, (groups, sources, language, labels, day) in zip(ids, lengths, header["scopes"], strict=True):
            end = begin + length
            vector = edge.SparseVector(indices[begin:end].tolist(), values[begin:end].tolist())
            payload = {"groups": groups, "sources": sources, "language": language, "labels": labels, "modified_day": day}
            points.append(edge.Point(number, {TERMS: vector}, payload))
            begin = end
        if points:
            with _told_as_storage(self.folder):
                self._shard.update(edge.UpdateOperation.upsert_points(points))

    def forget(self, ids: Sequence[int]) -> None:
        """Remove the points; unknown ids are no error."""
        if ids:
            with _told_as_storage(self.folder):
                self._shard.update(edge.UpdateOperation.delete_points(list(ids)))

    def regroup(self, ids: Sequence[int], scopes: Sequence[list[Any]]) -> None:
        """Set groups, sources, labels and days of the points that are there; points with the same scope change together."""
        with _told_as_storage(self.folder):
            there = {int(record.id) for record in self._shard.retrieve(list(ids), False, False)}
            alike: dict[str, list[int]] = {}
            for number, scope in zip(ids, scopes, strict=True):
                if number in there:
                    alike.setdefault(json.dumps(scope), []).append(number)
            for encoded, numbers in alike.items():
                payload = dict(zip(("groups", "sources", "labels", "modified_day"), json.loads(encoded), strict=True))
                self._shard.update(edge.UpdateOperation.set_payload(list(numbers), payload))

    def search(self, header: dict[str, Any], arrays: Sequence[array[Any]]) -> tuple[array[int], array[float]]:
        """Ids and scores, best first; the filter works inside the search."""
        indices, values = arrays
        ids, scores = array("Q"), array("f")
        if not header["visible_to"] or not indices or header["limit"] < 1 or header["source_ids"] == []:
            return ids, scores
        must: list[Any] = [edge.FieldCondition("groups", edge.MatchAny(header["visible_to"]))]
        if header["source_ids"] is not None:
            must.append(edge.FieldCondition("sources", edge.MatchAny(header["source_ids"])))
        if header["language"] is not None:
            must.append(edge.FieldCondition("language", edge.MatchAny([header["language"]])))
        must += [edge.FieldCondition("labels", edge.MatchAny(alternatives)) for alternatives in header["labels"]]
        since, until = header["days"]
        if since is not None or until is not None:
            must.append(edge.FieldCondition("modified_day", range=edge.RangeFloat(gte=since, lte=until)))
        vector = edge.SparseVector(indices.tolist(), values.tolist())
        request = edge.SearchRequest(
            edge.Query.Nearest(vector, TERMS), header["limit"], filter=edge.Filter(must=must), with_payload=False
        )
        for point in self._shard.search(request):
            ids.append(int(point.id))
            scores.append(point.score)
        return ids, scores

    def settle(self, *, vacuum: bool) -> int:
        """Flush, optimise; with `vacuum` deleted vectors leave the disk too. Returns how many points there are."""
        with _told_as_storage(self.folder):
            if vacuum:
                self._reopen(_config(vacuum=True))
            self._shard.optimize()
            self._shard.flush()
            if vacuum:
                self._reopen(_config())
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


def _config(*, vacuum: bool = False) -> edge.EdgeConfig:
    """The shard's settings. Room for dense vectors: they are added by name beside the terms."""
    optimizers = edge.EdgeOptimizersConfig(
        deleted_threshold=0.0001 if vacuum else 0.2, vacuum_min_vector_number=1 if vacuum else 1000
    )
    terms = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf, datatype=edge.VectorStorageDatatype.Float16)
    return edge.EdgeConfig(sparse_vectors={TERMS: terms}, optimizers=optimizers)


@contextlib.contextmanager
def _told_as_storage(folder: Path) -> Iterator[None]:
    """Whatever the shard or the disk complains of becomes a StorageFailure that names the folder."""
    try:
        yield
    except OSError as error:
        raise StorageFailure(
            f"The index in {str(folder)!r} cannot be written: {error.strerror}. Make room, try again."
        ) from error
    except (IndexFailure, NewerFormat, StorageFailure):
        raise
    except Exception as error:  # the shard raises bare exceptions of its own
        what = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise StorageFailure(f"The index in {str(folder)!r} cannot do that: {what}. Check the disk, then try again.") from error
