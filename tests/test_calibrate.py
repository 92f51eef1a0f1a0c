"""Labelled questions → calibration, and what it does to answers, through the front door."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from beleg.errors import NotFound, UserError
from beleg.library import Workspace
from beleg.records import CalibrationReport, Progress

NAMES = (
    "Albers Brandt Cordes Dierks Ehlers Freese Gerdes Harms Inselmann Jacobs Kruse Lorenz Meinen Nissen Oltmann Peters Quast "
    "Rohde Siems Thoms Ulrich Voss Wulff Ziegler Ahrens Behrens Clasen Duden Eggers Focken Geerken Hinrichs Ihnen Janssen "
    "Kuhlmann Lampe Martens Neels Osterloh Plate Renken Schuster Tammen Uphoff Vogler Wiechers Zander Bohlen"
).split()
GONE = ("Quixote", "Rasputin", "Salieri", "Tolstoy", "Uccello", "Vermeer")
QUESTION = "What is the telephone extension of Ms {}?"


def write_labels(path: Path, names: tuple[str, ...] | list[str] = NAMES) -> Path:
    """What is asked of every name, and of some who are not there."""
    rows: list[dict[str, object]] = [
        {"question": QUESTION.format(name), "expect": [str(4100 + NAMES.index(name))]} for name in names
    ]
    rows += [{"question": QUESTION.format(name), "expect": None} for name in GONE]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    return write_labels(tmp_path / "labels.jsonl")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a directory of extensions, where at most a fifth of the answers may be wrong."""
    folder, root = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("filled")
    for at, name in enumerate(NAMES):
        (folder / f"{name.lower()}.md").write_text(
            f"# Office of Ms {name}\n\nThe telephone extension of Ms {name} is {4100 + at}. The office of {name} is open.\n",
            "utf-8",
        )
    (root / "beleg.toml").write_text("[answers]\nacceptable_error = 0.2\n[index]\nlinger_s = 0\n", "utf-8")
    with Workspace.init(root) as workspace:
        workspace.add(folder)
    with FileLock(root / ".beleg" / "index" / "process.lock", timeout=20):
        return root  # the index process has ended: nothing writes there any more


@pytest.fixture
def directory(tmp_path: Path, filled: Path) -> Iterator[Workspace]:
    """A copy of it for one test."""
    shutil.copytree(filled, tmp_path / "workspace", ignore=shutil.ignore_patterns("*.sock", "*.lock", "*.pid"))
    with Workspace(tmp_path / "workspace") as workspace:
        yield workspace


def test_calibrating_certifies_a_threshold_and_every_answer_tells_the_guarantee(directory: Workspace, labels: Path) -> None:
    before = directory.ask(QUESTION.format("Cordes"))
    assert before.guarantee is not None
    assert (before.guarantee.status, before.guarantee.labels) == ("vacuous", 0)
    seen: list[Progress] = []
    report = directory.calibrate(labels, on_progress=seen.append)
    assert (report.labels, report.answerable, report.kept) == (54, 48, True)
    assert report.right >= 40
    assert report.error_after[0] < report.error_before[0]
    certificate = report.certificate
    assert certificate is not None
    assert certificate.threshold is not None
    assert certificate.bound <= 0.2
    assert certificate.vacuous == ""
    assert [each.done for each in seen] == list(range(55))
    answer = directory.ask(QUESTION.format("Cordes"))
    assert answer.outcome == "answered"
    assert answer.guarantee is not None
    assert (answer.guarantee.status, answer.guarantee.labels) == ("holds", 54)
    assert answer.guarantee.says == "At most 20 % of the given answers are wrong, at 95 % certainty (54 labelled questions)."
    assert directory.run(answer.run)["answer"]["guarantee"]["threshold"] == certificate.threshold
    finding = {each.topic: each for each in directory.doctor()}["guarantee"]
    assert (finding.state, finding.says) == ("ok", answer.guarantee.says)


