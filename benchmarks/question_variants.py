"""Questions made of labelled ones, for what the sets lack: few passages, a word of another question, FAQ pages.

In: a question set. Out: more labelled questions, in the fold of the one each is made of:
`swapped`: its weightiest noun or name replaced by that of a question on another article, so that nothing answers it;
`small`: asked of one to four passages that are the whole corpus, its own among them unless it is to have no answer;
`absent`: asked of the same corpus without its article;
`near`: asked of the same corpus without its own paragraph, where none of the found ones holds the gold words either;
`faq`: its paragraph rewritten as questions (with words left out) each followed by the sentence that answers.
Knows no writer's weights.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from beleg.language.analysis import is_stop_word, stem, words_of
from beleg.language.sentences import sentences
from beleg.providers.quote_words import asked_in
from question_sets import Corpus, Labelled, QuestionSet

Holds = Callable[[str, tuple[str, ...]], bool]


def variants(of: QuestionSet, holds: Holds) -> list[Labelled]:
    """The made questions of a set whose answers are known; none of one without. The same each time."""
    chance = random.Random(of.name)
    made: list[Labelled] = []
    fold_of = {number: each.fold for each in of.questions for number in each.gold}
    pages = _faq_pages(of, holds, chance)
    for at, each in enumerate(of.questions):
        if not each.gold:
            continue
        if at % 3 == 1:
            made.append(_absent(of, each, fold_of))
        if each.answerable and at % 3 == 2:
            made.extend(_near(of, each, holds))
        if at % 2 == 0:
            made.extend(_small(of, each, chance))
        if each.answerable and at % 2 == 1:
            made.extend(_swapped(of, each, of.questions[(at + len(of.questions) // 3) % len(of.questions)], chance))
        if each.answerable and at % 3 == 0 and min(each.gold) in pages:
            made.append(_on_page(of, each, pages[min(each.gold)]))
    return made


def _small(of: QuestionSet, each: Labelled, chance: random.Random, gold: bool | None = None) -> list[Labelled]:
    others = [hit.passage_id for hit in each.task.passages if hit.passage_id not in each.gold]
    strangers = chance.sample(range(len(of.corpus.passages)), 2)
    with_gold = (not each.answerable or chance.random() < 0.7) if gold is None else gold
    numbers = [*(sorted(each.gold) if with_gold else []), *others[: chance.randint(0, 2)], *strangers[: chance.randint(0, 1)]]
    numbers = list(dict.fromkeys(numbers or strangers))
    corpus = Corpus([_text(of.corpus, number) for number in numbers], of.corpus.language)
    where = frozenset(at for at, number in enumerate(numbers) if number in each.gold)
    return [
        replace(
            each,
            set=f"{each.set}_small",
            task=corpus.task(each.task.question),
            gold=where,
            answerable=each.answerable and with_gold,
        )
    ]


def _absent(of: QuestionSet, each: Labelled, fold_of: Mapping[int, int]) -> Labelled:
    left = [number for number in range(len(of.corpus.passages)) if fold_of.get(number, each.fold) != each.fold]
    task = of.corpus.task(each.task.question, left)
    return replace(each, set=f"{each.set}_absent", task=task, gold=frozenset(), answers=(), answerable=False)


def _near(of: QuestionSet, each: Labelled, holds: Holds) -> list[Labelled]:
    task = of.corpus.task(each.task.question, [at for at in range(len(of.corpus.passages)) if at not in each.gold])
    if any(holds(hit.passage.text, each.answers) for hit in task.passages):
        return []
    return [replace(each, set=f"{each.set}_near", task=task, gold=frozenset(), answers=(), answerable=False)]


def _swapped(of: QuestionSet, each: Labelled, other: Labelled, chance: random.Random) -> list[Labelled]:
    mine, theirs = _heaviest(each, of.corpus.language), _heaviest(other, of.corpus.language)
    if not mine or not theirs or mine.casefold() == theirs.casefold() or each.fold == other.fold:
        return []
    text = re.sub(rf"\b{re.escape(mine)}\b", lambda _: theirs, each.task.question)
    asked = replace(each, task=replace(each.task, question=text), answerable=False, answers=())
    if chance.random() < 0.5:
        return [replace(small, set=f"{each.set}_swapped") for small in _small(of, asked, chance, True)]
    return [replace(asked, set=f"{each.set}_swapped", task=of.corpus.task(text))]


def _heaviest(each: Labelled, language: str) -> str:
    asked = asked_in(each.task, language)
    things = {word: asked.weights[root] for word, root in _content(each.task.question, language) if root in asked.things}
    return max(things, key=lambda word: things[word], default="")


def _content(text: str, language: str) -> list[tuple[str, str]]:
    return [(word, stem(word, language)) for word, _, _ in words_of(text) if not is_stop_word(word, language)]


def _faq_pages(of: QuestionSet, holds: Holds, chance: random.Random) -> dict[int, str]:
    pages: dict[int, dict[str, str]] = defaultdict(dict)
    for each in of.questions:
        if not each.answers or not each.gold:
            continue
        number = min(each.gold)
        _, text = _text(of.corpus, number)
        spans = sentences(text, of.corpus.language)
        answer = next((text[start:end] for start, end in spans if holds(text[start:end], each.answers)), "")
        if answer and answer not in pages[number]:
            pages[number][answer] = _thinned(each.task.question, of.corpus.language, chance)
    return {
        number: "\n\n".join(f"{question}\n\n{answer}" for answer, question in page.items()) for number, page in pages.items()
    }


def _thinned(question: str, language: str, chance: random.Random) -> str:
    """The question with about three in ten of its content words left out."""
    pieces, last = [], 0
    for word, start, end in words_of(question):
        if not is_stop_word(word, language) and chance.random() < 0.3:
            pieces.append(question[last:start])
            last = end
    return " ".join("".join([*pieces, question[last:]]).split()).rstrip(" ?.") + "?"


def _on_page(of: QuestionSet, each: Labelled, page: str) -> Labelled:
    number = min(each.gold)
    chosen = [number, *(hit.passage_id for hit in each.task.passages if hit.passage_id != number)][:5]
    texts = [("", page) if other == number else _text(of.corpus, other) for other in chosen]
    corpus = Corpus(texts, of.corpus.language)
    return replace(each, set=f"{each.set}_faq", task=corpus.task(each.task.question), gold=frozenset({0}))


def _text(corpus: Corpus, number: int) -> tuple[str, str]:
    passage, document = corpus.passages[number]
    return document.title, passage.text
