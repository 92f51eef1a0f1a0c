"""A file of records to its records, each with its place.

In: a JSONL or YAML file (a list, or `cases:` beside `gates:`). Out: one mapping after the other with `FILE line N`. Knows
no case: only how files are laid out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beleg.errors import UserError


@dataclass(frozen=True, slots=True)
class Line:
    """A record and where it stands."""

    place: str
    values: Mapping[str, Any]

    def wrong(self, what: str) -> UserError:
        """The error that says what is wrong here."""
        return UserError(f"{self.place}: {what}. Correct it and try again.")


def lines_of(path: Path) -> Iterator[Line]:
    """The records of a file in their order. Raises UserError naming the file and the line."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8. Convert it and try again.") from error
    except OSError as error:
        raise UserError(f"{str(path)!r} cannot be read: {error.strerror}. Check the path and its permissions.") from error
    return _of_yaml(path, text) if path.suffix in (".yaml", ".yml") else _of_jsonl(path, text)


def _of_jsonl(path: Path, text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path.name} line {number}"
        try:
            values = json.loads(line)
        except ValueError as error:
            raise UserError(f"{place}: this is not JSON ({error}). One object a line is read.") from error
        yield _line(place, values)


def _of_yaml(path: Path, text: str) -> Iterator[Line]:
    import yaml  # only for data sets in YAML

    try:
        root = yaml.compose(text, yaml.SafeLoader)
        whole = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark is not None else ""
        raise UserError(f"{path.name}{line}: this is not YAML ({getattr(error, 'problem', None) or error}).") from error
    if isinstance(whole, Mapping):
        if "gates" in whole:
            yield Line(path.name, {"gates": whole["gates"]})
        root = next((value for key, value in root.value if key.value == "cases"), None)
        whole = whole.get("cases")
    if not isinstance(whole, list):
        raise UserError(f"{path.name}: a list of cases is read, or `cases:` with a list below it.")
    for node, values in zip(root.value, whole, strict=True):
        yield _line(f"{path.name} line {node.start_mark.line + 1}", values)


def _line(place: str, values: Any) -> Line:
    if not isinstance(values, Mapping):
        raise UserError(f"{place}: a case is an object with at least a `question`.")
    return Line(place, {str(name): value for name, value in values.items()})
