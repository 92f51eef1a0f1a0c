"""Measuring: data sets, runs over them, comparisons, gates.

In: names and paths. Out: records. Knows no measure of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from beleg.errors import UserError
from beleg.evaluation.comparison import Comparison, compare
from beleg.evaluation.gates import Gate, Outcome, gates_for, read_gate
from beleg.evaluation.making import Making, make_data_set
from beleg.evaluation.opening import data_set_at, gated, run_at
from beleg.evaluation.results import Evaluation
from beleg.evaluation.runs import Asked, Kind, Plan, evaluate
from beleg.library.running import Running


class Measuring(Running):
    """The methods that measure."""

    def evaluate(
        self,
        data_set: Path | str,
        *,
        kind: Kind = "answers",
        metrics: Sequence[str] = (),
        groups: Sequence[str] | None = None,
        parallel: int = 0,
        name: str = "",
        resume: bool | None = None,
        on_progress: Callable[[Asked], None] | None = None,
    ) -> Evaluation:
        """Ask every question of a data set as users ask, or only search (`kind="retrieval"`), and record what came of it.

        A run that was cut off goes on where it stopped, unless `resume` is False.
        """
        asker = self._asker(groups)
        plan = Plan(data_set_at(data_set, self.root), asker, kind, tuple(metrics), parallel, name, resume)
        for step in self._iterate(evaluate(self._parts, plan)):
            if isinstance(step, Evaluation):
                return step
            if on_progress is not None:
                on_progress(step)
        raise AssertionError("every run over a data set ends with an evaluation")

    def evaluations(self) -> list[dict[str, Any]]:
        """The runs over data sets, newest first, with their figures."""
        return self._run(self._parts.state.evaluations())

    def evaluation(self, run: str) -> Evaluation:
        """A run over a data set: by id, its first characters, name, `last`, or a file that `--json` wrote."""
        return self._run(run_at(self._parts.state, run, self.root))

    def compare(self, first: str, second: str) -> Comparison:
        """The second run against the first, over the questions they share."""
        return compare(self.evaluation(first), self.evaluation(second))

    def make_data_set(
        self,
        name: str,
        *,
        documents: int = 0,
        from_runs: bool = False,
        feedback: Path | None = None,
        seed: int = 0,
        force: bool = False,
    ) -> tuple[Path, dict[str, int]]:
        """Write `evaluations/NAME.jsonl` from documents, from what was asked, from corrections; how many of which kind."""
        making = Making(name, documents, from_runs, feedback, seed, force)
        return self._run(make_data_set(self._parts, self.owner, making))

    def gate(self, run: str, data_set: Path | str, also: Sequence[str] = ()) -> list[Outcome]:
        """How a run stands at the gates of its data set and at `also`. Raises UserError where there is no gate at all."""
        return self._run(gated(self._parts.state, self.evaluation(run), self.gates(data_set, also), self.root))

    def gates(self, data_set: Path | str, also: Sequence[str] = ()) -> list[Gate]:
        """The gates of a data set, and `also`. Raises UserError where there is none, or one that is not understood."""
        told = data_set_at(data_set, self.root)
        gates = [*gates_for(told.name, told.gates, self.root), *map(read_gate, also)]
        if not gates:
            raise UserError(f"There is no gate for {told.name!r}. Write one into its file or into evaluations/gates.toml.")
        return gates
