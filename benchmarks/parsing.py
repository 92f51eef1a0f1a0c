"""How real files are read: through the sandbox, with everything that ingest does inside the child.

In: the folder with `documents/`. Out: per format what was parsed, unreadable (by reason), crashed or timed out; memory, speed,
and the likeness of words with ground truth (`X.md` in a folder `groundtruth` beside `sources/X`). Writes nothing.
"""

from __future__ import annotations

import asyncio
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from beleg.chunking.wire import unpack
from beleg.errors import TimedOut, TooLarge, Unreadable
from beleg.parsers.media_types import media_type_of, parser_for
from beleg.parsers.sandbox import Sandbox

FOLDERS = "office_and_pdf mail_and_office pdf_samples pdf_tables evcc_docs_de_en gesetze_de web_pages".split()
ENDINGS = {".pdf", ".docx", ".html", ".htm", ".md", ".mdx", ".txt"}
TIMEOUT_S = 60.0
_WORD = re.compile(r"[^\W_]+")


@dataclass
class Tally:
    """What happened to the files of one format."""

    parsed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)
    timed_out: list[str] = field(default_factory=list)
    seconds: float = 0.0
    pages: int = 0
    passages: int = 0
    alike: list[tuple[float, float, str]] = field(default_factory=list)


def files(folder: Path) -> Iterator[Path]:
    """The files that are read; ground truth is not."""
    for name in FOLDERS:
        for path in sorted((folder / "documents" / name).rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file() and "groundtruth" not in path.parts:
                yield path


def truth_of(path: Path) -> str | None:
    """The ground truth of a file where it exists."""
    beside = path.parent.parent / "groundtruth" / f"{path.name}.md"
    return beside.read_text("utf-8") if beside.is_file() else None


def likeness(ours: str, truth: str) -> tuple[float, float]:
    """Recall and precision of words as a multiset; a comment or picture mark in the truth is no word."""
    plain = re.sub(r"<!--.*?-->|!\[.*?\]\(.*?\)|\]\(.*?\)", " ", truth, flags=re.DOTALL)
    held, wanted = Counter(_WORD.findall(ours.lower())), Counter(_WORD.findall(plain.lower()))
    both = sum((held & wanted).values())
    return both / max(1, wanted.total()), both / max(1, held.total())


async def read(sandbox: Sandbox, path: Path, tally: Tally, media_type: str) -> None:
    """One file through the sandbox, counted in `tally`."""
    task = {"path": path.name, "media_type": media_type, "version": "v", "target_tokens": 250, "maximum_tokens": 400}
    begun = time.perf_counter()
    try:
        reading = unpack(*await sandbox.run(path.read_bytes(), task))
    except TimedOut:
        tally.timed_out.append(path.name)
    except TooLarge as error:
        tally.reasons.update([f"{path.name}: {error}"])
    except Unreadable as error:
        says = str(error).replace(path.name, "X")
        lost = "crashed the reading" in says or "aborted" in says or "parser failed" in says
        (tally.crashed.append(f"{path.name}: {says}") if lost else tally.reasons.update([says[:90]]))
    else:
        tally.parsed += 1
        tally.seconds += time.perf_counter() - begun
        tally.pages += reading.document.pages or 0
        tally.passages += len(reading.passages)
        if truth := truth_of(path):
            tally.alike.append((*likeness(reading.document.text, truth), path.name))


def show(kind: str, tally: Tally) -> None:
    """The lines of one format."""
    seconds = max(tally.seconds, 1e-9)
    speed = f"{tally.pages / seconds:.0f} pages/s, " if tally.pages else ""
    print(f"\n{kind}: {tally.parsed} parsed in {seconds:.1f} s, {speed}{tally.passages / seconds:.0f} passages/s")
    print(f"  unreadable {tally.reasons.total()}, crashes {len(tally.crashed)}, time-outs {len(tally.timed_out)}")
    for reason, count in tally.reasons.most_common():
        print(f"    {count} x {reason}")
    for name in (*tally.crashed, *tally.timed_out):
        print(f"    LOST {name}")
    if tally.alike:
        recall = sum(each[0] for each in tally.alike) / len(tally.alike)
        precision = sum(each[1] for each in tally.alike) / len(tally.alike)
        print(f"  words of {len(tally.alike)} files with ground truth: recall {recall:.3f}, precision {precision:.3f}")
        for each in sorted(tally.alike)[:5]:
            print(f"    lowest: {each[0]:.2f} {each[1]:.2f} {each[2]}")


async def main(folder: Path, memory_mb: int) -> None:
    """Reads all files, one after another, and prints the figures."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    sandbox = Sandbox("beleg.chunking.prepare:prepare", 1, memory_mb, TIMEOUT_S)
    try:
        for path in files(folder):
            with path.open("rb") as opened:
                media_type = media_type_of(path.name, opened.read(8192))
            await read(sandbox, path, tallies[parser_for(media_type) or f"no parser for {media_type}"], media_type)
    finally:
        await sandbox.close()
    for kind, tally in tallies.items():
        show(kind, tally)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\npeak resident memory of a child: {peak:.0f} MB (limit {memory_mb} MB)")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
