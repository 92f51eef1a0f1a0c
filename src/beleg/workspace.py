"""A folder with beleg.toml → the parts, wired in this one place.

In: the folder. Out: `Parts`, open and ready. Knows which implementation the settings name; knows no path.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from beleg.errors import Busy, StorageFailure
from beleg.providers import ENTAILERS, WRITERS
from beleg.providers.contract import Writer
from beleg.providers.embedders.opened import Embedders
from beleg.providers.entailer import Entailer
from beleg.providers.entailer_opened import OpenedEntailer
from beleg.providers.rerankers.opened import OpenedReranker
from beleg.records import OWNER, Principal
from beleg.settings import DATA_FOLDER, Settings, read_settings
from beleg.stores.blobs import Blobs
from beleg.stores.index import INDEXES
from beleg.stores.index.live import LiveIndex
from beleg.stores.learnt import Learnt
from beleg.stores.state import State


@dataclass(frozen=True, slots=True)
class Parts:
    """What the paths work with. `owner` is the person whose machine this is."""

    root: Path
    settings: Settings
    state: State
    index: LiveIndex
    blobs: Blobs
    writer: Writer
    embedders: Embedders
    reranker: OpenedReranker
    learnt: Learnt
    owner: Principal
    entailer: Entailer | None = None

    @contextmanager
    def sync_lock(self) -> Iterator[None]:
        """Only one process brings documents in at a time. Raises Busy naming the one that does."""
        path = self.root / DATA_FOLDER / "sync.lock"
        holder = path.with_suffix(".pid")
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            who = holder.read_text("utf-8") if holder.is_file() else "unknown"
            raise Busy(
                f"Another beleg is bringing documents into this workspace (process {who}). "
                "Wait for it to end and try again; what it has done is kept."
            ) from error
        try:
            holder.write_text(str(os.getpid()), "utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


@asynccontextmanager
async def open_parts(root: Path) -> AsyncIterator[Parts]:
    """The parts of the workspace at `root`, closed at the end. Raises BadSettings, NewerFormat, StorageFailure, Busy."""
    settings = _from(root, read_settings(root))
    data = data_folder(root)
    state = State(data / "state.db")
    index = LiveIndex(data, INDEXES.load(settings.index.kind), settings.index.linger_s)
    embedders = Embedders(settings.embeddings)
    reranker = OpenedReranker(settings.rerank)
    try:
        yield Parts(
            root=root,
            settings=settings,
            state=state,
            index=index,
            blobs=Blobs(data / "blobs"),
            writer=WRITERS.load(settings.answers.writer)(),
            embedders=embedders,
            reranker=reranker,
            learnt=Learnt(data),
            owner=owner_of(settings),
            entailer=_entailer(root, settings),
        )
    finally:
        await reranker.close()
        await embedders.close()
        await index.close()
        state.close()


def _from(root: Path, settings: Settings) -> Settings:
    """The settings with the folders of models as they are from anywhere, not from the workspace's folder alone."""

    def placed(folder: str) -> str:
        return str((root / Path(folder).expanduser()).resolve()) if folder else ""

    evaluation = settings.evaluation
    return settings.model_copy(
        update={
            "embeddings": settings.embeddings.model_copy(update={"folder": placed(settings.embeddings.folder)}),
            "rerank": settings.rerank.model_copy(update={"folder": placed(settings.rerank.folder)}),
            "evaluation": evaluation.model_copy(update={"bert_score_folder": placed(evaluation.bert_score_folder)}),
        }
    )


def owner_of(settings: Settings) -> Principal:
    """The owner with their groups."""
    return Principal(OWNER, frozenset((OWNER, *settings.owner.groups)))


def _entailer(root: Path, settings: Settings) -> Entailer | None:
    """The configured entailment model, loaded when it is first asked, or none."""
    wanted = settings.entailment
    if not wanted.model:
        return None
    folder = (root / Path(wanted.folder).expanduser()).resolve()
    return OpenedEntailer(lambda: ENTAILERS.load(wanted.model)(folder))


def data_folder(root: Path) -> Path:
    """The workspace's data folder, made for its owner alone where it is not there yet."""
    data = root / DATA_FOLDER
    try:
        data.mkdir(mode=0o700, exist_ok=True)
        ignore = data / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
    except OSError as error:
        raise StorageFailure(
            f"The data folder {str(data)!r} cannot be made or written: {error.strerror}. Check its permissions and disk."
        ) from error
    return data
