"""What tells that words of a question are about the documents and not about what they say.

In: a question. Out: cues, and the phrases made of them. A wrong filter hides the answer, so a phrase needs a cue: a noun for
documents beside it, a verb of looking, a verb of change, or a question of bare key words. Knows no document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from beleg.records import FilterKind

REACH = 120
"""Characters beside a phrase in which its noun or verb is looked for."""

_NOUN = (
    r"\b(?:\w*(?:dokument|unterlage|datei|protokoll|bericht|notiz|richtlinie|präsentation|anleitung|vermerk|rundschreiben"
    r"|mitteilung|vorlage|formular|liste|übersicht)(?:en|es|er|e|n|s)?|e-?mails?|mails?|artikeln?|beitr[äa]ge?n?|seiten?|fassung(?:en)?"
    r"|version(?:en|s)?|pdfs?|tickets?|memos?|newsletters?|documents?|files?|minutes|reports?|notes?|guidelines?|polic(?:y|ies)"
    r"|articles?|posts?|presentations?|spreadsheets?|manuals?|faqs?|pages?|papers?|lists?|alles|everything|anything)\b"
)
_DONE = (
    r"(?:geänder|aktualisier|veröffentlich|erstell|hinzugefüg|hochgeladen|geschrieben|verfass|überarbeite|entstanden|"
    r"hinzugekommen|changed|updated|modified|created|added|published|uploaded|written|authored|revised|edited|dated|issued|posted)"
    r"(?:te?)?(?:e[nrs]?)?\b"
)
_ABOUT = r"(?:\s+(?:zu[mr]?|über|für|von|vom|in|im|about|on|for|by|from|regarding|bezüglich)(?:\s+[\w-]+){1,4}?){0,2}"
_HELPING = (
    r"(?:,?\s+(?:die|das|der|that|which|were|was|have|has|been|wurden?|sind|sich|neu|gibt es|haben wir|are there|do we have))*"
)
NOUN = re.compile(_NOUN, re.IGNORECASE)
_NOUN_BEFORE = re.compile(rf"{_NOUN}{_ABOUT}{_HELPING}(?:\s+{_DONE})?\s*$", re.IGNORECASE)
_DONE_BEFORE = re.compile(rf"\b{_DONE}\s*$", re.IGNORECASE)
_DONE_AFTER = re.compile(rf"^\s*(?:neu\s+)?{_DONE}", re.IGNORECASE)
_LOOK = re.compile(
    r"\b(?:steht|stehen|finde|finden|findet|such\w{0,3}|zeige?n?|liste|find|search|show|list|look|says?|written|stated"
    r"|geschrieben|according|laut|sagt|sagen|nachlesen|stand)\b",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"\b(?:gibt es|is there|are there)\b", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:geändert|änder\w+|aktualisiert|neu|neues|neuigkeiten|hinzugekommen|beschlossen|entschieden|vereinbart|besprochen"
    r"|passiert|geschah|geschehen|veröffentlicht|changed?|changes|news|(?-i:new)(?!\s+(?-i:[A-Z]))|updated?|added|decided|agreed"
    r"|discussed|happened|announced|published|decide|agree|discuss|announce)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:wer|wen|wem|wessen|was|wann|wo|wohin|woher|wie|warum|wieso|weshalb|wieviel\w*|wo(?:mit|durch|für|von|rin)|welche\w?"
    r"|ist|sind|war|waren|hat|haben|hatte\w*|wird|werden|wurde\w*|kann|können|darf|dürfen|muss|müssen|soll\w*|gibt|gilt|gelten"
    r"|who\w*|what|when|where|why|how|which|is|are|was|were|has|have|had|does|do|did|can|could|may|must|should|will|would)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean, and the span of the question that would then say it."""

    kind: FilterKind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the question that may be a filter: its meanings, best first.

    `only`: its words say nothing else; `outright`: they do so even where the filter is not in force. `apart` asks that there
    be several sources to choose from.
    """

    meanings: tuple[Meaning, ...]
    only: bool = False
    outright: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Cues:
    """A question with what it says of documents."""

    text: str

    @cached_property
    def keywords(self) -> bool:
        """It is no sentence: words are listed, as in a search box."""
        return not self.text.rstrip().endswith("?") and not _SENTENCE.search(self.text)

    @cached_property
    def looks(self) -> bool:
        """It asks where something stands, or what stands somewhere."""
        return bool(_LOOK.search(self.text))

    @cached_property
    def offers(self) -> bool:
        """It asks whether there is something."""
        return bool(_THERE_IS.search(self.text))

    @cached_property
    def names_documents(self) -> bool:
        """It has a noun for documents."""
        return bool(NOUN.search(self.text))

    @cached_property
    def events(self) -> bool:
        """It asks what happened or changed: whatever tells of that was written afterwards."""
        return bool(_EVENT.search(self.text))

    def about_documents(self, start: int, end: int) -> bool:
        """The words from `start` to `end` belong to a noun for documents, or to what was done with them."""
        before, after = self.text[max(0, start - REACH) : start], self.text[end : end + REACH]
        if _NOUN_BEFORE.search(before):
            return True
        return bool((_DONE_BEFORE.search(before) or _DONE_AFTER.search(after)) and self.names_documents)

    def done_beside(self, start: int, end: int) -> bool:
        """A verb of writing or changing stands right before or after."""
        return bool(_DONE_BEFORE.search(self.text[max(0, start - REACH) : start]) or _DONE_AFTER.search(self.text[end:]))
