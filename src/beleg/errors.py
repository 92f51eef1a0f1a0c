"""What can go wrong. Every message says what happened, to which thing, and what to do next.

    BelegError
    ├── UserError                     exit 2   400   the request cannot be met as put
    │   ├── QuestionTooLong                    413   a question over the limit of characters
    │   ├── TextTooLong                        413   a text to check over the limit of characters
    │   ├── NoWorkspace               exit 3   404   no beleg.toml from here upwards
    │   ├── BadSettings               exit 4   500   beleg.toml or the environment says something unknown
    │   ├── NotFound                  exit 5   404   no such source, document, run, plugin (or not for this reader)
    │   └── NotAllowed                exit 6   403   the key or its groups do not reach that far
    ├── Unreadable                    exit 7   422   a document that cannot be read: quarantined, never fatal
    │   ├── TooLarge                                 over a limit (bytes, pages, memory, entries)
    │   └── TimedOut                                 over the time limit
    ├── Busy                          exit 8   503   another process holds it; try again (retryable)
    ├── StorageFailure                exit 9   507   the disk is full, or a file cannot be written
    ├── NewerFormat                   exit 10  500   written by a newer beleg
    ├── IndexFailure                  exit 11  503   the index process did not answer (retryable)
    │   └── MixedEmbedders                     409   vectors of one embedder for an index made by another
    ├── EmbedderFailure               exit 12  503   the embedder cannot be loaded or did not answer (retryable)
    └── RerankerFailure               exit 13  503   the re-ranker did not answer: the order before it stays (retryable)

A refusal ("the documents do not say") is a result, never an error. No message holds a secret or a document's text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class BelegError(Exception):
    """The root. `str(error)` is one or two sentences for a person."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False


class UserError(BelegError):
    """The request cannot be met as it was put."""

    exit_code = 2
    http_status = 400


class QuestionTooLong(UserError):
    """A question over the limit of characters."""

    http_status = 413


class TextTooLong(UserError):
    """A text to check over the limit of characters."""

    http_status = 413


class NoWorkspace(UserError):
    """There is no beleg.toml from here upwards."""

    exit_code = 3
    http_status = 404


class BadSettings(UserError):
    """A setting is unknown or has a value it cannot have."""

    exit_code = 4
    http_status = 500


class NotFound(UserError):
    """No such thing, or none that this reader may see: the two are told in the same words."""

    exit_code = 5
    http_status = 404


class NotAllowed(UserError):
    """The key or its groups do not reach that far."""

    exit_code = 6
    http_status = 403


class Unreadable(BelegError):
    """A document that cannot be read. It is quarantined with this message as its reason."""

    exit_code = 7
    http_status = 422


class TooLarge(Unreadable):
    """Over a limit of bytes, pages, memory or entries."""


class TimedOut(Unreadable):
    """Over the time limit of a document."""


class Busy(BelegError):
    """Another process holds what is needed."""

    exit_code = 8
    http_status = 503
    retryable = True


class StorageFailure(BelegError):
    """A file or the database could not be written."""

    exit_code = 9
    http_status = 507


class NewerFormat(BelegError):
    """The workspace or its index was written by a newer beleg."""

    exit_code = 10
    http_status = 500


class IndexFailure(BelegError):
    """The index process did not answer."""

    exit_code = 11
    http_status = 503
    retryable = True


class MixedEmbedders(IndexFailure):
    """Vectors of one embedder were brought to an index made by another. Nothing was written."""

    http_status = 409
    retryable = False


class EmbedderFailure(BelegError):
    """The embedder cannot be loaded, or its endpoint did not answer as it should."""

    exit_code = 12
    http_status = 503
    retryable = True


class RerankerFailure(BelegError):
    """The re-ranker cannot be loaded, or did not answer as it should. A search goes on without it."""

    exit_code = 13
    http_status = 503
    retryable = True


def is_half_character(error: BaseException) -> bool:
    """Whether something failed because what was given holds a lone surrogate: bytes that are not UTF-8, or half an emoji."""
    return isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed"


def no_such(kind: str, name: str, known: Iterable[str]) -> NotFound:
    """The error for a name that is not there, with the nearest known one."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = f" Known: {', '.join(names)}." if names else ""
    return NotFound(f"There is no {kind} {name!r}.{hint}{listed}")
