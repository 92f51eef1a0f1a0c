"""How many tokens a text has.

In: the path of a tokenizer.json, or none. Out: a function from a text to a number. Without a tokenizer the number is an
estimate on the safe side: rather too many than too few. Knows no document and no passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from beleg.errors import BadSettings

CELL = " | "
_ROW = re.compile(r"[^\n]* \| [^\n]*")

Counter = Callable[[str], int]


def counter(tokenizer_path: str) -> Counter:
    """The counter that `tokenizer_path` names, or the estimate where it is empty. Raises BadSettings for an unusable file."""
    if not tokenizer_path:
        return estimate
    path = Path(tokenizer_path).expanduser()
    if not path.is_file():
        raise BadSettings(
            f"chunking.tokenizer names {tokenizer_path!r}, which is not a file. Give the path of a tokenizer.json."
        )
    try:
        from tokenizers import Tokenizer  # heavy, and only needed where a tokenizer is configured
    except ImportError as error:
        raise BadSettings("chunking.tokenizer needs the package tokenizers. Run `pip install 'beleg[tokenizer]'`.") from error
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises Exception itself
        raise BadSettings(f"chunking.tokenizer names {tokenizer_path!r}, which is not a tokenizer.json.") from error
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def estimate(text: str) -> int:
    """Tokens at most, as a rule: a token has 2.5 characters of prose, 1.8 of a table's row; exact arithmetic, rounded up."""
    rows = sum(len(row) for row in _ROW.findall(text)) if CELL in text else 0
    return -((-2 * (len(text) - rows)) // 5) - ((-5 * rows) // 9)
