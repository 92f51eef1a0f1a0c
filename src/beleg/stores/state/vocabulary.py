"""The corpus's own vocabulary: how many passages hold a word, its stem, and which compounds are made of which words.

In: counts at ingest, words at asking. Out: rarity, compounds both ways. Derived from all documents whoever may read them,
so nothing from here is ever shown to an asker. Knows no document.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from beleg.language.analysis import stem
from beleg.language.compounds import split_compound
from beleg.stores.state.catalogue import chunks
from beleg.stores.state.database import Database
from beleg.stores.state.tables import compounds, facts, words

SHORTEST_COMPOUND = 8
"""Letters; a shorter German word is not looked at as a compound of two words of four."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the vocabulary knows of a question's words.

    `parts`: compound in the question → its words; `compounds`: compounds of the corpus made of two of the question's
    words; `idf`: stem → natural logarithm of passages per passage that holds it.
    """

    parts: Mapping[str, tuple[str, ...]]
    compounds: tuple[str, ...]
    idf: Mapping[str, float]


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
            made = (
                sa.select(compounds.c.compound)
                .where(compounds.c.part.in_(asked))
                .group_by(compounds.c.compound)
                .having(sa.func.count() > 1)
                .limit(20)
            )
            made_of = tuple(connection.execute(made).scalars())
            rare = (
                sa.select(words.c.stem, sa.func.sum(words.c.passages))
                .where(words.c.stem.in_(sorted(set(stems))[:CHUNK_OF_QUESTION]))
                .group_by(words.c.stem)
            )
            counts = {row[0]: int(row[1]) for row in connection.execute(rare)}
        idf = {
            each: math.log(1 + (total - min(n, total) + 0.5) / (min(n, total) + 0.5))
            for each in stems
            for n in [counts.get(each, 0)]
        }
        return Lexicon({word: tuple(part for _, part in sorted(found)) for word, found in split.items()}, made_of, idf)

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
