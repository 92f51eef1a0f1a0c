"""`beleg doctor`: how the workspace stands, and every setting there is.

In: nothing. Out: findings with what to do; with --settings each setting with its value, default and sentence. Changes
nothing. Knows no path.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from beleg.cli.options import Json
from beleg.cli.terminal import note, print_json, safe, say, styled
from beleg.errors import BelegError

MARKS = {"ok": ("ok", "green"), "missing": ("missing", "yellow"), "problem": ("problem", "red")}


def doctor(
    settings: Annotated[bool, typer.Option("--settings", help="Every setting with its value and what it does.")] = False,
    json: Json = False,
) -> None:
    """What is configured, what is missing, what to do.

    The exit code is 1 when there is a problem.

    Examples:

        beleg doctor
        beleg doctor --settings
        beleg doctor --json
    """
    if settings:
        _print_settings(json)
        return
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        findings = workspace.doctor()
    if json:
        print_json(findings)
    for each in findings if not json else ():
        mark, style = MARKS[each.state]
        say(f"{styled(f'{mark:<8}', style)}{styled(safe(each.topic), 'bold')}: {safe(each.says)}")
        if each.do:
            say(f"        {safe(each.do)}")
    if any(each.state == "problem" for each in findings):
        raise typer.Exit(1)


def _print_settings(json: bool) -> None:
    """Every setting. Works without a workspace and with a wrong beleg.toml: then it tells the defaults, and says so."""
    from beleg.settings import Settings, find_workspace, read_settings

    now: Any = None
    try:
        now = read_settings(find_workspace())
    except BelegError as error:
        note(f"{safe(str(error))} These are the defaults.", "yellow")
    told = []
    for group_name, group in Settings.model_fields.items():
        kind: Any = group.annotation
        for name, option in kind.model_fields.items():
            value = getattr(getattr(now, group_name), name) if now is not None else option.default
            told.append(
                {
                    "setting": f"{group_name}.{name}",
                    "value": value,
                    "default": option.default,
                    "environment": f"BELEG_{group_name}__{name}".upper(),
                    "says": option.description,
                }
            )
    if json:
        print_json(told)
        return
    for each in told:
        changed = "" if each["value"] == each["default"] else f" (default {_written(each['default'])})"
        say(f"{styled(each['setting'], 'bold')} = {safe(_written(each['value']))}{changed}")
        say(f"    {each['says']} {styled(each['environment'], 'dim')}")


def _written(value: Any) -> str:
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
