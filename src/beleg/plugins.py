"""Tables from a name to an implementation, loaded when it is asked for.

In: a name. Out: the class or function. Built-in names win; other people's packages add names by entry points of the
group `beleg.<folder>`. Knows no implementation: only where each stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from beleg.errors import no_such


class Table:
    """A folder's plugins: name → `module:attribute`. Reading the table imports nothing."""

    def __init__(self, folder: str, built_in: Mapping[str, str]) -> None:
        self.folder = folder
        self.built_in = dict(built_in)

    def names(self) -> list[str]:
        """Every known name, built-in ones first."""
        return [*self.built_in, *(name for name in self._foreign() if name not in self.built_in)]

    def load(self, name: str) -> Any:
        """The implementation called `name`. Raises NotFound with the nearest known name."""
        target = self.built_in.get(name) or self._foreign().get(name)
        if target is None:
            raise no_such(self.folder.rstrip("s"), name, self.names())
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)

    def _foreign(self) -> dict[str, str]:
        return {point.name: point.value for point in entry_points(group=f"beleg.{self.folder}")}
