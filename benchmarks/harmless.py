"""Harmless changes of real sentences: other words or another order for the same thing, German and English.

In: a sentence in its passage. Out: changed sentences that the passage still carries. Faults are in `faults.py`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from changed import Changed
from fault_words import EQUAL, LEADS, MONTHS, NUMBER_WORDS
from real_sentences import Real

_VALUES = {
    "de": dict(zip("2 3 4 5 6 7 8 9 10 11 12 20 30 40 100".split(), NUMBER_WORDS["de"], strict=True)),
    "en": dict(zip("2 3 4 5 6 7 8 9 10 11 12 20 30 40".split(), NUMBER_WORDS["en"], strict=True)),
}

_SMALL = re.compile(
    rf"(?<![\w.,/§-])(\d{{1,2}})(?= [a-zA-ZÄÖÜäöü]{{4,}})(?! (?:{'|'.join((*MONTHS['de'], *MONTHS['en']))}|Uhr))"
)
_OPENERS = frozenset("The A An In It This These He She They Der Die Das Ein Eine Es Er Sie".split())

_NO_NAMES = frozenset("It He She They This There In Each Every All Es Er Sie Dies Das Jede Jeder Jedes Alle".split())


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _inside(text: str) -> str:
    """The text as it stands inside a sentence."""
    return _lower(text) if text.split()[0] in _OPENERS else text


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def case(real: Real, chance: random.Random) -> str | None:
    """All in capitals, all small, or other quotes."""
    return chance.choice((real.text.upper(), real.text.lower(), real.text.replace('"', "'").rstrip(".")))


def reordered(real: Real, chance: random.Random) -> str | None:
    """A clause or phrase moved to the other end."""
    text = real.text.rstrip(".")
    if real.place.language == "en":
        lead = re.match(
            r"((?:In|On|During|After|Before|When|While|If|Although|Since|As|For|By|At|Because) [^,]{3,80}), (.+)$", text
        )
        if lead and "," not in lead[2]:
            return f"{_upper(lead[2])} {_lower(lead[1])}."
        tail = re.match(r"([^,]{10,120}),? ((?:in|during|after|before|when|while|because|if|although|since) [^,]{6,80})$", text)
        return f"{_upper(tail[2])}, {_inside(tail[1])}." if tail else None
    lead = re.match(r"((?:Wenn|Falls|Obwohl|Während|Weil|Nachdem|Bevor|Sofern|Da) [^,]{6,100}), (\w+) (\w+)(.*)$", text)
    if lead and "," not in lead[4]:
        return f"{_upper(lead[3])} {lead[2]}{lead[4]}, {_lower(lead[1])}."
    tail = re.match(r"([^,]{10,120}), ((?:wenn|falls|obwohl|während|weil|nachdem|bevor|sofern|soweit|da) [^,]{6,100})$", text)
    if tail:
        return f"{_upper(tail[2])}, {_inside(tail[1])}."
    front = re.match(
        r"((?:Im|In|Seit|Nach|Bei|Am|Für|Mit) [^,]{4,50}?) (ist|sind|war|waren|wurde|wurden|wird|werden|kann|hat|hatte|haben) "
        r"((?:der|die|das|ein|eine) \w+) ([^,]+)$",
        text,
    )
    return f"{_upper(front[3])} {front[2]} {_lower(front[1])} {front[4]}." if front else None


def shortened(real: Real, chance: random.Random) -> str | None:
    """A parenthesis or a sub-clause left out."""
    text = real.text
    if (made := re.sub(r"\s\([^()]{3,80}\)", "", text, count=1)) != text:
        return made
    if real.place.language == "en":
        made = re.sub(
            r", (?:which|who|where|including|such as|although|while|whereas)\b[^,]{8,140}(?:,|(?=\.$))", "", text, count=1
        )
    else:
        made = re.sub(
            r", (?:die|der|das|dem|den|deren|dessen|wobei|obwohl|während|wodurch|wo|da|weil)\b[^,]{8,140}(?:,|(?=\.$))",
            "",
            text,
            count=1,
        )
    return made if made != text and len(made.split()) >= 5 else None


def pronoun(real: Real, _chance: random.Random) -> str | None:
    """A pronoun for the subject."""
    if real.place.language == "en":
        made = re.sub(
            r"^(?:The )?[A-Z][\w-]+(?: [A-Z][\w-]+)* "
            r"(?=(?:is|was|has|had|can|may|must|won|became|served|began|made|received|took|led)\b)",
            "It ",
            real.text,
        )
    else:
        made = re.sub(
            r"^(?:(?:Der|Die|Das) )?[A-ZÄÖÜ][\w-]+ (?=(?:ist|war|hat|hatte|kann|muss|darf|wurde|wird|begann|gewann|gilt)\b)",
            "Sie ",
            real.text,
        )
    return made if made != real.text else None


def named(real: Real, _chance: random.Random) -> str | None:
    """The name that the sentence before begins with, for a pronoun."""
    before = re.match(
        r"((?:[A-ZÄÖÜ][\w-]+ ?){1,3})(?=\s?(?:is|was|has|had|ist|war|hat|wurde|began|became|served|led)\b)", real.before
    )
    if before is None or before[1].split()[0] in _NO_NAMES:
        return None
    made = re.sub(r"^(?:It|He|She|They|Er|Sie|Es) ", f"{before[1].strip()} ", real.text)
    return made if made != real.text else None


def numbers(real: Real, chance: random.Random) -> str | None:
    """The same number written another way."""
    text, language = real.text, real.place.language
    comma = "." if language == "de" else ","
    figures = {word: figure for figure, word in _VALUES[language].items()}
    ways: list[Callable[[], str]] = [
        lambda: re.sub(rf"(?<![\d{comma}.,])(\d{{1,3}})\{comma}(\d{{3}})(?![\d.,]\d|{comma}\d)", r"\1\2", text, count=1),
        lambda: re.sub(r"(?<![\d.,/§-])(\d{1,3})(\d{3})(?= [a-zA-ZÄÖÜ]{3,})(?<!\b[12]\d{3})", rf"\1{comma}\2", text, count=1),
        lambda: re.sub(rf"\b(?:{'|'.join(figures)})\b", lambda m: figures[m[0]], text, count=1),
        lambda: re.sub(_SMALL, lambda m: _VALUES[language].get(m[0], m[0]), text, count=1),
        lambda: re.sub(r"(\d) ?%", r"\1 Prozent" if language == "de" else r"\1 percent", text, count=1),
        lambda: re.sub(r"(\d) (?:Prozent|percent)", r"\1 %", text, count=1),
        lambda: re.sub(r"(\d) Euro\b", r"\1 €", text, count=1),
        lambda: re.sub(r"\$ ?(\d[\d,.]*)(?! (?:million|billion))", r"\1 dollars", text, count=1),
        lambda: re.sub(r"(\d) (?:million|Millionen)\b", r"\1 Mio." if language == "de" else r"\1 million", text, count=1),
    ]  # fmt: skip
    chance.shuffle(ways)
    return next((made for way in ways if (made := way()) != text), None)


def dates(real: Real, chance: random.Random) -> str | None:
    """The same date written another way."""
    months = MONTHS[real.place.language]
    if real.place.language == "de":
        match = re.search(rf"\b(\d{{1,2}})\. ({'|'.join(months)}) (\d{{4}})", real.text)
    else:
        match = re.search(rf"\b(?P<m>{'|'.join(months)}) (?P<d>\d{{1,2}}), (?P<y>\d{{4}})", real.text)
    if match is None:
        return None
    if real.place.language == "de":
        day, month, year = int(match[1]), months.index(match[2]) + 1, match[3]
        new = chance.choice((f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{day}.{month}.{year}"))
    else:
        day, month, year = int(match["d"]), months.index(match["m"]) + 1, match["y"]
        new = chance.choice((f"{day} {match['m']} {year}", f"{year}-{month:02}-{day:02}", f"{match['m']} {day}th {year}"))
    return real.text[: match.start()] + new + real.text[match.end() :]


def hyphens(real: Real, chance: random.Random) -> str | None:
    """A compound with a hyphen or parted, or one that had a hyphen without."""
    text = real.text
    if chance.random() < 0.5 and (made := re.sub(r"\b([^\W\d_]{3,})-([^\W\d_]{3,})\b", r"\1 \2", text, count=1)) != text:
        return made
    if real.place.language == "de":
        parts = re.findall(r"\b[A-ZÄÖÜ][a-zäöüß]{3,}\b", real.place.text)
        for word in re.findall(r"\b[A-ZÄÖÜ][a-zäöüß]{9,}\b", text):
            for part in parts:
                if part != word and word.startswith(part) and len(word) - len(part) >= 4:
                    rest = word[len(part) :].removeprefix("s")
                    return text.replace(word, f"{part}{'s' if word[len(part)] == 's' else ''}-{_upper(rest)}", 1)
    return None


def equal_words(real: Real, chance: random.Random) -> str | None:
    """A small word for another one that says the same."""
    pairs = [(old, new) for old, new in EQUAL[real.place.language] if old in real.text]
    if not pairs:
        return None
    old, new = chance.choice(pairs)
    return re.sub(rf"(?<!\s)\s?{re.escape(old)}" if old in ("%", "€") else re.escape(old), lambda _: new, real.text, count=1)


def led_in(real: Real, chance: random.Random) -> str | None:
    """A word that leads over, put before the sentence."""
    lead = chance.choice(LEADS[real.place.language])
    if real.place.language == "en":
        return f"{lead} {_inside(real.text)}"
    match = re.match(
        r"((?:Der|Die|Das|Ein|Eine) \w+) (ist|sind|war|waren|wird|werden|kann|können|muss|hat|haben|wurde|wurden) (.+)$",
        real.text,
    )
    return f"{lead} {match[2]} {_lower(match[1])} {match[3]}" if match else None


HARMLESS: dict[str, Callable[[Real, random.Random], str | None]] = {
    "case": case, "reordered": reordered, "shortened": shortened, "pronoun": pronoun, "named": named, "numbers": numbers,
    "dates": dates, "hyphens": hyphens, "equal_words": equal_words, "led_in": led_in,
}  # fmt: skip


def harmless(real: Real, chance: random.Random) -> list[Changed]:
    """The sentence untouched, and one harmless change of each kind that can be made of it."""
    found = [Changed(real, "untouched", real.text, False)]
    for kind, make in HARMLESS.items():
        made = make(real, chance)
        if made and made != real.text:
            found.append(Changed(real, kind, made, False))
    return found
