"""Questions made of the corpus itself, where nobody wrote any: a sentence asks for the passage it was taken out of, a heading
for what stands below it.

In: passages with their documents' titles. Out: questions, each with its passage as it is without what was asked. Words are
left out of a sentence, so that it asks less exactly than it says. Such questions tell which of two rankings is better, not
how good either is. The same passages give the same questions. Knows no index.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from beleg.language.analysis import is_stop_word, words_of
from beleg.language.normalise import fold
from beleg.language.sentences import sentences
from beleg.records import OwnQuestion, Passage

LEFT_OUT = 0.3
"""Share of a sentence's content words that the question does not say."""
_WORDS = (6, 40)
_CONTENT_WORDS = 4
_HEADING_WORDS = (3, 20)
_REST_WORDS = 12


def own_questions(passages: Sequence[tuple[int, Passage, str]], wanted: int) -> list[OwnQuestion]:
    """At most `wanted` questions, one a passage and as many passages as that takes, drawn evenly.

    Headings that a person would ask come first; of a passage without one, a sentence is asked.
    """
    dice = random.Random(len(passages))  # noqa: S311 (a sample, no secret)
    order = list(passages)
    dice.shuffle(order)
    made: list[OwnQuestion] = []
    for key, passage, title in order:
        if len(made) == wanted:
            break
        question = _from_heading(key, passage, title) or _from_sentence(key, passage, title, dice)
        if question is not None:
            made.append(question)
    return made


def _from_heading(key: int, passage: Passage, title: str) -> OwnQuestion | None:
    """A heading or title that is a question, and only where the text does not repeat it."""
    asked = next((each for each in reversed((title, *passage.heading)) if each.rstrip().endswith("?")), "")
    if not _HEADING_WORDS[0] <= len(asked.split()) <= _HEADING_WORDS[1] or fold(asked) in fold(passage.text):
        return None
    above = " > ".join(each for each in passage.heading if each != asked)
    return OwnQuestion(asked, passage.language, key, passage.text, above, "" if title == asked else title, "heading")


def _from_sentence(key: int, passage: Passage, title: str, dice: random.Random) -> OwnQuestion | None:
    if passage.kind not in ("paragraph", "list_item"):
        return None
    spans = sentences(passage.text, passage.language)
    fitting = [span for span in spans if _WORDS[0] <= len(passage.text[span[0] : span[1]].split()) <= _WORDS[1]]
    if len(spans) < 2 or not fitting:
        return None
    start, end = dice.choice(fitting)
    words = [word for word, _, _ in words_of(passage.text[start:end])]
    said = [word for word in words if is_stop_word(word, passage.language) or dice.random() >= LEFT_OUT]
    rest = f"{passage.text[:start]} {passage.text[end:]}".strip()
    content = sum(not is_stop_word(word, passage.language) for word in said)
    if content < _CONTENT_WORDS or len(rest.split()) < _REST_WORDS:
        return None
    return OwnQuestion(" ".join(said), passage.language, key, rest, " > ".join(passage.heading), title)
