"""Runs over data sets: which ran, and what came of each case.

In: rows as `evaluation/` makes them. Out: the same rows, a case with its answer out of the run's own record. A row is
written once and a case's stays: what is there after a crash is true. Knows no measure.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from beleg.stores.state.catalogue import now
from beleg.stores.state.database import Database
from beleg.stores.state.tables import contents, documents, evaluation_cases, evaluations, runs

Row = dict[str, Any]


class Evaluations:
    """The evaluation part of the state."""

    database: Database

    async def begin_evaluation(self, row: Mapping[str, Any]) -> None:
        """Record that a run over a data set began: a crash leaves it as `running`."""
        await asyncio.to_thread(self._write, evaluations.insert().values(**row, started_at=now(), ended="running"))

    async def add_case(self, row: Mapping[str, Any]) -> None:
        """Record what came of one case."""
        await asyncio.to_thread(self._write, evaluation_cases.insert().values(**row))

    async def end_evaluation(self, evaluation_id: str, summary: Mapping[str, Any]) -> None:
        """Record that every case is done, with the figures."""
        done = {"ended": "done", "ended_at": now(), "summary": dict(summary)}
        await asyncio.to_thread(self._write, evaluations.update().where(evaluations.c.id == evaluation_id).values(**done))

    async def evaluations(self, limit: int = 1000) -> list[Row]:
        """The newest runs over data sets, newest first, each with how many of its cases are done."""
        return await asyncio.to_thread(self._evaluations, limit)

    async def evaluation_cases(self, evaluation_id: str) -> list[Row]:
        """The cases that are done, in the data set's order, each with the answer that its run recorded."""
        return await asyncio.to_thread(self._cases, evaluation_id)

    async def whole_run(self, run_id: str) -> Row:
        """A run's record with what was kept of its steps: for measuring, never for an asker."""
        return await asyncio.to_thread(self._whole_run, run_id)

    async def traffic(self, groups: frozenset[str]) -> list[Row]:
        """What was really asked, oldest first: ended runs that saw no more than these groups may, and no evaluation's own."""
        return await asyncio.to_thread(self._traffic, groups)

    async def live_documents_sha256(self) -> str:
        """A hash that changes with the live content of any document."""
        return await asyncio.to_thread(self._live_documents)

    def _write(self, statement: sa.Executable) -> None:
        with self.database.writing() as connection:
            connection.execute(statement)

    def _evaluations(self, limit: int) -> list[Row]:
        done = sa.select(sa.func.count()).where(evaluation_cases.c.evaluation_id == evaluations.c.id).scalar_subquery()
        query = sa.select(evaluations, done.label("done")).order_by(evaluations.c.started_at.desc()).limit(limit)
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _cases(self, evaluation_id: str) -> list[Row]:
        query = (
            sa.select(evaluation_cases, runs.c.answer)
            .outerjoin(runs, runs.c.id == evaluation_cases.c.run_id)
            .where(evaluation_cases.c.evaluation_id == evaluation_id)
            .order_by(evaluation_cases.c.ordinal)
        )
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _whole_run(self, run_id: str) -> Row:
        with self.database.reading() as connection:
            return dict(connection.execute(sa.select(runs).where(runs.c.id == run_id)).mappings().one())

    def _traffic(self, groups: frozenset[str]) -> list[Row]:
        measured = sa.exists().where(evaluation_cases.c.run_id == runs.c.id)
        query = (
            sa.select(runs.c.question, runs.c.groups, runs.c.outcome, runs.c.confidence, runs.c.answer)
            .where(runs.c.ended == "done", ~measured)
            .order_by(runs.c.started_at)
        )
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings() if set(row["groups"]) <= groups]

    def _live_documents(self) -> str:
        query = sa.select(documents.c.path, documents.c.version).join(contents, contents.c.version == documents.c.version)
        total = hashlib.sha256()
        with self.database.reading() as connection:
            rows: Sequence[Any] = connection.execute(query.order_by(documents.c.version, documents.c.path)).all()
        for row in rows:
            total.update(f"{row.path}\0{row.version}\n".encode())
        return total.hexdigest()
