"""HTML: the main text as blocks, without navigation, scripts, forms and what is hidden.

In: bytes in the encoding they declare. Out: parts in reading order with the nearest id as anchor. Runs no script, loads
nothing, and knows no style sheet but the `style` attribute.
"""

from __future__ import annotations

import re
from typing import Any

from beleg.errors import Unreadable
from beleg.parsers.contract import Parser
from beleg.parsers.html_blocks import Block, blocks_of
from beleg.parsers.media_types import decode
from beleg.records import Parsed, Part

# Building the tree takes time that grows with the square of its depth: 10,000 levels take 0.1 s, 50,000 take 5 s.
DEEPEST = 8000
_TAG = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][^\s/>]*))")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""")
# What a page may name: no codec that is not a character set, none whose decoding is slow.
_CODECS = ("iso-8859", "iso8859", "latin", "windows-", "cp1", "koi8", "big5", "gb", "shift", "sjis", "euc", "iso-2022-jp")
# Elements without an end tag, or whose end the next of their kind implies: they do not nest by themselves.
_FLAT = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot colgroup
    option optgroup rp rt html head body path circle rect line polyline polygon ellipse use stop""".split()
)
_NOSCRIPT = re.compile(r"</?noscript[^<>]{0,200}>", re.IGNORECASE)
_LITTLE = 300
_RAW = ("script", "style", "textarea", "title", "iframe", "xmp")
_METADATA = {
    "description": "description", "og:description": "description", "dc.description": "description",
    "author": "author", "article:author": "author", "dc.creator": "author",
    "date": "date", "article:published_time": "date", "dc.date": "date",
    "last-modified": "modified", "article:modified_time": "modified", "dcterms.modified": "modified",
}  # fmt: skip


class HtmlParser(Parser):
    """Reads HTML pages."""

    revision = 2

    def parse(self, data: bytes, path: str) -> Parsed:
        """The main text of the page. Raises Unreadable where tags are nested too deeply to be read."""
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError

        text = decode_html(data)
        if not text.strip():
            return Parsed(())
        check_depth(text, path)
        try:
            tree = LexborHTMLParser(text)
            root = tree.root
        except (SelectolaxError, ValueError):
            raise Unreadable(f"{path!r} could not be read as HTML. Save the page anew.") from None
        if root is None:
            return Parsed(())
        blocks = _main(blocks_of(root))
        if _size(blocks) < _LITTLE and "<noscript" in text:
            # Pages that wait for a script often hold their text there.
            bare = LexborHTMLParser(_NOSCRIPT.sub(" ", text)).root
            waiting = _main(blocks_of(bare)) if bare is not None else []
            blocks = waiting if _size(waiting) > 4 * _size(blocks) else blocks
        parts = tuple(block.part for block in blocks)
        return Parsed(parts, title=_title(tree, parts), metadata=_metadata(tree))


def parts_of(text: str, path: str = "") -> tuple[Part, ...]:
    """The parts of a piece of HTML inside another format. Raises Unreadable where tags are nested too deeply."""
    from selectolax.lexbor import LexborHTMLParser

    check_depth(text, path)
    root = LexborHTMLParser(text).root
    return tuple(block.part for block in blocks_of(root)) if root is not None else ()


def decode_html(data: bytes) -> str:
    """Text of a page: by its byte order mark, as UTF-8 where that fits, as it declares, else as any text is. Never raises."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data)
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    # A page that is valid UTF-8 beyond ASCII is UTF-8, whatever an old template says.
    if name.startswith(_CODECS) and (data.isascii() or not _is_utf8(data)):
        try:
            return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "latin-1") else name, "replace")
        except LookupError:
            pass
    return decode(data)


def check_depth(text: str, path: str) -> None:
    """Raises Unreadable where tags are nested more than DEEPEST deep, judged in one pass without building a tree."""
    depth = at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        comment, closing, name = found.groups()
        if comment:
            end = text.find("-->", max(found.start() + 4, at - 2))
            if end < 0:
                return
            at = end
            continue
        name = name.lower()
        if name in _FLAT:
            continue
        if closing:
            depth = max(0, depth - 1)
            continue
        if name in _RAW:
            end = text.find("</", at)
            while end >= 0 and text[end + 2 : end + 2 + len(name)].lower() != name:
                end = text.find("</", end + 2)
            if end < 0:
                return
            at = end + 2
            continue
        depth += 1
        if depth > DEEPEST:
            named = f"{path!r} nests" if path else "It nests"
            raise Unreadable(f"{named} its tags more than {DEEPEST} deep. Save the page from a browser, or exclude it.")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _main(blocks: list[Block]) -> list[Block]:
    """The blocks of the main text. Whatever is left out is less than half of what it stood in."""
    blocks = _if_most([block for block in blocks if block.in_main], blocks)
    articles: dict[int, list[Block]] = {}
    for block in blocks:
        articles.setdefault(block.article, []).append(block)
    articles.pop(0, None)
    blocks = _if_most(max(articles.values(), key=_size, default=[]), blocks)
    blocks = _if_most([block for block in blocks if not block.around], blocks)
    return _if_most(_without_link_runs(blocks), blocks)


def _if_most(chosen: list[Block], blocks: list[Block]) -> list[Block]:
    return chosen if 2 * _size(chosen) > _size(blocks) else blocks


def _without_link_runs(blocks: list[Block]) -> list[Block]:
    """Without three or more short blocks in a row that are all links: menus that are not marked as such."""
    kept: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and block.all_links and len(block.part.text) < 80 and block.part.kind != "heading":
            run.append(block)
            continue
        if len(run) < 3:
            kept.extend(run)
        run = []
        if block is not None:
            kept.append(block)
    return kept


def _size(blocks: list[Block]) -> int:
    return sum(len(block.part.text) for block in blocks)


def _title(tree: Any, parts: tuple[Part, ...]) -> str:
    node = tree.css_first("head > title") or tree.css_first("title")
    title = " ".join((node.text() or "").split()) if node is not None else ""
    return title or next((part.text for part in parts if part.kind == "heading" and part.level == 1), "")


def _metadata(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    page = tree.css_first("html")
    if page is not None and (language := (page.attributes.get("lang") or "").strip()):
        found["lang"] = language
    for node in tree.css("meta"):
        said = node.attributes
        key = _METADATA.get((said.get("name") or said.get("property") or said.get("http-equiv") or "").lower())
        value = " ".join((said.get("content") or "").split())
        if key and value:
            found.setdefault(key, value)
    return found
