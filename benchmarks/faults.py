"""Planted faults and harmless changes, made from real sentences, German and English.

    python benchmarks/faults.py DATA_FOLDER [--shown N]

In: a sentence in its passage, and names of other passages. Out: changed sentences, each with the kind of change. A fault makes
the sentence say what its passage does not; a harmless change does not (`harmless.py`). Each kind is made in several ways, by
chance with a fixed seed. Uses nothing of `beleg.grounding`: it must not know what it is looked for with.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from changed import Changed, Pool, names
from fault_words import (
    ANTONYMS,
    AUXILIARIES,
    COMPARISONS,
    INVENTED,
    MODALS,
    MONTHS,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    PREPOSITIONS,
    QUANTIFIERS,
    UNITS,
)
from harmless import harmless
from real_sentences import Real, places, real_sentences

Maker = Callable[[Real, random.Random, "Pool"], str | None]
_FIGURE = re.compile(r"(?<![\w.,/§-])(?:§\s*)?\d+(?:[.,]\d+)*(?![\w/-])")


def _swap(text: str, pairs: Sequence[tuple[str, str]], chance: random.Random, both: bool = False) -> str | None:
    wanted = [*pairs, *((b, a) for a, b in pairs)] if both else list(pairs)
    chance.shuffle(wanted)
    for old, new in wanted:
        spots = list(re.finditer(rf"(?<![\w-]){re.escape(old)}(?![\w-])", text))
        spots += [m for m in re.finditer(rf"^{re.escape(old.capitalize())}(?![\w-])", text) if not spots]
        if spots:
            spot = chance.choice(spots)
            put = new[0].upper() + new[1:] if spot[0][0].isupper() and not old[0].isupper() else new
            return text[: spot.start()] + put + text[spot.end() :]
    return None


def number(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """Another number: a digit changed, transposed, more or less, ten times, or another number word."""
    spots = list(_FIGURE.finditer(real.text))
    language = real.place.language
    words = [
        (word, other)
        for table in (NUMBER_WORDS, ORDINAL_WORDS)
        for word in table[language]
        for other in table[language]
        if word != other
    ]
    if not spots or chance.random() < 0.2:
        changed = _swap(real.text, words, chance)
        if changed or not spots:
            return changed
    spot = chance.choice(spots)
    figure = spot[0]
    digits = [at for at, each in enumerate(figure) if each.isdigit()]
    way = chance.choice(("digit", "transposed", "more", "less", "tenfold"))
    if way == "transposed" and len(digits) > 1:
        at = chance.randrange(len(digits) - 1)
        one, two = digits[at], digits[at + 1]
        new = figure[:one] + figure[two] + figure[one + 1 : two] + figure[one] + figure[two + 1 :]
    elif way in ("more", "less") and figure.isdigit():
        step = chance.choice((1, 2, 3, 5, 10, 20)) * (1 if way == "more" else -1)
        new = str(max(0, int(figure) + step))
    elif way == "tenfold" and figure.isdigit() and int(figure) < 500:
        new = figure + "0"
    else:
        at = chance.choice(digits)
        new = figure[:at] + str((int(figure[at]) + chance.randint(1, 8)) % 9 + 1) + figure[at + 1 :]
    return real.text[: spot.start()] + new + real.text[spot.end() :] if new != figure and new.lstrip("0") == new else None


def date(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """Another year, month or day."""
    months = MONTHS[real.place.language]
    ways: list[Callable[[], str | None]] = [
        lambda: _swap(
            real.text, [(a, b) for a in months for b in months if a != b and a not in ("May", "March", "Mai")], chance
        ),
        lambda: _edit(
            real.text,
            r"\b1[0-9]{3}\b|\b20[0-2][0-9]\b",
            lambda s: str(int(s) + chance.choice((-30, -10, -3, -1, 1, 2, 7, 12, 100))),
            chance,
        ),
        lambda: _edit(real.text, rf"\b\d{{1,2}}(?=\.? (?:{'|'.join(months)}))", lambda s: str(int(s) % 28 + 1), chance),
        lambda: _edit(
            real.text, r"\b1[0-9](?=(?:th century|\. Jahrhundert))", lambda s: str(int(s) - chance.choice((1, 2))), chance
        ),
    ]
    chance.shuffle(ways)
    return next((made for way in ways if (made := way())), None)


def _edit(text: str, pattern: str, change: Callable[[str], str], chance: random.Random) -> str | None:
    spots = list(re.finditer(pattern, text))
    if not spots:
        return None
    spot = chance.choice(spots)
    new = change(spot[0])
    return text[: spot.start()] + new + text[spot.end() :] if new != spot[0] else None


def _instead(new: str, _old: str) -> str:
    return new


def unit(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """Another unit or currency after a number that stays."""
    for group in chance.sample(UNITS[real.place.language], len(UNITS[real.place.language])):
        for word in chance.sample(group, len(group)):
            pattern = (
                rf"(?<=\d )(?<!\w){re.escape(word)}(?!\w)|(?<=\d){re.escape(word)}(?!\w)"
                if word.isalpha()
                else rf"{re.escape(word)}(?=\s?\d)|(?<=\d\s){re.escape(word)}"
            )
            if word.isalpha() and word[0].islower():
                pattern += rf"|(?<={chance.choice(NUMBER_WORDS[real.place.language])} ){re.escape(word)}\b"
            other = chance.choice([each for each in group if each != word])
            made = _edit(real.text, pattern, partial(_instead, other), chance)
            if made:
                return made
    return None


def name_near(real: Real, chance: random.Random, pool: Pool) -> str | None:
    """A name exchanged for another one of the same passage."""
    return _other_name(real, chance, pool, near=True)


def name_far(real: Real, chance: random.Random, pool: Pool) -> str | None:
    """A name exchanged for one of another document."""
    return _other_name(real, chance, pool, near=False)


def _other_name(real: Real, chance: random.Random, pool: Pool, near: bool) -> str | None:
    inside = names(real.text, real.place.language)
    new = pool.other(real, chance, near)
    if not inside or new is None:
        return None
    old = chance.choice(inside)
    if old in new or new in old:
        return None
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, real.text, count=1)


def negation_dropped(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """A negation left out."""
    text = real.text
    if real.place.language == "de":
        if re.search(r"\bnicht nur\b", text):
            return None
        ways = [
            (r"\bnicht ", ""),
            (r"\bkeine(n|r|m|s)?\b", r"eine\1"),
            (r"\bkein\b", "ein"),
            (r"\bnie(?:mals)? ", ""),
            (r"\bohne\b", "mit"),
            (r"\bun(?=zulässig|gültig|möglich|abhängig|mittelbar|bekannt)", ""),
        ]
    else:
        if re.search(r"\bnot (?:only|just)\b", text):
            return None
        ways = [
            (r"\bnot ", ""),
            (r"n't\b", ""),
            (r"\bcannot\b", "can"),
            (r"\bno (?=[a-z])", ""),
            (r"\bnever ", ""),
            (r"\bwithout\b", "with"),
            (r"\bin(?=dependent|valid|active|complete)", ""),
        ]
    chance.shuffle(ways)
    for pattern, new in ways:
        made = re.sub(pattern, new, text, count=1)
        if made != text:
            return made
    return None


def negation_added(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """A negation put in."""
    text, language = real.text, real.place.language
    if re.search(r"\b(?:nicht|kein\w*|nie|ohne|weder|not|no|never|without|neither|nor)\b|n't", text):
        return None
    if language == "en":
        ways = [
            (rf"\b({'|'.join(AUXILIARIES['en'])})\b(?! (?:not|only))", r"\1 not"),
            (r"\b(is|was|are|were|has|had|can|will)\b", r"\1 never"),
            (r"\bcan\b", "cannot"),
            (r"\b(is|are|was|were|does|did)\b", r"\1n't"),
            (r"\b(a|an) (?=[a-z]+ )", "no "),
        ]
    else:
        ways = [
            (rf"\b({'|'.join(AUXILIARIES['de'])}) (?=\w)", r"\1 nicht "),
            (r"\bein(e|en|em|er|es)?\b", r"kein\1"),
            (rf"\b({'|'.join(AUXILIARIES['de'])}) (?=\w)", r"\1 niemals "),
            (r"\bmit\b", "ohne"),
            (r"\b(zulässig|gültig|möglich|abhängig|bekannt|wichtig)", r"un\1"),
        ]
    chance.shuffle(ways)
    for pattern, new in ways:
        spots = list(re.finditer(pattern, text))
        if spots:
            spot = chance.choice(spots[:2])
            return text[: spot.start()] + spot.expand(new) + text[spot.end() :]
    return None


def modality(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """May turned into must, must into may, and the like; sometimes a verb in plain form given a duty."""
    made = _swap(real.text, MODALS[real.place.language], chance)
    return made and re.sub(r"\b(has to|have to) (be|\w+)", r"\1 \2", made)


def list_item(real: Real, chance: random.Random, pool: Pool) -> str | None:
    """An item put into a list, or exchanged in it: invented, or taken from elsewhere."""
    text, language = real.text, real.place.language
    join = "(?:und|oder|sowie)" if language == "de" else "(?:and|or)"
    spots = list(re.finditer(rf"([\wäöüÄÖÜß-]+), ([\wäöüÄÖÜß-]+)(,? {join} )([\wäöüÄÖÜß-]+)", text))
    item = chance.choice(INVENTED[language]) if chance.random() < 0.6 else pool.other(real, chance, chance.random() < 0.5)
    if item is None or item in text:
        return None
    if spots:
        spot = chance.choice(spots)
        first, second, joined, last = spot.groups()
        new = chance.choice(
            (
                f"{first}, {second}, {item}{joined}{last}",
                f"{first}, {item}, {second}{joined}{last}",
                f"{first}, {item}{joined}{last}",
                f"{first}, {second}{joined}{item}",
            )
        )
        return text[: spot.start()] + new + text[spot.end() :]
    pairs = list(re.finditer(rf"\b([A-ZÄÖÜ][\w-]+) {join} ([A-ZÄÖÜ][\w-]+)", text))
    if pairs:
        pair = chance.choice(pairs)
        word = "und" if language == "de" else "and"
        return text[: pair.start()] + f"{pair[1]}, {item} {word} {pair[2]}" + text[pair.end() :]
    return None


def antonym(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """A word exchanged for its contrary."""
    return _swap(real.text, ANTONYMS[real.place.language], chance, both=True)


def comparison(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """At least turned into at most, before into after; only where a number or date follows for words of many senses."""
    text = real.text
    for old, new in chance.sample(COMPARISONS[real.place.language], len(COMPARISONS[real.place.language])):
        clear = " " in old or old in ("mindestens", "höchstens", "maximal", "spätestens", "frühestens", "bevor", "wenigstens")
        number_next = "" if clear else r"(?=\s(?:dem\s|Januar\s)?\d)"
        if old in ("before", "after", "until", "since", "nachdem"):
            number_next = ""
        spots = list(re.finditer(rf"(?<![\w-]){old}(?![\w-]){number_next}", text))
        if spots:
            spot = chance.choice(spots)
            return text[: spot.start()] + new + text[spot.end() :]
    return None


def quantifier(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """All turned into some, always into sometimes; or an `only` put in."""
    return _swap(real.text, QUANTIFIERS[real.place.language], chance)


def roles(real: Real, chance: random.Random, _pool: Pool) -> str | None:
    """Two names of one sentence in each other's place, neither with a preposition of its own nor parted by a mere `and`."""
    text, language = real.text, real.place.language
    bare = []
    for match in re.finditer(r"\b[A-ZÄÖÜ][\w’'-]*[a-zäöüß](?:\s[A-ZÄÖÜ][\w’'-]+)*", text):
        before = re.search(r"([\wäöüß]+)\W+$", text[: match.start()])
        word = before[1].lower() if before else ""
        alone = match.start() == 0 and " " not in match[0] and match[0] in names(real.place.text, language)
        whole = match[0] in {*names(text, language)} or alone
        if whole and word not in PREPOSITIONS[language] and word not in ("und", "oder", "and", "or", "sowie"):
            bare.append(match)
    pairs = [(a, b) for a in bare for b in bare if a.end() < b.start() and a[0] not in b[0] and b[0] not in a[0]]
    pairs = [
        (a, b) for a, b in pairs
        if (middle := text[a.end() : b.start()]).count(" ") >= 2 and not re.search(r"[,;:()–]", middle)
        and not re.search(r"\b(?:und|oder|sowie|and|or|ist|is|war|was|are|were|sind|waren|als|as|heißt|called|named)\b", middle)
    ]  # fmt: skip
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def noun(real: Real, chance: random.Random, pool: Pool) -> str | None:
    """A word of the sentence exchanged for an unrelated one."""
    language = real.place.language
    spots = [
        m
        for m in re.finditer(r"\b[A-ZÄÖÜ]?[a-zäöüß]{5,}\b", real.text)
        if m.start() and (language == "en" or m[0][0].isupper())
    ]
    spots = [m for m in spots if m[0].lower() not in PREPOSITIONS[language]]
    if not spots:
        return None
    spot = chance.choice(spots)
    return real.text[: spot.start()] + chance.choice(INVENTED[language]) + real.text[spot.end() :]


