"""`beleg serve`: the page in the browser and the HTTP interface.

In: where to listen. Out: the address, and a server until Ctrl-C. Knows no route.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from beleg.cli.options import Json
from beleg.cli.terminal import note, print_json, safe, say, styled


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on; the settings' without it.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one; the settings' without it.")
    ] = None,
    no_key: Annotated[bool, typer.Option("--no-key", help="Ask for no key; on this machine only.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    json: Json = False,
) -> None:
    """Serve the page and the HTTP interface until Ctrl-C.

    Ending it with Ctrl-C is no failure: exit code 0. The link it prints signs you in: it is as secret as a password.

    Examples:

        beleg serve --open
        beleg serve --port 0 --json
        beleg serve --host 0.0.0.0
    """
    from beleg.settings import find_workspace, read_settings

    root = find_workspace()
    settings = read_settings(root).server
    server: Any = import_module("beleg.server.app")  # by name: two ways in, and neither is built on the other

    def tell(address: str) -> None:
        link = address if no_key else server.sign_in_link(root, address)
        if json:
            print_json({"address": address, "link": link})
        else:
            say(f"beleg serves {safe(str(root))} at {address}")
            say(f"Open {styled(link, 'bold')}")
            note("Ctrl-C ends it.", "dim")
        sys.stdout.flush()
        if open_page:
            import webbrowser

            webbrowser.open(link)

    try:
        server.serve(root, host or settings.host, settings.port if port is None else port, not no_key, tell)
    except KeyboardInterrupt:
        note("The server has ended.", "dim")
