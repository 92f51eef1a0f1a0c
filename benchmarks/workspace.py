"""How long a workspace takes: bringing documents in, asking, starting cold.

    python benchmarks/workspace.py DATA_FOLDER [--copies N]

In: the data folder with `documents/gesetze_de` and `documents/evcc_docs_de_en`, and the PDF folders for pages a second.
`--copies` brings in N altered copies of the laws, to ask at the size of a real organisation. Out: figures on the terminal.
Everything goes through the library and the real command, with real child processes and a real index.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from beleg import Workspace
from beleg.records import SyncReport

QUESTIONS = (
    "Wann verjähren Ansprüche?",
    "Wie lange ist die Kündigungsfrist für einen Arbeitnehmer?",
    "Was ist eine offene Handelsgesellschaft?",
    "Wer haftet für Schäden durch ein Tier?",
    "Welche Frist gilt für den Widerruf?",
    "How do I configure a charger?",
    "What is MQTT used for?",
    "Which port does the web interface use?",
)
ONLY_PDF = ("*.pdf",)


def bring_in(workspace: Workspace, folder: Path, name: str, include: Sequence[str] = ()) -> SyncReport:
    """Add a folder and print how long it took."""
    report = workspace.add(folder, name=name, include=include)
    print(
        f"{name}: {report.indexed} documents, {report.quarantined} quarantined, {report.passages:,} passages in "
        f"{report.seconds:.1f} s: {report.passages / report.seconds:,.0f} passages/s"
    )
    return report


def pages_in(workspace: Workspace, name: str) -> int:
    """Pages of a source's documents."""
    return sum(document.pages or 0 for document in workspace.documents(name, limit=100_000))


def copies(folder: Path, number: int, target: Path) -> None:
    """Copies of Markdown files, each with its number in every paragraph, so that none is a duplicate."""
    for at in range(number):
        for path in folder.rglob("*.md"):
            text = path.read_text("utf-8").replace("\n\n", f"\n\nKopie{at} ", 40_000)
            place = target / str(at) / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")


def ask_all(workspace: Workspace, rounds: int) -> None:
    """Ask every question some times in this process and print percentiles."""
    spent: list[float] = []
    steps: dict[str, list[float]] = {}
    for _ in range(rounds):
        for question in QUESTIONS:
            started = time.perf_counter()
            answer = workspace.ask(question)
            spent.append((time.perf_counter() - started) * 1000)
            for name, ms in answer.timings_ms.items():
                steps.setdefault(name, []).append(ms)
    spent.sort()
    print(f"ask: p50 {statistics.median(spent):.1f} ms, p99 {spent[int(len(spent) * 0.99)]:.1f} ms over {len(spent)}")
    print("  of which", ", ".join(f"{name} {statistics.median(ms):.1f}" for name, ms in steps.items()))


def cold(root: Path, command: Sequence[str], linger_s: float) -> float:
    """Seconds from starting a process to its end, median of five; the index process has ended before each."""
    spent = []
    for _ in range(5):
        time.sleep(linger_s + 1.5)
        started = time.perf_counter()
        subprocess.run(command, cwd=root, check=True, capture_output=True)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def main() -> None:
    """Run everything in a temporary workspace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--copies", type=int, default=0)
    chosen = parser.parse_args()
    documents = chosen.data / "documents"
    os.environ["BELEG_INDEX__LINGER_S"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        with Workspace.init(root) as workspace:
            for name in ("gesetze_de", "evcc_docs_de_en"):
                bring_in(workspace, documents / name, name)
            for name in ("pdf_tables", "office_and_pdf", "pdf_samples"):
                report = bring_in(workspace, documents / name, name, ONLY_PDF)
                pages = pages_in(workspace, name)
                print(f"  {pages} pages: {pages / report.seconds:.0f} pages/s")
            (again,) = workspace.sync("evcc_docs_de_en")
            print(f"sync of {again.found} unchanged documents: {again.seconds:.2f} s")
            ask_all(workspace, 12)
            if chosen.copies:
                copies(documents / "gesetze_de", chosen.copies, Path(folder) / "copies")
                bring_in(workspace, Path(folder) / "copies", "copies")
                print(f"{sum(status.passages for status in workspace.sources()):,} passages in all")
                ask_all(workspace, 12)
        beleg = [sys.executable, "-m", "beleg.cli.main"]
        print(f"beleg ask from a cold start: {cold(root, [*beleg, 'ask', '--json', QUESTIONS[0]], 1):.2f} s")
        print(f"import beleg: {cold(root, [sys.executable, '-c', 'import beleg'], 0) * 1000:.0f} ms with Python's own start")
    peak = {name: resource.getrusage(which).ru_maxrss // 1024 for name, which in _WHO.items()}
    print(f"peak memory, MB: {json.dumps(peak)}")


_WHO = {"this process": resource.RUSAGE_SELF, "largest child": resource.RUSAGE_CHILDREN}

if __name__ == "__main__":
    main()
