"""The entailment model that the settings name, loaded when it is first asked: whoever asks for none does not wait for it.

In: how to load it. Out: its judgements. Knows no model.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from beleg.providers.entailer import Entailer, Entailment


class OpenedEntailer(Entailer):
    """Loads the model at the first judgement, once."""

    def __init__(self, load: Callable[[], Entailer]) -> None:
        self._load = load
        self._loaded: Entailer | None = None
        self._turn = asyncio.Lock()

    async def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """The model's judgements. Raises BadSettings where it cannot be loaded, each time it is asked."""
        async with self._turn:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(self._load)
        return await self._loaded.judge(pairs)
