"""What a person names, opened: a data set, a run, the runs that gates compare with.

In: a name or a path. Out: the record. Knows no measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from beleg.errors import NotFound
from beleg.evaluation.cases import DataSet, find_data_set, read_data_set
from beleg.evaluation.comparison import compare
from beleg.evaluation.gates import Gate, Outcome, judge
from beleg.evaluation.results import Evaluation, from_file, read_evaluation
from beleg.evaluation.summary import summed_up
from beleg.stores.state import State


def data_set_at(given: Path | str, root: Path) -> DataSet:
    """The data set in the workspace's `evaluations/`, or at a path. Raises NotFound or UserError."""
    return read_data_set(find_data_set(str(given), root))


async def run_at(state: State, given: str, root: Path) -> Evaluation:
    """The run by id, first characters, name or `last`; the path of a file (from here, or in the workspace) means that run."""
    for path in (Path(given).expanduser(), root / given):
        if path.suffix == ".json" and path.is_file():
            return from_file(path)
    return await read_evaluation(state, given)


async def gated(state: State, evaluation: Evaluation, gates: Sequence[Gate], root: Path) -> list[Outcome]:
    """How the run stands at these gates. Raises NotFound where a gate compares with a run that is not there."""
    comparisons = {}
    for name in {each.run for each in gates if each.run}:
        given = await _previous(state, evaluation) if name == "previous" else name
        comparisons[name] = compare(await run_at(state, given, root), evaluation)
    return judge(gates, summed_up(evaluation), comparisons)


async def _previous(state: State, evaluation: Evaluation) -> str:
    """The last run of the same kind over the same data set before this one."""
    for row in await state.evaluations():
        same = (row["kind"], row["data_set"], row["ended"]) == (evaluation.kind, evaluation.data_set, "done")
        if same and row["id"] != evaluation.id and row["started_at"] <= evaluation.started_at:
            return str(row["id"])
    raise NotFound(f"There is no earlier run over {evaluation.data_set!r} to compare with. Name one, or a file of one.")
