"""How good quoted answers are, measured on questions whose articles the weights have not seen.

    python benchmarks/answers.py DATA_FOLDER [--threshold 0.45] [--every N] [--picture answers.png]

In: the labelled questions of the data folder. Out: for each set the figures at the threshold, and the risk-coverage curve
of every set with gold words as a picture. NoMIRACL names no gold words: of it only refused and answered-anyway are told.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fit_quote import Outcome, calibration_error, cross_validated, prepared

HERE = Path(__file__).parent


def risks(outcomes: Sequence[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coverage, and the share of wrong among the surest answers that make it up."""
    surest = sorted(outcomes, key=lambda each: -each.confidence)
    wrong = np.array([0.0 if each.right else 1.0 for each in surest])
    count = np.arange(1, len(wrong) + 1)
    return count / len(wrong), np.cumsum(wrong) / count


def figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """The figures of one set; nan where the set cannot tell."""
    sure = np.array([each.confidence for each in outcomes])
    right = np.array([float(each.right) for each in outcomes])
    able = np.array([each.answerable for each in outcomes])
    given = sure >= threshold
    known = outcomes[0].known
    nan = float("nan")
    return {
        "coverage": float(given.mean()),
        "right": float(right[given].mean()) if known and given.any() else nan,
        "refused": float((~given)[able].mean()) if able.any() else nan,
        "answered anyway": float(given[~able].mean()) if (~able).any() else nan,
        "AURC": float(risks(outcomes)[1].mean()) if known else nan,
        "calibration": calibration_error(sure, right) if known else nan,
    }


def draw(sets: dict[str, list[Outcome]], threshold: float, path: Path) -> None:
    """The risk-coverage curves; a dot marks the threshold."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    real = [name for name in sets if sets[name][0].known and name.count("_") == 1]
    made = [name for name in sets if sets[name][0].known and name.endswith(("_small", "_faq"))]
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4.5), sharey=True)
    for side, names, title in ((axes[0], real, "Sets as they are"), (axes[1], made, "Made: few passages, FAQ pages")):
        for name in names:
            coverage, risk = risks(sets[name])
            line = side.plot(coverage[10:], risk[10:], label=name)[0]
            at = sum(each.confidence >= threshold for each in sets[name])
            if at:
                side.plot(coverage[at - 1], risk[at - 1], "o", color=line.get_color())
        side.set(title=title, xlabel="share of questions answered, surest first", xlim=(0, 1), ylim=(0, 0.8))
        side.grid(alpha=0.3)
        side.legend(fontsize=8)
    axes[0].set_ylabel("share of answers without the gold words")
    figure.suptitle(f"Quoted answers, articles not seen in fitting; dot: threshold {threshold}")
    figure.tight_layout()
    figure.savefig(path, dpi=80)


def main() -> None:
    """Print the table and draw the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--threshold", type=float, default=0.45)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--picture", type=Path, default=HERE / "answers.png")
    chosen = parser.parse_args()
    sets: dict[str, list[Outcome]] = {}
    for each in cross_validated(prepared(chosen.data, chosen.every)):
        sets.setdefault(each.set, []).append(each)
    for threshold in sorted({0.4, 0.5, 0.6, chosen.threshold}):
        table = {name: figures(sets[name], threshold) for name in sorted(sets)}
        print(
            f"\nthreshold {threshold}\n{'':22}{'questions':>10}" + "".join(f"{key:>17}" for key in next(iter(table.values())))
        )
        for name, row in table.items():
            told = "".join(f"{'-' if value != value else format(value, '.3f'):>17}" for value in row.values())
            print(f"{name:22}{len(sets[name]):>10}{told}")
    draw(sets, chosen.threshold, chosen.picture)


if __name__ == "__main__":
    main()
