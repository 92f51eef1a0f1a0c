"""Search engines for `peers_speed.py`, behind one small contract: beleg's index, LanceDB, Chroma, PostgreSQL with pgvector.

In: passages with an id, a group, a text and a vector; then questions with a text, a vector and the asker's groups. Out: ids,
best first. Each engine is set up as its documentation shows for this task, on one machine. The peers are imported when they
are used: they are no dependencies of beleg. Each merges the best `LIMIT` by words with the best `LIMIT` by vector.
"""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from beleg.language.weighting import passage_vector, query_vector
from beleg.records import EmbedderMark, Entry, IndexQuery, SparseVector
from beleg.retrieval.fuse import fuse
from beleg.stores.index.edge import EdgeIndex

LIMIT = 50
BATCH = 1000
DIMENSIONS = 384
MARK = EmbedderMark("synthetic", DIMENSIONS, "synthetic")
_EN_WEIGHT = 2.5
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Missing(Exception):
    """A peer is not installed; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything there is to find: row number = id."""

    texts: list[str]
    groups: list[int]
    vectors: Vectors

    def batches(self, size: int) -> Iterator[slice]:
        """The rows in slices of this size."""
        return (slice(begin, min(begin + size, len(self.texts))) for begin in range(0, len(self.texts), size))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: `rarest` is the word of it that fewest passages hold, `best` what its vector should find."""

    text: str
    rarest: str
    groups: list[int]
    vector: Vectors
    best: list[int]


class Client(ABC):
    """One user of an engine. Not shared between threads."""

    @abstractmethod
    def both(self, asked: Asked) -> list[int]:
        """What is found by words and by vector among what the asker may find, merged, best first."""

    @abstractmethod
    def near(self, asked: Asked) -> list[int]:
        """The same by vector alone."""

    def close(self) -> None:  # noqa: B027 (many clients hold nothing)
        """Let go of the engine."""


class Engine(ABC):
    """One engine with its files in a folder of its own."""

    name = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def told(self) -> str:
        """Name and version. Raises Missing where it is not installed."""

    @abstractmethod
    def build(self, rows: Rows) -> None:
        """Bring every row in, and make every index."""

    @abstractmethod
    def client(self) -> Client:
        """A new user."""

    def start(self) -> None:  # noqa: B027 (embedded engines need no start)
        """Make the engine ready for `build` or `client`."""

    def stop(self) -> None:  # noqa: B027 (nor an end)
        """End what `start` started."""


def loaded(module: str, package: str) -> Any:
    """The module, imported. Raises Missing with the package to install."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise Missing(f"left out: {error.name} is missing, pip install {package}") from error


class Beleg(Engine):
    """beleg's own index, through its API: the index process is part of it. Analysing text is counted, in and out."""

    name = "beleg"

    def told(self) -> str:
        """The version, and what it is built on."""
        return f"beleg {version('beleg')}"

    def build(self, rows: Rows) -> None:
        """Analyse, put, settle."""
        asyncio.run(self._build(rows))

    async def _build(self, rows: Rows) -> None:
        index = EdgeIndex(self.folder, 30.0)
        await index.forget(None, MARK)
        for some in rows.batches(BATCH):
            entries = [
                Entry(
                    some.start + at,
                    passage_vector(text, "", "", "de"),
                    frozenset({f"group{rows.groups[some.start + at]}"}),
                    frozenset({1}),
                    "de",
                    array("f", rows.vectors[some.start + at].tobytes()),
                )
                for at, text in enumerate(rows.texts[some])
            ]
            await index.put(entries, MARK.fingerprint)
        await index.settle()
        await index.close()

    def client(self) -> Client:
        """A connection of its own, on an event loop of its own."""
        return _BelegClient(self.folder)


class _BelegClient(Client):
    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._index = EdgeIndex(folder, 30.0)

    def both(self, asked: Asked) -> list[int]:
        hits = self._search(query_vector(asked.text, ["de", "en"]), asked)
        terms = {hit.passage_id: hit.score for hit in hits if hit.by == "terms"}
        cosines = {hit.passage_id: hit.score for hit in hits if hit.by == "vector"}
        return list(fuse(terms, cosines, 0.0, _EN_WEIGHT, LIMIT))[:LIMIT]

    def near(self, asked: Asked) -> list[int]:
        hits = self._search(SparseVector(array("I"), array("f")), asked)
        return [hit.passage_id for hit in hits if hit.by == "vector"]

    def _search(self, terms: SparseVector, asked: Asked) -> list[Any]:
        groups = frozenset(f"group{each}" for each in asked.groups)
        vector = array("f", asked.vector.tobytes())
        query = IndexQuery(terms, groups, LIMIT, vector=vector, made_by=MARK.fingerprint)
        return self._loop.run_until_complete(self._index.search(query))

    def close(self) -> None:
        self._loop.run_until_complete(self._index.close())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


