"""Vectors through the front door: what is embedded when, what is kept, and how a model is changed while searches go on."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beleg.cli.main import main
from beleg.errors import EmbedderFailure, MixedEmbedders
from beleg.library import Workspace
from beleg.records import OWNER, EmbedderMark, Entry, IndexQuery, Principal, Question, SparseVector
from beleg.search import rank
from beleg.stores.index.edge import EdgeIndex
from beleg.testing.models import Endpoint, endpoint, model2vec_model, onnx_model
from beleg.workspace import open_parts

TEXTS = {
    "leave.txt": "Urlaub",
    "car.txt": "The vehicle",
    "money.txt": "Salary",
    "house.txt": "Das Gebäude",
}
REINDEX = "import sys; from beleg import Workspace\nwith Workspace(sys.argv[1]) as workspace: print(workspace.reindex())"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with four documents of one word each."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text + "\n", "utf-8")
    return folder


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """An endpoint of this test's own."""
    with endpoint() as told:
        yield told


def set_up(root: Path, **settings: Any) -> None:
    """Write these settings of `[embeddings]`, and nothing else, into the workspace's file."""
    lines = [f"{name} = {value!r}" if not isinstance(value, str) else f'{name} = "{value}"' for name, value in settings.items()]
    (root / "beleg.toml").write_text("\n".join(["[embeddings]", *lines]), "utf-8")


def at(server: Endpoint, model: str = "tiny", **more: Any) -> dict[str, Any]:
    return {"kind": "openai_compatible", "url": server.url, "model": model, **more}


def paths(workspace: Workspace, text: str) -> list[str]:
    return [hit.document.path for hit in workspace.search(text)]


def embedded(server: Endpoint) -> list[str]:
    """Every text of a passage that the endpoint was asked for."""
    texts = [text for request in server.requests for text in request["input"]]
    return [text for text in texts if "\n" in text]


def kept(root: Path) -> int:
    with sqlite3.connect(root / ".beleg" / "state.db") as connection:
        return int(connection.execute("SELECT COUNT(*) FROM embeddings").fetchone()[0])


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in (root / ".beleg").glob("index*") if path.is_dir())


@pytest.mark.parametrize(("kind", "make"), [("onnx", onnx_model), ("model2vec", model2vec_model)])
def test_a_question_without_a_shared_word_finds_its_passage(
    workspace: Workspace, documents: Path, tmp_path: Path, kind: str, make: Callable[[Path], Path]
) -> None:
    workspace.add(documents)
    assert paths(workspace, "automobile") == []
    workspace.close()
    set_up(workspace.root, kind=kind, folder=str(make(tmp_path / "model")))
    with Workspace(workspace.root) as again:
        assert paths(again, "automobile") == [], "until the index is written anew, words alone"
        again.sync()
        assert paths(again, "automobile")[0] == "car.txt"
        assert paths(again, "ferien")[0] == "leave.txt"


