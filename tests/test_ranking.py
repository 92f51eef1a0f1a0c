"""From hits to their order, through the library: vectors, re-rankers, duplicates, explanations, learning."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from beleg.errors import UserError
from beleg.language.weighting import query_vector
from beleg.library import Workspace
from beleg.records import Hit, IndexQuery, LearntRanking
from beleg.stores.index.live import LiveIndex
from beleg.tune import tune

MakeWorkspace = Callable[..., Workspace]
QUESTION = "How many days of leave do employees have?"
LEAVE = "Every employee has thirty days of paid leave in a calendar year, and part-time staff have a share of that."
MORE = "whoever that may be, and it is written down in the calendar of the house before the month of the leave begins."
TEXTS = {
    "leave.md": f"# Leave\n\n{LEAVE}\n",
    "sick.md": "# Sick days\n\nEmployees who are ill for more than three days bring a note from their doctor.\n",
    "zebra.md": "# Zoo\n\nThe zebra enclosure opens at nine and many days end with a feeding at five.\n",
}


def filled(workspace: Workspace, folder: Path, texts: dict[str, str] = TEXTS, **options: Any) -> Workspace:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    workspace.add(folder, **options)
    return workspace


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the three texts, shared by the tests of this file: they only read it."""
    folder = tmp_path_factory.mktemp("shared")
    with Workspace.init(folder / "workspace") as made:
        return filled(made, folder / "texts").root


def opened(root: Path, toml: str = "") -> Workspace:
    """The shared workspace with these settings."""
    (root / "beleg.toml").write_text(toml, "utf-8")
    return Workspace(root)


# --- re-ranking ---


