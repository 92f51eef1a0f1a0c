"""What a question asks for, and whether a sentence offers it.

In: a question, or a sentence with the question's own words. Out: a kind, or evidence of that kind. German and English, by
the words questions begin with and the shapes answers have. Knows no corpus.
"""

from __future__ import annotations

import re

from beleg.language.analysis import is_stop_word

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("section", r"\b(welche[rmns]?|which|what)\s+(§|paragra\w+|artikel\w*|article|section|absatz)"),
        (
            "date",
            r"\b(wann|when|seit wann|bis wann|what (year|date|day|month|decade|century)|which (year|month|day|century))\b",
        ),
        ("date", r"\b(welche[mnrs]?|in welche[mnr]) (jahr\w*|datum|tag|monat|jahrzehnt|jahrhundert)\b"),
        ("number", r"\b(wie\s?viele?|wie (hoch|lange?|oft|teuer|groß|weit|alt|schnell|schwer|breit|tief|häufig|spät|früh))\b"),
        ("number", r"\bhow (many|much|long|often|far|tall|old|fast|large|big|high|deep|wide|heavy|late|early|soon)\b"),
        (
            "number",
            r"\b(what|welche[rmns]?) (percentage|percent|number|amount|prozent\w*|anteil|anzahl|zahl|betrag|höhe|frist)\b",
        ),
        ("name", r"\b(wer|wem|wen|wessen|who|whom|whose)\b"),
        ("place", r"\b(wo|wohin|woher|where|(in )?(which|what) (city|country|state|town|place|region|continent))\b"),
        ("place", r"\b(welche[mnrs]?) (stadt|land|ort|staat|region|kontinent|bundesland)\b"),
        ("reason", r"\b(warum|weshalb|wieso|weswegen|why|wozu)\b"),
        ("definition", r"^\s*(was (ist|sind|bedeutet|heißt|versteht)|what (is|are|does \w+ mean)|define)\b"),
    )
)

_MONTH = (
    r"(?-i:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|January|February|March|May|"
    r"June|July|October|December)"
)
_NUMBER_WORDS = (
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig|sechzig|hundert|tausend|million\w*|"
    r"milliard\w*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|"
    r"billions?|half|halb\w*|einmal|zweimal|dreimal|once|twice|täglich|wöchentlich|monatlich|jährlich|daily|weekly|monthly|yearly"
)
EVIDENCE: dict[str, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE),
    "date": re.compile(
        rf"\b(?:1\d|20)\d\d\b|\b\d{{1,2}}\.\s?{_MONTH}|\b{_MONTH}\b|\d\d?\.\d\d?\.\d{{2,4}}|\b\d{{1,2}}(?:st|nd|rd|th)\b"
        r"|\bjahrhundert|\bcentury|\b\d{3,4}s\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
        r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b|\bende des\b|\bfolge(?:monat|jahr)|\d+ uhr\b"
        r"|\b\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m|p\.m|o'clock)\b"
        rf"|\b(?:\d+|{_NUMBER_WORDS}) (?:jahr|monat|woche|tag|stunde|minute|year|month|week|day|hour)",
        re.IGNORECASE,
    ),
    "place": re.compile(r"\b(?:in|im|at|aus|bei|nach|from|near|on|auf|am|to|of|von)\s+(?:(?:the|der|den|dem|die)\s+)?[A-ZÄÖÜ]"),
    "reason": re.compile(
        r"(?:^|,\s)da\b|\b(?:weil|denn|deshalb|daher|wegen|aufgrund|because|since|due to|owing to)\b"
        r"|\b(?:so that|therefore|in order to)\b"
        r"|\bum\b[^.;]{1,90}?\bzu\b",
        re.IGNORECASE,
    ),
    "section": re.compile(r"§|\b(?:Artikel|Art\.|Article|Section|Absatz|Abs\.)\s*\d"),
    "definition": re.compile(
        r"\b(?:ist|sind|bezeichnet|heißt|bedeutet|gilt als|is|are|was|were|means|refers to|called)\b", re.IGNORECASE
    ),
}
_CAPITAL = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÄÖÜ][\wäöüß'’-]+")
_TWO_CAPITALS = re.compile(r"\b[A-ZÄÖÜ][\w'’-]+(?:\s(?:von|van|de|der|zu|la|di|al|of|the))*\s(?:[A-Z]\.\s)?[A-ZÄÖÜ][\w'’-]+")
_TITLED = re.compile(r"\b(?:Frau|Herrn?|Dr|Prof|Professor|König\w*|Kaiser\w*|Papst)\.?\s[A-ZÄÖÜ]|\b[A-ZÄÖÜ]{2,}\b")
_ROLE = re.compile(
    r"\b\w*(?:leitung|leiter|leiterin|führung|abteilung|amt|behörde|gericht|minister\w*|vorstand|verband|präsident\w*|rat|stelle|"
    r"beauftragte[rn]?|arbeitgeber|arbeitnehmer|inhaber|mieter|eigentümer|käufer|gläubiger|schuldner|ausschuss|team|manager|"
    r"director|officer|department|president|committee|council|minister|owner|board|teacher|employer|employee)\b",
    re.IGNORECASE,
)


def kind_of(question: str) -> str:
    """What the question asks for: a name from KINDS, or `other`."""
    for kind, pattern in KINDS:
        if pattern.search(question):
            return kind
    return "other"


def offers(kind: str, sentence: str, asked_words: frozenset[str], language: str) -> bool:
    """Whether the sentence has something of this kind beyond the question's own words (`asked_words`, lower case)."""
    if kind == "name":
        return _names_someone(sentence, asked_words, language)
    if kind == "definition":
        return _defines(sentence, asked_words)
    pattern = EVIDENCE.get(kind)
    if pattern is None:
        return False
    if kind == "number":
        return any(
            not any(match[0].lower() in word for word in asked_words if word[:1].isdigit())
            for match in pattern.finditer(sentence)
        )
    return pattern.search(sentence) is not None


def _defines(sentence: str, asked_words: frozenset[str]) -> bool:
    """A sentence that opens with what was asked for and says what it is."""
    opening = [word.strip(".,:;()*_„“\"'").lower() for word in sentence.split()[:5]]
    return any(len(word) > 3 and word in asked_words for word in opening) and bool(EVIDENCE["definition"].search(sentence))


def _names_someone(sentence: str, asked_words: frozenset[str], language: str) -> bool:
    """A name or an office. German writes every noun with a capital: there one capital alone names nobody."""
    patterns = (_TWO_CAPITALS, _TITLED, _ROLE) if language == "de" else (_CAPITAL, _TITLED, _ROLE)
    for pattern in patterns:
        for match in pattern.finditer(" " + sentence):
            words = [word for word in match[0].split() if not is_stop_word(word, language)]
            new = any(word.lower() not in asked_words for word in words)
            if new and (pattern is not _TWO_CAPITALS or len(words) > 1):  # „Die Katze“ is no name
                return True
    return False
