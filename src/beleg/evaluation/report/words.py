"""What the reports say, in German and English.

In: a language. Out: the words by name; `{}` is filled in. Metrics have a name and a sentence that says what they count.
"""

from __future__ import annotations

LANGUAGES = ("de", "en")

WORDS: dict[str, tuple[str, str]] = {
    "evaluation": ("Auswertung", "Evaluation"),
    "comparison": ("Vergleich", "Comparison"),
    "evaluations": ("Auswertungen", "Evaluations"),
    "none_yet": (
        "Noch keine Auswertung. Rufen Sie „beleg evaluate DATENSATZ“ auf.",
        "No evaluation yet. Run “beleg evaluate DATASET”.",
    ),
    "home": ("Zur Frage", "To the question"),
    "kind_answers": ("Antworten", "answers"),
    "kind_retrieval": ("nur die Suche", "the search alone"),
    "data_set": ("Datensatz", "Data set"),
    "cases": ("Fälle", "cases"),
    "of_cases": ("{} von {} Fällen", "{} of {} cases"),
    "unfinished": (
        "Dieser Lauf ist nicht fertig. Derselbe Befehl setzt ihn fort.",
        "This run is not finished. The same command goes on with it.",
    ),
    "short_right": (
        "{} von {} Fragen hat beleg richtig behandelt.",
        "beleg treated {} of {} questions right.",
    ),
    "short_wrong": (
        "{} wurden beantwortet, davon {} falsch.",
        "{} were answered, {} of them wrongly.",
    ),
    "short_refused": (
        "{} von {} beantwortbaren blieben ohne Antwort.",
        "{} of {} answerable ones were left unanswered.",
    ),
    "short_anyway": (
        "{} von {} unbeantwortbaren wurden trotzdem beantwortet.",
        "{} of {} unanswerable ones were answered anyway.",
    ),
    "short_found": (
        "Das erste relevante Dokument steht im Mittel auf Rang {}.",
        "The first relevant document stands at rank {} on average.",
    ),
    "synthetic_note": (
        (
            "{} der Fragen sind nach Regeln aus Dokumenten gemacht. Sie vergleichen Einstellungen; sie sagen nicht, wie gut "
            "beleg "
            "für Menschen ist."
        ),
        (
            "{} of the questions were made from documents by rule. They compare settings; they do not say how good beleg is "
            "for "
            "people."
        ),
    ),
    "unreviewed_note": (
        "{} der Fälle hat noch niemand geprüft: Ihre erwarteten Antworten sind Vorschläge.",
        "Nobody has reviewed {} of the cases yet: their expected answers are proposals.",
    ),
    "gates": ("Schranken", "Gates"),
    "gate": ("Schranke", "Gate"),
    "passed": ("bestanden", "passed"),
    "not_passed": ("nicht bestanden", "not passed"),
    "measured": ("Gemessen", "Measured"),
    "figures": ("Kennzahlen", "Figures"),
    "figures_note": (
        (
            "Balken: Mittel. Strich: 95-%-Intervall (Wilson bei ja/nein, sonst Bootstrap). Dahinter die Zahl der Fälle, die "
            "sich "
            "beurteilen ließen. Bei hohlen Balken ist weniger besser."
        ),
        (
            "Bar: mean. Line: 95 % interval (Wilson for yes and no, else bootstrap). Behind it the number of cases that could "
            "be "
            "judged. Hollow bars: less is better."
        ),
    ),
    "metric": ("Kennzahl", "Metric"),
    "mean": ("Mittel", "Mean"),
    "interval": ("95-%-Intervall", "95 % interval"),
    "test_mcnemar": ("McNemar, exakt", "McNemar, exact"),
    "test_permutation": ("Permutation der Vorzeichen", "permutation of signs"),
    "test_sides": ("Permutation der Seiten", "permutation of sides"),
    "to": ("bis", "to"),
    "whole": ("ganzer Datensatz", "whole set"),
    "curve": ("Wie viel Schweigen kauft wie viel Richtigkeit", "How much silence buys how much truth"),
    "curve_note": (
        (
            "Beantwortet beleg nur die Fragen, bei denen es am sichersten ist: Anteil beantworteter Fragen gegen Anteil "
            "falscher "
            "Antworten. Punkt: die heutige Schwelle. Fläche unter der Kurve {}."
        ),
        (
            "If beleg answers only the questions it is most sure of: share of questions answered against share of wrong "
            "answers. "
            "Dot: today's threshold. Area under the curve {}."
        ),
    ),
    "coverage": ("beantwortet", "answered"),
    "risk": ("davon falsch", "wrong among these"),
    "reliability": ("Stimmt die Sicherheit?", "Is the confidence true?"),
    "reliability_note": (
        (
            "Wie sicher beleg war, gegen wie oft es recht hatte. Auf der Geraden wäre die Sicherheit genau wahr. Größe: Zahl "
            "der "
            "Entwürfe. Mittlere Abweichung {}."
        ),
        (
            "How sure beleg was against how often it was right. On the line the confidence would be exactly true. Size: "
            "number of "
            "drafts. Mean deviation {}."
        ),
    ),
    "confidence": ("Sicherheit", "confidence"),
    "share_right": ("richtig", "right"),
    "times": ("Antwortzeiten", "Times"),
    "times_note": (
        "Median {} ms, 95 % unter {} ms. {} zugleich gefragt: Fragen warten aufeinander.",
        "Median {} ms, 95 % within {} ms. {} asked side by side: questions wait for one another.",
    ),
    "milliseconds": ("Millisekunden", "milliseconds"),
    "groups": ("Nach Art der Frage", "By kind of question"),
    "group": ("Gruppe", "Group"),
    "language": ("Sprache", "Language"),
    "tag": ("Merkmal", "Tag"),
    "origin": ("Herkunft", "Origin"),
    "answerable": ("Beantwortbar", "Answerable"),
    "true": ("ja", "yes"),
    "false": ("nein", "no"),
    "worst": ("Woran es lag", "What went wrong"),
    "worst_note": ("Die schlechtesten {} von {} Fällen, die nicht gelangen.", "The worst {} of {} cases that did not go well."),
    "nothing_wrong": ("Alle Fälle gingen gut.", "Every case went well."),
    "expected": ("Erwartet", "Expected"),
    "said": ("Antwort", "Answer"),
    "nothing_said": ("keine Antwort", "no answer"),
    "some_answer": ("eine Antwort", "an answer"),
    "receipts": ("Belege", "Receipts"),
    "found": ("Gefunden", "Found"),
    "relevant": ("relevant", "relevant"),
    "not_found": ("nichts", "nothing"),
    "page": ("Seite {}", "page {}"),
    "why": ("Warum", "Why"),
    "run": ("Lauf", "Run"),
    "what": ("Was gemessen wurde", "What was measured"),
    "sha256": ("Hash des Datensatzes", "Hash of the data set"),
    "groups_asked": ("Gefragt als", "Asked as"),
    "settings": ("Einstellungen", "Settings"),
    "begun": ("Begonnen", "Begun"),
    "ended": ("Beendet", "Ended"),
    "before": ("A", "A"),
    "after": ("B", "B"),
    "difference": ("Unterschied", "Difference"),
    "differences": ("Unterschied B − A", "Difference B − A"),
    "differences_note": (
        (
            "Punkt: mittlerer Unterschied über dieselben Fragen. Strich: 95-%-Intervall. Grün: überzeugend besser, rot: "
            "überzeugend schlechter, grau: vielleicht Zufall."
        ),
        (
            "Dot: mean difference over the same questions. Line: 95 % interval. Green: convincingly better, red: convincingly "
            "worse, grey: perhaps chance."
        ),
    ),
    "test_note": (
        (
            "p je Kennzahl (McNemar exakt bei ja/nein, sonst Vorzeichen-Permutation). Wer viele Kennzahlen ansieht, findet "
            "immer "
            "eine: Ob etwas überzeugt, entscheidet deshalb p nach Holm (unter 0,05)."
        ),
        (
            "p for each metric (McNemar exact for yes and no, else permutation of signs). Who looks at many metrics always "
            "finds "
            "one: what convinces is therefore decided by p after Holm (below 0.05)."
        ),
    ),
    "differs": ("Worin sich die Läufe unterscheiden", "In what the runs differ"),
    "same": ("In nichts, was bekannt ist.", "In nothing that is known."),
    "pairs": ("{} Fragen stehen in beiden Läufen.", "{} questions are in both runs."),
    "left_out": ("{} Fälle stehen nur in einem.", "{} cases stand in one of them only."),
    "got_better": ("Besser geworden", "Got better"),
    "got_worse": ("Schlechter geworden", "Got worse"),
    "better": ("besser", "better"),
    "worse": ("schlechter", "worse"),
    "nothing": ("keine", "none"),
    "footer": (
        "Gemessen auf diesem Rechner, mit denselben Wegen, die Fragende gehen. Die Antworten stehen in den Läufen.",
        "Measured on this machine, along the same paths that askers take. The answers stand in the runs.",
    ),
}

