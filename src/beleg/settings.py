"""Every knob: name, default, one sentence. The only reader of beleg.toml and of the environment.

In: a workspace's folder. Out: `Settings`. A name that is not below is an error, not a silence. The environment wins over
the file: `BELEG_<GROUP>__<NAME>`, for example `BELEG_SERVER__PORT=9000`.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from beleg.errors import BadSettings, NoWorkspace

FILE_NAME = "beleg.toml"
DATA_FOLDER = ".beleg"


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Owner(_Group):
    """The person whose machine this is; the command line asks as them."""

    groups: tuple[str, ...] = Field((), description="Groups the owner belongs to besides `owner`.")


class Ingest(_Group):
    """Limits and workers for reading documents."""

    workers: int = Field(2, ge=1, le=64, description="Child processes that read documents side by side.")
    document_mb: int = Field(100, ge=1, description="A document with more megabytes than this is quarantined unread.")
    memory_mb: int = Field(1000, ge=128, description="Memory that one child process may take, in megabytes.")
    timeout_s: float = Field(60.0, gt=0, description="Seconds that reading one document may take.")
    keep_originals: bool = Field(True, description="Keep the bytes as fetched, so that a receipt can show the original.")


class Chunking(_Group):
    """How documents are cut into passages."""

    target_tokens: int = Field(250, ge=50, le=2000, description="Tokens a passage is filled up to.")
    maximum_tokens: int = Field(400, ge=100, le=4000, description="Tokens no passage has more of.")
    tokenizer: str = Field("", description="Path of a tokenizer.json that counts tokens; empty: a safe estimate.")


class Retrieval(_Group):
    """How passages are found."""

    candidates: int = Field(40, ge=1, le=500, description="Passages taken from the index for one question.")
    passages: int = Field(10, ge=1, le=100, description="Passages given to the writer.")
    context_tokens: int = Field(6000, ge=200, description="Tokens of passages given to the writer at most.")
    read_filters: bool = Field(True, description="Read dates, sources, folders, authors and types in a question as filters.")
    freshness: float = Field(
        0.0, ge=0, le=1, description="Share of its score that a document may gain by being newer; 0: none."
    )
    half_life_days: float = Field(180.0, gt=0, description="Days of age that halve what a document gains by being newer.")
    diversity: float = Field(0.0, ge=0, le=1, description="How much a passage loses that repeats the words of a better one.")


class Embeddings(_Group):
    """What turns text into vectors, so that a question is found that shares no words with its answer. None by default."""

    kind: str = Field("", description="`onnx`, `model2vec` or `openai_compatible`; empty: words alone.")
    folder: str = Field("", description="The model's folder on this machine, for `onnx` and `model2vec`; nothing is fetched.")
    url: str = Field("", description="Where the endpoint is, up to and with `/v1`; texts are sent there.")
    model: str = Field("", description="The model's name at the endpoint.")
    key_env: str = Field("", description="Name of the environment variable that holds the endpoint's key; empty: no key.")
    pooling: Literal["mean", "cls", "last"] = Field(
        "mean", description="How tokens become one vector for `onnx`: `mean`, `cls` or `last`, as the model's card says."
    )
    query_prefix: str = Field("", description="Put before every question, as the model's card says (e5: `query: `).")
    passage_prefix: str = Field("", description="Put before every passage (e5: `passage: `).")
    maximum_tokens: int = Field(512, ge=8, le=32_000, description="Tokens that are read of one text; the rest is cut.")
    batch: int = Field(32, ge=1, le=2048, description="Texts embedded at once.")
    threads: int = Field(2, ge=1, le=256, description="Threads that `onnx` computes with.")
    timeout_s: float = Field(60.0, gt=0, description="Seconds to wait for one answer of the endpoint.")


class Rerank(_Group):
    """A cross-encoder that reads question and passage together and puts the best candidates in a new order. None by default."""

    kind: str = Field("", description="`onnx` or `endpoint`; empty: no re-ranking.")
    folder: str = Field("", description="The model's folder on this machine, for `onnx`: model.onnx and tokenizer.json.")
    url: str = Field("", description="Where the endpoint is; question and passages are sent there.")
    model: str = Field("", description="The model's name at the endpoint.")
    key_env: str = Field("", description="Name of the environment variable that holds the endpoint's key; empty: no key.")
    candidates: int = Field(20, ge=2, le=200, description="Passages that are put in a new order; the rest stays behind them.")
    maximum_tokens: int = Field(512, ge=16, le=8192, description="Tokens of question and passage that `onnx` reads.")
    batch: int = Field(16, ge=1, le=256, description="Passages that `onnx` reads at once.")
    threads: int = Field(2, ge=1, le=256, description="Threads that `onnx` computes with.")
    timeout_s: float = Field(5.0, gt=0, description="Seconds to wait for the new order; after them the old one stays.")


class Answers(_Group):
    """How answers are written and when beleg keeps silent."""

    writer: str = Field("quote", description="Who writes: `quote` answers word for word from the documents.")
    threshold: float = Field(0.4, ge=0, le=1, description="An answer below this confidence is not given.")
    claims: int = Field(3, ge=1, le=10, description="Sentences of an answer at most.")
    question_characters: int = Field(8000, ge=100, description="A longer question is refused.")
    acceptable_error: float = Field(
        0.0, ge=0, le=0.5, description="Share of given answers that may be wrong; 0: no guarantee is asked for."
    )
    certainty: float = Field(0.95, gt=0.5, lt=1, description="Certainty at which the acceptable error is to hold.")
    without_guarantee: Literal["tell", "withhold"] = Field(
        "tell", description="When the guarantee does not hold, `tell` so beside the answer, or `withhold` the answer."
    )


class Evaluation(_Group):
    """How beleg is measured."""

    parallel: int = Field(2, ge=1, le=64, description="Questions of a data set that are asked side by side.")
    report_language: Literal["de", "en"] = Field("en", description="Language of the reports: `de` or `en`.")
    bert_score_folder: str = Field(
        "", description="Folder with the model.onnx and tokenizer.json that the metric `bert_score` looks through."
    )


class Check(_Group):
    """The fact check of a text against the sources."""

    characters: int = Field(300_000, ge=1000, description="A text with more characters is not checked.")
    passages: int = Field(6, ge=1, le=50, description="Passages that each sentence is judged against.")


class Entailment(_Group):
    """A model that gives a second opinion on whether a passage carries a sentence. Without one, rules judge alone."""

    model: str = Field("", description="`onnx`: an entailment model from a folder; empty: none.")
    folder: str = Field(
        "", description="Folder with `model.onnx`, `tokenizer.json` and `config.json`, from the workspace's folder."
    )
    threshold: float = Field(0.8, ge=0.5, le=1, description="From this probability on the model's opinion counts.")


class Index(_Group):
    """Where terms and vectors are kept."""

    kind: str = Field("edge", description="`edge`: Qdrant Edge in a process of its own on this machine.")
    linger_s: float = Field(20.0, ge=0, description="Seconds the index process waits for the next client before it ends.")


class Server(_Group):
    """The HTTP server and its page."""

    host: str = Field("127.0.0.1", description="Address to listen on; only a loopback one until accounts are configured.")
    port: int = Field(8765, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")


class Settings(BaseSettings):
    """All settings of a workspace."""

    model_config = SettingsConfigDict(env_prefix="BELEG_", env_nested_delimiter="__", extra="forbid", frozen=True)

    owner: Owner = Owner()
    ingest: Ingest = Ingest()
    chunking: Chunking = Chunking()
    retrieval: Retrieval = Retrieval()
    embeddings: Embeddings = Embeddings()
    rerank: Rerank = Rerank()
    answers: Answers = Answers()
    evaluation: Evaluation = Evaluation()
    check: Check = Check()
    entailment: Entailment = Entailment()
    index: Index = Index()
    server: Server = Server()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings


def find_workspace(start: Path | None = None) -> Path:
    """The workspace's folder: `BELEG_WORKSPACE` if set and nothing is given, else the nearest beleg.toml upwards."""
    named = os.environ.get("BELEG_WORKSPACE")
    if start is None and named:
        folder = Path(named).expanduser().resolve()
        if (folder / FILE_NAME).is_file():
            return folder
        raise NoWorkspace(f"BELEG_WORKSPACE names {str(folder)!r}, which has no {FILE_NAME}. Run `beleg init` there.")
    here = (start or Path.cwd()).expanduser().resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise NoWorkspace(f"There is no {FILE_NAME} in {str(here)!r} or above it. Run `beleg init` to make a workspace here.")


