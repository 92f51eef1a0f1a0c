"""The sandbox: whatever a document does to its child, the parent gets a result or a true reason, and goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from beleg.errors import TimedOut, TooLarge, Unreadable
from beleg.parsers.sandbox import Sandbox


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent))
    made = Sandbox("hostile:act", workers=1, memory_mb=300, timeout_s=2.0)
    yield made
    await made.close()


async def test_bytes_go_in_and_come_out_whole_and_the_child_is_kept(sandbox: Sandbox) -> None:
    data = bytes(range(256)) * 4000
    first, content = await sandbox.run(data, {"name": "Prüfung"})
    second, _ = await sandbox.run(b"", {})
    assert content == data[::-1]
    assert first["pid"] == second["pid"]


@pytest.mark.parametrize(
    ("deed", "kind", "words"),
    [
        ("hang", TimedOut, "longer than 2 s"),
        ("allocate", TooLarge, "more than 300 MB"),
        ("abort", TooLarge, "aborted"),
        ("refuse", TooLarge, "It has too many entries."),
        ("break", Unreadable, "ValueError"),
    ],
)
async def test_a_misdeed_becomes_its_reason_and_the_next_document_is_read(
    sandbox: Sandbox, deed: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught:
        await sandbox.run(b"x", {"do": deed})
    assert "secret" not in str(caught.value)
    assert (await sandbox.run(b"abc", {}))[1] == b"cba"


async def test_endless_recursion_is_unreadable(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable):
        await sandbox.run(b"x", {"do": "recurse"})


async def test_what_a_library_prints_does_not_disturb_the_answer(sandbox: Sandbox) -> None:
    assert (await sandbox.run(b"abc", {"do": "print"}))[1] == b"cba"


async def test_a_used_child_that_runs_out_of_memory_is_given_up_for_a_fresh_one(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent))
    made = Sandbox("hostile:greedy_when_used", workers=1, memory_mb=300, timeout_s=20)
    try:
        first, _ = await made.run(b"", {})
        second, _ = await made.run(b"", {})
        assert first["calls"] == second["calls"] == 1
        assert first["pid"] != second["pid"]
    finally:
        await made.close()
