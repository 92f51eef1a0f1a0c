"""Sources, folders, authors and types in a question: "in Confluence", "im Ordner Verkauf", "Protokolle von Petra Möller".

In: the question's cues. Out: phrases with every name they may mean; only names that the asker may see become filters, which
is not judged here. Knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from beleg.records import FilterKind
from beleg.retrieval.filter_phrases import Cues, Meaning, Phrase

_PLACES: dict[str, tuple[FilterKind, ...]] = {
    **dict.fromkeys(("quelle", "source", "bereich", "space"), ("source", "folder")),
    **dict.fromkeys(("ordner", "verzeichnis", "folder", "directory"), ("folder", "source")),
}
_PLACE = "|".join(_PLACES)
_WORD = r"[\w&+][\w.&+/-]*(?<![./-])"
_NAMES = rf"{_WORD}(?:\s+{_WORD}){{0,3}}"
_IN = r"(?:in|im|aus|unter|from|within|under)"
_THE = r"(?:der|dem|den|the|our|unserem|unserer)"
_NAMED = re.compile(
    rf"(?:\b{_IN}\s+)?(?:\b{_THE}\s+)?\b(?P<place>{_PLACE})\s+(?:[\"„“”'»«](?P<quoted>[^\"„“”'»«]{{1,80}})[\"“”'»«]|(?P<names>{_NAMES}))",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    rf"\b{_IN}\s+(?:{_THE}\s+)?(?P<names>{_WORD}(?:[ -]{_WORD}){{0,2}}?)[ -](?P<place>{_PLACE})\b", re.IGNORECASE
)
_BARE = re.compile(
    rf"(?:\b(?P<firm>laut|according to)\s+(?:{_THE}\s+)?|\b(?P<in>in|im|aus|from)\s+(?P<the>{_THE}\s+)?)"
    rf"(?=(?P<names>{_NAMES}))",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"(?:\b(?:was|what)\s+(?:sagt|sagen|schreibt|steht|does|do)|^\s*(?:(?:nur|only)\s+)?(?:in|im)(?=[^:]*:))\s+"
    rf"(?:{_THE}\s+)?(?=(?P<names>{_NAMES}))",
    re.IGNORECASE,
)
_BY = re.compile(rf"\b(?P<by>von|vom|by|from)\s+(?:{_THE}\s+)?(?=(?P<names>{_NAMES}))", re.IGNORECASE)
_HAS_WRITTEN = re.compile(
    rf"\b(?:hat|haben|has|have|did)\s+(?:{_THE}\s+)?(?=(?P<names>{_NAMES}))(?=.*\b(?:geschrieben|verfasst|written|write|authored)\b)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?P<name>.{2,}?)(?:s?[\s-]?(?:abteilung|team)|[\s-](?:department|dept))$|^(?:team|abteilung)[\s-](?P<last>.+)$"
)

_FILE = r"(?:-|\s)?(?:datei(?:en)?|dokumente?n?|files?|documents?)"
_TYPES = {
    "pdf": rf"pdf(?:s|{_FILE})",
    "docx": rf"(?:word{_FILE}|docx(?:{_FILE})?)",
    "xlsx": rf"(?:spreadsheets?|excel(?:{_FILE}|-?tabellen?)|xlsx(?:{_FILE})?)",
    "pptx": rf"(?:powerpoints?(?:{_FILE}|-?präsentation(?:en)?|\s+presentations?)?|pptx(?:{_FILE})?)",
    "html": rf"(?:web-?\s?(?:pages?|seiten?)|html(?:{_FILE}|-?seiten|\s+pages?))",
    "markdown": rf"markdown{_FILE}",
    "text": r"(?:text|txt)-?\s?(?:dateien|files?)",
}
_SINGLE = {
    "pdf": "pdf",
    "docx": "word|docx",
    "xlsx": "excel|xlsx",
    "pptx": "powerpoint|pptx",
    "html": "html",
    "markdown": "markdown",
}
_START = (
    r"^\s*(?:(?:nur|only|welche|alle|which|all|any|gibt es|are there|zeige?(?:\s+mir)?(?:\s+alle)?|finde?(?:\s+alle)?"
    r"|suche?(?:\s+in)?|show(?:\s+me)?(?:\s+all)?|list(?:\s+all)?)\s+)?"
)


def place_phrases(cues: Cues) -> Iterator[Phrase]:
    """Sources and folders: named as such, or a source's name alone where the question asks what stands there."""
    for found in (*_NAMED.finditer(cues.text), *_NAMED_BEFORE.finditer(cues.text)):
        kinds = _PLACES[found["place"].lower()]
        if found.re is _NAMED and found["quoted"]:
            readings = [(found["quoted"], found.end())]
        elif found.re is _NAMED:
            readings = list(_shorter(found))
        else:
            readings = [(found["names"], found.end())]
        yield Phrase(_meanings(kinds, readings, found.start()), outright=True)
    for found in _BARE.finditer(cues.text):
        with_article = bool(found["the"]) or (found["in"] or "").lower() == "im"
        if found["firm"] or not with_article or cues.looks or cues.offers:
            yield Phrase(_meanings(("source",), list(_shorter(found)), found.start()), only=True, apart=True)
    for found in _SAYS.finditer(cues.text):
        yield Phrase(_meanings(("source",), list(_shorter(found)), found.start("names")), only=True, apart=True)


