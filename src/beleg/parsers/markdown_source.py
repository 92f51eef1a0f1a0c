"""What stands in Markdown files that is not Markdown: front matter, components, admonition marks.

In: a file's text. Out: text with the same number of lines, so that line numbers stay true. Understands no YAML beyond
`key: value` and short lists, and evaluates no JavaScript.
"""

from __future__ import annotations

import re

_LONGEST_FRONT = 400
_PAIR = re.compile(r"([A-Za-z_][\w.\-]*)[ \t]*:(?:[ \t]+(.*)|)$")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)")
_IS_MDX = re.compile(r"^(?:import\s[^\n]{1,200}from\s+['\"]|</?[A-Z]\w*|:{3,}\w)", re.MULTILINE)
_SCRIPT = re.compile(r"(?:import\s+(?:[\w{*].{0,300}?\sfrom\s+)?['\"]|export\s+(?:const|let|var|default|function|async)\b)")
_ADMONITION = re.compile(r"([ \t>]*):{3,}[ \t]*(?:([A-Za-z][\w\-]*)(?:\[([^\n]*)\])?([^\n\[{]*)(?:\{[^\n]*\})?)?[ \t]*$")
_VALUE = r""""[^"]{0,2000}"|'[^']{0,2000}'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,2000}\}"""
_CODE_COMMENT_COMPONENT = re.compile(
    r"(?P<code>(?P<ticks>(?<!`)`{1,4}(?!`))[^\n]{0,600}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment>\{/\*.{0,2000}?\*/\})"
    rf"|(?P<component></?[A-Za-z][\w.]*(?:[^<>{{}}\"'`]|{_VALUE}){{0,2000}}/?>)"
    r"|(?P<fragment></?>)",
    re.DOTALL,
)
_TOLD = re.compile(r"""\b(?:title|label|summary|caption|alt)=\{?["']([^"'\n]{1,300})["']""")


def front_matter(text: str) -> tuple[str, str, dict[str, str]]:
    """The text with its front matter blanked, the title named there (or ""), and what else is said there."""
    if not text.startswith("---"):
        return text, "", {}
    lines = re.split("\r\n?|\n", text)
    if lines[0].rstrip() != "---":
        return text, "", {}
    end = next((at for at, line in enumerate(lines[1:_LONGEST_FRONT], 1) if line.rstrip() in ("---", "...")), 0)
    pairs = _pairs(lines[1:end])
    if not end or (not pairs and any(line.strip() for line in lines[1:end])):
        return text, "", {}
    title = next((pairs.pop(key) for key in list(pairs) if key.lower() == "title"), "")
    return "\n".join([""] * (end + 1) + lines[end + 1 :]), title, {key: value for key, value in pairs.items() if value}


def _pairs(lines: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    key = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if found := _PAIR.match(line):
            key = found.group(1)
            value = (found.group(2) or "").strip()
            pairs[key] = "" if value in (">", "|", ">-", "|-") else _unquoted(value)
        elif key and line.lstrip().startswith("- "):
            pairs[key] = ", ".join(filter(None, [pairs[key], _unquoted(line.lstrip()[2:].strip())]))
        elif key and line[0] in " \t" and not _PAIR.match(line.strip()):
            pairs[key] = " ".join(filter(None, [pairs[key], line.strip()]))
    return pairs


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == "[" and value[-1] == "]":
        return ", ".join(filter(None, (_unquoted(each.strip()) for each in value[1:-1].split(","))))
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"')
    return value


def without_components(text: str, mdx: bool) -> str:
    """The text without imports, exports, JSX tags and comments, and with admonitions as their titles; code is left alone."""
    if not mdx and not _IS_MDX.search(text):
        return text
    pieces: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in re.split("\r\n?|\n", text):
        mark = _FENCE.match(line)
        if fence:
            pieces.append(line)
            if mark and mark.group(1).startswith(fence) and not mark.group(2).strip():
                fence = ""
        elif mark and not (mark.group(1)[0] == "`" and "`" in mark.group(2)):
            pieces.extend(_prose(prose))
            prose = []
            fence = mark.group(1)
            pieces.append(line)
        else:
            prose.append(line)
    pieces.extend(_prose(prose))
    return "\n".join(pieces)


def _prose(lines: list[str]) -> list[str]:
    if not lines:
        return []
    kept: list[str] = []
    script = False
    for at, line in enumerate(lines):
        script = bool(line.strip()) and (script or bool(_SCRIPT.match(line)))
        if script:
            kept.append("")
        elif found := _ADMONITION.match(line):
            kept.append(_admonition(found, lines[at + 1] if at + 1 < len(lines) else ""))
        else:
            kept.append(line)
    return _CODE_COMMENT_COMPONENT.sub(_told, "\n".join(kept)).split("\n")


def _admonition(found: re.Match[str], following: str) -> str:
    indent, _, bracketed, rest = found.groups()
    title = (bracketed or rest or "").strip()
    if not title:
        return ""
    # The next line would run on from the title.
    return f"{indent}{title}" if not following.strip() or title[-1] in ".:!?" else f"{indent}{title}:"


def _told(found: re.Match[str]) -> str:
    """Code and HTML as they are; for anything else its line breaks and the words of a tag that a reader sees."""
    said = found.group()
    if found.group("code") or (said.lstrip("</")[:1].islower() and "={" not in said):
        return said
    lines = "\n" * said.count("\n")
    words = " ".join(_TOLD.findall(said)) if found.group("component") else ""
    return words + lines
