"""Runs and keys: what was asked and how it went, and who holds which key.

In: steps as the path tells them. Out: the record. A run that broke off stays as exactly that. Knows no content.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from beleg.errors import NotFound, UserError
from beleg.records import OWNER, Answer, Principal, Question, Step, as_json
from beleg.stores.state.catalogue import now
from beleg.stores.state.database import Database
from beleg.stores.state.tables import keys, runs


class Runs:
    """The run part of the state."""

    database: Database

    async def begin_run(self, run_id: str, question: Question, versions: Mapping[str, str]) -> None:
        """Record that a run began: a crash leaves it as `running`."""
        await asyncio.to_thread(self._begin_run, run_id, question, versions)

    async def end_run(self, run_id: str, ended: str, steps: Sequence[Step], answer: Answer | None) -> None:
        """Record how a run ended (`done`, `failed`, `left`), its steps, and its answer."""
        await asyncio.to_thread(self._end_run, run_id, ended, steps, answer)

    async def run(self, run_id: str, asker: Principal) -> dict[str, Any]:
        """A run as its asker may see it: shown steps only. Raises NotFound for anybody else's."""
        return await asyncio.to_thread(self._run, run_id, asker)

    async def add_key(self, name: str, groups: Sequence[str], key_sha256: str) -> None:
        """Remember a key's hash with its holder. Raises UserError for a name that is taken."""
        await asyncio.to_thread(self._add_key, name, groups, key_sha256)

    async def key_holder(self, key_sha256: str) -> Principal | None:
        """Who holds the key with this SHA-256 (hexadecimal)."""
        return await asyncio.to_thread(self._key_holder, key_sha256)

    async def remove_key(self, name: str) -> bool:
        """Take a holder's key back: it is refused from now on. Whether there was one."""
        return await asyncio.to_thread(self._remove_key, name)

    async def key_names(self) -> list[str]:
        """Who holds a key, by name."""
        return await asyncio.to_thread(self._key_names)

    async def key_count(self) -> int:
        """How many keys there are."""
        return await asyncio.to_thread(self._key_count)

    def _begin_run(self, run_id: str, question: Question, versions: Mapping[str, str]) -> None:
        row = {
            "id": run_id,
            "started_at": now(),
            "asker": question.asker.name,
            "groups": sorted(question.asker.groups),
            "ended": "running",
            "versions": dict(versions),
            "question": question.text,
            "steps": [],
        }
        with self.database.writing() as connection:
            connection.execute(runs.insert().values(**row))

    def _end_run(self, run_id: str, ended: str, steps: Sequence[Step], answer: Answer | None) -> None:
        values: dict[str, Any] = {"ended": ended, "steps": as_json(list(steps))}
        if answer is not None:
            values |= {"outcome": answer.outcome, "confidence": answer.confidence, "answer": as_json(answer)}
            values["total_ms"] = answer.timings_ms.get("total")
        with self.database.writing() as connection:
            connection.execute(runs.update().where(runs.c.id == run_id).values(**values))

    def _run(self, run_id: str, asker: Principal) -> dict[str, Any]:
        with self.database.reading() as connection:
            row = connection.execute(sa.select(runs).where(runs.c.id == run_id)).mappings().first()
        if row is None or row["asker"] != asker.name or not set(row["groups"]) <= asker.groups:
            raise NotFound(f"There is no run {run_id!r} of yours.")
        shown = {name: row[name] for name in row if name not in ("steps", "groups")}
        return {**shown, "steps": [step["shown"] for step in row["steps"]]}

    def _add_key(self, name: str, groups: Sequence[str], key_sha256: str) -> None:
        with self.database.writing() as connection:
            if name == OWNER or connection.execute(sa.select(keys.c.name).where(keys.c.name == name)).first():
                raise UserError(f"There is a key for {name!r} already. Runs belong to a name: choose another one.")
            connection.execute(keys.insert().values(sha256=key_sha256, name=name, groups=sorted(groups), added_at=now()))

    def _key_holder(self, key_sha256: str) -> Principal | None:
        with self.database.reading() as connection:
            row = connection.execute(sa.select(keys).where(keys.c.sha256 == key_sha256)).first()
        return Principal(row.name, frozenset(row.groups)) if row else None

    def _remove_key(self, name: str) -> bool:
        with self.database.writing() as connection:
            return connection.execute(keys.delete().where(keys.c.name == name)).rowcount > 0

    def _key_names(self) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(keys.c.name).order_by(keys.c.name)).scalars())

    def _key_count(self) -> int:
        with self.database.reading() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(keys)).scalar_one())
