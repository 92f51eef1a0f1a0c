"""Which sentences of a text say something that documents could carry.

In: a sentence. Out: whether there is anything to check in it. Questions, greetings, thanks and lines that are headings say
nothing that could be wrong. Knows no source.
"""

from __future__ import annotations

import re

from beleg.grounding.items import items_of

HEADING_WORDS = 9
"""A line without an end mark and with at most this many words is read as a heading."""
_POLITE = re.compile(
    r"\W*(?:hallo|hi|hey|guten (?:tag|morgen|abend)|sehr geehrte|liebe[rs]? |moin|servus|dear |hello"
    r"|good (?:morning|afternoon|evening)|(?:mit )?(?:freundlichen|besten|herzlichen|viele|liebe|beste|freundliche) "
    r"gr(?:ü|ue)(?:ß|ss)e"
    r"|vielen dank|danke|herzlichen dank"
    r"|(?:best|kind|warm) regards|sincerely|yours|many thanks|thank you|thanks|cheers|willkommen|welcome)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\W*(?:wir|ich) (?:finden?|glauben?|hoffen?|meinen?|denken?|wünschen?|freuen?|fühlen?)\b"
    r"|(?:unserer|meiner) (?:meinung|ansicht) nach"
    r"|\W*(?:we|i) (?:think|believe|hope|feel|wish)\b|in (?:our|my) (?:opinion|view)\b",
    re.IGNORECASE,
)
"""How someone says what they think. With a number in it there is something to check."""
_ENDS = re.compile(r"[.!:;…][\"'”’“»«)\]]*$")


def worth_checking(sentence: str, language: str) -> bool:
    """Whether the sentence says something: no question, no greeting, no heading, and a word with a meaning of its own."""
    plain = sentence.strip()
    if plain.rstrip("\"'”’“»«)]").endswith("?"):
        return False
    words = len(plain.split())
    if _POLITE.match(plain) and words <= HEADING_WORDS:
        return False
    if words <= HEADING_WORDS and not _ENDS.search(plain) and " | " not in plain:
        return False
    if _OPINION.match(plain) and not any(item.quantity for item in items_of(plain, language).items):
        return False
    return sum(item.content or item.group == "price" for item in items_of(plain, language).items) >= 2
