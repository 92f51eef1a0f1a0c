"""A question and a text as stems, and how the one is found in the other.

In: a question with the rarity of its stems; a text. Out: the question's stems with their shares of its weight, its kind,
its things and names; a text's sentences as stems; whether a stem is there in part. Pure; knows no passage's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beleg.language.analysis import is_identifier, is_stop_word, stem, surface_words
from beleg.language.sentences import sentences
from beleg.providers.contract import WritingTask
from beleg.providers.question_types import kind_of
from beleg.records import Retrieved

_BEFORE_THINGS = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner unser unsere unseren unserem
    unserer     sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer kein keine keinen im am zum zur beim vom ins ans für
    viele viel welche welcher welches welchen welchem
    the a an my our your his her its their many much which what any for of in to with by from on at
    """.split()
)
_EVERY_WORD = 2.0
"""Added to each word's rarity: with few passages rarity says little, and the words count more alike."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as sentences are held against it: its stems with their shares of its weight, its kind, numbers and names.

    `things` are the stems that are nouns or names by their place or their capital.
    """

    text: str
    kind: str
    weights: Mapping[str, float]
    order: tuple[str, ...]
    words: frozenset[str]
    identifiers: frozenset[str]
    names: frozenset[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Read:
    """A text as sentences: spans, the stem of each word in order ("" for a stop word), the stems of each sentence."""

    spans: Sequence[tuple[int, int]]
    tokens: Sequence[Sequence[str]]
    held: Sequence[frozenset[str]]


def asked_in(task: WritingTask, language: str) -> Asked:
    """The question, with stems of this language."""
    words = surface_words(task.question)
    content = [(word, stem(word, language)) for word in words if not is_stop_word(word, language)]
    order = [each for _, each in content if each] or [stem(word, language) for word in words]
    unseen = max(task.idf.values(), default=1.0)
    raised = {each: max(0.0, task.idf.get(each, unseen)) + _EVERY_WORD for each in dict.fromkeys(order)}
    total = sum(raised.values()) or 1.0
    pairs = list(zip(["", *words], words, strict=False))
    capitals = {word for before, word in pairs if before and word[:1].isupper()}
    placed = {word for before, word in pairs if before.casefold() in _BEFORE_THINGS}
    return Asked(
        text=task.question,
        kind=kind_of(task.question),
        weights={each: weight / total for each, weight in raised.items()},
        order=tuple(order),
        words=frozenset(word.lower() for word in words),
        identifiers=frozenset(each for word, each in content if is_identifier(word)),
        names=frozenset(each for word, each in content if word in capitals and language != "de"),
        things=frozenset(each for word, each in content if word in capitals or word in placed),
    )


def read(text: str, language: str) -> Read:
    """The sentences of a text with their stems."""
    spans = sentences(text, language)
    tokens = [tokens_of(text[start:end], language) for start, end in spans]
    return Read(spans, tokens, [frozenset(token for token in each if token) for each in tokens])


def tokens_of(text: str, language: str) -> list[str]:
    """The stem of each word in order, "" for a stop word."""
    return ["" if is_stop_word(word, language) else stem(word, language) for word in surface_words(text)]


def stems_in(text: str, language: str) -> frozenset[str]:
    """The stems of the content words."""
    return frozenset(token for token in tokens_of(text, language) if token)


def weight_of(asked: Asked, of: frozenset[str] | set[str]) -> float:
    """The share of the question's weight that these of its stems make up."""
    return sum(asked.weights[each] for each in of)


def part_of(asked: Asked, of: frozenset[str], lacking: frozenset[str]) -> float:
    """The weight of those of `of` that are lacking, as a share of the weight of `of`; 0 where there are none."""
    total = weight_of(asked, of)
    return weight_of(asked, of & lacking) / total if total else 0.0


def within(wanted: str, held: Iterable[str]) -> bool:
    """Whether a word is there in part: a common beginning, or one inside the other (compounds)."""
    return bool(kin(wanted, held))


def kin(wanted: str, held: Iterable[str]) -> frozenset[str]:
    """The stems that hold the wanted one in part."""
    if len(wanted) < 5:
        return frozenset()
    return frozenset(
        each
        for each in held
        if len(each) >= 5 and (each[:5] == wanted[:5] or each.endswith(wanted) or wanted.endswith(each) or wanted in each[5:])
    )


def alike(wanted: str, held: frozenset[str]) -> bool:
    """Whether another form of the word is there: the same beginning, and about as long."""
    return len(wanted) >= 5 and any(each[:5] == wanted[:5] and abs(len(each) - len(wanted)) <= 3 for each in held)


def words_above(hit: Retrieved) -> str:
    """What stands over a passage: title, headings, and what was said before it."""
    return f"{hit.document.title} {' '.join(hit.passage.heading)} {hit.passage.context}"
