"""A metric's name to the check, with how deep it looks: `rouge_l`, `ndcg@10`.

In: a name as a person types it. Out: the check. Knows no subject.
"""

from __future__ import annotations

from beleg.checks import CHECKS
from beleg.checks.contract import Check, ModelCheck, RankingCheck
from beleg.errors import UserError

DEEPEST = 1000


def check_named(name: str, model_folder: str = "") -> Check:
    """The check. Raises NotFound for an unknown name, UserError for a depth that makes no sense or a model that is missing.

    `model_folder` is where the model lies for a check that looks through one.
    """
    plain, at, depth = name.strip().partition("@")
    kind = CHECKS.load(plain)
    made: Check
    if issubclass(kind, RankingCheck):
        made = kind(_cutoff(plain, depth)) if at else kind()
    elif at:
        raise UserError(f"The metric {plain!r} has no depth. Write it without '@{depth}'.")
    else:
        made = kind(model_folder) if issubclass(kind, ModelCheck) else kind()
    return made


def _cutoff(plain: str, depth: str) -> int:
    if not depth.isdigit() or not 1 <= int(depth) <= DEEPEST:
        raise UserError(f"'{plain}@{depth}' names no depth. Write a number from 1 to {DEEPEST:,}, for example {plain}@10.")
    return int(depth)


def full_name(check: Check) -> str:
    """The name with its depth: what verdicts, gates and tables call it."""
    return f"{check.name}@{check.cutoff}" if isinstance(check, RankingCheck) else check.name