def read_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`. Raises BadSettings naming the setting and what it may be."""
    path = root / FILE_NAME
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{FILE_NAME} is not valid TOML: {error}. Correct it and try again.") from error
    except OSError as error:
        raise BadSettings(f"{str(path)!r} cannot be read: {error.strerror}. Check its permissions.") from error
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(step) for step in first["loc"])
        if first["type"] == "extra_forbidden":
            raise BadSettings(
                f"There is no setting {name!r} (in {FILE_NAME} or the environment). Run `beleg doctor --settings`."
            ) from error
        raise BadSettings(f"The setting {name!r} cannot be so: {first['msg']}. Correct it in {FILE_NAME}.") from error


def starting_file() -> str:
    """The text of a new beleg.toml: every setting with its sentence and default, commented out."""
    lines = ["# A beleg workspace. Every line below shows a default; remove the # to change it.", ""]
    for name, group in Settings.model_fields.items():
        options = group.annotation
        if not (isinstance(options, type) and issubclass(options, BaseModel)):
            raise AssertionError(f"the settings {name!r} are not a group")
        lines += [f"[{name}]", f"# {' '.join((options.__doc__ or '').split())}"]
        for key, option in options.model_fields.items():
            value = option.default
            shown = f'"{value}"' if isinstance(value, str) else str(list(value) if isinstance(value, tuple) else value)
            lines += [f"# {option.description}", f"# {key} = {shown.lower() if isinstance(value, bool) else shown}"]
        lines.append("")
    return "\n".join(lines)
