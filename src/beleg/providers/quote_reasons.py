"""Why a quoted answer is held for sure or unsure: the confidence taken apart into reasons a person can read.

In: the features of a confidence and the fitted weights. Out: reasons with what each adds to the log-odds, compared with a
question of the middle; and their words, German and English. Knows no question and no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REASONS: Mapping[str, tuple[str, ...]] = {
    "words": ("best", "coverage", "pairs", "things_here", "deeds"),
    "missing": (
        "missing",
        "partly",
        "mostly_missing",
        "missing_near",
        "rarest_missing",
        "thing_missing",
        "thing_missing_near",
        "name_missing",
        "identifier_missing",
        "complete",
    ),
    "kind": ("offers", "offers_complete", "misses", "unit", "unit_missing", "counted", "counted_missing"),
    "rivals": ("margin", "alone", "rivals"),
    "against": ("negation", "year_elsewhere", "opposed", "extreme_missing"),
    "asked_above": ("asked_above",),
    "question": ("figure_asked",),
}
"""Each reason with the features it sums up; every feature of the confidence belongs to one."""

REASON_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "words": {
        "en": ("the sentence holds the question's words, close together", "the sentence holds few of the question's words"),
        "de": ("der Satz enthält die Wörter der Frage, nah beieinander", "der Satz enthält wenige Wörter der Frage"),
    },
    "missing": {
        "en": ("no important word of the question is missing nearby", "important words of the question are missing nearby"),
        "de": ("kein wichtiges Wort der Frage fehlt in der Nähe", "wichtige Wörter der Frage fehlen in der Nähe"),
    },
    "kind": {
        "en": ("the sentence has the kind of thing asked for", "the kind of thing asked for is not in the sentence"),
        "de": ("der Satz nennt, wonach der Art nach gefragt ist", "wonach der Art nach gefragt ist, nennt der Satz nicht"),
    },
    "rivals": {
        "en": ("it stands out from the other passages", "other passages fit nearly as well"),
        "de": ("er hebt sich von den anderen Stellen ab", "andere Stellen passen fast ebenso gut"),
    },
    "against": {
        "en": ("nothing in it speaks against the question", "a negation, an opposite or another year speaks against it"),
        "de": (
            "nichts darin widerspricht der Frage",
            "eine Verneinung, ein Gegenteil oder ein anderes Jahr spricht dagegen",
        ),
    },
    "asked_above": {
        "en": ("the document asks this question right above", "no question right above it"),
        "de": ("das Dokument stellt darüber diese Frage", "keine solche Frage darüber"),
    },
    "question": {
        "en": ("it asks for a figure or a date: such answers are easy to tell", "it does not ask for a figure or a date"),
        "de": ("gefragt ist eine Zahl oder ein Datum: das ist leicht zu erkennen", "gefragt ist keine Zahl und kein Datum"),
    },
}
LEAST = 0.05
"""A reason that moves the log-odds less than this is not told."""


def why_confident(model: Mapping[str, Any], features: Mapping[str, float]) -> list[tuple[str, float]]:
    """The reasons with what each adds to the log-odds beyond a question of the middle, the heaviest first."""
    weights, middle = model["weights"], model.get("middle", {})
    adds = {
        reason: sum(weights.get(name, 0.0) * (features.get(name, 0.0) - middle.get(name, 0.0)) for name in names)
        for reason, names in REASONS.items()
    }
    told = [(reason, round(added, 3)) for reason, added in adds.items() if abs(added) >= LEAST]
    return sorted(told, key=lambda each: -abs(each[1]))


def in_words(reason: str, added: float, language: str) -> str:
    """A reason as a person reads it: German for `de`, English for every other language; an unknown one by its name."""
    words = REASON_WORDS.get(reason, {"en": (reason, reason)})
    return words.get(language, words["en"])[0 if added > 0 else 1]
