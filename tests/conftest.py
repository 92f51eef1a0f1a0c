"""What every test gets: no network, no foreign workspace, and one way to make a workspace."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beleg.library import Workspace

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting anywhere but to this machine fails the test."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def no_foreign_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests have no say; index processes end soon after their test."""
    import os

    for name in [name for name in os.environ if name.startswith("BELEG_") and name != "BELEG_SHARED_DATA"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BELEG_INDEX__LINGER_S", "1")


@pytest.fixture
def make_workspace(tmp_path: Path) -> Iterator[Callable[..., Workspace]]:
    """Workspaces in this test's own folder, closed at its end."""
    opened: list[Workspace] = []

    def make(name: str = "workspace") -> Workspace:
        workspace = Workspace.init(tmp_path / name)
        opened.append(workspace)
        return workspace

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """An empty workspace."""
    return make_workspace()
