"""What was learnt of ranking: how much the vectors count, by the language of the question.

In: plain values. Out: the same with names. Knows no index and no embedder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CAUTIOUS: Mapping[str, float] = {"en": 2.5}
"""Weights where nothing was learnt; `benchmarks/fusion.py` measures them."""
CAUTIOUS_ELSEWHERE = 1.0
"""The same for every other language: few embedders have seen as much of it as of English."""


@dataclass(frozen=True, slots=True)
class LearntWeight:
    """The weight for questions of one language, and what it rests on.

    `before` and `after` are the nDCG@10 of the words alone and with the vectors, each question judged by a weight learnt
    from others; `low` and `high` bound their difference (95 %, bootstrap over questions). `kept` says that the weight is the
    cautious one because there were too few questions.
    """

    language: str
    weight: float
    questions: int
    before: float
    after: float
    low: float
    high: float
    kept: bool = False


@dataclass(frozen=True, slots=True)
class LearntRanking:
    """All weights with when and from what they were learnt (`synthetic`, or the file's name), for the embedder named."""

    weights: tuple[LearntWeight, ...] = ()
    learnt_at: str = ""
    source: str = ""
    embedder: str = ""

    def weight(self, language: str) -> float:
        """How much the vectors count for a question of this language; the cautious weight where none was learnt."""
        learnt: Mapping[str, float] = {each.language: each.weight for each in self.weights}
        return learnt.get(language, CAUTIOUS.get(language, CAUTIOUS_ELSEWHERE))

    def says(self, language: str) -> str:
        """In a sentence, where the weight comes from."""
        for each in self.weights:
            if each.language == language and not each.kept:
                kind = "synthetic questions" if self.source == "synthetic" else f"questions of {self.source}"
                return f"weight {each.weight:g}, learnt {self.learnt_at[:10]} from {each.questions} {kind}"
        return f"weight {self.weight(language):g}, the cautious one: nothing was learnt for this language"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question made of the corpus: what is asked, and the passage that answers it with its words as they are then.

    `rest` is the passage without what the question was made of; `heading` and `title` are empty where the question is one of
    them.
    """

    text: str
    language: str
    passage_id: int
    rest: str
    heading: str = ""
    title: str = ""
    kind: str = "sentence"


@dataclass(frozen=True, slots=True)
class JudgedHits:
    """What a question found, before any fusion: scores by terms, cosines, and which of it is relevant.

    `rarity` as in `fuse`. `names` maps a passage to what is judged, a document or itself; `relevant` gives grades by name.
    """

    language: str
    terms: Mapping[int, float]
    cosines: Mapping[int, float]
    rarity: float
    names: Mapping[int, str]
    relevant: Mapping[str, float] = field(default_factory=dict)