def test_without_an_embedder_nothing_of_it_is_loaded(workspace: Workspace, documents: Path) -> None:
    workspace.add(documents)
    code = (
        "import sys\nfrom beleg import Workspace\nwith Workspace(sys.argv[1]) as w: w.search('Urlaub'); w.ask('Urlaub?')\n"
        "print(sorted({'numpy', 'onnxruntime', 'tokenizers', 'model2vec', 'urllib.request'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(workspace.root)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_text_is_embedded_once_whatever_happens_to_the_index(workspace: Workspace, documents: Path, server: Endpoint) -> None:
    workspace.close()
    set_up(workspace.root, **at(server))
    with Workspace(workspace.root) as first:
        first.add(documents)
        assert len(embedded(server)) == 4
        first.reindex()
        (documents / "copy").mkdir()
        for name, text in TEXTS.items():
            (documents / "copy" / name).write_text(text + "\n\n", "utf-8")  # other bytes, the same text under the same title
        first.sync()
        assert len(embedded(server)) == 4
        assert paths(first, "automobile")[0] in ("car.txt", "copy/car.txt")
        (documents / "car.txt").write_text("The vehicle\n\nThe money\n", "utf-8")
        first.sync()
        assert len(embedded(server)) == 5


def test_a_vector_goes_with_the_last_passage_that_has_its_text(workspace: Workspace, documents: Path, server: Endpoint) -> None:
    workspace.close()
    set_up(workspace.root, **at(server))
    (documents / "copy").mkdir()
    (documents / "copy" / "car.txt").write_text("The vehicle\n\n", "utf-8")
    with Workspace(workspace.root) as first:
        first.add(documents)
        assert kept(workspace.root) == 4
        (documents / "car.txt").unlink()
        first.sync()
        assert kept(workspace.root) == 4
        (documents / "copy" / "car.txt").unlink()
        first.sync()
        assert kept(workspace.root) == 3
        first.remove("documents")
        assert kept(workspace.root) == 0


def test_another_model_is_embedded_beside_while_a_running_process_searches_on_and_follows(
    workspace: Workspace, documents: Path, server: Endpoint, tmp_path: Path
) -> None:
    workspace.close()
    set_up(workspace.root, kind="onnx", folder=str(onnx_model(tmp_path / "model")))
    with Workspace(workspace.root) as running:
        running.add(documents)
        set_up(workspace.root, **at(server, batch=1))
        server.answers = [(429, {"Retry-After": "0.4"}, b"")] * 4
        slow = subprocess.Popen([sys.executable, "-c", REINDEX, str(workspace.root)], stdout=subprocess.PIPE)
        seen = []
        while slow.poll() is None:
            assert paths(running, "automobile")[0] == "car.txt"
            seen.append(len(server.requests))
            time.sleep(0.01)
        assert slow.returncode == 0
        assert len({count for count in seen if 1 < count < 9}) > 1, "it searched while passages were embedded"
        before = len(server.requests)
        assert paths(running, "a new automobile")[0] == "car.txt"
        assert [text for request in server.requests[before:] for text in request["input"]][-1] == "a new automobile"
        assert folders(workspace.root) == ["index-3"]
        assert kept(workspace.root) == 4
        (documents / "new.txt").write_text("holiday", "utf-8")
    with Workspace(workspace.root) as after:
        after.sync()
        assert {"leave.txt", "new.txt"} == set(paths(after, "ferien")[:2])


def test_killed_in_the_middle_of_embedding_the_old_index_lives_and_the_next_run_goes_on(
    workspace: Workspace, documents: Path, server: Endpoint
) -> None:
    for number in range(700):
        (documents / f"{number}.txt").write_text(f"car number{number}\n", "utf-8")
    workspace.add(documents)
    set_up(workspace.root, **at(server, batch=50))
    command = [sys.executable, "-c", REINDEX, str(workspace.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        while len(embedded(server)) < 550:
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
    assert paths(workspace, "Urlaub")[0] == "leave.txt"
    already = kept(workspace.root)
    assert 500 <= already < 704
    time.sleep(0.3)
    server.requests.clear()
    subprocess.run(command, check=True, capture_output=True)
    assert len(embedded(server)) == 704 - already
    assert paths(workspace, "automobile")[0].endswith(".txt")


def test_killed_while_the_new_index_is_written_nothing_is_left_half(
    workspace: Workspace, documents: Path, tmp_path: Path
) -> None:
    for number in range(500):
        (documents / f"{number}.txt").write_text(f"car number{number} " + "money salary gehalt " * 40, "utf-8")
    workspace.add(documents)
    set_up(workspace.root, kind="model2vec", folder=str(model2vec_model(tmp_path / "model")))
    with subprocess.Popen([sys.executable, "-c", REINDEX, str(workspace.root)], stdout=subprocess.DEVNULL) as child:
        while folders(workspace.root) == ["index"]:
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
    assert folders(workspace.root) == ["index", "index-2"]
    assert paths(workspace, "Urlaub")[0] == "leave.txt"
    workspace.close()
    with Workspace(workspace.root) as after:
        (report,) = after.sync()
        assert (report.unchanged, report.indexed) == (504, 0)
        assert folders(workspace.root) == ["index-2"]
        assert paths(after, "ferien")[0] == "leave.txt"
        assert [each.state for each in after.doctor() if each.topic in ("index", "embedder")] == ["ok", "ok"]


async def test_an_index_refuses_vectors_of_another_embedder(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path / "index", 0.0)
    mine, nothing = array("f", [1.0, 0.0]), SparseVector(array("I"), array("f"))
    everyone = frozenset({"all"})
    entry = Entry(1, nothing, everyone, frozenset({1}), "de", mine)
    with pytest.raises(MixedEmbedders, match="beleg reindex"):
        await index.put([entry], "mine")
    await index.forget(None, EmbedderMark("mine", 2, "my embedder"))
    await index.put([entry], "mine")
    for vector, made_by in ((mine, "another"), (array("f", [1.0, 0.0, 0.0]), "mine"), (mine, "")):
        with pytest.raises(MixedEmbedders, match="my embedder"):
            await index.put([Entry(2, nothing, everyone, frozenset({1}), "de", vector)], made_by)
        with pytest.raises(MixedEmbedders, match="my embedder"):
            await index.search(IndexQuery(nothing, everyone, 5, vector=vector, made_by=made_by))
    assert await index.settle() == 1
    await index.close()


def test_an_embedder_that_is_gone_leaves_the_words_and_says_so(
    workspace: Workspace, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.close()
    folder = onnx_model(tmp_path / "model")
    set_up(workspace.root, kind="onnx", folder=str(folder))
    with Workspace(workspace.root) as first:
        first.add(documents)
    folder.rename(tmp_path / "elsewhere")

    async def stages() -> list[tuple[str, str]]:
        async with open_parts(workspace.root) as parts:
            ranked = await rank(parts, Question("Urlaub", Principal(OWNER, frozenset({OWNER}))), 10)
            assert [hit.document.path for hit in ranked.found] == ["leave.txt"]
            return [(stage.name, stage.says) for stage in ranked.stages]

    told = dict(asyncio.run(stages()))
    assert told["terms"] == ""
    assert told["vectors"].startswith("Searched by words alone. There is no model folder")
    with Workspace(workspace.root) as second, pytest.raises(EmbedderFailure, match="no model folder"):
        second.sync()
    monkeypatch.chdir(workspace.root)
    assert main(["doctor"]) == 1
    assert "embedder: There is no model folder" in capsys.readouterr().out
    set_up(workspace.root, kind="onnx", folder=str(tmp_path / "elsewhere"))
    with Workspace(workspace.root) as moved:
        assert paths(moved, "automobile")[0] == "car.txt", "a folder that moved is the same embedder"


def test_a_model_folder_named_from_the_workspace_is_found_from_anywhere(
    workspace: Workspace, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model2vec_model(workspace.root / "models" / "tiny")
    set_up(workspace.root, kind="model2vec", folder="models/tiny")
    monkeypatch.chdir(tmp_path)
    with Workspace(workspace.root) as again:
        again.add(documents)
        (embedder,) = [each for each in again.doctor() if each.topic == "embedder"]
    assert embedder.state == "ok", embedder


def test_searches_from_many_threads_see_an_old_index_or_a_new_one_and_never_none(
    workspace: Workspace, documents: Path, tmp_path: Path
) -> None:
    workspace.close()
    set_up(workspace.root, kind="model2vec", folder=str(model2vec_model(tmp_path / "one")))
    with Workspace(workspace.root) as running, Workspace(workspace.root) as writing:
        running.add(documents)
        stop, wrong = threading.Event(), list[Any]()

        def look() -> None:
            while not stop.is_set():
                try:
                    found = paths(running, "automobile")
                except Exception as error:
                    wrong.append(error)
                else:
                    if found[:1] != ["car.txt"]:
                        wrong.append(found)

        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            writing.reindex()
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []
