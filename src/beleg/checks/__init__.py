"""What can be said of an answer: one file each. To add a check, write its file and one line in the table."""

from beleg.plugins import Table

CHECKS = Table(
    "checks",
    {
        "right": "beleg.checks.right:Right",
        "wrong": "beleg.checks.wrong:Wrong",
        "exact_match": "beleg.checks.exact_match:ExactMatch",
        "token_f1": "beleg.checks.token_f1:TokenF1",
        "rouge_1": "beleg.checks.rouge:Rouge1",
        "rouge_2": "beleg.checks.rouge:Rouge2",
        "rouge_l": "beleg.checks.rouge:RougeL",
        "bleu": "beleg.checks.bleu:Bleu",
        "chrf": "beleg.checks.chrf:Chrf",
        "bert_score": "beleg.checks.bert_score:BertScore",
        "ndcg": "beleg.checks.ndcg:Ndcg",
        "recall": "beleg.checks.recall:Recall",
        "mrr": "beleg.checks.mrr:ReciprocalRank",
        "map": "beleg.checks.average_precision:AveragePrecision",
        "citation_precision": "beleg.checks.citation_precision:CitationPrecision",
        "citation_recall": "beleg.checks.citation_recall:CitationRecall",
        "supported": "beleg.checks.supported:Supported",
        "faithfulness": "beleg.checks.faithfulness:Faithfulness",
        "abstention": "beleg.checks.abstention:Abstention",
        "answered_anyway": "beleg.checks.answered_anyway:AnsweredAnyway",
        "refused_wrongly": "beleg.checks.refused_wrongly:RefusedWrongly",
        "latency": "beleg.checks.latency:Latency",
        "cost": "beleg.checks.cost:Cost",
    },
)
