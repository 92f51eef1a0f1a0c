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
        "run": "run",
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
        "run": "Lauf",
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
