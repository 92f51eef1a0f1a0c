"""What the page "Quality" says, in German and English.

In: a language. Out: the words by name. `{}` is filled in where they are used.
"""

from __future__ import annotations

from beleg.server.web.words import LANGUAGES

WORDS: dict[str, tuple[str, str]] = {
    "quality_title": ("Wie oft stimmen die Antworten?", "How often are answers right?"),
    "skip_content": ("Zum Inhalt springen", "Skip to the content"),
    "status_holds": ("Zugesagt", "Guaranteed"),
    "status_withdrawn": ("Zurückgezogen", "Withdrawn"),
    "status_vacuous": ("Ohne Wert", "Vacuous"),
    "status_no_target": ("Keine Zusage verlangt", "No guarantee is asked for"),
    "status_uncalibrated": ("Noch nicht kalibriert", "Not calibrated yet"),
    "no_target_says": (
        "Die Sicherheit ist kalibriert. Für eine Zusage tragen Sie in beleg.toml ein, wie viele Antworten falsch sein dürfen:",
        "The confidence is calibrated. For a guarantee, say in beleg.toml how many answers may be wrong:",
    ),
    "uncalibrated_says": (
        "Die Sicherheit ist die eigene Schätzung des Schreibers. Ob sie bei Ihren Dokumenten stimmt, hat niemand geprüft.",
        "The confidence is the writer's own estimate. Nobody has checked whether it is true of your documents.",
    ),
    "holds_means": (
        "Sie setzt voraus, dass neue Fragen von der Art der bewerteten sind. Ob sie es sind, wird mitgeprüft.",
        "It supposes that new questions are of the kind of the labelled ones. Whether they are is watched.",
    ),
    "withdrawn_drift": (
        "Am deutlichsten hat sich verändert: {}. Bewerten Sie neue Fragen und kalibrieren Sie noch einmal.",
        "What changed most: {}. Label new questions and calibrate again.",
    ),
    "withdrawn_changed": (
        "Einstellungen, Schreiber oder Programmfassung sind andere. Kalibrieren Sie noch einmal.",
        "Settings, writer or program version have changed. Calibrate again.",
    ),
    "vacuous_means": (
        "Mehr bewertete Fragen, eine weniger strenge Vorgabe oder bessere Antworten helfen.",
        "More labelled questions, a less strict demand or better answers help.",
    ),
    "signal_confidence": ("die Sicherheit der Antworten", "the confidence of answers"),
    "signal_words": ("die Länge der Fragen", "the length of questions"),
    "signal_language": ("die Sprache der Fragen", "the language of questions"),
    "signal_overlap": ("wie viel von der Frage im Dokument steht", "how much of a question stands in the document"),
    "fact_demand": ("Vorgabe", "Demand"),
    "demand": ("höchstens {} falsch, mit {} Gewissheit", "at most {} wrong, at {} certainty"),
    "fact_coverage": ("Beantwortet werden", "Answered"),
    "coverage_of": ("{} der Fragen", "{} of the questions"),
    "fact_seen": ("Falsch unter den Bewerteten", "Wrong among the labelled"),
    "seen_of": ("{} von {} (exakte obere Grenze {})", "{} of {} (exact upper limit {})"),
    "fact_all": ("Falsch, würde alles beantwortet", "Wrong if every draft were given"),
    "fact_labels": ("Bewertete Fragen", "Labelled questions"),
    "fact_needed": ("Nötige gegebene Antworten", "Given answers needed"),
    "needed_of": ("{} ohne Fehler; {} beim halben erlaubten Fehler", "{} without error; {} at half the acceptable error"),
    "fact_threshold": ("Schwelle (Sicherheit des Schreibers)", "Threshold (writer's own confidence)"),
    "fact_error": ("Kalibrierungsfehler", "Calibration error"),
    "error_of": ("{} vorher, {} mit der Kurve „{}“", "{} before, {} with the curve “{}”"),
    "fact_made": ("Kalibriert", "Calibrated"),
    "made_of": ("{} mit {}", "{} on {}"),
    "fact_watched": ("Fragen seitdem", "Questions since"),
    "none": ("keine", "none"),
    "reliability": ("Bedeutet die Sicherheit, was sie sagt?", "Does the confidence mean what it says?"),
    "reliability_says": (
        "Punkte auf der Geraden: Von Antworten mit 80 % Sicherheit sind 80 % richtig. Striche: 95-%-Bereiche.",
        "Points on the line: of answers with 80 % confidence, 80 % are right. Bars: 95 % intervals.",
    ),
    "risk": ("Was kostet weniger Irrtum?", "What does fewer errors cost?"),
    "risk_says": (
        (
            "Je mehr Fragen beantwortet werden (nach rechts), desto mehr Antworten sind falsch. Blass: die exakte obere Grenze "
            "an jeder geprüften Schwelle. Senkrecht: die belegte Schwelle."
        ),
        (
            "The more questions are answered (to the right), the more answers are wrong. Pale: the exact upper limit at each "
            "tested threshold. Upright: the certified threshold."
        ),
    ),
    "drift": ("Sind die Fragen noch dieselben?", "Are the questions still the same?"),
    "drift_says": (
        (
            "Indizien dafür, dass sich die Fragen geändert haben. Steigt die Linie über die gestrichelte, wird die Zusage "
            "zurückgezogen; ohne Veränderung geschieht das höchstens einmal in hundert Fällen, wie lange auch gefragt wird."
        ),
        (
            "Evidence that the questions have changed. Where the line rises above the dashed one, the guarantee is withdrawn; "
            "without a change that happens at most once in a hundred cases, however long one asks."
        ),
    ),
    "axis_confidence": ("Sicherheit", "confidence"),
    "axis_right": ("davon richtig", "share right"),
    "axis_coverage": ("beantworteter Anteil", "share answered"),
    "axis_wrong": ("davon falsch", "share wrong"),
    "axis_questions": ("Fragen seit der Kalibrierung", "questions since the calibration"),
    "axis_evidence": ("Indizien", "evidence"),
    "acceptable": ("erlaubt: {}", "acceptable: {}"),
    "answered_share": ("{} beantwortet", "{} answered"),
    "withdraws_at": ("zurückgezogen ab {}", "withdrawn from {}"),
    "as_table": ("Als Tabelle", "As a table"),
    "column_count": ("Antworten", "answers"),
    "column_time": ("Zeit", "time"),
    "learn_title": ("So kommt beleg zu einer Zusage", "How beleg comes to a guarantee"),
    "learn_1": (
        "Schreiben Sie Fragen auf, wie sie wirklich gestellt werden, auch solche ohne Antwort, und was richtig wäre:",
        "Write down questions as they are really asked, also ones without an answer, and what would be right:",
    ),
    "learn_2": (
        "Sagen Sie in beleg.toml, wie viele Antworten falsch sein dürfen:",
        "Say in beleg.toml how many answers may be wrong:",
    ),
    "learn_3": ("Kalibrieren Sie:", "Calibrate:"),
    "learn_4": (
        "Für 5 % bei 95 % Gewissheit braucht es mindestens {} gegebene Antworten ohne Fehler, besser {} und mehr.",
        "For 5 % at 95 % certainty it takes at least {} given answers without an error, better {} and more.",
    ),
    "learn_review": (
        "Oder beurteilen Sie Antworten, die schon gegeben wurden:",
        "Or judge answers that were given already:",
    ),
    "example_question": ("Wie viele Urlaubstage habe ich?", "How many days of leave do I have?"),
    "example_expect": ("30 Tage", "30 days"),
    "example_silence": ("Wie hoch ist das Weihnachtsgeld?", "How high is the Christmas bonus?"),
    "owner_only": (
        "Diese Seite ist für den Eigentümer dieses Arbeitsbereichs.",
        "This page is for the owner of this workspace.",
    ),
}


def quality_words(language: str) -> dict[str, str]:
    """The words of this page in one language."""
    at = LANGUAGES.index(language)
    return {name: both[at] for name, both in WORDS.items()}
