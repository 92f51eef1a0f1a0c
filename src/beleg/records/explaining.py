"""Why a passage stands where it stands: stages, places, reasons.

In: plain values. Out: the same with names. Knows no index and no rights: whoever fills it keeps to the asker's.
"""

from __future__ import annotations

from dataclasses import dataclass

from beleg.records.finding import Retrieved


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one word of the question brought a passage.

    `stem`, `compound` and `pieces` are shares of the score by terms: of the word itself, of the words it is made of, and of
    parts of words (n-grams). `idf` says how rare the word is, natural logarithm; 0 where only parts of it
    stand in the passage.
    """

    word: str
    idf: float
    stem: float = 0.0
    compound: float = 0.0
    pieces: float = 0.0

    @property
    def total(self) -> float:
        """All that the word brought."""
        return self.stem + self.compound + self.pieces


@dataclass(frozen=True, slots=True)
class Standing:
    """A passage's place and score in one stage; no place where the stage did not keep it."""

    stage: str
    rank: int | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A passage with its places in all stages and the reasons, the weightiest first. `rank` is None where it was left out."""

    rank: int | None
    hit: Retrieved
    standings: tuple[Standing, ...]
    reasons: tuple[Contribution, ...]
    unexplained: float = 0.0


@dataclass(frozen=True, slots=True)
class StageTold:
    """A stage of the search: how many passages it ranked, and in a sentence what it did."""

    name: str
    passages: int
    says: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was found: its words and stages, and the best passages with those that a stage ranked high and lost."""

    question: str
    language: str
    words: tuple[str, ...]
    stages: tuple[StageTold, ...]
    passages: tuple[Explained, ...]
