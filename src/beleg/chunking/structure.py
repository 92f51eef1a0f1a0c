"""A document cut into passages along its structure.

In: a document, the tokens a passage is filled up to and the most it may have, and a counter. Out: passages in order that
hold every character but white space exactly once. Knows no format, no model and no index.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from beleg.chunking.tokens import Counter
from beleg.language.sentences import sentences
from beleg.records import Document, Part, PartKind, Passage

TINY_TOKENS = 40
Span = tuple[int, int]
Splitter = Callable[[str], Iterable[Span]]

_LINES = re.compile(r"[^\n]+")
_BLOCKS = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A part or a piece of one. `apart` pieces are never merged with what follows; they may have a `context`."""

    start: int
    end: int
    part: Part
    heading: tuple[str, ...]
    context: str = ""
    apart: bool = False


@dataclass(slots=True)
class _Section:
    """A heading and what stands under it until the next heading. `level` 0 is what stands before any heading."""

    level: int
    path: tuple[str, ...]
    parts: list[tuple[Part, tuple[str, ...]]]


def passages_of(document: Document, target_tokens: int, maximum_tokens: int, count: Counter) -> list[Passage]:
    """The document's passages in order. None has more than `maximum_tokens`, its context included."""
    cutter = _Cutter(document, min(target_tokens, maximum_tokens), maximum_tokens, count)
    found: list[Passage] = []
    for section in _merge_tiny(document, _sections(document.parts), cutter.target, count):
        atoms = [atom for part, path in section.parts for atom in cutter.atoms(part, path)]
        found.extend(cutter.passage(run, len(found) + place) for place, run in enumerate(cutter.runs(atoms)))
    return found


def _sections(parts: Iterable[Part]) -> Iterator[_Section]:
    """The sections, each with its heading path; a heading opens one."""
    trail: list[tuple[int, str]] = []
    section = _Section(0, (), [])
    for part in parts:
        if part.kind == "heading":
            if section.parts:
                yield section
            level = max(part.level, 1)
            trail = [(above, name) for above, name in trail if above < level]
            trail.append((level, " ".join(part.text.split())))
            section = _Section(level, tuple(name for _, name in trail), [])
        section.parts.append((part, section.path))
    if section.parts:
        yield section


def _merge_tiny(document: Document, sections: Iterable[_Section], target: int, count: Counter) -> Iterator[_Section]:
    """Tiny sections joined with the next sibling, and a heading without text with the section under it."""
    waiting: _Section | None = None
    for section in sections:
        if waiting is None:
            waiting = section
            continue
        bare = all(part.kind == "heading" for part, _ in waiting.parts)
        child = section.path[: len(waiting.path)] == waiting.path and len(section.path) > len(waiting.path)
        sibling = len(section.path) == len(waiting.path) and section.path[:-1] == waiting.path[:-1]
        tiny = (
            sibling
            and _tokens(document, waiting, count) < TINY_TOKENS
            and count(document.text[waiting.parts[0][0].start : section.parts[-1][0].end]) <= target
        )
        if (bare and child and waiting.path) or tiny:
            waiting = _Section(section.level, section.path, waiting.parts + section.parts)
        else:
            yield waiting
            waiting = section
    if waiting is not None:
        yield waiting


def _tokens(document: Document, section: _Section, count: Counter) -> int:
    return count(document.text[section.parts[0][0].start : section.parts[-1][0].end])


