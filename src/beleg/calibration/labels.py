"""Labelled questions from the text of a file: one JSON object a line, as in `examples/questions.jsonl`.

In: the file's text. Out: labelled questions and reviewed runs. Fields: `question` with `expect` (a list: each must stand in
the answer, `a|b` is one or the other), or `answers` (a list: one is enough); `expect: null`, `answerable: false` or
`outcome: no_evidence` say that silence is right. Or `run` with `right` (true, false): an answer that a person reviewed; lines
whose `right` is null are not counted. Other fields are ignored. Knows no file and no answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beleg.errors import UserError
from beleg.records import LabelledQuestion


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A recorded run whose answer a person found right or wrong."""

    run: str
    right: bool


Label = LabelledQuestion | Reviewed


def read_labels(text: str) -> list[Label]:
    """The labels in their order. Raises UserError naming the line that cannot be understood."""
    found: list[Label] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UserError(f"Line {number} is not JSON. Write one object a line, as in examples/questions.jsonl.") from error
        if not isinstance(row, dict):
            raise UserError(f"Line {number} is no JSON object. Write one object a line, as in examples/questions.jsonl.")
        label = _label(row, number)
        if label is not None:
            found.append(label)
    if not found:
        raise UserError("The file holds no labels. Write one JSON object a line, as in examples/questions.jsonl.")
    return found


def _label(row: dict[str, Any], number: int) -> Label | None:
    if "run" in row and "right" in row:
        if row["right"] is None:
            return None
        if not isinstance(row["run"], str) or not isinstance(row["right"], bool):
            raise UserError(f"Line {number}: `run` is the id of a run, and `right` is true, false or null.")
        return Reviewed(row["run"], row["right"])
    question = row.get("question")
    if not isinstance(question, str) or not question.strip():
        raise UserError(f"Line {number} has no `question`.")
    if row.get("answerable") is False or row.get("outcome") == "no_evidence" or ("expect" in row and row["expect"] is None):
        return LabelledQuestion(question)
    wanted = [tuple(part for part in each.split("|") if part.strip()) for each in _texts(row.get("expect"), number)]
    if not wanted:
        wanted = [tuple(each for each in _texts(row.get("answers"), number) if each.strip())]
    wanted = [each for each in wanted if each]
    if not wanted:
        raise UserError(
            f"Line {number} does not say what is right. Give `expect` a list of words, or null where silence is right."
        )
    return LabelledQuestion(question, tuple(wanted))


def _texts(value: Any, number: int) -> Sequence[str]:
    given = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise UserError(f"Line {number}: `expect` and `answers` are lists of texts.")
    return given
