"""beleg as a Python library: one workspace, plain blocking methods."""

from beleg.library.running import OnProgress
from beleg.library.workspace import Workspace

__all__ = ["OnProgress", "Workspace"]