class LanceDB(Engine):
    """IVF_HNSW_SQ over the vectors, its full-text index, a bitmap index on the group; its own hybrid query with RRF."""

    name = "lancedb"
    refine: int | None = None
    """Rows read again with their full vectors, in multiples of what is asked for; None: as the default is."""

    def told(self) -> str:
        """The version. Its warning at every query is turned off: writing it would count as its time."""
        os.environ.setdefault("LANCEDB_LOG", "error")
        loaded("lancedb", "lancedb")
        refined = f", refine {self.refine}" if self.refine else ""
        return f"LanceDB {version('lancedb')}, IVF_HNSW_SQ{refined}"

    def build(self, rows: Rows) -> None:
        """One table, three indexes, then `optimize`."""
        lancedb, arrow = loaded("lancedb", "lancedb"), loaded("pyarrow", "pyarrow")
        columns = [("id", arrow.int64()), ("grp", arrow.int32()), ("text", arrow.string())]
        schema = arrow.schema([*columns, ("vector", arrow.list_(arrow.float32(), DIMENSIONS))])
        table = lancedb.connect(str(self.folder)).create_table("passages", schema=schema, mode="overwrite")
        for some in rows.batches(20 * BATCH):
            flat = arrow.array(rows.vectors[some].reshape(-1))
            vectors = arrow.FixedSizeListArray.from_arrays(flat, DIMENSIONS)
            ids = arrow.array(range(some.start, some.stop), arrow.int64())
            held = [ids, arrow.array(rows.groups[some], arrow.int32()), arrow.array(rows.texts[some]), vectors]
            table.add(arrow.Table.from_arrays(held, schema=schema))
        table.create_index(metric="cosine", vector_column_name="vector", index_type="IVF_HNSW_SQ")
        table.create_fts_index("text")
        table.create_scalar_index("grp", index_type="BITMAP")
        table.optimize()

    def client(self) -> Client:
        """A table of its own."""
        return _LanceClient(loaded("lancedb", "lancedb").connect(str(self.folder)).open_table("passages"), self.refine)


class LanceRefined(LanceDB):
    """The same files, asked so that its vectors are as complete as the others'."""

    refine = 10


class _LanceClient(Client):
    def __init__(self, table: Any, refine: int | None) -> None:
        self._table, self._refine = table, refine

    def both(self, asked: Asked) -> list[int]:
        query = self._table.search(query_type="hybrid", vector_column_name="vector", fts_columns="text")
        return self._ids(query.vector(asked.vector).text(asked.text), asked)

    def near(self, asked: Asked) -> list[int]:
        return self._ids(self._table.search(asked.vector, vector_column_name="vector"), asked)

    def _ids(self, query: Any, asked: Asked) -> list[int]:
        allowed = f"grp IN ({', '.join(map(str, asked.groups))})"
        query = query.distance_type("cosine").where(allowed, prefilter=True).select(["id"]).limit(LIMIT)
        if self._refine:
            query = query.refine_factor(self._refine)
        return [int(each) for each in query.to_arrow()["id"].to_pylist()]


class Chroma(Engine):
    """A persistent collection with its defaults. It ranks by vector alone: that is all it is asked for here."""

    name = "chroma"
    words = False

    def told(self) -> str:
        """The version, and which half is asked."""
        loaded("chromadb", "chromadb")
        return f"Chroma {version('chromadb')}, vectors{' and $contains, unranked' if self.words else ' alone'}"

    def build(self, rows: Rows) -> None:
        """Add everything in the largest batches that it takes."""
        client = self._connected()
        if any(each.name == "passages" for each in client.list_collections()):
            client.delete_collection("passages")
        collection = client.create_collection("passages")
        for some in rows.batches(min(client.get_max_batch_size(), 5 * BATCH)):
            collection.add(
                ids=[str(at) for at in range(some.start, some.stop)],
                embeddings=rows.vectors[some],
                documents=rows.texts[some],
                metadatas=[{"grp": each} for each in rows.groups[some]],
            )

    def client(self) -> Client:
        """The collection."""
        return _ChromaClient(self._connected().get_collection("passages"), self.words)

    def _connected(self) -> Any:
        settings = loaded("chromadb.config", "chromadb").Settings(anonymized_telemetry=False)
        return loaded("chromadb", "chromadb").PersistentClient(path=str(self.folder), settings=settings)


class ChromaWords(Chroma):
    """The same files; beside the vectors, passages that hold the rarest word of the question. They come in no order."""

    words = True


class _ChromaClient(Client):
    def __init__(self, collection: Any, words: bool) -> None:
        self._collection, self._words = collection, words

    def both(self, asked: Asked) -> list[int]:
        found = self.near(asked)
        if self._words:
            holding = {"$contains": asked.rarest}
            held = self._collection.get(where=_chroma_filter(asked), where_document=holding, limit=LIMIT, include=[])
            found = list(dict.fromkeys([*map(int, held["ids"]), *found]))
        return found

    def near(self, asked: Asked) -> list[int]:
        found = self._collection.query(
            query_embeddings=[asked.vector], n_results=LIMIT, where=_chroma_filter(asked), include=[]
        )
        return [int(each) for each in found["ids"][0]]


def _chroma_filter(asked: Asked) -> dict[str, Any]:
    return {"grp": {"$in": asked.groups}}
