"""What happens to a document's bytes inside the child process: bytes in, a packed reading out.

In: the bytes and the fields of a `ReadingTask`. Out: header and bytes for `wire.unpack`. Runs under the sandbox's limits of
memory and time; touches no store, no index and no other file than the configured tokenizer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from beleg.chunking import tokens
from beleg.chunking.assemble import assemble
from beleg.chunking.structure import passages_of
from beleg.chunking.wire import pack
from beleg.errors import Unreadable
from beleg.language.normalise import fold
from beleg.language.weighting import ANALYSIS_REVISION, passage_vector
from beleg.parsers import PARSERS
from beleg.parsers.media_types import parser_for
from beleg.records import Passage, Reading, ReadingTask, SparseVector

CHUNKING_REVISION = 2

_WORD = re.compile(r"[^\W\d_]{3,}")
_counter = lru_cache(maxsize=4)(tokens.counter)


def prepare(data: bytes, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The packed reading of `data`. Raises Unreadable with a reason a person can act on."""
    reading = read(data, ReadingTask(**{each.name: task[each.name] for each in fields(ReadingTask) if each.name in task}))
    return pack(reading)


def read(data: bytes, task: ReadingTask) -> Reading:
    """The reading of `data`: parsed, assembled, cut and weighted. Raises Unreadable where there is no parser or no text."""
    name = parser_for(task.media_type)
    if name is None:
        raise Unreadable(f"There is no parser for {task.media_type} ({task.path!r}). Exclude such files, or convert them.")
    document = assemble(PARSERS.load(name)().parse(data, task.path), task.version, task.media_type, task.path)
    if not document.text.strip():
        raise Unreadable(f"{task.path!r} holds no text. If it is a scan, run text recognition over it first.")
    passages = passages_of(document, task.target_tokens, task.maximum_tokens, _counter(task.tokenizer))
    return Reading(
        document=document,
        passages=tuple(passages),
        terms=tuple(terms_of(each, document.title) for each in passages),
        words=_words(passages),
    )


def terms_of(passage: Passage, title: str) -> SparseVector:
    """What the index holds of a passage of the document with this title."""
    return passage_vector(_indexed(passage), " ".join(passage.heading), title, passage.language)


def embedded_text(passage: Passage, title: str) -> str:
    """What an embedder is given of a passage of the document with this title: where it stands, then its text."""
    above = [each for each in (title, *passage.heading) if each]
    return "\n".join([" > ".join(dict.fromkeys(above)), _indexed(passage)]).strip()


def recipe(media_type: str, chunking: Mapping[str, Any]) -> str:
    """A fingerprint of all that decides how bytes of this type are read: 16 characters, the same on every machine.

    `chunking` are the settings of that group. A document whose recipe changed has to be read again.
    """
    name = parser_for(media_type)
    revision = PARSERS.load(name).revision if name is not None else 0
    told = [name, revision, CHUNKING_REVISION, ANALYSIS_REVISION, sorted(chunking.items())]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:16]


def _indexed(passage: Passage) -> str:
    """What is searched: a table's later rows together with their header."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _words(passages: Iterable[Passage]) -> dict[str, int]:
    """Folded words of three letters or more with the number of passages that hold them."""
    tally: Tally[str] = Tally()
    for passage in passages:
        tally.update({_folded(word) for word in set(_WORD.findall(passage.text))})
    return dict(tally)


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word)
