"""Text → what the sources say of each of its sentences, read top to bottom.

In: a text with its asker. Out: one record for each sentence, as it ends. admit → cut into sentences → for each sentence: is
there anything to check → search with the asker's groups (`search.py`) → judge against the best passages → cite where it was
judged by. Knows no vendor and no database; keeps nothing of the text.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict, replace

from beleg.checks.supported import second_opinion
from beleg.chunking.wire import unpack
from beleg.errors import TextTooLong, Unreadable, UserError
from beleg.grounding.checkable import worth_checking
from beleg.grounding.support import support
from beleg.language.detect import detect, detect_question
from beleg.language.sentences import sentences
from beleg.parsers.media_types import media_type_of
from beleg.parsers.sandbox import Sandbox
from beleg.records import CheckedSentence, Citation, Evidence, Question, ReadingTask, Retrieved, Support, TextToCheck
from beleg.search import rank
from beleg.workspace import Parts

RECEIPTS = 3
"""Places shown for one sentence at most."""
NEAR_ENOUGH = 0.5
"""A place is shown for a sentence that was not found where at least this share of its content stands there."""
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_GOES_ON = re.compile(
    r"(?:Er|Sie|Es|Dies|Diese[rsmn]?|Dieses|Dort|Dabei|Dazu|Ihre?[rsnm]?|Seine?[rsnm]?|It|They|He|She|This|These|Those|His|Her|Its|Their|There)\b"
)
"""A sentence that begins so is about what the one before it names."""


async def read_text(parts: Parts, data: bytes, path: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a file, and the spans in it that are headings or code. Raises Unreadable with a true reason."""
    limits = parts.settings.ingest
    kind = media_type_of(path, data[:8192])
    version = hashlib.sha256(data).hexdigest()
    sandbox = Sandbox("beleg.chunking.prepare:prepare", 1, limits.memory_mb, limits.timeout_s)
    task = ReadingTask(path, kind, version, parts.settings.chunking.target_tokens, parts.settings.chunking.maximum_tokens)
    try:
        document = unpack(*await sandbox.run(data, asdict(task))).document
    finally:
        await sandbox.close()
    if not document.text.strip():
        raise Unreadable(f"{path!r} holds no text.")
    return document.text, tuple((part.start, part.end) for part in document.parts if part.kind in ("heading", "code"))


async def admit(parts: Parts, given: TextToCheck) -> TextToCheck:
    """The text, if it can be checked. Raises UserError or TextTooLong where it cannot, NotFound for a foreign source."""
    limit = parts.settings.check.characters
    if not given.text.strip():
        raise UserError("The text is empty. Give the text that is to be checked.")
    if len(given.text) > limit:
        raise TextTooLong(f"The text has {len(given.text):,} characters; at most {limit:,} are checked. Check a part of it.")
    if given.sources:
        await parts.state.source_ids(given.sources, given.asker.groups)
    return given


async def check(parts: Parts, given: TextToCheck) -> AsyncGenerator[CheckedSentence, None]:
    """Every sentence of the text with what the sources say of it, in order, each as soon as it is judged.

    Raises UserError for a text that cannot be checked. What the asker may not read is never looked at.
    """
    given = await admit(parts, given)
    before = ""
    for start, end, language in _spans(given.text):
        text = given.text[start:end]
        if _skipped(given, start, end) or not worth_checking(text, language):
            yield CheckedSentence(text, start, end, "nothing_to_check")
        else:
            yield await _checked(parts, given, CheckedSentence(text, start, end, "not_found"), before, language)
        before = text


def how_many(text: str) -> int:
    """How many sentences `check` will tell of."""
    return len(_spans(text))


def _spans(text: str) -> list[tuple[int, int, str]]:
    """The sentences with the language of their paragraph: a text may hold several."""
    whole = detect(text)
    found: list[tuple[int, int, str]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        spoken = detect_question(paragraph[0])
        language = whole if spoken == "und" else spoken
        found += [
            (paragraph.start() + start, paragraph.start() + end, language) for start, end in sentences(paragraph[0], language)
        ]
    return found


def _skipped(given: TextToCheck, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in given.skip)


async def _checked(parts: Parts, given: TextToCheck, sentence: CheckedSentence, before: str, language: str) -> CheckedSentence:
    """One sentence, searched and judged. A sentence that goes on from the one before is searched with it."""
    limits = parts.settings
    plain = " ".join(sentence.text.split())
    wanted = f"{before} {plain}" if _GOES_ON.match(plain) else plain
    question = Question(
        " ".join(wanted.split())[: limits.answers.question_characters], given.asker, given.sources, without=("*",)
    )
    found = (await rank(parts, question, limits.retrieval.candidates)).found[: limits.check.passages]
    if not found:
        return sentence
    evidence = [_evidence(each) for each in found]
    judged = await asyncio.to_thread(support, plain, evidence, language)
    judged = await second_opinion(parts.entailer, judged, plain, evidence, parts.settings.entailment.threshold)
    others = (
        [await asyncio.to_thread(support, plain, [each], language) for each in evidence] if judged.verdict == "carried" else []
    )
    more = [replace(each, evidence=at) for at, each in enumerate(others) if each.verdict == "carried" and at != judged.evidence]
    citations = await _cited(parts, given, found, [judged, *more[: RECEIPTS - 1]])
    reasons = judged.reasons if citations else ()  # what differs from a place that is about something else tells nothing
    return replace(sentence, verdict=judged.verdict, score=judged.score, reasons=reasons, citations=citations)


def _evidence(hit: Retrieved) -> Evidence:
    text = f"{hit.passage.context}\n{hit.passage.text}" if hit.passage.context else hit.passage.text
    return Evidence(text, " > ".join((hit.document.title, *hit.passage.heading)), hit.passage.language)


async def _cited(
    parts: Parts, given: TextToCheck, found: Sequence[Retrieved], judged: Sequence[Support]
) -> tuple[Citation, ...]:
    """Where each verdict rests on, with the page and heading of its own words."""
    cited = [_citation(found[each.evidence], each) for each in judged if _tells(each)]
    places = await parts.state.places([(each.version, each.start) for each in cited], given.asker.groups)
    return tuple(
        each if (place := places.get((each.version, each.start))) is None
        else replace(each, page=place.page, heading=" > ".join(place.heading))
        for each in cited
    )  # fmt: skip


def _tells(judged: Support) -> bool:
    if judged.evidence < 0:
        return False
    here = 1 - judged.features.get("missing", 1.0) - judged.features.get("far", 0.0)
    return judged.verdict != "not_found" or here >= NEAR_ENOUGH


def _citation(hit: Retrieved, judged: Support) -> Citation:
    passage, document = hit.passage, hit.document
    ahead = len(passage.context) + 1 if passage.context else 0
    start, end = max(0, judged.start - ahead), max(1, judged.end - ahead)
    return Citation(
        document=document.id,
        title=document.title,
        version=passage.version,
        page=passage.page,
        heading=" > ".join(passage.heading),
        quote=passage.text[start:end],
        start=passage.start + start,
        end=passage.start + end,
        source=document.source,
        path=document.path,
        passage_id=hit.passage_id,
    )
