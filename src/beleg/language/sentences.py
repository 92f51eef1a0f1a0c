"""Text to sentences, German and English.

In: text and its language code. Out: character spans in order; every character that is not white space lies in exactly one.
A line break ends a sentence only where the next line begins a new thing (a list item, a table row, a blank line between).
Knows no document and no grammar: only how sentences end on paper.
"""

from __future__ import annotations

import itertools
import re

_ABBREVIATIONS = frozenset(
    """
    abb abs abschn allg anm art aufl ausg az bd betr bez bgbl bsp bspw bzgl bzw ca chr dgl dipl dr eigtl einschl etc evtl ev
    fa ff fig folg frl geb gem ggf ggü hbf hr hrsg inc incl ing inkl insb insbes jan feb febr mrz apr jun jul aug sep sept okt
    oct nov dez dec jg jh jhdt kap kfm lfd lit ltd max mind min mio mr mrd mrs ms mwst nr nrn no nos o.g p pp prof rd rdnr rn
    s sen sg sog sr jr st str stellv tel u.a u.s usw usf v.a vgl vol vorm vs z zit zzgl ziff co corp dept e.g est gen gov i.e
    approx capt col eq eqs fr ft hon lt maj messrs mt rep rev sgt d.h z.b i.d.r s.o s.u u.u v.chr n.chr satz rz tz al
    """.split()
)
_MAY_END = frozenset("etc usw usf al co inc ltd corp jr sr".split())
_MONTHS = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Jh|Quartal|"
    "Klasse|Auflage|Etage|Stock|Absatz|Kapitel|Tag|Woche|Monat|Platz|Mal|Lebensjahr|Geburtstag|Spieltag|Weltkrieg|OG|UG"
)
_END = re.compile(r"(?P<mark>[.!?…]+|。)(?P<close>[\"'”“’»«)\]]*)(?P<space>\s+|$)")
_LINE = re.compile(r"\n(?:\s*\n|(?=[ \t]*(?:[-*•–·▪]|\d{1,3}[.)]|[a-z]\))[ \t])|(?=[^\n]* \| ))")
_BEFORE = re.compile(r"(\S+)$")
_ORDINAL_NEXT = re.compile(rf"(?:{_MONTHS})\b|\d|[a-zäöü]")
_DOTTED_NAME = re.compile(r"(?:[A-Z]\.)+[A-Z]|[ap]\.m")
_STARTERS = re.compile(
    r"(?:He|She|It|They|We|You|The|This|These|That|Those|There|His|Her|Its|Their|In|On|At|After|Before|But|However|When|While|"
    r"As|If|For|From|Er|Sie|Es|Wir|Der|Die|Das|Den|Dem|Dies|Diese|Dieser|Im|Am|Nach|Vor|Aber|Seit|Bei|Ein|Eine)\b"
)
_OPENING = re.compile(r"[\"'„“”‚‘»«(\[]*")


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of the sentences in `text`, ordered and disjoint, without white space at their ends."""
    cuts: list[int] = []
    for line_start, line_end in _blocks(text):
        cuts.extend(_cuts(text, line_start, line_end, language))
        cuts.append(line_end)
    spans: list[tuple[int, int]] = []
    begin = 0
    for cut in cuts:
        piece = text[begin:cut]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            spans.append((begin + left, begin + right))
        begin = cut
    return spans


def _blocks(text: str) -> list[tuple[int, int]]:
    """Runs of text that no sentence crosses: paragraphs, list items, rows of a table."""
    edges = {0, len(text)}
    for match in _LINE.finditer(text):
        edges.add(match.start() + 1)
    at = 0
    for line in text.splitlines(keepends=True):
        if " | " in line:
            edges.update((at, at + len(line)))
        at += len(line)
    ordered = sorted(edges)
    return list(itertools.pairwise(ordered))


def _cuts(text: str, start: int, end: int, language: str) -> list[int]:
    return [
        match.end("close")
        for match in _END.finditer(text, start, end)
        if match.end() < end and _ends(text, match, end, language)
    ]


def _ends(text: str, match: re.Match[str], end: int, language: str) -> bool:
    """Whether a mark ends its sentence: what stands before it and after it decides."""
    opening = _OPENING.match(text, match.end())
    after = text[opening.end() if opening else match.end() : end]
    if not after:
        return True
    mark = match["mark"]
    if mark[0] in "!?":
        return not after[0].islower()
    before_match = _BEFORE.search(text, max(0, match.start() - 40), match.start())
    before = before_match[1].lstrip("(\"'„“‚»[") if before_match else ""
    if mark == "." and not match["close"]:
        if before.isdigit() and language == "de" and len(before) <= 2 and _ORDINAL_NEXT.match(after):
            return False
        word = before.casefold()
        if len(before) == 1 and before.isalpha():  # an initial, or z. B.
            return False
        if word in _ABBREVIATIONS or ("." in word and all(len(piece) <= 2 for piece in word.split("."))):
            if _DOTTED_NAME.fullmatch(before):  # in the U.S. He met, but: the U.S. Army
                return _STARTERS.match(after) is not None
            return word in _MAY_END and after[0].isupper()
    return not after[0].islower()
