"""`beleg evaluate answers`: every question of a data set, asked as users ask.

In: a data set. Out: the figures with their intervals, a report, the gates. Knows no measure: the library measures.
"""

from __future__ import annotations

from beleg.cli.evaluating import DataSet, Gate, Measuring, Metrics, Name, Report, Resume, measure
from beleg.cli.options import Groups, Json, split_names


def answers(
    data_set: DataSet,
    metrics: Metrics = None,
    name: Name = "",
    groups: Groups = None,
    resume: Resume = None,
    gate: Gate = False,
    report: Report = None,
    json: Json = False,
) -> None:
    """Ask every question of a data set as users ask, and measure the answers.

    Stopped by Ctrl-C or a crash, the same command goes on where it was; cases that are done are not asked again. How many
    questions are asked side by side says the setting evaluation.parallel. With --gate the exit code is 20 when a gate of
    the data set's file or of evaluations/gates.toml is not passed.

    Examples:

        beleg evaluate first
        beleg evaluate first --metrics right,rouge_l,bleu,chrf --report first.html
        beleg evaluate first --name after --gate
        beleg evaluate questions.jsonl --groups staff --json
    """
    wanted = split_names(groups, "--groups")
    measure(Measuring("answers", data_set, split_names(metrics, "--metrics"), name, wanted, resume, gate, report, json))
