"""The reference pages, written from the code, and the check that pages are true.

In: the settings, errors, plugin tables, commands and HTTP routes. Out: docs/reference/*.md, or with `--check` a list of
pages that are out of date and of relative links that lead nowhere (exit code 1). Knows no text that the code does not hold.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from beleg import errors
from beleg.plugins import Table
from beleg.settings import Settings

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
FOLDERS = ("sources", "parsers", "providers", "providers.embedders", "providers.rerankers", "stores.index", "checks")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def settings_page() -> str:
    """Every setting with its default, environment variable and sentence."""
    lines = ["# Settings", "", "Set in `beleg.toml` or by the environment, which wins."]
    for name, group in Settings.model_fields.items():
        kind: Any = group.annotation
        lines += ["", f"## {name}", "", str(kind.__doc__), "", "| setting | default | environment | |", "|---|---|---|---|"]
        for setting, field in kind.model_fields.items():
            variable = f"BELEG_{name}__{setting}".upper()
            default = list(field.default) if isinstance(field.default, tuple) else field.default
            lines.append(f"| `{setting}` | `{default!r}` | `{variable}` | {field.description} |")
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """Every kind of error with its exit code and HTTP status."""
    lines = ["# Errors", "", "| error | exit code | HTTP | try again | |", "|---|---|---|---|---|"]
    for name, kind in vars(errors).items():
        if inspect.isclass(kind) and issubclass(kind, errors.BelegError):
            again = "yes" if kind.retryable else ""
            says = " ".join((kind.__doc__ or "").split())
            lines.append(f"| `{name}` | {kind.exit_code} | {kind.http_status} | {again} | {says} |")
    return "\n".join(lines) + "\n"


def plugins_page() -> str:
    """Every built-in plugin with the first sentence of its module."""
    lines = ["# Plugins", ""]
    for folder in FOLDERS:
        for table in [value for value in vars(import_module(f"beleg.{folder}")).values() if isinstance(value, Table)]:
            lines += [f"## {table.folder}", "", "| name | |", "|---|---|"]
            lines += [f"| `{name}` | {_opening(target)} |" for name, target in table.built_in.items()]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _opening(target: str) -> str:
    module = import_module(target.partition(":")[0])
    return (module.__doc__ or "").strip().partition("\n")[0]


def commands_page() -> str:
    """Every command with what its help says."""
    import typer

    command: Any = typer.main.get_command(import_module("beleg.cli.main").app)
    lines = ["# Commands", ""]
    for name, each in _commands(command):
        lines += [f"## beleg {name}", "", inspect.cleandoc(each.help or ""), ""]
        for parameter in each.params:
            names = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
            lines.append(f"- {names}: {getattr(parameter, 'help', '') or ''}".rstrip(": "))
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _commands(group: Any, before: str = "") -> list[tuple[str, Any]]:
    """The commands of a group by name, each followed by its own commands."""
    found: list[tuple[str, Any]] = []
    for name, each in sorted(getattr(group, "commands", {}).items()):
        found += [(before + name, each), *_commands(each, f"{before}{name} ")]
    return found


def http_page() -> str:
    """Every route with its summary, as OpenAPI describes it."""
    application: Any = import_module("beleg.server.app")
    app = application.create_app(ROOT)
    lines = ["# HTTP", "", "| method | path | |", "|---|---|---|"]
    for path, methods in app.openapi()["paths"].items():
        for method, told in methods.items():
            says = " ".join((told.get("description") or told.get("summary") or "").split())
            lines.append(f"| {method.upper()} | `{path}` | {says} |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "settings": settings_page,
    "errors": errors_page,
    "plugins": plugins_page,
    "commands": commands_page,
    "http": http_page,
}


def broken_links() -> list[str]:
    """Relative links in README, ARCHITECTURE and docs that lead to nothing; code blocks are not read."""
    pages = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [
        f"{page.relative_to(ROOT)} links to {target}, which is not there."
        for page in pages
        if page.is_file()
        for target in _LINK.findall(_FENCE.sub("", page.read_text("utf-8")))
        if not (page.parent / target).exists()
    ]


def main() -> int:
    """Write the pages, or with `--check` tell which are out of date. A page whose part is missing is told, not skipped."""
    check = "--check" in sys.argv[1:]
    problems: list[str] = []
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        page = REFERENCE / f"{name}.md"
        try:
            text = make()
        except (ModuleNotFoundError, AttributeError) as error:
            problems.append(f"{page.name} cannot be made: {error}.")
            continue
        if not check:
            page.write_text(text, "utf-8")
        elif not page.is_file() or page.read_text("utf-8") != text:
            problems.append(f"{page.relative_to(ROOT)} is out of date. Run `python docs/generate.py`.")
    problems += broken_links()
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
