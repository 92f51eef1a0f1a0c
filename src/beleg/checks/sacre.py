"""Where sacrebleu is loaded: late, with a sentence that says how to get it.

In: nothing. Out: the module. It comes with the extra `metrics`.
"""

from __future__ import annotations

from typing import Any

from beleg.errors import UserError


def sacrebleu_metrics() -> Any:
    """The module `sacrebleu.metrics`. Raises UserError where it is not installed."""
    try:
        from sacrebleu import metrics
    except ImportError as error:
        raise UserError("BLEU and chrF need sacrebleu. Install it with `pip install 'beleg[metrics]'`.") from error
    return metrics


def columns(pairs: list[tuple[str, tuple[str, ...]]]) -> tuple[list[str], list[list[str | None]]]:
    """What was said, and the wordings as sacrebleu takes them: one list for each place, None where a case has fewer."""
    deep = max(len(wordings) for _, wordings in pairs)
    places: list[list[str | None]] = [
        [wordings[place] if place < len(wordings) else None for _, wordings in pairs] for place in range(deep)
    ]
    return [text for text, _ in pairs], places
