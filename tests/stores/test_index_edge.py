"""The index process: killed, shared, stale, newer, and ending by itself."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from multiprocessing.connection import Listener
from pathlib import Path

import pytest

from beleg.errors import IndexFailure, NewerFormat, StorageFailure
from beleg.stores.index.address import Address, read_address, write_address
from beleg.stores.index.edge import EdgeIndex
from beleg.testing.indexes import entry, found


def pid_of(folder: Path) -> int:
    address = read_address(folder)
    assert address is not None
    return address.pid


async def test_killing_the_process_loses_nothing_acknowledged(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path, 0.0)
    for number in range(1, 5):
        await index.put([entry(number, {7: float(number)})])
        os.kill(pid_of(tmp_path), signal.SIGKILL)
    assert await found(index, 7) == [4, 3, 2, 1]
    await index.forget([4])
    os.kill(pid_of(tmp_path), signal.SIGKILL)
    assert await found(index, 7) == [3, 2, 1]
    await index.close()


async def test_clients_in_two_processes_reach_one_index(tmp_path: Path) -> None:
    code = (
        "import asyncio,sys;from pathlib import Path;from beleg.stores.index.edge import EdgeIndex;"
        "from beleg.testing.indexes import entry;n=int(sys.argv[2]);i=EdgeIndex(Path(sys.argv[1]),2.0);"
        "asyncio.run(i.put([entry(n*100+k,{7:1.0}) for k in range(50)]))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)]) for number in range(3)]
    index = EdgeIndex(tmp_path, 0.0)
    await index.put([entry(9000, {7: 1.0})])
    assert [await asyncio.to_thread(writer.wait, 60) for writer in writers] == [0, 0, 0]
    assert len(await found(index, 7, limit=500)) == 151
    await index.close()


async def test_the_process_ends_when_nobody_needs_it(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path, 0.0)
    await index.put([entry(1, {7: 1.0})])
    socket_folder = Path(str(read_address(tmp_path).at)).parent  # type: ignore[union-attr]  # a put needs an address
    await index.close()
    for _ in range(100):
        if read_address(tmp_path) is None:
            break
        await asyncio.sleep(0.05)
    assert read_address(tmp_path) is None
    assert not socket_folder.exists()


async def test_a_client_that_dies_in_the_middle_of_a_frame_disturbs_nobody(tmp_path: Path) -> None:
    from multiprocessing.connection import Client

    index = EdgeIndex(tmp_path, 0.0)
    await index.put([entry(1, {7: 1.0})])
    address = read_address(tmp_path)
    assert address is not None
    dying = Client(address.at, authkey=address.key)
    with socket.socket(fileno=os.dup(dying.fileno())) as raw:
        raw.send((1000).to_bytes(4, "big") + b"half")
    dying.close()
    broken = Client(address.at, authkey=address.key)
    broken.send_bytes(b"no frame at all")
    assert b"IndexFailure" in broken.recv_bytes()
    broken.close()
    assert await found(index, 7) == [1]
    assert pid_of(tmp_path) == address.pid
    await index.close()


async def test_a_stale_address_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "process.json").write_text(json.dumps({"at": str(tmp_path / "gone"), "key": "00", "pid": 1}))
    index = EdgeIndex(tmp_path, 0.0)
    await index.put([entry(1, {7: 1.0})])
    assert await found(index, 7) == [1]
    await index.close()


async def test_a_newer_format_is_named_and_another_analysis_can_be_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(json.dumps({"format": 99, "analysis": 1}))
    index = EdgeIndex(tmp_path, 0.0)
    with pytest.raises(NewerFormat, match="beleg reindex"):
        await found(index, 7)
    (tmp_path / "meta.json").write_text(json.dumps({"format": 2, "analysis": -1}))
    with pytest.raises(IndexFailure, match="beleg reindex"):
        await found(index, 7)
    await index.forget(None)
    await index.put([entry(1, {7: 1.0})])
    assert await found(index, 7) == [1]
    await index.close()


async def test_a_folder_that_cannot_be_made_is_a_storage_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailure, match="cannot be opened"):
        await EdgeIndex(tmp_path / "file" / "index", 0.0).put([entry(1, {7: 1.0})])


async def test_a_process_of_another_version_is_not_asked(tmp_path: Path) -> None:
    with Listener(authkey=b"other") as other:
        assert isinstance(other.address, str)
        write_address(tmp_path, Address(other.address, b"other", os.getpid(), speaks=1))
        index = EdgeIndex(tmp_path, linger_s=0.2)
        assert await index.settle() == 0
        address = read_address(tmp_path)
        assert address is not None
        assert address.pid != os.getpid()
        await index.remove()
        await index.close()
