"""The blocks of an HTML tree, found by walking it without recursion.

In: the root of a tree. Out: blocks in reading order, each with its part and where in the page it stood. Drops what a reader
does not see or did not come for: scripts, forms' controls, navigation, the page's header and footer. Chooses no main text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from beleg.parsers.html_tables import table_part
from beleg.records import Part, PartKind

_DROPPED = frozenset(
    """script style template noscript nav aside button input select textarea option datalist dialog iframe object embed svg
    canvas audio video map head title meta link frameset menu progress meter""".split()
)
_DROPPED_ROLES = frozenset("navigation banner contentinfo complementary search menu menubar dialog alertdialog toolbar".split())
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark math meter nobr output q rb rp rt
    ruby s samp slot small span strike strong sub sup time tt u var wbr -text""".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
# What templates call the parts around the text. Comments are not among them: they often hold the answer.
_AROUND = frozenset(
    """sidebar footer breadcrumb breadcrumbs cookie cookies consent related recommended recommendations share sharing social
    widget widgets menu navigation nav navbar navi newsletter subscribe sponsor banner advert advertisement
    ads pagination paging pager toolbar masthead copyright impressum blogroll tags tagcloud postmeta respond skip
    metadata byline infobar popup modal""".split()
)
# White space that no page writes.
_BREAK = "\x1e"
_NAME = re.compile(r"[A-Za-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A part with where it stood.

    Inside `<main>` or not; in which article (1 = first, 0 = none); in an element named like what stands around a text; and
    whether all of it is link text.
    """

    part: Part
    in_main: bool
    article: int
    around: bool
    all_links: bool


@dataclass(slots=True)
class _Frame:
    """What an open element means for the text inside it."""

    tag: str
    kind: PartKind = "paragraph"
    level: int = 0
    prefix: str = ""
    spent: bool = False
    number: int = 0
    main: bool = False
    around: bool = False


def is_dropped(tag: str, said: dict[str, str | None]) -> bool:
    """Whether a reader neither sees the element nor came for it."""
    if tag in _DROPPED:
        return True
    if not said:
        return False
    if "hidden" in said and said["hidden"] != "until-found":
        return True
    if (said.get("aria-hidden") or "").lower() == "true" or (said.get("role") or "").lower() in _DROPPED_ROLES:
        return True
    return bool(_HIDDEN.search(said.get("style") or ""))


def blocks_of(root: Any) -> list[Block]:
    """The blocks under `root`, any depth."""
    return _Walk().over(root)


@dataclass(slots=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame("")])
    text: list[str] = field(default_factory=list)
    anchor: str = ""
    term: str = ""
    links: int = 0
    linked: int = 0
    pre: int = 0
    main: int = 0
    around: int = 0
    articles: int = 0
    article_depth: int = 0

    def over(self, root: Any) -> list[Block]:
        node = root
        depth = 0
        opened: list[str] = []
        while node is not None:
            tag = node.tag
            if tag == "-text":
                self._say(node.text_content or "")
            elif tag and tag[0] not in "-!" and self._enter(node, tag):
                child = node.first_child
                if child is not None:
                    opened.append(tag)
                    node = child
                    depth += 1
                    continue
                self._leave(tag)
            while depth and (following := node.next) is None:
                node = node.parent
                depth -= 1
                self._leave(opened.pop())
            if not depth:
                break
            node = following
        self._flush()
        return self.blocks

    def _say(self, text: str) -> None:
        self.text.append(text)
        if self.links:
            self.linked += len(text.strip())

    def _enter(self, node: Any, tag: str) -> bool:
        said: dict[str, str | None] = node.attributes
        if self._drops(node, tag, said):
            return False
        name = said.get("id") or (said.get("name") if tag == "a" else None)
        if tag in _INLINE:
            self.anchor = name or self.anchor
            self.links += tag == "a"
            return True
        if tag == "br":
            self._break()
            return True
        self._flush()
        self.anchor = name or self.anchor
        if tag == "table" and (part := table_part(node, is_dropped)) is not None:
            self._add(part)
            return False
        self._open(tag, said)
        return True

    def _break(self) -> None:
        said = [text for text in self.text[-3:] if text.strip(" \t\r\n")]
        if said and said[-1] == _BREAK and not self.pre and self.frames[-1].kind != "heading":
            self._flush()  # an empty line: old pages part their paragraphs so
        else:
            self.text.append("\n" if self.pre else _BREAK)

    def _drops(self, node: Any, tag: str, said: dict[str, str | None]) -> bool:
        if tag in ("html", "body"):
            return False
        edge = tag in ("header", "footer") and not (self.main or self.article_depth)
        if edge or (said.get("role") or "").lower() in ("banner", "contentinfo"):
            # A header that was never closed, or that holds the article, is not the page's header.
            return node.css_first("main, article, [role=main]") is None
        return is_dropped(tag, said)

    def _open(self, tag: str, said: dict[str, str | None]) -> None:
        frame = _Frame(tag, main=tag == "main" or said.get("role") == "main")
        outer = self.frames[-1]
        if tag in _HEADINGS:
            frame.kind, frame.level = "heading", _HEADINGS[tag]
        elif tag == "li":
            frame.kind = "list_item"
            frame.prefix = self._numbered(said.get("value"))
        elif tag == "dd":
            frame.kind, frame.prefix, self.term = "list_item", f"{self.term}: " if self.term else "", ""
        elif tag == "ol":
            frame.number = _whole(said.get("start"), 1) - 1
        elif tag in ("pre", "listing", "xmp"):
            frame.kind = "code"
            self.pre += 1
        elif outer.kind in ("list_item", "heading") and tag not in ("ul", "dl", "dt"):
            # A paragraph inside an item or a heading is that item or heading.
            frame.kind, frame.level = outer.kind, outer.level
            frame.prefix, frame.spent, outer.prefix = outer.prefix, outer.spent, ""
        if tag not in ("html", "body", "main", "article") and tag not in _HEADINGS:
            names = f"{said.get('class') or ''} {said.get('id') or ''}".lower()
            frame.around = not _AROUND.isdisjoint(_NAME.findall(names[:500]))
        self.main += frame.main
        self.around += frame.around
        if tag == "article":
            self.article_depth += 1
            self.articles += self.article_depth == 1
        self.frames.append(frame)

    def _numbered(self, value: str | None) -> str:
        frame = next((each for each in reversed(self.frames) if each.tag in ("ol", "ul", "menu")), None)
        if frame is None or frame.tag != "ol":
            return ""
        frame.number = _whole(value, frame.number + 1)
        return f"{frame.number}. "

    def _leave(self, tag: str) -> None:
        if tag in _INLINE:
            self.links -= tag == "a"
            return
        if tag == "br":
            return
        if tag == "dt":
            term = " ".join("".join(self.text).split()).rstrip(":")
            self.text, self.linked = [], 0
            self.term = f"{self.term}, {term}" if self.term and term else self.term or term
        elif tag == "dl" and self.term:
            self.text, self.term = [*self.text, self.term], ""
        self._flush()
        frame = self.frames.pop()
        self.pre -= tag in ("pre", "listing", "xmp")
        self.main -= frame.main
        self.around -= frame.around
        self.article_depth -= tag == "article"
        outer = self.frames[-1]
        if frame.kind == outer.kind and tag not in ("li", "dd"):
            outer.spent = outer.spent or frame.spent

    def _flush(self) -> None:
        said = "".join(self.text)
        linked = self.linked
        self.text, self.linked = [], 0
        frame = self.frames[-1]
        text = said.strip("\n") if frame.kind == "code" or self.pre else " ".join(said.split())
        if not text.strip():
            return
        kind: PartKind = "code" if self.pre else frame.kind
        if kind == "list_item" and frame.spent:
            kind = "paragraph"
        frame.spent = True
        prefix, frame.prefix = frame.prefix, ""
        all_links = linked * 10 >= 9 * sum(map(len, text.split()))
        self._add(Part(kind, prefix + text if kind == "list_item" else text, level=frame.level), all_links)

    def _add(self, part: Part, all_links: bool = False) -> None:
        level = part.level if part.kind == "heading" else 0
        placed = Part(part.kind, part.text, level=level, anchor=self.anchor, header_rows=part.header_rows)
        article = self.articles if self.article_depth else 0
        around = self.around > 0 and level != 1
        self.blocks.append(Block(placed, self.main > 0, article, around, all_links))


def _whole(value: str | None, default: int) -> int:
    value = (value or "").strip()
    return int(value) if re.fullmatch(r"-?[0-9]{1,6}", value) else default
