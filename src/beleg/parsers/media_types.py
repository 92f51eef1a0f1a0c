"""What kind of thing some bytes are, and who reads it.

In: a path and the first bytes. Out: a media type, and the name of a parser in PARSERS. The file name proposes, the content
decides: a binary called .txt is not text. Opens nothing.
"""

from __future__ import annotations

from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BY_ENDING = {
    ".txt": "text/plain", ".text": "text/plain", ".log": "text/plain", ".rst": "text/plain", ".adoc": "text/plain",
    ".md": "text/markdown", ".mdx": "text/markdown", ".markdown": "text/markdown",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html",
    ".pdf": "application/pdf", ".docx": DOCX,
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json", ".xml": "application/xml", ".csv": "text/csv", ".eml": "message/rfc822",
    ".py": "text/x-source", ".js": "text/x-source", ".css": "text/x-source", ".yaml": "text/x-source",
    ".yml": "text/x-source", ".toml": "text/x-source",
}  # fmt: skip
_PARSERS = {"text/plain": "text", "text/markdown": "markdown", "text/html": "html", "application/pdf": "pdf", DOCX: "docx"}
_MAGIC = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def media_type_of(path: str, head: bytes) -> str:
    """The media type of the thing at `path` that begins with `head` (some kilobytes). Never raises."""
    named = _BY_ENDING.get(PurePosixPath(path.lower()).suffix, "")
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    seen = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if seen in ("application/zip", "application/x-ole-storage"):
        return named if named.startswith("application/vnd.openxmlformats") else seen
    if seen:
        return seen
    textual = _is_text(head)
    if named.startswith(("text/", "message/")) or named in ("application/json", "application/xml"):
        return named if textual else UNKNOWN
    if named:
        return named
    if not textual or not head:
        return UNKNOWN
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else "text/plain"


def parser_for(media_type: str) -> str | None:
    """The name in PARSERS that reads this type, or None."""
    return _PARSERS.get(media_type.partition(";")[0].strip().lower())


def decode(data: bytes) -> str:
    """Text of `data`: by its byte order mark, else UTF-8, else Windows-1252 (a superset of Latin-1's letters). Never raises."""
    if data.startswith(_WIDE):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A stray bad byte in a UTF-8 file is not a reason to read every umlaut wrongly.
        lenient = data.decode("utf-8", "replace")
        bad = lenient.count("\ufffd")
        if error.start >= len(data) - 3 or (bad and bad * 20 < sum(byte >= 0xC3 for byte in data)):
            return lenient
        return data.decode("cp1252", "replace")


_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")


def _is_text(head: bytes) -> bool:
    if head.startswith(_WIDE):
        return True
    sample = head[:8192]
    if b"\0" in sample:
        return False
    odd = len(sample) - len(sample.translate(None, _CONTROLS))
    return odd * 50 <= len(sample)
