"""Data sets: files of questions with what is expected of the answers.

In: a JSONL or YAML file. Out: cases in the file's order, the file's gates, and a hash that names exactly these. A fault is
told with its line. Knows no workspace and asks nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from beleg.checks.contract import Expected
from beleg.errors import NotFound, UserError, no_such
from beleg.evaluation.lines import Line, lines_of
from beleg.records import as_json

Origin = Literal["written", "synthetic", "traffic", "feedback"]
FOLDER = "evaluations"
ENDINGS = (".jsonl", ".yaml", ".yml")
FIELDS = frozenset(
    {"id", "question", "language", "answers", "says", "documents", "answerable", "tags", "origin", "sources", "unreviewed"}
)
ALSO = {"expect": "says", "document": "documents", "answer": "answers"}
"""Other names that are read: what a case must say, with `a|b` for either, and its documents in one text."""


@dataclass(frozen=True, slots=True)
class Relevant:
    """A document that answers, by `source/path` or path. `quote` are the words in it that do, where they are known."""

    name: str
    grade: int = 1
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is expected.

    `answers` are wordings of the right answer, each enough by itself; each of `says` holds wordings of which one must be
    said. `answerable` is None where nobody has said. `sources` limits the search. `unreviewed`: no person has seen it yet.
    """

    id: str
    question: str
    language: str = ""
    answers: tuple[str, ...] = ()
    says: tuple[tuple[str, ...], ...] = ()
    documents: tuple[Relevant, ...] = ()
    answerable: bool | None = None
    tags: tuple[str, ...] = ()
    origin: Origin = "written"
    sources: tuple[str, ...] = ()
    unreviewed: bool = False

    def expected(self) -> Expected:
        """What a check is told of it."""
        return Expected(
            answers=self.answers,
            documents=tuple((each.name, each.grade) for each in self.documents),
            answerable=self.answerable,
            says=self.says,
            quotes=tuple((each.name, each.quote) for each in self.documents if each.quote),
        )


@dataclass(frozen=True, slots=True)
class DataSet:
    """The cases of a file. `sha256` is taken over the cases as read: layout and field order make no difference."""

    name: str
    path: str
    cases: tuple[Case, ...]
    gates: tuple[str, ...]
    sha256: str


def find_data_set(given: str, root: Path) -> Path:
    """The file that a name or a path means: a path as it stands, or a name in the workspace's `evaluations/`.

    Raises NotFound with the nearest known name.
    """
    path = Path(given).expanduser()
    if path.is_file():
        return path
    folder = root / FOLDER
    for ending in ("", *ENDINGS):
        if (found := folder / f"{given}{ending}").is_file():
            return found
    if path.suffix in ENDINGS and len(path.parts) > 1:
        raise NotFound(f"There is no file {given!r}. Check the path; names without a folder are looked for in {FOLDER}/.")
    known = [each.stem for each in sorted(folder.iterdir()) if each.suffix in ENDINGS] if folder.is_dir() else []
    raise no_such("data set", given, known)


def read_data_set(path: Path) -> DataSet:
    """The data set in a file. Raises UserError naming the file, the line and what is wrong with it."""
    cases: list[Case] = []
    gates: list[str] = []
    ids: dict[str, str] = {}
    for line in lines_of(path):
        if "gates" in line.values and "question" not in line.values:
            gates += _texts(line, "gates")
            continue
        case = case_of(line, len(cases) + 1)
        if case.id in ids:
            raise line.wrong(f"the id {case.id!r} is taken by {ids[case.id]}")
        ids[case.id] = line.place
        cases.append(case)
    if not cases:
        raise UserError(f"{path.name} holds no questions. Write one JSON object a line with at least a `question`.")
    return DataSet(path.stem, str(path), tuple(cases), tuple(gates), hash_of(cases))