class _Cutter:
    """Cuts one document: parts into atoms, atoms into runs, a run into a passage."""

    def __init__(self, document: Document, target: int, maximum: int, count: Counter) -> None:
        self.document, self.target, self.maximum, self.count = document, target, maximum, count
        self.text = document.text

    def atoms(self, part: Part, path: tuple[str, ...]) -> Iterator[_Atom]:
        """The part as a whole where it fits, else its pieces."""
        whole = _Atom(part.start, part.end, part, path)
        if self.count(part.text) <= (self.target if part.kind in ("paragraph", "list_item") else self.maximum):
            yield whole
        elif part.kind == "table":
            yield from self._table(whole)
        elif part.kind == "code":
            yield from self._pieces(whole, part.start, part.end, (_blocks, _lines, self._words), self.target)
        else:
            yield from self._pieces(whole, part.start, part.end, (self._sentences, self._words), self.target)

    def _table(self, whole: _Atom) -> Iterator[_Atom]:
        """Pieces between rows; the later ones carry the header rows as context, unless those leave no room for rows."""
        lines = whole.part.text.split("\n")
        context = "\n".join(lines[: whole.part.header_rows])
        room = self.target - (self.count(context + "\n") if context else 0)
        if room < self.target // 2:
            context, room = "", self.target
        for place, atom in enumerate(self._pieces(whole, whole.start, whole.end, (_lines, self._words), room)):
            later = place > 0 and atom.start >= whole.start + len(context)
            yield replace(atom, apart=True, context=context if later else "")

    def _pieces(self, whole: _Atom, start: int, end: int, splitters: tuple[Splitter, ...], room: int) -> Iterator[_Atom]:
        """The stretch cut by the first splitter and filled up to `room` tokens; what is too long is cut by the next one."""
        opened: Span | None = None
        for first, last in self._trimmed(start, splitters[0](self.text[start:end])):
            if opened is not None and self.count(self.text[opened[0] : last]) <= room:
                opened = (opened[0], last)
                continue
            if opened is not None:
                yield replace(whole, start=opened[0], end=opened[1])
                opened = None
            if self.count(self.text[first:last]) <= room or len(splitters) == 1:
                opened = (first, last)
            else:
                yield from self._pieces(whole, first, last, splitters[1:], room)
        if opened is not None:
            yield replace(whole, start=opened[0], end=opened[1])

    def _trimmed(self, offset: int, spans: Iterable[Span]) -> Iterator[Span]:
        for start, end in spans:
            piece = self.text[offset + start : offset + end]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                yield offset + start + lead, offset + start + len(piece.rstrip())

    def _sentences(self, text: str) -> Iterator[Span]:
        """Sentences widened to the start of the next one, so that nothing between them is lost."""
        starts = [0, *(start for start, _ in sentences(text, self.document.language) if start > 0), len(text)]
        yield from itertools.pairwise(starts)

    def _words(self, text: str) -> Iterator[Span]:
        """Halves of halves, cut at white space where there is any, until each has at most half of the target."""
        waiting = [(0, len(text))]
        while waiting:
            start, end = waiting.pop()
            if end - start <= 1 or self.count(text[start:end]) <= max(self.target // 2, 1):
                yield start, end
                continue
            middle = (start + end) // 2
            cut = next((at for at in range(middle, start, -1) if text[at].isspace()), middle)
            waiting += [(cut, end), (start, cut)]

    def runs(self, atoms: list[_Atom]) -> Iterator[list[_Atom]]:
        """Neighbours joined up to the target; a heading stays with what follows it wherever the maximum allows."""
        run: list[_Atom] = []
        for unit in self._units(atoms):
            fits = run and not unit[0].context and not run[-1].apart and self._fits(run[0], unit[-1], self.target)
            if run and not fits:
                yield run
                run = []
            run = run + unit
        if run:
            yield run

    def _units(self, atoms: list[_Atom]) -> Iterator[list[_Atom]]:
        unit: list[_Atom] = []
        for atom in atoms:
            if unit and (atom.context or not self._fits(unit[0], atom, self.maximum)):
                yield unit
                unit = []
            unit.append(atom)
            if atom.part.kind != "heading":
                yield unit
                unit = []
        if unit:
            yield unit

    def _fits(self, first: _Atom, last: _Atom, limit: int) -> bool:
        return self.count(self.text[first.start : last.end]) <= limit

    def passage(self, run: list[_Atom], ordinal: int) -> Passage:
        """One passage of neighbouring atoms; what it is about is told by its first text, not by its headings."""
        first, last = run[0], run[-1]
        bodies = [atom for atom in run if atom.part.kind != "heading"] or run
        kinds: set[PartKind] = {atom.part.kind for atom in bodies}
        text = self.text[first.start : last.end]
        return Passage(
            version=self.document.version,
            ordinal=ordinal,
            start=first.start,
            end=last.end,
            text=text,
            heading=bodies[0].heading,
            kind=kinds.pop() if len(kinds) == 1 else "paragraph",
            page=first.part.page,
            tokens=self.count(f"{first.context}\n{text}" if first.context else text),
            language=self.document.language,
            context=first.context,
        )


def _lines(text: str) -> Iterator[Span]:
    return (found.span() for found in _LINES.finditer(text))


def _blocks(text: str) -> Iterator[Span]:
    return (found.span() for found in _BLOCKS.finditer(text))
