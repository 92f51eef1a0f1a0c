"""Vectors of passages: embedded once, kept as long as a passage has the text.

In: vectors by the hash of their text and the fingerprint of their embedder. Out: the same. The index can be written anew
from them. They say what a text is about, so they are deleted with it. Blocking work runs in a thread.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from beleg.stores.state.catalogue import chunks
from beleg.stores.state.database import Database
from beleg.stores.state.packing import pack_vector, unpack_vector
from beleg.stores.state.tables import embedded, embeddings, passages


class Vectors:
    """The vectors' part of the state."""

    database: Database

    async def kept_vectors(self, fingerprint: str, hashes: Sequence[str]) -> dict[str, array[float]]:
        """The vectors of this embedder that are kept, by the hash of their text."""
        return await asyncio.to_thread(self._kept_vectors, fingerprint, hashes)

    async def keep_vectors(self, fingerprint: str, of: Mapping[int, str], made: Mapping[str, array[float]]) -> None:
        """Keep the vectors `made` (hash → vector), and remember which text each passage has (id → hash).

        Passages that are gone meanwhile are left out, and so are vectors that nothing else has the text of. Safe to repeat.
        """
        await asyncio.to_thread(self._keep_vectors, fingerprint, of, made)

    async def forget_other_vectors(self, fingerprint: str | None) -> None:
        """Forget the vectors of every other embedder; None forgets all."""
        await asyncio.to_thread(self._forget_other_vectors, fingerprint)

    async def vector_count(self, fingerprint: str) -> int:
        """How many vectors of this embedder are kept."""
        return await asyncio.to_thread(self._vector_count, fingerprint)

    def _kept_vectors(self, fingerprint: str, hashes: Sequence[str]) -> dict[str, array[float]]:
        found: dict[str, array[float]] = {}
        with self.database.reading() as connection:
            for some in chunks(hashes):
                query = sa.select(embeddings.c.hash, embeddings.c.vector)
                here = query.where(embeddings.c.hash.in_(some), embeddings.c.fingerprint == fingerprint)
                found.update({each: unpack_vector(data) for each, data in connection.execute(here)})
        return found

    def _keep_vectors(self, fingerprint: str, of: Mapping[int, str], made: Mapping[str, array[float]]) -> None:
        with self.database.writing() as connection:
            there: set[int] = set()
            for some in chunks(list(of)):
                there.update(connection.execute(sa.select(passages.c.id).where(passages.c.id.in_(some))).scalars())
            links = [{"passage_id": each, "hash": of[each]} for each in of if each in there]
            needed = {link["hash"] for link in links}
            rows = [
                {"hash": each, "fingerprint": fingerprint, "vector": pack_vector(vector)}
                for each, vector in made.items()
                if each in needed
            ]
            if links:
                connection.execute(embedded.insert().prefix_with("OR REPLACE"), links)
            if rows:
                connection.execute(embeddings.insert().prefix_with("OR IGNORE"), rows)

    def _forget_other_vectors(self, fingerprint: str | None) -> None:
        with self.database.writing() as connection:
            if fingerprint is None:
                connection.execute(embeddings.delete())
                connection.execute(embedded.delete())
            else:
                connection.execute(embeddings.delete().where(embeddings.c.fingerprint != fingerprint))

    def _vector_count(self, fingerprint: str) -> int:
        query = sa.select(sa.func.count()).select_from(embeddings).where(embeddings.c.fingerprint == fingerprint)
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())


def texts_of(connection: sa.Connection, versions: Sequence[str]) -> list[str]:
    """Hashes of the embedded texts of these versions' passages."""
    query = sa.select(embedded.c.hash).join(passages, passages.c.id == embedded.c.passage_id)
    return list(connection.execute(query.where(passages.c.version.in_(versions)).distinct()).scalars())


def drop_vectors(connection: sa.Connection, hashes: Sequence[str]) -> None:
    """Delete the vectors of those texts that no passage has any more."""
    for some in chunks(hashes):
        still = sa.exists().where(embedded.c.hash == embeddings.c.hash)
        connection.execute(embeddings.delete().where(embeddings.c.hash.in_(some), ~still))