def author_phrases(cues: Cues) -> Iterator[Phrase]:
    """Authors, persons or units: of documents, or of what was written."""
    for found in _BY.finditer(cues.text):
        readings = [(name, end) for name, end in _shorter(found)]
        told = [
            (name, end)
            for name, end in readings
            if cues.about_documents(found.start(), end) or cues.done_beside(found.start(), end)
        ]
        if told:
            yield Phrase(_meanings(("author", "folder"), _with_units(told), found.start()))
    for found in _HAS_WRITTEN.finditer(cues.text):
        yield Phrase(_meanings(("author",), _with_units(list(_shorter(found))), found.start("names")))


def type_phrases(cues: Cues) -> Iterator[Phrase]:
    """File types: "in den PDFs", "als PDF", "Word-Dokumente zu …"; not "als PDF einreichen"."""
    for kind, plural in _TYPES.items():
        forms = [rf"{_START}(?P<it>{plural})(?=[\s:]|$)"]
        if cues.looks or cues.offers or cues.keywords:
            forms.append(rf"(?P<it>\bin\s+(?:den|allen|the|all|all the)?\s*{plural})\b")
            if kind in _SINGLE:
                single = _SINGLE[kind]
                forms.append(rf"(?P<it>\b(?:als|as(?:\s+an?)?)\s+(?:{single}(?:{_FILE})?|{plural}))\s*[?.!]?\s*$")
                forms.append(rf"(?P<it>\b(?:im\s+(?:{single})-?\s?format|in\s+(?:{single})\s+format))\s*[?.!]?\s*$")
        for form in forms:
            for found in re.finditer(form, cues.text, re.IGNORECASE):
                yield Phrase((Meaning("type", kind, *found.span("it")),), outright=True)


def _shorter(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The name with all its words, then with one less each time, and where it ends."""
    start = found.start("names")
    ends = [start + word.end() for word in re.finditer(r"\S+", found["names"])]
    yield from ((found.string[start:end], end) for end in reversed(ends))


def _with_units(readings: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The sales team is sales too, and die Einkaufsabteilung Einkauf."""
    both: list[tuple[str, int]] = []
    for name, end in readings:
        both.append((name, end))
        if found := _UNIT.match(name.lower()):
            both.append((found["name"] or found["last"], end))
    return both


def _meanings(kinds: Sequence[FilterKind], readings: Sequence[tuple[str, int]], start: int) -> tuple[Meaning, ...]:
    return tuple(Meaning(kind, name, start, end) for name, end in readings for kind in kinds)
