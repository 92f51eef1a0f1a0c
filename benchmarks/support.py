"""How many planted faults the check `supported` finds, and how often it alarms for nothing.

    python benchmarks/support.py DATA_FOLDER [--sentences N] [--all] [--json FILE] [--misses KIND]

In: the data folder. Out: for German and English the share of faults found by kind, and of false alarms on sentences
untouched and harmlessly changed; how well the score is calibrated; milliseconds a sentence. Documents that nothing was
fitted on are measured; with `--all` the others too.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from beleg.grounding.items import items_of
from beleg.grounding.support import support
from beleg.records import Evidence, Support
from changed import Changed, Pool
from faults import faulty
from harmless import harmless
from real_sentences import TEST_FOLD, places, real_sentences

SEED = 20261125


@dataclass(frozen=True, slots=True)
class Judged:
    """A changed sentence, what was said of it, and how long that took."""

    changed: Changed
    said: Support
    ms: float

    @property
    def alarm(self) -> bool:
        """Whether it was called anything but carried."""
        return self.said.verdict != "carried"


def cases(data: Path, sentences: int, test: bool | None, seed: int = SEED) -> Iterator[Changed]:
    """Faults and harmless changes of up to `sentences` sentences a set; `test` chooses documents that were held back or not."""
    everything = places(data)
    pool = Pool(everything)
    by_set = defaultdict(list)
    for real in real_sentences([each for each in everything if test is None or (each.fold == TEST_FOLD) == test]):
        by_set[real.place.set].append(real)
    for name, found in sorted(by_set.items()):
        chance = random.Random(f"{seed}{name}")
        for real in chance.sample(found, min(sentences, len(found))):
            yield from harmless(real, chance)
            yield from faulty(real, chance, pool)


def evidence_of(changed: Changed) -> Evidence:
    """The passage that the real sentence stands in."""
    return Evidence(changed.real.place.text, changed.real.place.heading)


def judge(of: Sequence[Changed]) -> list[Judged]:
    """Every case judged against its own passage."""
    found = []
    for each in of:
        evidence, language = evidence_of(each), each.real.place.language
        items_of(evidence.text, language)  # a passage is read once for all its sentences
        start = time.perf_counter()
        said = support(each.text, [evidence], language)
        found.append(Judged(each, said, (time.perf_counter() - start) * 1000))
    return found


def report(judged: Sequence[Judged]) -> dict[str, dict[str, tuple[float, int]]]:
    """For each language and kind the share of alarms, and how many cases there were."""
    shares: dict[str, dict[str, tuple[float, int]]] = {}
    for language in ("de", "en"):
        kinds: dict[str, list[bool]] = defaultdict(list)
        for each in judged:
            if each.changed.real.place.language == language:
                kinds[each.changed.kind].append(each.alarm)
                group = "ALL FAULTS" if each.changed.fault else "ALL HARMLESS" if each.changed.kind != "untouched" else ""
                if group:
                    kinds[group].append(each.alarm)
        shares[language] = {kind: (sum(found) / len(found), len(found)) for kind, found in kinds.items()}
    return shares


def calibration(judged: Sequence[Judged], bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over these cases, and for each bin mean score, share carried, cases."""
    rows = []
    for low in range(bins):
        here = [each for each in judged if low <= min(each.said.score * bins, bins - 1e-9) < low + 1]
        if here:
            carried = sum(not each.changed.fault for each in here) / len(here)
            rows.append((sum(each.said.score for each in here) / len(here), carried, len(here)))
    error = sum(abs(score - carried) * count for score, carried, count in rows) / max(1, len(judged))
    return error, rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=150, help="sentences a set")
    parser.add_argument("--all", action="store_true", help="documents that the weights were fitted on as well")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--misses", default="", help="show what was judged wrongly of this kind")
    given = parser.parse_args()
    judged = judge(list(cases(given.data, given.sentences, None if given.all else True)))
    shares = report(judged)
    for language, kinds in shares.items():
        print(f"\n{language}: share called anything but carried")
        for kind, (share, count) in sorted(kinds.items(), key=lambda each: each[0]):
            print(f"  {kind:18} {share:6.1%}  of {count}")
    error, rows = calibration(judged)
    times = sorted(each.ms for each in judged)
    print(f"\ncalibration error {error:.3f}:", *(f"{score:.2f}→{carried:.2f} ({count})" for score, carried, count in rows))
    print(f"ms a sentence: p50 {times[len(times) // 2]:.2f}, p95 {times[int(len(times) * 0.95)]:.2f}")
    shown = 0
    for each in judged:
        if each.changed.kind == given.misses and each.alarm != each.changed.fault and shown < 25:
            shown += 1
            reasons = [(reason.code, reason.said, reason.stands) for reason in each.said.reasons]
            print(f"\n{each.said.verdict} {each.said.score} {reasons or each.said.features}")
            print(f"  - {each.changed.real.text}\n  + {each.changed.text}")
    if given.json:
        given.json.write_text(json.dumps({"shares": shares, "calibration": error, "bins": rows}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
