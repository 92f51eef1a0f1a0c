"""beleg: answers from your own documents, with a receipt for every sentence.

`from beleg import Workspace` is the library; everything else is loaded when it is asked for, so that importing is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beleg.library import Workspace

__all__ = ["Workspace", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Workspace":
        from beleg.library import Workspace

        return Workspace
    raise AttributeError(f"module 'beleg' has no attribute {name!r}")
