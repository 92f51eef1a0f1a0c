"""Document → index through the front door: a real folder, real child processes, a real SQLite, a real index."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from beleg.errors import Busy, Unreadable, UserError
from beleg.library import Workspace
from beleg.records import Source
from beleg.sources.folder import FolderSource

LEAVE = "# Leave\n\nEvery employee has thirty days of paid leave per year.\n"
TRAVEL = "# Travel\n\nA hotel may cost at most 120 euros per night.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two documents."""
    made = tmp_path / "documents"
    made.mkdir()
    (made / "leave.md").write_text(LEAVE, "utf-8")
    (made / "travel.md").write_text(TRAVEL, "utf-8")
    return made


def found_paths(workspace: Workspace, text: str) -> set[str]:
    return {hit.document.path for hit in workspace.search(text)}


def everything(workspace: Workspace) -> list[tuple[str, str, str, int]]:
    return sorted((d.document.path, d.state, d.version, d.passages) for d in workspace.documents(limit=500))


def test_a_folder_becomes_searchable(workspace: Workspace, folder: Path) -> None:
    report = workspace.add(folder)
    assert (report.found, report.indexed, report.quarantined, report.complete) == (2, 2, 0, True)
    assert found_paths(workspace, "paid leave") == {"leave.md"}


def test_a_second_sync_reads_nothing(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    (report,) = workspace.sync()
    assert (report.unchanged, report.indexed) == (2, 0)


def test_a_change_replaces_the_old_words(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    (folder / "leave.md").write_text("# Leave\n\nEvery employee has twenty-eight days of sabbatical.\n", "utf-8")
    (report,) = workspace.sync()
    assert report.indexed == 1
    assert found_paths(workspace, "sabbatical") == {"leave.md"}
    assert not any("thirty" in hit.passage.text for hit in workspace.search("thirty days paid leave"))


def test_what_vanished_is_forgotten(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    (folder / "leave.md").unlink()
    (report,) = workspace.sync()
    assert report.forgotten == 1
    assert found_paths(workspace, "paid leave") == set()
    assert [d.document.path for d in workspace.documents()] == ["travel.md"]


def test_a_folder_that_turned_empty_forgets_nothing(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    for path in folder.iterdir():
        path.unlink()
    (report,) = workspace.sync()
    assert (report.forgotten, report.complete) == (0, False)
    assert "empty now" in report.problems[0]
    assert found_paths(workspace, "paid leave") == {"leave.md"}


def test_a_folder_that_is_gone_forgets_nothing(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    shutil.rmtree(folder)
    with pytest.raises(UserError, match="is not there"):
        workspace.sync()
    assert found_paths(workspace, "paid leave") == {"leave.md"}


def test_exact_duplicates_are_indexed_once_and_survive_each_other(workspace: Workspace, folder: Path) -> None:
    shutil.copy(folder / "leave.md", folder / "copy of leave.md")
    report = workspace.add(folder)
    assert (report.indexed, report.duplicates) == (2, 1)
    assert len(workspace.search("paid leave")) == 1
    cited = workspace.search("paid leave")[0].document.path
    (folder / cited).unlink()
    workspace.sync()
    assert found_paths(workspace, "paid leave") == {"copy of leave.md", "leave.md"} - {cited}


def test_a_bad_document_is_quarantined_and_stops_nobody(workspace: Workspace, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    report = workspace.add(folder)
    assert (report.indexed, report.quarantined) == (2, 1)
    ((path, reason),) = workspace.sources()[0].failures
    assert path == "broken.pdf"
    assert reason
    (again,) = workspace.sync()
    assert again.quarantined == 0
    (retried,) = workspace.sync(retry=True)
    assert retried.quarantined == 1
    (folder / "broken.pdf").unlink()
    workspace.sync()
    assert workspace.sources()[0].failures == ()


@contextmanager
def nobody() -> Iterator[None]:
    """Without root's right to read everything, where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


async def test_a_file_without_permission_cannot_be_read_and_says_so() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        closed = Path(place) / "closed.md"
        closed.write_text("# Closed\n", "utf-8")
        closed.chmod(0)
        connector = FolderSource(Source(1, "folder", "place", place, frozenset({"owner"})))
        with nobody():
            (found,) = (await connector.listing()).found
            with pytest.raises(Unreadable, match="permission denied"):
                await connector.fetch(found)


def test_a_file_over_the_limit_is_quarantined_unread(workspace: Workspace, folder: Path) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(2_000_000_000)
    report = workspace.add(folder)
    assert report.quarantined == 1
    assert "MB" in workspace.sources()[0].failures[0][1]


def test_odd_file_names_are_kept(workspace: Workspace, folder: Path) -> None:
    names = ["mit Leerzeichen.md", "Übergröße.md", "line\nbreak.md"]
    for at, name in enumerate(names):
        (folder / name).write_text(f"# Odd {at}\n\nThe zebra number {at} sleeps here.\n", "utf-8")
    (folder / os.fsdecode(b"raw-\xff.md")).write_text("# Raw\n\nThe giraffe sleeps here.\n", "utf-8")
    report = workspace.add(folder)
    assert report.indexed == 6
    assert {*names, "raw-\\xff.md"} <= {d.document.path for d in workspace.documents()}


def test_links_are_not_followed_out_of_the_folder(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("# Outside\n\nThe secret walrus.\n", "utf-8")
    (folder / "link.md").symlink_to(tmp_path / "outside.md")
    (folder / "inside.md").symlink_to(folder / "leave.md")
    workspace.add(folder)
    assert found_paths(workspace, "secret walrus") == set()
    assert {d.document.path for d in workspace.documents()} == {"leave.md", "travel.md", "inside.md"}


def test_patterns_choose_the_files(workspace: Workspace, folder: Path) -> None:
    (folder / "notes.txt").write_text("Plain notes about marmots.", "utf-8")
    report = workspace.add(folder, include=["*.md"], exclude=["travel*"])
    assert report.found == 1


def test_new_readers_apply_without_reading_again(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    report = workspace.add(folder, readers=["hr"])
    assert (report.regrouped, report.indexed) == (2, 0)
    assert workspace.search("paid leave") == []
    assert len(workspace.search("paid leave", groups=["hr"])) == 1


def test_removing_a_source_leaves_nothing(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    (folder / "leave.md").write_text("# Leave\n\nEvery employee has twenty-eight days of sabbatical.\n", "utf-8")
    workspace.sync()
    workspace._parts.state.database.checkpoint()
    assert (
        b"thirty days" in (workspace.root / ".beleg" / "state.db").read_bytes()
    )  # the version before, for receipts that cite it
    assert workspace.remove("documents") == 2
    assert workspace.sources() == []
    assert workspace.search("paid leave") == []
    left = {path.name: path.read_bytes() for path in (workspace.root / ".beleg").rglob("*") if path.is_file()}
    assert "state.db" in left
    assert [name for name, data in left.items() if b"thirty days" in data or b"sabbatical" in data] == []


def test_only_one_process_brings_documents_in(workspace: Workspace, folder: Path) -> None:
    with workspace._parts.sync_lock():
        other = Workspace(workspace.root)
        with pytest.raises(Busy, match=str(os.getpid())):
            other.add(folder)
        other.close()


def test_a_killed_sync_runs_again_to_the_same_end(make_workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        body = "\n\n".join(f"Paragraph {n} of document {number} speaks of item{number}x{n}." for n in range(6))
        (folder / f"{number:03}.md").write_text(f"# Document {number}\n\n{body}\n", "utf-8")
    whole = make_workspace("whole")
    whole.add(folder)
    broken = make_workspace("broken")
    broken.close()
    code = f"from beleg import Workspace; Workspace({str(broken.root)!r}).add({str(folder)!r})"
    for delay_s in (0.9, 1.3, 1.8):
        child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
        time.sleep(delay_s)
        child.send_signal(signal.SIGKILL)
        child.wait()
    again = Workspace(broken.root)
    again.add(folder)
    assert everything(again) == everything(whole)
    for text in ("item7x3", "item299x5", "item150x0"):
        mine, theirs = again.search(text)[0], whole.search(text)[0]
        assert (mine.document.path, mine.passage.text) == (theirs.document.path, theirs.passage.text)
    assert [finding for finding in again.doctor() if finding.topic == "index" and finding.state != "ok"] == []
    again.close()


def test_the_index_can_be_written_anew_from_the_state(workspace: Workspace, folder: Path) -> None:
    workspace.add(folder)
    before = [(hit.passage_id, round(hit.score, 4)) for hit in workspace.search("paid leave")]
    assert workspace.reindex() == 2
    assert [(hit.passage_id, round(hit.score, 4)) for hit in workspace.search("paid leave")] == before
