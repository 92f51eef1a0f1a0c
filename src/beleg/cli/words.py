"""What the command line says about an answer, in the language of the question.

In: a language code. Out: words. German for `de`, English for every other. Knows no answer.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "no_evidence": "The documents do not say.",
        "refused": "This question is not answered.",
        "withheld": "The answer is withheld.",
        "nearest": "Nearest places to look:",
        "nothing_near": "Nothing that may be read here comes near the question.",
        "no_documents": "There are no documents yet. Run `beleg add FOLDER`.",
        "page": "page {}",
        "confidence": "Confidence",
        "high": "high",
        "medium": "medium",
        "low": "low",
        "also": "also in",
        "run": "run",
        "only": "Only: {}",
        "dropped": "No answer was found with “{}”, so the search was made without it.",
        "filter_source": "source {}",
        "filter_folder": "folder {}",
        "filter_author": "by {}",
        "filter_type": "type {}",
        "filter_label": "{}",
        "filter_newest": "newest first",
        "filter_since": "since {}",
        "filter_until": "until {}",
        "filter_day": "of {}",
        "filter_between": "{} to {}",
        "date": "%Y-%m-%d",
        "carried": "carried",
        "contradicted": "contradicted",
        "not_found": "not found",
        "nothing_to_check": "nothing to check",
        "open": "“",
        "close": "”",
    },
    "de": {
        "no_evidence": "Die Dokumente sagen dazu nichts.",
        "refused": "Diese Frage wird nicht beantwortet.",
        "withheld": "Die Antwort wird zurückgehalten.",
        "nearest": "Am nächsten liegen diese Stellen:",
        "nothing_near": "Nichts, was hier gelesen werden darf, kommt der Frage nahe.",
        "no_documents": "Es gibt noch keine Dokumente. Rufen Sie `beleg add ORDNER` auf.",
        "page": "Seite {}",
        "confidence": "Sicherheit",
        "high": "hoch",
        "medium": "mittel",
        "low": "gering",
        "also": "steht auch in",
        "run": "Lauf",
        "only": "Nur: {}",
        "dropped": "Mit „{}“ war keine Antwort zu finden, deshalb wurde ohne gesucht.",
        "filter_source": "Quelle {}",
        "filter_folder": "Ordner {}",
        "filter_author": "von {}",
        "filter_type": "Typ {}",
        "filter_label": "{}",
        "filter_newest": "Neueres zuerst",
        "filter_since": "seit {}",
        "filter_until": "bis {}",
        "filter_day": "vom {}",
        "filter_between": "{} bis {}",
        "date": "%d.%m.%Y",
        "carried": "belegt",
        "contradicted": "widersprochen",
        "not_found": "nicht gefunden",
        "nothing_to_check": "nichts zu prüfen",
        "open": "„",
        "close": "“",
    },
}


def words_in(language: str) -> Mapping[str, str]:
    """The words for a question in this language."""
    return WORDS.get(language, WORDS["en"])