def case_of(line: Line, number: int) -> Case:
    """The case that a line tells of. Raises UserError naming the line."""
    values = {ALSO.get(name, name): value for name, value in line.values.items()}
    if unknown := sorted(set(values) - FIELDS):
        raise line.wrong(f"there is no field {unknown[0]!r}; known are {', '.join(sorted(FIELDS))}")
    line = Line(line.place, values)
    question = _text(line, "question")
    if not question.strip():
        raise line.wrong("it has no `question`")
    origin = _text(line, "origin") or "written"
    if origin not in get_args(Origin):
        raise line.wrong(f"`origin` is {origin!r}, and may be {', '.join(get_args(Origin))}")
    says = tuple(_either(each) for each in _texts(line, "says"))
    answers = tuple(each for each in _texts(line, "answers") if each.strip())
    documents = _documents(line)
    named = "says" in values or "answers" in values
    given = _flag(line, "answerable")
    answerable = given if given is not None else _guessed(bool(says or answers or documents), named)
    if answerable is False and (says or answers or documents):
        raise line.wrong("it is not answerable, yet it names answers or documents")
    return Case(
        id=str(values.get("id") or f"q{number:04}"),
        question=" ".join(question.split()),
        language=_text(line, "language"),
        answers=answers + (says[0] if len(says) == 1 else ()),
        says=says if len(says) > 1 else (),
        documents=documents,
        answerable=answerable,
        tags=tuple(_texts(line, "tags")),
        origin=origin,  # type: ignore[arg-type]  # looked up above
        sources=tuple(_texts(line, "sources")),
        unreviewed=bool(_flag(line, "unreviewed")),
    )


def hash_of(cases: Iterable[Case]) -> str:
    """SHA-256 over the cases with their fields in one order."""
    total = hashlib.sha256()
    for case in cases:
        total.update(json.dumps(as_json(case), ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return total.hexdigest()


def as_line(case: Case) -> dict[str, Any]:
    """The case as a line of a file: only what is not a default."""
    told: dict[str, Any] = {"id": case.id, "question": case.question}
    plain = as_json(case)
    told |= {name: plain[name] for name in ("language", "answers", "tags", "sources") if plain[name]}
    if case.says:
        told["says"] = ["|".join(each) for each in case.says]
    if case.documents:
        told["documents"] = [_document_line(each) for each in case.documents]
    if case.answerable is not None:
        told["answerable"] = case.answerable
    told["origin"] = case.origin
    return {**told, "unreviewed": True} if case.unreviewed else told


def write_data_set(path: Path, cases: Sequence[Case]) -> None:
    """The cases as JSONL, one a line. The folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(as_line(case), ensure_ascii=False) + "\n" for case in cases)
    path.write_text(text, "utf-8")


def _guessed(has_labels: bool, named: bool) -> bool | None:
    """Answerable where there is something to find, not where the answers are named and there are none."""
    return True if has_labels else (False if named else None)


def _document_line(each: Relevant) -> Any:
    if each.grade == 1 and not each.quote:
        return each.name
    return {"document": each.name, "grade": each.grade} | ({"quote": each.quote} if each.quote else {})


def _documents(line: Line) -> tuple[Relevant, ...]:
    given = line.values.get("documents")
    if given is None:
        return ()
    if isinstance(given, str):
        return tuple(Relevant(name) for name in _either(given))
    if isinstance(given, Mapping) and "document" not in given:
        given = [{"document": name, "grade": grade} for name, grade in given.items()]
    found = [_document(line, each) for each in (given if isinstance(given, list) else [given])]
    return tuple(found)


def _document(line: Line, given: Any) -> Relevant:
    if isinstance(given, str) and given.strip():
        return Relevant(given.strip())
    if not isinstance(given, Mapping) or not isinstance(given.get("document"), str):
        raise line.wrong("`documents` are paths, or objects with `document` and perhaps `grade` and `quote`")
    grade, quote = given.get("grade", 1), given.get("quote", "")
    if not isinstance(grade, int) or isinstance(grade, bool) or grade < 0 or not isinstance(quote, str):
        raise line.wrong("a document's `grade` is a whole number from 0, and its `quote` a text")
    return Relevant(given["document"].strip(), grade, quote)


def _either(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split("|") if each.strip())


def _text(line: Line, name: str) -> str:
    value = line.values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise line.wrong(f"`{name}` must be a text")
    return value


def _texts(line: Line, name: str) -> list[str]:
    value = line.values.get(name)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    if any(not isinstance(each, str | int | float) or isinstance(each, bool) for each in values):
        raise line.wrong(f"`{name}` must be a text or a list of texts")
    return [str(each) for each in values]


def _flag(line: Line, name: str) -> bool | None:
    value = line.values.get(name)
    if value is not None and not isinstance(value, bool):
        raise line.wrong(f"`{name}` must be true or false")
    return value
