"""How peers find, for `peers_quality.py`: Haystack, LlamaIndex, txtai and Chroma, set up as their documentation shows.

In: paragraphs with vectors, and the language of the set. Out: for each way of asking a name and a function from a question
and its vector to paragraph numbers, best first. Every peer gets the same text (title, line break, text) and the same vectors.
Nothing is tuned; where a setting is not the default, the name says so. Imported when used: no dependencies of beleg.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from peers_engines import loaded

DEPTH = 10
Vectors = np.ndarray[Any, np.dtype[np.float32]]
Find = Callable[[str, Vectors], list[int]]


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """What is searched; number = place."""

    texts: list[str]
    vectors: Vectors
    language: str


Peer = Callable[[Paragraphs], Iterator[tuple[str, Find]]]


def haystack(given: Paragraphs) -> Iterator[tuple[str, Find]]:
    """In memory: BM25 (its default, BM25L), embeddings, and pipelines of both with its joiner in each of its modes."""
    core, joiners = loaded("haystack", "haystack-ai"), loaded("haystack.components.joiners", "haystack-ai")
    stores = loaded("haystack.document_stores.in_memory", "haystack-ai")
    retrievers = loaded("haystack.components.retrievers.in_memory", "haystack-ai")
    store = stores.InMemoryDocumentStore()
    store.write_documents(
        [
            core.Document(id=str(at), content=text, embedding=vector.tolist())
            for at, (text, vector) in enumerate(zip(given.texts, given.vectors, strict=True))
        ]
    )
    words = retrievers.InMemoryBM25Retriever(store)
    near = retrievers.InMemoryEmbeddingRetriever(store)
    name = f"Haystack {version('haystack-ai')}"
    yield f"{name}: BM25", lambda text, _: _numbers(words.run(query=text))
    yield f"{name}: vectors", lambda _, vector: _numbers(near.run(query_embedding=vector.tolist()))
    for mode in ("concatenate", "merge", "reciprocal_rank_fusion", "distribution_based_rank_fusion"):
        line = core.Pipeline()
        line.add_component("words", retrievers.InMemoryBM25Retriever(store))
        line.add_component("near", retrievers.InMemoryEmbeddingRetriever(store))
        line.add_component("joined", joiners.DocumentJoiner(join_mode=mode))
        line.connect("words", "joined")
        line.connect("near", "joined")
        yield f"{name}: {mode}{' (default)' if mode == 'concatenate' else ''}", _piped(line)


def _piped(line: Any) -> Find:
    def find(text: str, vector: Vectors) -> list[int]:
        return _numbers(line.run({"words": {"query": text}, "near": {"query_embedding": vector.tolist()}})["joined"])

    return find


def _numbers(answer: Any) -> list[int]:
    return [int(each.id) for each in answer["documents"]][:DEPTH]


def llama_index(given: Paragraphs) -> Iterator[tuple[str, Find]]:
    """BM25 with the set's language, the simple vector store, and its fusion in each of its modes with no model asked."""
    core, schema = loaded("llama_index.core", "llama-index-core"), loaded("llama_index.core.schema", "llama-index-core")
    found = loaded("llama_index.core.retrievers", "llama-index-core")
    bm25 = loaded("llama_index.retrievers.bm25", "llama-index-retrievers-bm25").BM25Retriever
    mock = loaded("llama_index.core.llms", "llama-index-core").MockLLM()
    stemmer = loaded("Stemmer", "pystemmer").Stemmer({"de": "german", "en": "english"}[given.language])
    silent = loaded("llama_index.core.embeddings.mock_embed_model", "llama-index-core").MockEmbedding(given.vectors.shape[1])
    nodes = [
        schema.TextNode(id_=str(at), text=text, embedding=vector.tolist())
        for at, (text, vector) in enumerate(zip(given.texts, given.vectors, strict=True))
    ]
    name = f"LlamaIndex {version('llama-index-core')}"
    words = bm25.from_defaults(nodes=nodes, similarity_top_k=DEPTH, stemmer=stemmer, language=given.language)
    near = core.VectorStoreIndex(nodes, embed_model=silent).as_retriever(similarity_top_k=DEPTH)
    if given.language != "en":
        yield (
            f"{name}: BM25, left at English (default)",
            _retrieved(bm25.from_defaults(nodes=nodes, similarity_top_k=DEPTH), schema.QueryBundle),
        )
    yield f"{name}: BM25, language set", _retrieved(words, schema.QueryBundle)
    yield f"{name}: vectors", _retrieved(near, schema.QueryBundle)
    for mode in ("simple", "reciprocal_rerank", "relative_score", "dist_based_score"):
        both = found.QueryFusionRetriever(
            [words, near], llm=mock, mode=mode, similarity_top_k=DEPTH, num_queries=1, use_async=False
        )
        yield f"{name}: {mode}{' (default)' if mode == 'simple' else ''}", _retrieved(both, schema.QueryBundle)


def _retrieved(retriever: Any, bundle: Any) -> Find:
    def find(text: str, vector: Vectors) -> list[int]:
        hits = retriever.retrieve(bundle(query_str=text, embedding=vector.tolist()))
        return [int(each.node.node_id) for each in hits][:DEPTH]

    return find


def txtai(given: Paragraphs) -> Iterator[tuple[str, Find]]:
    """Its keyword index, its vectors, and `hybrid`, each with its defaults; vectors by an external function."""
    embeddings = loaded("txtai.embeddings", "txtai").Embeddings
    ready: dict[str, Vectors] = dict(zip(given.texts, given.vectors, strict=True))

    def vectors_of(texts: list[str]) -> Vectors:
        return np.stack([ready[each] for each in texts])

    def asked(index: Any) -> Find:
        def find(text: str, vector: Vectors) -> list[int]:
            ready[text] = vector
            return [int(number) for number, _ in index.search(text, DEPTH)]

        return find

    outside = {"method": "external", "transform": vectors_of}
    name = f"txtai {version('txtai')}"
    for how, settings in (
        ("keyword", {"keyword": True}),
        ("vectors", outside),
        ("hybrid", {**outside, "hybrid": True}),
    ):
        index = embeddings(settings)
        index.index(list(enumerate(given.texts)))
        yield f"{name}: {how}", asked(index)


def chroma(given: Paragraphs) -> Iterator[tuple[str, Find]]:
    """A collection in memory with its defaults; by vector, since its search in documents ranks nothing."""
    settings = loaded("chromadb.config", "chromadb").Settings(anonymized_telemetry=False)
    client = loaded("chromadb", "chromadb").EphemeralClient(settings)
    if any(each.name == "paragraphs" for each in client.list_collections()):
        client.delete_collection("paragraphs")
    collection = client.create_collection("paragraphs")
    for begin in range(0, len(given.texts), 1000):
        some = slice(begin, min(begin + 1000, len(given.texts)))
        ids = [str(at) for at in range(some.start, some.stop)]
        collection.add(ids=ids, embeddings=given.vectors[some], documents=given.texts[some])

    def find(_: str, vector: Vectors) -> list[int]:
        return [int(each) for each in collection.query(query_embeddings=[vector], n_results=DEPTH, include=[])["ids"][0]]

    yield f"Chroma {version('chromadb')}: vectors", find


def silence() -> None:
    """Keep peers from writing to the terminal between two rows."""
    for name in ("haystack", "llama_index", "txtai", "chromadb", "bm25s"):
        logging.getLogger(name).setLevel(logging.ERROR)


PEERS: dict[str, Peer] = {"haystack": haystack, "llama_index": llama_index, "txtai": txtai, "chroma": chroma}
