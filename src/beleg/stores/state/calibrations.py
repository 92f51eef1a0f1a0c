"""Calibrations: what was found on labelled questions, which one counts, and the watch over the questions since.

In: a calibration, a step of the watch. Out: the one that counts, and its watch's history. Holds numbers, no question's text.
A watch is stepped in one transaction, so that questions answered side by side are counted one after the other. Knows no
statistics: the step is given as a function.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from beleg.errors import NotFound
from beleg.records import Calibration, Case, Certificate, Principal, Watched, as_json
from beleg.stores.state.catalogue import now
from beleg.stores.state.database import Database
from beleg.stores.state.tables import calibrations, runs, watch_points, watches

WatchState = Mapping[str, Any]
OnWatch = Callable[[WatchState], tuple[WatchState, float, bool]]
"""From the watch's state to the new one, its evidence as a decimal logarithm, and whether the guarantee is withdrawn."""


class Calibrations:
    """The calibration part of the state."""

    database: Database
    _calibration: Calibration | None

    async def calibration(self) -> Calibration | None:
        """The calibration that counts, or None."""
        return await asyncio.to_thread(self._current_calibration)

    async def add_calibration(self, made: Calibration, watch: WatchState) -> int:
        """Keep a calibration, which counts from now on, with the beginning of its watch. Returns its id."""
        return await asyncio.to_thread(self._add_calibration, made, watch)

    async def undo_calibration(self) -> Calibration | None:
        """Let the calibration before the last one count again, its watch as it stood; None where there was none before.

        Raises NotFound where there is nothing to undo.
        """
        return await asyncio.to_thread(self._undo_calibration)

    async def step_watch(self, calibration_id: int, step: OnWatch) -> Watched:
        """Move the watch by one question: all of it happens, or nothing. Once withdrawn it stays so."""
        return await asyncio.to_thread(self._step_watch, calibration_id, step)

    async def watched(self, calibration_id: int, points: int) -> tuple[Watched, WatchState, list[tuple[int, str, float]]]:
        """How the watch stands, its state, and at most about so many points of its history: number, time, evidence."""
        return await asyncio.to_thread(self._watched, calibration_id, points)

    async def kept(self, run_id: str, step: str) -> Mapping[str, Any]:
        """What a step of a recorded run kept in the house. Raises NotFound for a run or step that is not there."""
        return await asyncio.to_thread(self._kept, run_id, step)

    async def runs_to_review(self, asker: Principal, count: int) -> list[dict[str, Any]]:
        """Recorded runs of this asker's with what was drafted, drawn at random, at most `count`."""
        return await asyncio.to_thread(self._runs_to_review, asker, count)

    def _current_calibration(self) -> Calibration | None:
        counts = calibrations.c.undone_at.is_(None)
        with self.database.reading() as connection:
            chosen = connection.execute(sa.select(sa.func.max(calibrations.c.id)).where(counts)).scalar()
            if chosen is None:
                return None
            held = self._calibration
            if held is None or held.id != chosen:
                row = connection.execute(sa.select(calibrations).where(calibrations.c.id == chosen)).mappings().one()
                held = self._calibration = _calibration(dict(row))
        return held

    def _add_calibration(self, made: Calibration, watch: WatchState) -> int:
        row = {
            "made_at": made.made_at or now(),
            "made_by": made.made_by,
            "labelled": made.labelled,
            "labelled_sha256": made.labelled_sha256,
            "labels": len(made.cases),
            "recipe": made.recipe,
            "curve": as_json(made.curve),
            "certificate": as_json(made.certificate),
            "cases": [[case.raw, int(case.right), *case.places] for case in made.cases],
        }
        with self.database.writing() as connection:
            result = connection.execute(calibrations.insert().values(**row))
            (key,) = result.inserted_primary_key or (0,)
            start = {"calibration_id": key, "seen": 0, "log10_now": 0.0, "log10_most": 0.0, "state": as_json(watch)}
            connection.execute(watches.insert().values(**start))
        return int(key)

    def _undo_calibration(self) -> Calibration | None:
        with self.database.writing() as connection:
            counts = calibrations.c.undone_at.is_(None)
            last = connection.execute(sa.select(sa.func.max(calibrations.c.id)).where(counts)).scalar()
            if last is None:
                raise NotFound("There is no calibration to undo. `beleg calibrate FILE` makes one.")
            connection.execute(calibrations.update().where(calibrations.c.id == last).values(undone_at=now()))
        return self._current_calibration()

    def _step_watch(self, calibration_id: int, step: OnWatch) -> Watched:
        mine = watches.c.calibration_id == calibration_id
        with self.database.writing() as connection:
            row = connection.execute(sa.select(watches).where(mine)).one()
            state, evidence, withdrawn = step(row.state)
            at = now()
            seen, most = row.seen + 1, max(row.log10_most, evidence)
            since = row.withdrawn_at or (at if withdrawn else None)
            changed = {"seen": seen, "log10_now": evidence, "log10_most": most, "withdrawn_at": since}
            connection.execute(watches.update().where(mine).values(**changed, state=as_json(state)))
            point = {"calibration_id": calibration_id, "number": seen, "at": at, "log10": evidence}
            connection.execute(watch_points.insert().values(**point))
        return Watched(seen, evidence, most, since)

    def _watched(self, calibration_id: int, points: int) -> tuple[Watched, WatchState, list[tuple[int, str, float]]]:
        with self.database.reading() as connection:
            row = connection.execute(sa.select(watches).where(watches.c.calibration_id == calibration_id)).one()
            every = max(1, math.ceil(row.seen / max(1, points)))
            chosen = sa.or_(watch_points.c.number % every == 0, watch_points.c.number == row.seen)
            found = connection.execute(
                sa.select(watch_points.c.number, watch_points.c.at, watch_points.c.log10)
                .where(watch_points.c.calibration_id == calibration_id, chosen)
                .order_by(watch_points.c.number)
            ).all()
        stands = Watched(row.seen, row.log10_now, row.log10_most, row.withdrawn_at)
        return stands, dict(row.state), [(each.number, each.at, each.log10) for each in found]

    def _kept(self, run_id: str, step: str) -> Mapping[str, Any]:
        with self.database.reading() as connection:
            steps = connection.execute(sa.select(runs.c.steps).where(runs.c.id == run_id)).scalar()
        for each in reversed(steps or []):
            if each["shown"]["name"] == step:
                return dict(each["kept"])
        raise NotFound(f"There is no run {run_id!r} with an answer to judge.")

    def _runs_to_review(self, asker: Principal, count: int) -> list[dict[str, Any]]:
        mine = sa.and_(runs.c.asker == asker.name, runs.c.ended == "done")
        chosen = sa.select(runs.c.id, runs.c.question, runs.c.groups, runs.c.steps).where(mine).order_by(sa.func.random())
        found: list[dict[str, Any]] = []
        with self.database.reading() as connection:
            for row in connection.execution_options(yield_per=50).execute(chosen):
                kept = {each["shown"]["name"]: each["kept"] for each in row.steps}
                judged = kept.get("judged", {})
                if judged.get("raw", 0) > 0 and judged.get("purpose") == "use" and set(row.groups) <= asker.groups:
                    claims = [claim["text"] for claim in kept["verified"]["claims"] if all_passed(claim)]
                    found.append({"run": row.id, "question": row.question, "answer": " ".join(claims), "right": None})
                if len(found) == count:
                    break
        return found


def all_passed(claim: Mapping[str, Any]) -> bool:
    """Whether a recorded claim passed every check made of it."""
    return all(verdict["passed"] for verdict in claim["verdicts"])


def _calibration(row: Mapping[str, Any]) -> Calibration:
    certificate = row["certificate"]
    return Calibration(
        id=row["id"],
        made_at=row["made_at"],
        made_by=row["made_by"],
        labelled=row["labelled"],
        labelled_sha256=row["labelled_sha256"],
        recipe=row["recipe"],
        curve=row["curve"],
        cases=tuple(Case(float(raw), bool(right), tuple(places)) for raw, right, *places in row["cases"]),
        certificate=None if certificate is None else Certificate(**certificate),
    )
