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
_UNITS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:wie lange|how long|how soon|dauer\w*|duration|welche frist|wie oft|how often|how frequently)\b",
        (
            r"jahr|monat|woche|tag|stunde|minute|sekund|year|month|week|day|hour|second|decade|centur|uhr\b|täglich|wöchentlich"
            r"|monatlich|daily|annual|mal\b|once|twice|times|\bbis\b|since|until|\bseit\b"
        ),
    ),
    (
        r"\b(?:wie weit|how far|wie lang|wie breit|wie hoch|wie tief|how (?:tall|high|deep|wide)|wie gro(?:ß|ss))\b",
        (
            r"\b(?:[kcm]?m|km²|m²|km2|m2|ft|ha)\b|meter|metre|mile|meile|feet|foot|inch|zoll|quadrat|square|hektar|acre|prozent|%"
            r"|percent|euro|€|\$"
        ),
    ),
    (
        r"\b(?:teuer|kostet|kosten|how much (?:does|do|did|is|are|money)|costs?|price|preis|gehalt|salary|betrag|gebühr|fee)\b",
        (
            r"euro|€|\$|dollar|pound|£|franken|cent\b|\bmark\b|\b(?:usd|eur|chf)\b|yen|\bfree\b|kostenlos|gratis|million|billion"
            r"|milliard"
        ),
    ),
    (r"\b(?:wie alt|how old|welchem alter|what age)\b", r"jahr|year|\bage|alter|monat|month|\b1\d{3}\b|\b20\d\d\b"),
    (r"\b(?:wie schwer|how heavy|wiegt|weighs?)\b", r"\bk?g\b|kilo|gramm|gram|tonne|\btons?\b|pound|pfund|\blbs?\b"),
    (r"\b(?:wie heiß|wie warm|wie kalt|how hot|how cold|temperatur\w*)\b", r"grad|degree|°|kelvin|celsius|fahrenheit"),
    (r"\b(?:prozent\w*|percentage|percent|anteil)\b", r"prozent|%|percent|hälfte|half|third|drittel|viertel|quarter"),
)
UNITS = tuple((re.compile(asks, re.IGNORECASE), re.compile(has, re.IGNORECASE)) for asks, has in _UNITS)
"""What asks for a measure, and the units of its answers."""
COUNTED = re.compile(r"\b(?:wie\s?viele?|how many|anzahl (?:der|von)|number of)\s+((?:\w+\s+){0,2}\w+)", re.IGNORECASE)
"""A question that counts something, and the words of what it counts."""
NUMBER = re.compile(rf"\d|(?:ein|eine|einen|one|{_NUMBER_WORDS}|\w+teen|dozens?|several|mehrere|keine?|no)$", re.IGNORECASE)
EXTREME = re.compile(
    r"\b(?:[a-zäöü]\w{2,}(?:est|ste[nrsm]?)|most|least|best|worst|beste\w?|first|last|second|third|letzte[nrsm]?|zweite[nrsm]?"
    r"|dritte[nrsm]?|only|einzige[nrsm]?|originally|ursprünglich\w*)\b"
)
"""Superlatives, ordinals, and `only`; German nouns have a capital and are none."""
NO_EXTREME = frozenset(
    "forest interest protest contest request guest arrest invest suggest harvest honest modest leisten müssten wussten "
    "meistens mindestens höchstens".split()
)
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


def units_asked(question: str) -> list[re.Pattern[str]]:
    """The units that an answer could have, where the question asks for a measure."""
    return [has for asks, has in UNITS if asks.search(question)]


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
