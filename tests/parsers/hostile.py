"""Functions that misbehave inside a child process, for the tests of the sandbox."""

from __future__ import annotations

import os
import time
from typing import Any

from beleg.errors import TooLarge


def act(data: bytes, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Does what `task["do"]` says with `data`."""
    match task.get("do"):
        case "hang":
            time.sleep(60)
        case "allocate":
            return {"size": len(bytearray(3 << 30))}, b""
        case "abort":
            os.abort()
        case "print":
            print("stray")
            os.write(1, b"stray bytes")
        case "refuse":
            raise TooLarge("It has too many entries.")
        case "break":
            raise ValueError("secret text of the document")
        case "recurse":
            return act(data, task)
    return {"size": len(data), "pid": os.getpid()}, data[::-1]


_CALLS: list[int] = []


def greedy_when_used(data: bytes, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Wants more memory than there is, except the first time."""
    _CALLS.append(len(data))
    if len(_CALLS) > 1:
        bytearray(3 << 30)
    return {"calls": len(_CALLS), "pid": os.getpid()}, b""