def test_below_the_certified_threshold_nothing_is_answered(directory: Workspace, labels: Path) -> None:
    directory.calibrate(labels)
    threshold = directory.quality().certificate
    assert threshold is not None
    assert threshold.threshold is not None
    answer = directory.ask("Which telephone rings?")
    steps = json.loads(_column(directory, "SELECT steps FROM runs ORDER BY started_at DESC LIMIT 1"))
    raw = next(step["kept"]["raw"] for step in steps if step["shown"]["name"] == "judged")
    assert raw < threshold.threshold
    assert answer.outcome == "no_evidence"


def _column(workspace: Workspace, sql: str) -> str:
    with workspace._parts.state.database.reading() as connection:
        return str(connection.exec_driver_sql(sql).scalar())


def test_a_dry_run_and_a_run_that_is_stopped_change_nothing(directory: Workspace, labels: Path) -> None:
    report = directory.calibrate(labels, dry_run=True)
    assert (report.kept, directory.quality().status) == (False, "uncalibrated")

    def stop(progress: Progress) -> None:
        if progress.done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        directory.calibrate(labels, on_progress=stop)
    assert directory.quality().status == "uncalibrated"
    assert directory.calibrate(labels).kept
    assert directory.quality().status == "holds"


def test_the_calibration_before_counts_again_after_an_undo(directory: Workspace, labels: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no calibration to undo"):
        directory.undo_calibration()
    directory.calibrate(labels)
    for name in NAMES[:5]:
        directory.ask(QUESTION.format(name))
    directory.calibrate(write_labels(tmp_path / "fewer.jsonl", NAMES[:30]))
    now = directory.quality()
    assert now.watched is not None
    assert (now.labelled, now.labels, now.watched.seen) == ("fewer.jsonl", 36, 0)
    directory.undo_calibration()
    again = directory.quality()
    assert again.watched is not None
    assert (again.labelled, again.labels, again.watched.seen) == ("labels.jsonl", 54, 5)
    assert directory.undo_calibration() is None
    assert directory.quality().status == "uncalibrated"


def test_too_few_labels_make_a_guarantee_that_is_called_vacuous(directory: Workspace, tmp_path: Path) -> None:
    report = directory.calibrate(write_labels(tmp_path / "few.jsonl", NAMES[:8]))
    assert report.certificate is not None
    assert (report.certificate.threshold, report.certificate.vacuous, report.certificate.needed) == (None, "too_few", 21)
    answer = directory.ask(QUESTION.format("Cordes"))
    assert answer.outcome == "answered"  # by answers.threshold
    assert answer.guarantee is not None
    assert answer.guarantee.status == "vacuous"
    assert "it needs 21 given answers at least" in answer.guarantee.says


def drift_away(workspace: Workspace) -> list[str]:
    """German questions of another kind, until the guarantee is withdrawn; what was promised of each."""
    told: list[str] = []
    for at in range(60):
        guarantee = workspace.ask(
            f"Wann und warum wurde eigentlich das Lagerhaus Nummer {at} am Hafen wieder abgerissen?"
        ).guarantee
        assert guarantee is not None
        told.append(guarantee.status)
        if told[-1] == "withdrawn":
            break
    return told


def test_drift_withdraws_the_guarantee_and_is_told_with_every_answer(directory: Workspace, labels: Path) -> None:
    directory.calibrate(labels)
    for name in NAMES[:20]:
        usual = directory.ask(QUESTION.format(name)).guarantee
        assert usual is not None
        assert usual.status == "holds"
    told = drift_away(directory)
    assert told[0] == "holds"
    assert told[-1] == "withdrawn"
    answer = directory.ask(QUESTION.format("Cordes"))
    assert answer.outcome == "answered"
    assert answer.guarantee is not None
    assert answer.guarantee.says == "The guarantee is withdrawn: the questions have become unlike the labelled ones."
    stands = directory.quality("de")
    assert stands.status == "withdrawn"
    assert stands.watched is not None
    assert stands.watched.log10_most >= 2
    assert [each[0] for each in stands.history] == list(range(1, 20 + len(told) + 2))
    finding = {each.topic: each for each in directory.doctor()}["guarantee"]
    assert finding.state == "problem"
    directory.calibrate(labels)
    assert directory.quality().status == "holds"


def test_a_withdrawn_guarantee_stays_so_for_the_next_process(directory: Workspace, labels: Path) -> None:
    directory.calibrate(labels)
    drift_away(directory)
    directory.close()
    with Workspace(directory.root) as later:
        assert later.quality().status == "withdrawn"
        (later.root / "beleg.toml").write_text('[answers]\nacceptable_error = 0.2\nwithout_guarantee = "withhold"\n', "utf-8")
    with Workspace(directory.root) as strict:
        answer = strict.ask(QUESTION.format("Cordes"))
        assert (answer.outcome, answer.claims) == ("withheld", ())
        assert answer.guarantee is not None
        assert answer.reason == answer.guarantee.says


def test_another_way_of_answering_withdraws_the_guarantee(directory: Workspace, labels: Path) -> None:
    directory.calibrate(labels)
    directory.close()
    (directory.root / "beleg.toml").write_text("[answers]\nacceptable_error = 0.2\nclaims = 1\n", "utf-8")
    with Workspace(directory.root) as other:
        guarantee = other.ask(QUESTION.format("Cordes")).guarantee
    assert guarantee is not None
    assert (guarantee.status, guarantee.says) == (
        "withdrawn",
        "The guarantee is withdrawn: answers are made in another way than when it was calibrated.",
    )


def test_another_demand_is_certified_from_the_same_labels(directory: Workspace, labels: Path) -> None:
    directory.calibrate(labels)
    directory.close()
    (directory.root / "beleg.toml").write_text("[answers]\nacceptable_error = 0.01\n", "utf-8")
    with Workspace(directory.root) as stricter:
        assert (stricter.quality().status, stricter.quality().acceptable_error) == ("vacuous", 0.01)
    (directory.root / "beleg.toml").write_text("", "utf-8")
    with Workspace(directory.root) as careless:
        assert careless.quality().status == "no_target"
        answer = careless.ask(QUESTION.format("Cordes"))
        assert answer.guarantee is None
        assert answer.confidence != 0


def test_answers_that_a_person_reviewed_are_labels_too(directory: Workspace, tmp_path: Path) -> None:
    for name in NAMES[:30]:
        directory.ask(QUESTION.format(name))
    rows = directory.to_review(25)
    assert len({row["run"] for row in rows}) == 25
    assert all(row["right"] is None and "extension" in row["answer"] for row in rows)
    for row in rows:
        number = str(4100 + NAMES.index(row["question"].rstrip("?").split()[-1]))
        row["right"] = number in row["answer"]
    file = tmp_path / "review.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    report: CalibrationReport = directory.calibrate(file)
    assert (report.labels, report.drafted) == (25, 25)
    assert report.right == sum(row["right"] for row in rows)
    runs = int(_column(directory, "SELECT count(*) FROM runs"))
    assert runs == 30  # a reviewed answer is not asked again
    file.write_text('{"run": "nowhere", "right": true}\n', "utf-8")
    with pytest.raises(NotFound, match="nowhere"):
        directory.calibrate(file)


def test_a_step_of_the_watch_happens_whole_or_not_at_all(
    directory: Workspace, labels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.calibrate(labels)
    directory.ask(QUESTION.format("Cordes"))

    def broken(*_: object) -> float:
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patch:
        patch.setattr("beleg.calibration.drift.drifted", broken)
        with pytest.raises(RuntimeError):
            directory.ask(QUESTION.format("Dierks"))
    assert _column(directory, "SELECT count(*) FROM watch_points") == "1"
    directory.ask(QUESTION.format("Dierks"))
    watched = directory.quality().watched
    assert watched is not None
    assert watched.seen == 2


def test_a_file_that_cannot_be_used_is_told_so(directory: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        directory.calibrate(tmp_path / "nothing.jsonl")
    (tmp_path / "latin.jsonl").write_bytes('{"question": "ä"}'.encode("latin-1"))
    with pytest.raises(UserError, match="not UTF-8"):
        directory.calibrate(tmp_path / "latin.jsonl")
