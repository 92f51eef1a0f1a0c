"""Markdown and MDX: headings, paragraphs, list items, tables and code with their source lines.

In: bytes in UTF-8, UTF-16 or Windows-1252. Out: parts in reading order; a heading's anchor is the one GitHub gives it.
Marks of emphasis, link targets and components vanish, their words stay. Runs no component and follows no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from beleg.errors import Unreadable
from beleg.parsers import html
from beleg.parsers.contract import Parser
from beleg.parsers.markdown_source import front_matter, without_components
from beleg.parsers.media_types import decode
from beleg.records import Parsed, Part, PartKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Deeper blocks are left out by the reader of Markdown, so we refuse the file; the preset's 20 would lose lists of ten levels.
_DEEPEST = 100
_MARKED = re.compile(r"[\\`*_\[\]!<&]")
_NAMED = re.compile(r"\s*\\?\{#([\w.\-]+)\\?\}\s*$")
_DEFINED = re.compile(r"\n:[ \t]+")
# A line that ends in a hyphen goes on without a space, except before the word that joins two such halves.
_HYPHEN = re.compile(r"(?<=[^\W\d_]-)\n[ \t]*(?!(?:und|oder|bzw|sowie|noch|als|bis|wie|statt|and|or|to)\b)(?=[^\W\d_])")
_LETTERED = re.compile(r"(?:[a-z]{1,3}|[0-9]{1,3}[a-z]?)\) ")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class MarkdownParser(Parser):
    """Reads Markdown (CommonMark with tables) and MDX."""

    revision = 1

    def parse(self, data: bytes, path: str) -> Parsed:
        """The parts of a Markdown file. Raises Unreadable where lists, quotes or HTML tags are nested without measure."""
        source, title, metadata = front_matter(decode(data))
        source = without_components(source, mdx=path.lower().endswith(".mdx"))
        parts = tuple(_Reading(path).parts_of(source))
        if not title:
            title = next((part.text for part in parts if part.kind == "heading" and part.level == 1), "")
        return Parsed(parts, title=title, metadata=metadata)


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    # Most paragraphs hold no mark at all: they are read here, the others one by one.
    return reader.disable("inline")


@dataclass(slots=True)
class _Item:
    """An open list item: its number, if that says something, and whether its first words were told."""

    prefix: str
    line: int | None
    spent: bool = False


@dataclass(slots=True)
class _Reading:
    """One file being read: what is open around the token at hand."""

    path: str
    anchor: str = ""
    slugs: dict[str, int] = field(default_factory=dict)
    items: list[_Item] = field(default_factory=list)
    env: dict[str, Any] = field(default_factory=dict)

    def parts_of(self, source: str) -> Iterator[Part]:
        tokens = iter(_reader().parse(source, self.env))
        for token in tokens:
            if token.level >= _DEEPEST - 1:
                raise Unreadable(f"{self.path!r} nests its lists and quotes more than {_DEEPEST // 2} deep. Simplify the file.")
            line = token.map[0] + 1 if token.map else None
            if token.type == "heading_open":
                yield self._heading(next(tokens), int(token.tag[1]), line)
            elif token.type == "table_open":
                yield self._table(tokens, line)
            elif token.type == "inline":
                yield from self._prose(token, line)
            elif token.type in ("fence", "code_block"):
                yield self._part("code", token.content.rstrip("\n"), line)
            elif token.type == "html_block":
                yield from self._html(token.content, line)
            elif token.type == "list_item_open":
                self.items.append(_Item(f"{token.info}{token.markup} " if token.info else "", line))
            elif token.type == "list_item_close":
                self.items.pop()

    def _part(self, kind: PartKind, text: str, line: int | None, header_rows: int = 0) -> Part:
        return Part(kind, text, line=line, anchor=self.anchor, header_rows=header_rows)

    def _heading(self, inline: Token, level: int, line: int | None) -> Part:
        content = inline.content
        named = _NAMED.search(content)
        text = self._plain(content[: named.start()] if named else content)
        self.anchor = named.group(1) if named else self._slug(text)
        return Part("heading", text, level=level, line=line, anchor=self.anchor)

    def _slug(self, text: str) -> str:
        slug = _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")
        seen = self.slugs.get(slug, 0)
        self.slugs[slug] = seen + 1
        return f"{slug}-{seen}" if seen else slug

    def _prose(self, token: Token, line: int | None) -> Iterator[Part]:
        content = token.content
        kind: PartKind = "paragraph"
        if "\n:" in content and _DEFINED.search(content):
            kind, content = "list_item", _DEFINED.sub("; ", _DEFINED.sub(": ", content, count=1))
        text = self._plain(content)
        if not text:
            return
        item = self.items[-1] if self.items else None
        if item is not None and not item.spent:
            item.spent = True
            yield self._part("list_item", item.prefix + text, item.line if item.prefix else line)
        elif item is not None and _LETTERED.match(text):
            yield self._part("list_item", text, line)
        else:
            yield self._part(kind, text, line)

    def _table(self, tokens: Iterator[Token], line: int | None) -> Part:
        lines: list[str] = []
        cells: list[str] = []
        header_rows = 0
        for token in tokens:
            if token.type == "inline":
                cells.append(self._plain(token.content))
            elif token.type == "tr_close":
                # A header without a word, as Markdown forces one on every table, is none.
                if any(cells):
                    lines.append(" | ".join(cells))
                cells = []
            elif token.type == "thead_close":
                header_rows = len(lines)
            elif token.type == "table_close":
                break
        return self._part("table", "\n".join(lines), line, header_rows)

    def _html(self, content: str, line: int | None) -> Iterator[Part]:
        if not _HTML_COMMENT.sub("", content).strip():
            return
        for part in html.parts_of(content, self.path):
            if part.kind == "heading":
                self.anchor = part.anchor or self._slug(part.text)
            yield replace(part, line=line, anchor=part.anchor or self.anchor)

    def _plain(self, content: str) -> str:
        """The words of inline Markdown on one line."""
        if "-\n" in content:
            content = _HYPHEN.sub("", content)
        if not _MARKED.search(content):
            return " ".join(content.split())
        reader = _reader()
        tokens: list[Token] = []
        reader.inline.parse(content, reader, self.env, tokens)
        return " ".join("".join(_words(tokens)).split())


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "html_inline":
            yield " " if token.content[:3].lower() == "<br" else ""
        elif token.type == "image":
            yield token.content if not token.children else "".join(_words(token.children))
        else:
            yield token.content
