"""Counting tokens: with a real tokenizer.json, and without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from beleg.chunking.tokens import counter
from beleg.errors import BadSettings


def test_a_configured_tokenizer_counts_its_own_tokens(tmp_path: Path) -> None:
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "Urlaub": 1}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    count = counter(str(tmp_path / "tokenizer.json"))
    assert count("Urlaub ist schön .") == 4


def test_without_a_tokenizer_the_estimate_is_on_the_safe_side() -> None:
    count = counter("")
    assert count("Der Urlaubsanspruch beträgt dreißig Tage im Jahr.") >= 12
    assert count("a | b | c | d") > count("a b c d ef gh")


def test_a_tokenizer_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="not a file"):
        counter(str(tmp_path / "missing.json"))
    (tmp_path / "broken.json").write_text("{}", "utf-8")
    with pytest.raises(BadSettings, match=r"not a tokenizer\.json"):
        counter(str(tmp_path / "broken.json"))
