"""The demo: an example company's documents, indexed and asked in German and in English.

In: the folder to work in (default: `demo` in the repository). Out: on stdout what `beleg` says; in a terminal the server
and its page follow until Ctrl-C, elsewhere it ends with exit code 0. Safe to repeat, also over an older run: the documents
are copied anew and only what changed is read again. Knows nothing of beleg but its command.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = REPOSITORY / "examples" / "workspace"

QUESTIONS = ("Wie hoch ist die Brühtemperatur der Kapitän ab Werk?", "How long do customers have to return a machine?")
SECRET = "Um wie viel Prozent steigen die Gehälter im Juli 2026?"  # noqa: S105  # a question, no password
PORT_TAKEN = 8
"""The exit code of `beleg serve` when another program listens there: any free port will do then."""


def beleg(*arguments: str, folder: Path) -> int:
    """Run the real command in the demo's workspace, its output going where ours goes. Its exit code."""
    sys.stdout.flush()
    command = [sys.executable, "-m", "beleg.cli.main", *arguments]
    return subprocess.run(command, cwd=folder, env=_environment(), check=False).returncode


def told(*arguments: str, folder: Path) -> Any:
    """What the command says with --json. Ends the demo when the command fails."""
    command = [sys.executable, "-m", "beleg.cli.main", *arguments, "--json"]
    done = subprocess.run(
        command, cwd=folder, env=_environment(), stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"`beleg {' '.join(arguments)}` failed: {done.stdout}")
    return json.loads(done.stdout)


def must(*arguments: str, folder: Path) -> None:
    """Show the command and run it. Ends the demo when it fails."""
    shown = " ".join(f'"{each}"' if " " in each else each for each in arguments)
    say(f"$ beleg {shown}", "1")
    code = beleg(*arguments, folder=folder)
    if code:
        raise SystemExit(f"`beleg {arguments[0]}` ended with exit code {code}. The demo stops here.")
    say()


def say(text: str = "", style: str = "36") -> None:
    """A line of the demo's own, coloured in a terminal."""
    plain = not text or not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    print(text if plain else f"\x1b[{style}m{text}\x1b[0m", flush=True)


def copy_documents(folder: Path) -> None:
    """The example documents and questions, fresh, with their own times so that an unchanged one is not read again."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("documents", "confidential"):
        shutil.rmtree(folder / part, ignore_errors=True)
        shutil.copytree(EXAMPLES / part, folder / part)
    shutil.copytree(EXAMPLES / "evaluations", folder / "evaluations", dirs_exist_ok=True)  # data sets of one's own stay


def show_standing(folder: Path) -> None:
    """What could not be read, and what the owner of the machine may not see."""
    for source in told("sources", folder=folder):
        for path, reason in source["failures"]:
            say(f"Set aside, not lost: {path}")
            print(f"  {reason}")
    say()
    say("The folder 'confidential' is for the group hr. You are not in it, so this question finds nothing:")
    must("ask", SECRET, folder=folder)
    say("Asked as a member of hr, it does:")
    must("ask", "--groups", "hr", SECRET, folder=folder)


def _environment() -> dict[str, str]:
    """Ours, without a workspace somebody has named."""
    return {name: value for name, value in os.environ.items() if name != "BELEG_WORKSPACE"} | {"PYTHONUTF8": "1"}


def main() -> int:
    """Run the demo. Its exit code."""
    # Ctrl-C reaches the command as well: it ends in its own way and says so, and then we end.
    signal.signal(signal.SIGINT, lambda *_: None)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else REPOSITORY / "demo").resolve()
    say(f"Hafenkante Espresso makes coffee machines in Lübeck. Its documents go to {folder}.")
    say()
    copy_documents(folder)
    must("init", folder=folder)
    must("add", "documents", folder=folder)
    must("add", "confidential", "--readers", "hr", folder=folder)
    for question in QUESTIONS:
        must("ask", question, folder=folder)
    show_standing(folder)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        command = Path(sys.executable).with_name("beleg")
        say(f'Go on with: cd {folder} && {command} ask "…"')
        return 0
    say("Go on in the browser; Ctrl-C ends the demo.")
    code = beleg("serve", folder=folder)
    return beleg("serve", "--port", "0", folder=folder) if code == PORT_TAKEN else code


if __name__ == "__main__":
    raise SystemExit(main())