class Endpoint(BaseHTTPRequestHandler):
    """Prefers passages about zebras. What it was asked is kept; `status` makes it fail."""

    asked: list[dict[str, Any]]
    status: int

    def do_POST(self) -> None:
        """One request."""
        told = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append({"path": self.path, "key": self.headers.get("authorization"), **told})
        status = 422 if self.status == 422 and "texts" not in told else 200 if self.status == 422 else self.status
        scores = [9.0 if "zebra" in text else -float(at) for at, text in enumerate(told.get("documents") or told["texts"])]
        rows = [{"index": at, ("score" if "texts" in told else "relevance_score"): score} for at, score in enumerate(scores)]
        body = json.dumps(rows if "texts" in told else {"results": rows[::-1]}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def endpoint() -> Iterator[tuple[str, type[Endpoint]]]:
    """A real server on a free port, and its handler."""

    class Own(Endpoint):
        asked, status = [], 200

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1", Own
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_re_ranker_puts_the_candidates_in_its_order_and_keeps_the_scale(
    root: Path, endpoint: tuple[str, type[Endpoint]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, server = endpoint
    with opened(root) as workspace:
        plain = workspace.search(QUESTION)
    monkeypatch.setenv("RANK_KEY", "hush")
    toml = f'[rerank]\nkind = "endpoint"\nurl = "{address}"\nmodel = "m"\nkey_env = "RANK_KEY"\n'
    with opened(root, toml) as again:
        found = again.search(QUESTION)
        stage = next(each for each in again.explain(QUESTION).stages if each.name == "reranked")
    assert plain[0].document.path == "leave.md"
    assert found[0].document.path == "zebra.md"
    assert [each.score for each in found] == [each.score for each in plain]
    assert found[0].signals["reranked"] == 9.0
    assert stage.passages == len(plain)
    first = server.asked[0]
    assert (first["path"], first["key"], first["model"], first["query"]) == ("/v1/rerank", "Bearer hush", "m", QUESTION)


def test_an_endpoint_that_calls_documents_texts_is_understood(root: Path, endpoint: tuple[str, type[Endpoint]]) -> None:
    address, server = endpoint
    server.status = 422
    with opened(root, f'[rerank]\nkind = "endpoint"\nurl = "{address}"\n') as again:
        assert [again.search(QUESTION)[0].document.path for _ in range(2)] == ["zebra.md"] * 2
    assert ["texts" in each for each in server.asked] == [False, True, True]


@pytest.mark.parametrize("broken", ["status = 500", "gone", "not json"])
def test_a_re_ranker_that_fails_leaves_the_order_as_it_was_and_says_so(
    root: Path, endpoint: tuple[str, type[Endpoint]], broken: str
) -> None:
    address, server = endpoint
    server.status = 500
    with opened(root) as workspace:
        plain = workspace.search(QUESTION)
    url = {"status = 500": address, "gone": "http://127.0.0.1:9", "not json": "file:///etc"}[broken]
    with opened(root, f'[rerank]\nkind = "endpoint"\nurl = "{url}"\n') as again:
        assert [each.passage_id for each in again.search(QUESTION)] == [each.passage_id for each in plain]
        assert again.ask(QUESTION).outcome == "answered"
        stage = next(each for each in again.explain(QUESTION).stages if each.name == "reranked")
        finding = next(each for each in again.doctor() if each.topic == "re-ranker")
    assert (finding.state, finding.says) == ("problem", stage.says.removeprefix("Not re-ranked. "))
    assert stage.says.startswith("Not re-ranked. The re-ranker")
    assert len(server.asked) == (1 if broken == "status = 500" else 0), "a re-ranker that failed is left in peace"


def cross_encoder(folder: Path) -> Path:
    """A real ONNX model: a pair scores how often the token `zebra` stands in it."""
    onnx = pytest.importorskip("onnx")
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = {"[UNK]": 0, "zebra": 1, "leave": 2, "days": 3}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    kinds, make = onnx.TensorProto, onnx.helper
    shape = ["batch", "tokens"]
    inputs = [make.make_tensor_value_info(name, kinds.INT64, shape) for name in ("input_ids", "attention_mask")]
    nodes = [
        make.make_node("Equal", ["input_ids", "zebra"], ["is_zebra"]),
        make.make_node("Cast", ["is_zebra"], ["ones"], to=kinds.FLOAT),
        make.make_node("Cast", ["attention_mask"], ["mask"], to=kinds.FLOAT),
        make.make_node("Mul", ["ones", "mask"], ["counted"]),
        make.make_node("ReduceSum", ["counted", "axis"], ["logits"], keepdims=1),
    ]
    constants = [make.make_tensor("zebra", kinds.INT64, [1], [1]), make.make_tensor("axis", kinds.INT64, [1], [1])]
    outputs = [make.make_tensor_value_info("logits", kinds.FLOAT, ["batch", 1])]
    graph = make.make_graph(nodes, "cross", inputs, outputs, constants)
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, folder / "model.onnx")
    return folder


def test_a_cross_encoder_on_this_machine_reads_question_and_passage_together(root: Path, tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "model")
    with opened(root, f'[rerank]\nkind = "onnx"\nfolder = "{folder}"\nbatch = 2\n') as again:
        found = again.search(QUESTION)
    assert found[0].document.path == "zebra.md"
    assert [each.signals["reranked"] for each in found] == [1.0, 0.0, 0.0]


# --- duplicates ---


def test_near_identical_passages_are_shown_once_and_only_documents_of_the_asker_are_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    filled(
        workspace,
        tmp_path / "staff",
        {"leave.md": f"{LEAVE} It is granted on request by the head of the team, {MORE}"},
        readers=["staff"],
    )
    filled(
        workspace,
        tmp_path / "copy",
        {"old.md": f"{LEAVE} It is granted on request by the head of the team today, {MORE}"},
        readers=["staff"],
    )
    filled(
        workspace,
        tmp_path / "board",
        {"b.md": f"{LEAVE} It is granted on request by the head of the team now, {MORE}"},
        readers=["board"],
    )
    (tmp_path / "copy" / "exact.md").write_bytes((tmp_path / "staff" / "leave.md").read_bytes())
    workspace.sync("copy")
    (found,) = workspace.search(QUESTION, groups=["staff"])
    named = {f"{each.source}/{each.path}" for each in (found.document, *found.also)}
    assert named == {"staff/leave.md", "copy/old.md", "copy/exact.md"}
    assert len(found.also) == 2
    (citation,) = workspace.ask(QUESTION, groups=["staff"]).claims[0].citations
    assert {citation.source + "/" + citation.path, *citation.also} == named
    told = json.dumps([str(each) for each in workspace.explain(QUESTION, groups=["staff"]).passages])
    assert "b.md" not in told


# --- explaining ---


def test_an_explanation_names_every_stage_and_its_words_add_up_to_the_score(root: Path) -> None:
    with opened(root) as workspace:
        told = workspace.explain(QUESTION)
    best = told.passages[0]
    assert best.rank == 1
    assert [each.name for each in told.stages] == [each.stage for each in best.standings]
    assert best.standings[0].rank == 1
    assert {"leave", "employees", "days"} <= {each.word for each in best.reasons}
    assert sum(each.total for each in best.reasons) + best.unexplained == pytest.approx(best.standings[0].score, rel=0.02)
    rarest = max(best.reasons, key=lambda each: each.idf)
    assert rarest.idf > min(each.idf for each in best.reasons)


def test_how_rare_a_word_is_is_not_told_where_it_stands_in_no_passage_of_the_asker(
    workspace: Workspace, tmp_path: Path
) -> None:
    filled(workspace, tmp_path / "staff", {"hotel.md": "Ein Hotel kostet bis 120 Euro je Nacht."}, readers=["staff"])
    filled(workspace, tmp_path / "board", {"secret.md": "Das Projekt Nachtfalter ist geheim."}, readers=["board"])
    (told,) = workspace.explain("Nachtfalter Hotel", groups=["staff"]).passages
    rare = {each.word: each.idf for each in told.reasons}
    assert rare["Nachtfalter"] == 0, "it would tell that the board has a passage with this word"
    assert rare["Hotel"] > 0
    (theirs,) = workspace.explain("Nachtfalter", groups=["board"]).passages
    assert theirs.reasons[0].idf > 0


def test_a_passage_that_a_stage_lost_is_told_as_left_out(root: Path) -> None:
    with opened(root) as workspace:
        told = workspace.explain(QUESTION, limit=1)
    assert [each.rank for each in told.passages] == [1, None, None]


# --- vectors ---


class WithVectors(LiveIndex):
    """The real index, with hits by vector beside it: the cosine of hashed terms, each passage with the text it is given here.

    To the `blind` a text of a passage says nothing."""

    def __init__(self, inner: LiveIndex, texts: dict[int, str], *, blind: bool) -> None:
        self.__dict__.update(vars(inner))
        self.inner, self.texts, self.blind = inner, texts, blind

    async def search(self, query: IndexQuery) -> list[Hit]:
        """Hits by terms, then by vector."""
        asked = hashed(query.terms.indices)
        near = {key: dot(asked, hashed(query_vector(text, ["en", "de"]).indices)) for key, text in self.texts.items()}
        best = sorted(near.items(), key=lambda item: -item[1])[: query.limit]
        return [*await self.inner.search(query), *(Hit(key, score, "vector") for key, score in best)]

    def of(self, text: str) -> list[float]:
        """The vector of a text."""
        return hashed([1]) if self.blind else hashed(query_vector(text, ["en", "de"]).indices)

    async def embed(self, texts: Sequence[str], purpose: str) -> list[list[float]]:
        """What an embedder would give."""
        return [hashed(query_vector(text, ["en", "de"]).indices) if purpose == "query" else self.of(text) for text in texts]


def hashed(names: Sequence[int]) -> list[float]:
    """A unit vector that counts the terms, hashed to 512 places."""
    vector = [0.0] * 512
    for name in names:
        vector[name % 512] += 1.0
    length = sqrt(sum(each * each for each in vector)) or 1.0
    return [each / length for each in vector]


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two unit vectors."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def learnt_with(workspace: Workspace, index: WithVectors, wanted: str = "synthetic") -> LearntRanking:
    """What tuning says with these vectors."""
    parts = replace(workspace._parts, index=index)

    async def run() -> LearntRanking:
        last = [step async for step in tune(parts, index.embed, "hashed", (), wanted)][-1]
        assert isinstance(last, LearntRanking)
        return last

    return workspace._run(run())


def rules(count: int) -> str:
    """A document of some sections, every one about a thing of its own."""
    kinds = ("kettle", "ladder", "magnet", "basket", "candle", "hammer", "pillow")
    things = [f"{first}{second}" for first in kinds for second in "abcdefgh"][:count]
    return "\n\n".join(
        f"## {thing}\n\nThe {thing} stands in the hall and every keeper of the {thing} cleans it on mondays with care. "
        f"Whoever breaks the {thing} pays {at + 3} euros to the treasurer of the club within a week. "
        f"New parts for the {thing} are ordered from the workshop in the harbour by letter."
        for at, thing in enumerate(things)
    )


def test_tuning_learns_from_the_corpus_that_vectors_of_other_passages_must_not_harm(
    workspace: Workspace, tmp_path: Path
) -> None:
    filled(workspace, tmp_path / "rules", {"rules.md": rules(50)})
    live = workspace._run(workspace._parts.state.live_passages(0, 100))
    others = [*live[1:], live[0]]
    texts = {key: other.text for (key, _, _), (_, other, _) in zip(live, others, strict=True)}
    assert len(texts) == 50
    learnt = learnt_with(workspace, WithVectors(workspace._parts.index, texts, blind=True))
    (english,) = learnt.weights
    assert (english.language, english.kept) == ("en", False)
    assert english.weight < LearntRanking().weight("en")
    assert english.after >= english.before
    assert english.questions >= 40
    assert workspace._parts.learnt.ranking() == learnt
    written = json.loads((workspace.root / ".beleg" / "ranking.json").read_text("utf-8"))
    assert written["source"] == "synthetic"
    assert written["learnt_at"]


def test_what_was_learnt_decides_how_much_a_vector_counts(root: Path) -> None:
    workspace = opened(root)
    zebra = next(each.passage_id for each in workspace.search("zebra enclosure", limit=1))
    parts = workspace._parts

    class Pointing(WithVectors):
        async def search(self, query: IndexQuery) -> list[Hit]:
            """The zebras, whatever is asked."""
            return [*await self.inner.search(query), Hit(zebra, 0.9, "vector")]

    workspace._parts = replace(parts, index=Pointing(parts.index, {}, blind=True))
    learnt = {"learnt_at": "2026-11-25T00:00:00+00:00", "source": "synthetic", "embedder": ""}
    numbers = {"language": "en", "questions": 50, "before": 0.5, "after": 0.6, "low": 0.0, "high": 0.2, "kept": False}
    found = {}
    for weight in (0.0, 40.0):
        told = {**learnt, "weights": [{**numbers, "weight": weight}]}
        (workspace.root / ".beleg" / "ranking.json").write_text(json.dumps(told), "utf-8")
        found[weight] = workspace.explain(QUESTION)
    workspace._parts = parts
    workspace.close()
    (root / ".beleg" / "ranking.json").unlink()
    assert found[0.0].passages[0].hit.document.path == "leave.md"
    assert [each.name for each in found[0.0].stages][:3] == ["terms", "vectors", "fused"]
    assert "weight 0, learnt 2026-11-25 from 50 synthetic questions" in found[0.0].stages[2].says


def test_tuning_without_an_embedder_says_that_there_is_nothing_to_tune(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="nothing to tune"):
        workspace.tune()


def test_a_file_of_questions_that_names_no_document_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "Why?", "document": null}\n', "utf-8")
    with pytest.raises(UserError, match="No question of the file"):
        workspace.tune(path)
    path.write_text("[1]\n", "utf-8")
    with pytest.raises(UserError, match="Line 1"):
        workspace.tune(path)
