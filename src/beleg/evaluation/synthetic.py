"""Questions from a document by rule, German and English.

In: a document. Out: drafts of questions with the words that answer them. Four rules: a heading or line that is a question
already; a sentence that defines; a sentence with an amount, asked for in its place ("binnen wie vieler Tage"); a heading as
a topic. They test finding and quoting; people ask in other words. Draws no lots, knows no workspace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beleg.language.sentences import sentences
from beleg.records import Document, Part

LONGEST_SENTENCE = 260
SHORTEST_SENTENCE = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """A question by rule. `answer` is empty where only the document is known; `quote` the sentence it was made from;
    `thing` what it asks about, for putting another in its place."""

    rule: str
    question: str
    answer: str
    quote: str
    thing: str = ""
    kind: str = ""


_NUMBER = r"(?:\d+(?:[.,]\d+)*)"
_WORDS_DE = "ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreißig"
_WORDS_EN = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty"
_AMOUNT_DE = re.compile(
    rf"\b(?P<number>{_NUMBER}|{_WORDS_DE})\s(?P<unit>Euro|Prozent|Tage[n]?|Wochen?|Monate[n]?|Jahre[n]?|Stunden|Minuten|Sekunden|"
    r"Kilometer|Meter|Zentimeter|Kilogramm|Gramm|Liter|Dezibel|Zeichen|Maschinen|Personen|Werktage[n]?|Arbeitstage[n]?)\b"
)
_AMOUNT_EN = re.compile(
    rf"\b(?P<number>{_NUMBER}|{_WORDS_EN})\s(?P<unit>euros|percent|(?:working |business )?days|weeks|months|years|hours|"
    r"minutes|seconds|kilometres|metres|kilograms|grams|litres|decibels|characters|machines|people)\b"
)
_DATE_DE = re.compile(
    r"\bam\s(?P<date>\d{1,2}\.\s(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?:\s\d{4})?)"
)
_DATE_EN = re.compile(
    r"\bon\s(?P<date>\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s\d{4})?)"
)
_DEFINED_DE = re.compile(
    r"(?P<thing>(?:Der|Die|Das|Ein|Eine)\s[A-ZÄÖÜ][\w-]+|[A-ZÄÖÜ][\w-]+)\s(?P<is>ist|sind)\s(?:eine?|das|die|der)\s\w"
)
_DEFINED_EN = re.compile(r"(?P<thing>(?:The|A|An)\s[\w-]+(?:\s[\w-]+)?|[A-Z][\w-]+)\s(?P<is>is|are)\s(?:an?|the)\s\w")
_POINTING = frozenset(
    """this that these those it its they them he she there here what such dies diese dieser dieses das es sie er ihr du wir
    davon dafür damit dazu dabei dann danach hier dort beide""".split()
)
"""Words that point at an earlier sentence: a question with one of them at its head could be about anything."""
_ARTICLE = re.compile(r"^(?:Der|Die|Das|Ein|Eine|The|An|A)\b")
_DATIVE = frozenset("nach von bei mit aus seit binnen ab unter vor in".split())
_CODE = re.compile(r"(?<![\w-])[A-ZÄÖÜ]+[\w]*-?\d[\w-]*(?![\w-])")
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
_FEMININE = re.compile(r"(?<![\w-])[A-ZÄÖÜ]\w{3,}(?:ung|heit|keit|schaft|tät|ion)(?![\w-])")
_ENGLISH_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)?(?![\w-])")


def drafts_of(document: Document) -> list[Draft]:
    """Every question the rules make of it, in reading order, each wording once."""
    language = "de" if document.language == "de" else "en"
    found: dict[str, Draft] = {}
    for draft in _all(document, language):
        found.setdefault(draft.question, draft)
    return list(found.values())


def _all(document: Document, language: str) -> Iterator[Draft]:
    parts = document.parts
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        if part.kind == "heading":
            yield from _of_heading(part, following, language)
        elif part.kind in ("paragraph", "list_item"):
            for start, end in sentences(part.text, language):
                sentence = " ".join(part.text[start:end].split())
                if SHORTEST_SENTENCE <= len(sentence) <= LONGEST_SENTENCE and sentence[-1] in ".!":
                    yield from _of_sentence(sentence, language)


def _of_heading(part: Part, following: Part | None, language: str) -> Iterator[Draft]:
    heading = " ".join(part.text.split()).strip("# ")
    if following is None or following.kind not in ("paragraph", "list_item"):
        return
    spans = sentences(following.text, language)
    first = " ".join(following.text[spans[0][0] : spans[0][1]].split()) if spans else ""
    if heading.endswith("?") and len(heading.split()) > 2:
        yield Draft("asked", heading, first, first)
    elif part.level > 1 and 4 <= len(heading) <= 60 and heading[-1] not in ".:":
        yield Draft("topic", f"Was gilt zu „{heading}“?" if language == "de" else f"What applies to “{heading}”?", "", first)


def _of_sentence(sentence: str, language: str) -> Iterator[Draft]:
    plain = sentence.rstrip(".!")
    head = [word.strip(",;:").casefold() for word in plain.split()[:3]]
    if head[0] in _POINTING or "it" in head:
        return
    thing, kind = _thing(sentence, language)
    if amount := (_AMOUNT_DE if language == "de" else _AMOUNT_EN).search(plain):
        asked = _asked(plain, amount, _how_many(plain, amount, language))
        yield Draft("amount", asked, amount[0], sentence, thing, kind)
    if date := (_DATE_DE if language == "de" else _DATE_EN).search(plain):
        yield Draft("date", _asked(plain, date, "wann" if language == "de" else "when"), date["date"], sentence, thing, kind)
    if defined := (_DEFINED_DE if language == "de" else _DEFINED_EN).match(sentence):
        name = _ARTICLE.sub(lambda hit: hit[0].lower(), defined["thing"])
        word = "Was" if language == "de" else "What"
        yield Draft("defined", f"{word} {defined['is']} {name}?", sentence, sentence, thing, kind)


def _how_many(plain: str, amount: re.Match[str], language: str) -> str:
    unit = amount["unit"]
    if language == "en":
        return "what percentage" if unit == "percent" else f"how many {unit}"
    if unit in ("Euro", "Prozent"):
        return f"wie viel {unit}"
    before = plain[: amount.start()].split()
    dative = bool(before) and before[-1].casefold() in _DATIVE
    return f"wie vielen {unit}" if dative else f"wie viele {unit}"


def _asked(plain: str, found: re.Match[str], word: str) -> str:
    """The sentence with the question word where the answer stood: a question in place, as people ask back."""
    asked = f"{plain[: found.start()]}{word}{plain[found.end() :]}?"
    return asked[0].upper() + asked[1:]


def _thing(sentence: str, language: str) -> tuple[str, str]:
    """A code, a year or a name, with its kind: another of the kind fits the sentence's grammar. Empty where there is none."""
    for kind, pattern in (("code", _CODE), ("year", _YEAR), ("name", _FEMININE if language == "de" else _ENGLISH_NAME)):
        if found := [hit[0] for hit in pattern.finditer(sentence) if hit.start() > 0]:
            return max(found, key=len), kind
    return "", ""
