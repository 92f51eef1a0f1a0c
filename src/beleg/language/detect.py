"""Which language a text is in.

In: text. Out: an ISO 639-1 code, or `und` where there is too little evidence. The model is loaded at the first long text;
questions are decided from function words and letters alone, without it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SAMPLE = 1500
_ENOUGH_LETTERS = 20
_WORDS = re.compile(r"[^\W\d_]+")
_GERMAN = frozenset(
    _WORDS.findall(
        """der die das den dem des ein eine einen einem einer eines und oder nicht ist sind war waren wird werden wurde wurden
    wer wie wo wann warum wieso weshalb welche welcher welches welchen welchem wessen wem wen wieviel wieviele viel viele hat
    haben hatte hatten kann kannst können koennen konnte muss müssen muessen musste soll sollen sollte darf dürfen duerfen mit
    von vom zu zum zur für fuer auf aus bei beim nach über ueber unter zwischen durch gegen ohne um ich du er sie es wir ihr
    mein meine meinen meiner man sich auch noch nur sehr als wenn dass ob im am gibt gab welchem worin wofür womit woher wohin
    worauf wodurch bekomme brauche mich mir dich ihn ihm nennt nannte heißt heisst dieser diese dieses"""
    )
)
_ENGLISH = frozenset(
    _WORDS.findall(
        """the a an of and or not is are were be been being what who whom whose which when where why how much many has have had
    can could should would may might must do does did with from to for on at by into about between through against without
    i you he she it we they my your his her their its our this that these those there than as if me him them us any some
    long often get need name named called"""
    )
)
_ENGLISH_SHAPES = ("ing", "tion", "ly", "ous", "ght", "ould")
_GERMAN_SHAPES = ("ung", "ungen", "keit", "heit", "schaft", "lich", "liche", "lichen", "isch", "ische", "ischen", "chen")


def detect(text: str) -> str:
    """ISO 639-1 code of the language that most of `text` is in, or `und`. Loads its model once (about 0.4 s)."""
    sample = text[:_SAMPLE]
    if len(text) > 3 * _SAMPLE:
        middle = len(text) // 2
        sample += "\n" + text[middle : middle + _SAMPLE]
    letters = sum(len(word) for word in _WORDS.findall(sample))
    if letters < _ENOUGH_LETTERS:
        return detect_question(sample)
    if letters < 150:
        quick = detect_question(sample)
        if quick != "und":
            return quick
    return str(_model().classify(sample)[0])


@cache
def _model() -> Any:
    import py3langid

    return py3langid


def detect_question(text: str) -> str:
    """`de`, `en` or `und`, from function words, letters and word shapes alone. Loads nothing."""
    german = english = 0.0
    for word in _WORDS.findall(text[:600]):
        lower = word.lower()
        if lower in _GERMAN:
            german += 1.0
        if lower in _ENGLISH:
            english += 1.0
        if lower.endswith(_GERMAN_SHAPES):
            german += 0.4
        elif lower.endswith(_ENGLISH_SHAPES):
            english += 0.4
        if not word.isascii() and any(letter in "äöüß" for letter in lower):
            german += 0.6
    if max(german, english) < 0.6 or abs(german - english) < 0.3:
        return "und"
    return "de" if german > english else "en"