def added(real: Real, chance: random.Random, pool: Pool) -> str | None:
    """Something put in that the passage does not say: a place, a time, a way, a property."""
    language = real.place.language
    name = pool.other(real, chance, near=False)
    if name is None:
        return None
    year = chance.randint(1990, 2023)
    if language == "de":
        spots = list(re.finditer(rf"\b(?:{'|'.join(AUXILIARIES['de'])})\b(?= \w)", real.text))
        what = chance.choice(
            (f"in {name}", f"seit {year}", "kostenlos", "vollständig", f"wegen {name}", "jährlich", "weltweit")
        )
    else:
        spots = list(re.finditer(rf"\b(?:{'|'.join(AUXILIARIES['en'])})\b(?= [a-z])", real.text))
        what = chance.choice(("completely", "annually", "secretly", "worldwide", "successfully", "officially"))
        if chance.random() < 0.4:
            return real.text.rstrip(".") + chance.choice((f" in {name}.", f" since {year}.", f" because of {name}."))
    if not spots:
        return None
    spot = chance.choice(spots[:2])
    return f"{real.text[: spot.end()]} {what}{real.text[spot.end() :]}"


FAULTS: dict[str, Maker] = {
    "number": number, "date": date, "unit": unit, "name_near": name_near, "name_far": name_far, "modality": modality,
    "negation_dropped": negation_dropped, "negation_added": negation_added, "list_item": list_item, "antonym": antonym,
    "comparison": comparison, "quantifier": quantifier, "roles": roles, "noun": noun, "added": added,
}  # fmt: skip


def faulty(real: Real, chance: random.Random, pool: Pool, kinds: Sequence[str] = ()) -> list[Changed]:
    """One fault of each kind that can be made of the sentence. What stands so in its passage is none."""
    found = []
    squeezed = " ".join(real.place.text.split())
    for kind in kinds or FAULTS:
        made = FAULTS[kind](real, chance, pool)
        if made and made != real.text and made not in squeezed:
            found.append(Changed(real, kind, made, True))
    return found


def main() -> None:
    """Show some of what is made."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--shown", type=int, default=3)
    given = parser.parse_args()
    everything = places(given.data)
    pool, chance = Pool(everything), random.Random(7)
    shown: dict[tuple[str, str], int] = {}
    sentences = list(real_sentences(everything))
    chance.shuffle(sentences)
    for real in sentences:
        for each in (*faulty(real, chance, pool), *harmless(real, chance)):
            key = (real.place.language, each.kind)
            if shown.setdefault(key, 0) < given.shown:
                shown[key] += 1
                print(f"{real.place.language} {each.kind}\n  - {real.text}\n  + {each.text}")


if __name__ == "__main__":
    main()
