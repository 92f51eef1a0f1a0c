"""The corpus's own vocabulary: how many passages hold a word, its stem, and which compounds are made of which words.

In: counts at ingest, words at asking. Out: rarity, compounds both ways, what a misspelled word may mean. Derived from all
documents whoever may read them, so nothing from here is shown to an asker by itself. Knows no document.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from beleg.language.analysis import is_stop_word, stem
from beleg.language.compounds import LONGEST_WORD, SHORTEST_PART, split_compound
from beleg.language.spelling import beginnings, meant, slips_of
from beleg.stores.state.catalogue import chunks
from beleg.stores.state.database import Database
from beleg.stores.state.tables import compounds, facts, words

SHORTEST_COMPOUND = 8
"""Letters; a shorter German word is not looked at as a compound of two words of four."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the vocabulary knows of a question's words.

    `parts`: compound in the question → its words; `compounds`: compounds of the corpus made of two of the question's
    words; `idf`: stem → natural logarithm of passages per passage that holds it; `spelled`: word of the question that no
    passage holds → words of the corpus that may be meant. What is in `spelled` may come from documents that the asker may
    not read: it is searched for, and shown only where it stands in a passage that was found for them.
    """

    parts: Mapping[str, tuple[str, ...]]
    compounds: tuple[str, ...]
    idf: Mapping[str, float]
    spelled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Vocabulary:
    """The vocabulary part of the state."""

    database: Database

    async def lexicon(self, folded: Sequence[str], stems: Sequence[str]) -> Lexicon:
        """What is known of these folded words and of these stems."""
        return await asyncio.to_thread(self._lexicon, folded, stems)

    async def learn_compounds(self) -> int:
        """Split the German words that are new since the last time; how many compounds were found. Safe to repeat."""
        return await asyncio.to_thread(self._learn_compounds)

    async def passage_count(self) -> int:
        """Live passages, whoever may read them."""
        return await asyncio.to_thread(self._passage_count)

    def _passage_count(self) -> int:
        with self.database.reading() as connection:
            return int(connection.execute(sa.select(facts.c.value).where(facts.c.name == "passages")).scalar_one())

    def _lexicon(self, folded: Sequence[str], stems: Sequence[str]) -> Lexicon:
        asked = sorted(set(folded))[:CHUNK_OF_QUESTION]
        with self.database.reading() as connection:
            total = int(connection.execute(sa.select(facts.c.value).where(facts.c.name == "passages")).scalar_one())
            split: dict[str, list[tuple[int, str]]] = {}
            whole = sa.select(compounds).where(compounds.c.compound.in_(asked))
            for part, compound, position in connection.execute(whole):
                split.setdefault(compound, []).append((position, part))
            made_query = (
                sa.select(compounds.c.compound)
                .where(compounds.c.part.in_(asked))
                .group_by(compounds.c.compound)
                .having(sa.func.count() > 1)
                .limit(20)
            )
            made_of = tuple(connection.execute(made_query).scalars())
            rare = (
                sa.select(words.c.stem, sa.func.sum(words.c.passages))
                .where(words.c.stem.in_(sorted(set(stems))[:CHUNK_OF_QUESTION]))
                .group_by(words.c.stem)
            )
            counts = {row[0]: int(row[1]) for row in connection.execute(rare)}
            unknown = _unknown(connection, asked, counts)
            for word in unknown:
                split[word] = list(enumerate(_parts_of_unknown(connection, word)))
            spelled = {word: _meant(connection, word) for word in unknown if not split[word]}
        idf = {
            each: math.log(1 + (total - min(n, total) + 0.5) / (min(n, total) + 0.5))
            for each in stems
            for n in [counts.get(each, 0)]
        }
        made = {word: tuple(part for _, part in sorted(found)) for word, found in split.items() if found}
        return Lexicon(made, made_of, idf, {word: found for word, found in spelled.items() if found})

    def _learn_compounds(self) -> int:
        with self.database.reading() as connection:
            fresh = list(connection.execute(sa.select(words.c.word).where(words.c.language == "de", ~words.c.learnt)).scalars())
            if not fresh:
                return 0
            everything = connection.execute(sa.select(words.c.word, words.c.passages).where(words.c.language == "de")).all()
        known = {word: int(count) for word, count in everything}
        grown = len(fresh) > len(known) // 4  # enough new words that old ones may split differently now
        looked_at = sorted(known) if grown else fresh
        found = [
            {"compound": word, "part": part, "position": position}
            for word in looked_at
            if len(word) >= SHORTEST_COMPOUND
            for position, part in enumerate(split_compound(word, known))
        ]
        with self.database.writing() as connection:
            for some in chunks(looked_at):
                connection.execute(compounds.delete().where(compounds.c.compound.in_(some)))
            if found:
                connection.execute(compounds.insert().prefix_with("OR IGNORE"), found)
            for some in chunks(fresh):
                connection.execute(words.update().where(words.c.word.in_(some), words.c.language == "de").values(learnt=True))
        return len({row["compound"] for row in found})


CHUNK_OF_QUESTION = 400
"""Distinct words of a question that are looked up; a longer one is a pasted text, its first words in order of alphabet do."""
UNKNOWN_OF_QUESTION = 8
"""Unknown words of a question that are looked at more closely; one with more is in a language the corpus does not speak."""
RESEMBLING = 3000
"""Words of one beginning that an unknown word is compared with at most."""


def _unknown(connection: sa.Connection, asked: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """The words long enough for a slip whose stem no passage holds, in any language."""
    looked_at = [
        word
        for word in asked
        if slips_of(word)
        and not any(is_stop_word(word, language) or counts.get(stem(word, language)) for language in ("de", "en", ""))
    ]
    if not looked_at or len(looked_at) > UNKNOWN_OF_QUESTION:
        return []
    held = set(connection.execute(sa.select(words.c.word).where(words.c.word.in_(looked_at))).scalars())
    return [word for word in looked_at if word not in held]


def _parts_of_unknown(connection: sa.Connection, word: str) -> tuple[str, ...]:
    """The German words of the corpus that a word is made of which the corpus does not hold as a whole."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD:
        return ()
    ends = range(SHORTEST_PART, len(word) + 1)
    pieces = {word[begin:end] for end in ends for begin in range(end - SHORTEST_PART + 1)} - {word}
    query = sa.select(words.c.word, words.c.passages).where(words.c.language == "de", words.c.word.in_(sorted(pieces)))
    return split_compound(word, {piece: int(passages) for piece, passages in connection.execute(query)})


