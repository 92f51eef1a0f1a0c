"""`beleg evaluate retrieval`: whether the search finds the documents that answer.

In: a data set with relevant documents. Out: the figures with their intervals. Nothing is answered and no run is recorded.
"""

from __future__ import annotations

from beleg.cli.evaluating import DataSet, Gate, Measuring, Metrics, Name, Report, Resume, measure
from beleg.cli.options import Groups, Json, split_names


def retrieval(
    data_set: DataSet,
    metrics: Metrics = None,
    name: Name = "",
    groups: Groups = None,
    resume: Resume = None,
    gate: Gate = False,
    report: Report = None,
    json: Json = False,
) -> None:
    """Only search for every question of a data set, and measure the order of the documents.

    A document stands where its best passage stands. As many passages are looked at as an answer looks at (setting
    retrieval.candidates).

    Examples:

        beleg evaluate retrieval first
        beleg evaluate retrieval first --metrics ndcg@10,recall@20,map@100,mrr@10 --json
    """
    wanted = split_names(groups, "--groups")
    measure(Measuring("retrieval", data_set, split_names(metrics, "--metrics"), name, wanted, resume, gate, report, json))
