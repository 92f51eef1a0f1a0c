"""A changed sentence, and the names that sentences exchange.

In: real passages. Out: what looks like names in them; a record of a change. Knows no kind of change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from beleg.language.stop_words import STOP_WORDS
from fault_words import ARTICLES, PREPOSITIONS
from real_sentences import Place, Real

_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÄÖÜ][\w’'-]*[a-zäöüß]\w*(?:\s(?:of|the|von|de|van)?\s?[A-ZÄÖÜ][\w’'-]+)*")


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed sentence beside the real one. `fault`: its passage does not carry it."""

    real: Real
    kind: str
    text: str
    fault: bool


class Pool:
    """Names of the passages, to exchange them from this one or another document."""

    def __init__(self, of: Sequence[Place]) -> None:
        self.by_language: dict[str, list[str]] = {"de": [], "en": []}
        for place in of:
            self.by_language[place.language] += names(place.text, place.language)

    def other(self, real: Real, chance: random.Random, near: bool) -> str | None:
        """A name that is not in the sentence: of its passage, or of any passage."""
        of = names(real.place.text, real.place.language) if near else self.by_language[real.place.language]
        for _ in range(12):
            if of and (name := chance.choice(of)) not in real.text:
                return name
        return None


def names(text: str, language: str) -> list[str]:
    """What looks like names: capitals inside a sentence; in German none with an article or ending that nouns have."""
    found = []
    for match in _NAME.finditer(text):
        before = re.search(r"(\w+)\W+$", text[: match.start()])
        word = match[0]
        if language == "de":
            noun = re.search(r"(?:ung|heit|keit|schaft|tion|en|er|e|tät|ismus|ment|nis|chen)$", word) and " " not in word
            if (
                noun
                or (before and before[1].lower() in ARTICLES["de"])
                or (before and re.search(r"(?:en|er|es|em|e)$", before[1]))
            ):
                continue
        elif before is None:
            continue
        if "\n" in word or word.split()[0].lower() in STOP_WORDS[language]:
            continue
        if (
            word.split()[0].lower() not in PREPOSITIONS[language]
            and len(word) > 2
            and word.split()[0].lower() not in ARTICLES[language]
        ):
            found.append(word)
    return found