def _meant(connection: sa.Connection, word: str) -> tuple[str, ...]:
    """The words of the corpus that the unknown word may be a slip of. Reads a stretch of the vocabulary, not all of it."""
    slips = slips_of(word)
    length = sa.func.length(words.c.word)
    held: Counter[str] = Counter()
    for begin in beginnings(word):  # one by one: for an OR of stretches SQLite sorts all of them first
        query = (
            sa.select(words.c.word, words.c.passages)
            .where(words.c.word >= begin, words.c.word < begin + _AFTER, length.between(len(word) - slips, len(word) + slips))
            .limit(RESEMBLING)
        )
        for other, passages in connection.execute(query):
            held[other] += int(passages)
    return meant(word, held.items())


_AFTER = "\uffff"


def add_words(connection: sa.Connection, language: str, counts: Mapping[str, int]) -> None:
    """Add counts (negative ones take away) to the vocabulary; a word that no passage holds any more is forgotten."""
    rows = [(word, language, stem(word, language), count) for word, count in counts.items() if count]
    if not rows:
        return
    connection.exec_driver_sql(
        "INSERT INTO words (word, language, stem, passages, learnt) VALUES (?, ?, ?, ?, 0) "
        "ON CONFLICT (word, language) DO UPDATE SET passages = passages + excluded.passages",
        rows,
    )
    if any(count < 0 for _, _, _, count in rows):
        _forget_words(connection, language, (word for word, _, _, count in rows if count < 0))


def _forget_words(connection: sa.Connection, language: str, fewer: Iterable[str]) -> None:
    for some in chunks(list(fewer)):
        gone = sa.select(words.c.word).where(words.c.word.in_(some), words.c.language == language, words.c.passages <= 0)
        over = list(connection.execute(gone).scalars())
        connection.execute(words.delete().where(words.c.word.in_(over), words.c.language == language))
        connection.execute(compounds.delete().where(compounds.c.compound.in_(over) | compounds.c.part.in_(over)))
