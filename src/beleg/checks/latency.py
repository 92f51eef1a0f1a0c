"""How long it took, in milliseconds, as the run's record says.

In: a subject with its time, or an answer with its timings. Out: milliseconds. Questions that are asked side by side wait
for one another: a run says how many there were.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class Latency(Check):
    """Milliseconds from the question to the end of the answer. Always passed: a gate says what is too slow."""

    name = "latency"
    higher_is_better = False
    unit = "ms"

    def verdict(self, subject: Subject) -> Verdict | None:
        """Milliseconds; None where no time was noted."""
        took = subject.elapsed_ms
        if took is None and subject.answer is not None:
            took = subject.answer.timings_ms.get("total")
        return None if took is None else Verdict(self.name, True, took)