METRICS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "right": (
        ("Richtig behandelt", "Treated right"),
        ("richtig geantwortet oder zu Recht geschwiegen", "answered right, or rightly silent"),
    ),
    "wrong": (
        ("Falsch unter den Antworten", "Wrong among answers"),
        ("Anteil falscher an den gegebenen Antworten", "share of wrong ones among the answers given"),
    ),
    "exact_match": (
        ("Erwartete Worte gesagt", "Expected words said"),
        ("eine erwartete Wendung steht in der Antwort", "an expected wording stands in the answer"),
    ),
    "token_f1": (
        ("Wörter-F1", "Token F1"),
        ("gemeinsame Wörter mit der erwarteten Antwort", "words shared with the expected one"),
    ),
    "rouge_1": (("ROUGE-1", "ROUGE-1"), ("gemeinsame Wörter", "shared words")),
    "rouge_2": (("ROUGE-2", "ROUGE-2"), ("gemeinsame Wortpaare", "shared pairs of words")),
    "rouge_l": (("ROUGE-L", "ROUGE-L"), ("längste gemeinsame Wortfolge", "longest common sequence of words")),
    "bleu": (("BLEU", "BLEU"), ("gemeinsame Wortfolgen (sacrebleu)", "shared runs of words (sacrebleu)")),
    "chrf": (("chrF", "chrF"), ("gemeinsame Zeichenfolgen (sacrebleu)", "shared runs of characters (sacrebleu)")),
    "bert_score": (("BERTScore", "BERTScore"), ("Nähe der Wörter im Modell", "nearness of words in a model")),
    "ndcg": (("nDCG", "nDCG"), ("relevante Dokumente früh", "relevant documents early")),
    "recall": (("Recall", "Recall"), ("relevante Dokumente unter den ersten", "relevant documents among the first")),
    "mrr": (("MRR", "MRR"), ("Kehrwert des ersten relevanten Rangs", "one over the first relevant rank")),
    "map": (("MAP", "MAP"), ("mittlere Präzision", "mean precision")),
    "citation_precision": (
        ("Belege treffen", "Receipts to the point"),
        ("Anteil der Belege, die ins Relevante führen", "share of receipts that lead to a relevant place"),
    ),
    "citation_recall": (
        ("Relevantes belegt", "Relevant ones cited"),
        ("Anteil der relevanten Dokumente mit Beleg", "share of relevant documents that are cited"),
    ),
    "faithfulness": (
        ("Treue", "Faithfulness"),
        ("Anteil der Sätze, die jede Prüfung bestanden", "share of sentences that passed every check"),
    ),
    "abstention": (
        ("Zu Recht (nicht) geantwortet", "Rightly answered or silent"),
        ("gleich, was gesagt wurde", "whatever was said"),
    ),
    "answered_anyway": (
        ("Trotzdem beantwortet", "Answered anyway"),
        ("Anteil der unbeantwortbaren Fragen", "share of the unanswerable questions"),
    ),
    "refused_wrongly": (
        ("Zu Unrecht geschwiegen", "Wrongly silent"),
        ("Anteil der beantwortbaren Fragen", "share of the answerable questions"),
    ),
    "latency": (
        ("Antwortzeit (ms)", "Time (ms)"),
        ("von der Frage bis zum Ende der Antwort", "from question to end of answer"),
    ),
    "cost": (("Kosten", "Cost"), ("je Frage; ohne Modell nichts", "for a question; nothing without a model")),
}


_ENGLISH = str.maketrans("-", "−")
_GERMAN = str.maketrans(",.-", ".,−")


def words_in(language: str) -> dict[str, str]:
    """The words of a report in one language."""
    at = LANGUAGES.index(language)
    return {name: both[at] for name, both in WORDS.items()}


def metric_name(metric: str, language: str) -> str:
    """A metric as people call it, with its depth; its own name where it has no other."""
    plain, at, depth = metric.partition("@")
    known = METRICS.get(plain)
    return f"{known[0][LANGUAGES.index(language)]}{at}{depth}" if known else metric


def metric_says(metric: str, language: str) -> str:
    """What a metric counts, in a few words; empty where nobody has said."""
    known = METRICS.get(metric.partition("@")[0])
    return known[1][LANGUAGES.index(language)] if known else ""


def number(value: float, digits: int, language: str) -> str:
    """The number as it is written in this language."""
    told = f"{value:,.{digits}f}"
    return told.translate(_GERMAN if language == "de" else _ENGLISH)
