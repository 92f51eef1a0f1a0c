"""Text made comparable: cleaned for storing, folded for finding, searched for the words of a quote.

In: text in any Unicode form. Out: clean text, folded text, or a span of the text as it stood. Knows no language's grammar.
"""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SOFT_BREAK = re.compile("\u00ad[ \t]*\n[ \t]*")
_TRAILING = re.compile("[ \t]+(?=\n|$)")
# "Ein- und Ausgang" keeps its hyphen at a line's end: the word goes on after the conjunction.
_HYPHENATED = re.compile(
    r"(?<=[^\W\d_][^\W\d_A-ZÄÖÜ])-[ \t]*\n[ \t]*(?!(?:und|oder|bzw|sowie|noch|als|bis|wie|statt|and|or|to)\b)(?=[a-zäöüß])"
)
_DOUBLE = "„“”‟«»″\uff02"
_SINGLE = "‚‘’‛‹›′`´\uff07"
_DASHES = "‐‑‒–—―−﹘﹣\uff0d"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_MARKS = {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DASHES, "-")}
_FOLDED = str.maketrans({**_MARKS, **_LIGATURES, "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe"})
_REPLACED = {**_MARKS, **_LIGATURES}
_JOINTS = re.compile(r"[\s_-]+")
_GAP = "\\s\u00ad\u200b-\u200f\u2060\ufeff"
_PIECE = re.compile(f"[{_GAP}]+|[{re.escape(''.join(_REPLACED))}]|[^\u0300-\u036f][\u0300-\u036f]+")


def clean(text: str) -> str:
    """`text` as it is stored: NFC, LF, no invisible characters, words joined that a line's end had parted. Safe to repeat."""
    text = _BREAKS.sub("\n", text)
    if not text.isascii():
        text = _SPACES.sub(" ", _SOFT_BREAK.sub("", text))
    text = _NOTHING.sub("", text)
    text = _HYPHENATED.sub("", _TRAILING.sub("", text))
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """One form for spellings that mean the same: case, ä/ae, ö/oe, ü/ue, ß/ss, accents, quotes and dashes."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in text if not unicodedata.combining(each) and each != "\u00ad")
    return plain.casefold().translate(_FOLDED)  # again: styled capitals are capitals only once they are decomposed


def label(kind: str, value: str) -> str:
    """What a search can be limited to, `kind:value`, in its one form: lower case, single spaces."""
    return f"{kind}:{' '.join(clean(value).lower().split())}"


def name_key(name: str) -> str:
    """One form for names that are written alike: folded, their words parted by single spaces, hyphens and underscores too."""
    return _JOINTS.sub(" ", fold(name)).strip()


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """The span of `text` whose words are those of `quote`, or None. An empty quote is never found.

    Tolerates only differences of white space, quote marks, dashes, ligatures, soft hyphens and Unicode form.
    """
    wanted = _plain(unicodedata.normalize("NFC", quote))[0].strip()
    if not any(each.isalnum() for each in wanted):
        return None
    exact = _whole(quote.strip(), text)
    if exact >= 0:
        return exact, exact + len(quote.strip())
    plain, starts, ends = _plain(text)
    at = _whole(wanted, plain)
    return None if at < 0 else (starts[at], ends[at + len(wanted) - 1])


def _whole(words: str, text: str) -> int:
    """Where `words` stands in `text` without beginning or ending inside a word; -1 if nowhere."""
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        cut_left = at > 0 and text[at - 1].isalnum() and words[0].isalnum()
        cut_right = end < len(text) and words[-1].isalnum() and (text[end].isalnum() or "\u0300" <= text[end] <= "\u036f")
        if not cut_left and not cut_right:
            return at
        at = text.find(words, at + 1)
    return -1


def _plain(text: str) -> tuple[str, list[int], list[int]]:
    """`text` with one spelling for what a quote may differ in, and each character's start and end in the original."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _PIECE.finditer(text):
        begin, end = match.span()
        pieces.append(text[last:begin])
        starts.extend(range(last, begin))
        ends.extend(range(last + 1, begin + 1))
        new = _piece(match.group())
        pieces.append(new)
        starts.extend([begin] * len(new))
        ends.extend([end] * len(new))
        last = end
    pieces.append(text[last:])
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return "".join(pieces), starts, ends


def _piece(found: str) -> str:
    if found in _REPLACED:
        return _REPLACED[found]
    if any(each.isspace() for each in found):
        return "" if found[0] == "\u00ad" and "\n" in found else " "
    return unicodedata.normalize("NFC", found) if found[0].isprintable() else ""
