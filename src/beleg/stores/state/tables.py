"""The tables of the state, as SQLAlchemy Core knows them; the migrations make them.

Knows names and types only. Large columns stand last, so that SQLite can skip them when it reads the small ones.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

facts = Table("facts", metadata, Column("name", String, primary_key=True), Column("value", Integer, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False, unique=True),
    Column("location", String, nullable=False),
    Column("readers", JSON, nullable=False),
    Column("include", JSON, nullable=False),
    Column("exclude", JSON, nullable=False),
    Column("added_at", String, nullable=False),
    Column("last_complete_sync", String),
    sqlite_autoincrement=True,
)

# One row for each thing read by one recipe. `state`: writing (its passages may be half there), live, old (kept for receipts).
contents = Table(
    "contents",
    metadata,
    Column("version", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("blob", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("title", String, nullable=False),
    Column("language", String, nullable=False),
    Column("pages", Integer),
    Column("recipe", String, nullable=False),
    Column("read_at", String, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("parts", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", String, ForeignKey("contents.version", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("page", Integer),
    Column("tokens", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("heading", JSON, nullable=False),
    Column("context", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("passages_by_place", "version", "ordinal"),
)

# Which text of a passage was embedded, by its hash; and the vectors of such texts, by hash and embedder: half-precision
# numbers. A vector goes with the last passage that has its text.
embedded = Table(
    "embedded",
    metadata,
    Column("passage_id", Integer, ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("hash", String, nullable=False),
    Index("embedded_by_hash", "hash"),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("hash", String, primary_key=True),
    Column("fingerprint", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("path", String, nullable=False),
    Column("found_version", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("recipe", String, nullable=False),
    Column("version", String),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("regroup", Boolean, nullable=False),
    Column("indexed_at", String),
    Column("modified_day", Integer),
    Column("stated_day", Integer),
    UniqueConstraint("source_id", "path"),
    Index("documents_by_version", "version"),
    sqlite_autoincrement=True,
)

readers = Table(
    "readers",
    metadata,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("group_name", String, primary_key=True),
)

# What a search may be limited to. `stated`: by the document's own content, else by its source.
labels = Table(
    "labels",
    metadata,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("label", String, primary_key=True),
    Column("stated", Boolean, primary_key=True),
    Index("labels_by_label", "label"),
)

# Which versions a document has had: an old receipt may be opened by those who may read the document today.
history = Table(
    "history",
    metadata,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String, primary_key=True),
    Column("since", String, nullable=False),
    Index("history_by_version", "version"),
)

# What the index and the blobs still have to lose. `kind`: passage, blob.
waste = Table("waste", metadata, Column("kind", String, primary_key=True), Column("key", String, primary_key=True))

words = Table(
    "words",
    metadata,
    Column("word", String, primary_key=True),
    Column("language", String, primary_key=True),
    Column("stem", String, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("learnt", Boolean, nullable=False),
    Index("words_by_stem", "stem"),
    Index("words_unlearnt", "learnt"),
    sqlite_with_rowid=False,
)

compounds = Table(
    "compounds",
    metadata,
    Column("part", String, primary_key=True),
    Column("compound", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Index("compounds_by_compound", "compound"),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("started_at", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("ended", String, nullable=False),
    Column("outcome", String),
    Column("confidence", Float),
    Column("total_ms", Float),
    Column("versions", JSON, nullable=False),
    Column("question", Text, nullable=False),
    Column("steps", JSON, nullable=False),
    Column("answer", JSON),
    Index("runs_by_time", "started_at"),
)

keys = Table(
    "keys",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("added_at", String, nullable=False),
)

# Runs over data sets. `ended`: running (or cut off: the same command goes on from there), done.
evaluations = Table(
    "evaluations",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("ended_at", String),
    Column("ended", String, nullable=False),
    Column("data_set", String, nullable=False),
    Column("data_set_sha256", String, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("plan", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("summary", JSON),
    Index("evaluations_by_time", "started_at"),
)

# One row for each case that was asked. The answer itself stands in `runs`: there is one record of a run.
evaluation_cases = Table(
    "evaluation_cases",
    metadata,
    Column("evaluation_id", String, ForeignKey("evaluations.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("run_id", String),
    Column("outcome", String, nullable=False),
    Column("confidence", Float),
    Column("elapsed_ms", Float, nullable=False),
    Column("would_be_right", Boolean),
    Column("expected_case", JSON, nullable=False),
    Column("verdicts", JSON, nullable=False),
    Column("found", JSON, nullable=False),
    Column("problem", String, nullable=False),
    Index("evaluation_cases_by_run", "run_id"),
)

# What was found on labelled questions; the last one that is not undone counts. `cases`: confidence, right, places of signals.
calibrations = Table(
    "calibrations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made_at", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("labelled", String, nullable=False),
    Column("labelled_sha256", String, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("recipe", String, nullable=False),
    Column("undone_at", String),
    Column("certificate", JSON),
    Column("curve", JSON, nullable=False),
    Column("cases", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# The watch over drift since a calibration: its evidence as a decimal logarithm, now and at most.
watches = Table(
    "watches",
    metadata,
    Column("calibration_id", Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    Column("seen", Integer, nullable=False),
    Column("log10_now", Float, nullable=False),
    Column("log10_most", Float, nullable=False),
    Column("withdrawn_at", String),
    Column("state", JSON, nullable=False),
)

watch_points = Table(
    "watch_points",
    metadata,
    Column("calibration_id", Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("log10", Float, nullable=False),
    sqlite_with_rowid=False,
)
