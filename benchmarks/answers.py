"""How good quoted answers are and how true their confidence is, on questions whose articles the weights have not seen.

    python benchmarks/answers.py DATA_FOLDER [--threshold 0.4] [--every N] [--pictures FOLDER]

In: the labelled questions of the data folder. Out: for each set the figures at some thresholds; how well the confidence
tells right from wrong whatever the threshold; for sets with unanswerable questions the trade-off between refusing and
answering anyway; and two pictures, `answers.png` (risk against coverage) and `reliability.png` (said against true). NoMIRACL
names no gold words: of it only refused and answered-anyway are told.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fit_quote import Outcome, calibration_error, cross_validated, prepared

HERE = Path(__file__).parent
REAL = ("xquad_de", "xquad_en", "squad2_en")
NAN = float("nan")
Column = NDArray[np.float64]


def risks(outcomes: Sequence[Outcome]) -> tuple[Column, Column]:
    """Coverage, and the share of wrong among the surest answers that make it up."""
    surest = sorted(outcomes, key=lambda each: -each.confidence)
    wrong = np.array([0.0 if each.right else 1.0 for each in surest])
    count = np.arange(1, len(wrong) + 1)
    return count / len(wrong), np.cumsum(wrong) / count


def figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """What happens at a threshold; nan where the set cannot tell."""
    sure, right, able = columns(outcomes)
    given = sure >= threshold
    return {
        "coverage": float(given.mean()),
        "right": float(right[given].mean()) if outcomes[0].known and given.any() else NAN,
        "refused": float((~given)[able > 0].mean()) if able.any() else NAN,
        "answered anyway": float(given[able == 0].mean()) if (able == 0).any() else NAN,
    }


def whole(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """What no threshold decides. AUC: how often a right answer is surer than a wrong one; equal error: where as many
    answerable questions are refused as unanswerable ones are answered; ECE as it is, and after a refit on other articles."""
    sure, right, able = columns(outcomes)
    known = outcomes[0].known
    return {
        "right, all given": float(right.mean()) if known else NAN,
        "AURC": float(risks(outcomes)[1].mean()) if known else NAN,
        "AUC right": auc(sure, right) if known else NAN,
        "AUC answerable": auc(sure, able),
        "equal error": equal_error(sure, able),
        "ECE": calibration_error(sure, right) if known else NAN,
        "ECE refitted": calibration_error(refitted(outcomes), right) if known else NAN,
    }


def columns(outcomes: Sequence[Outcome]) -> tuple[Column, Column, Column]:
    """Confidence, right, answerable."""
    names = ("confidence", "right", "answerable")
    sure, right, able = (np.array([float(getattr(each, name)) for each in outcomes]) for name in names)
    return sure, right, able


def auc(sure: Column, label: Column) -> float:
    """The chance that one with the label is surer than one without; a tie counts half. nan without both."""
    _, place, count = np.unique(sure, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    yes = int(label.sum())
    no = len(label) - yes
    return float((rank[label > 0].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else NAN


def equal_error(sure: Column, able: Column) -> float:
    """The error where refused and answered anyway are nearest to one another. nan without both kinds of question."""
    if not able.any() or able.all():
        return NAN
    pairs = [((sure[able > 0] < at).mean(), (sure[able == 0] >= at).mean()) for at in np.unique(sure)]
    refused, anyway = min(pairs, key=lambda pair: abs(pair[0] - pair[1]))
    return float(refused + anyway) / 2


def refitted(outcomes: Sequence[Outcome]) -> Column:
    """The confidences mapped by a curve of two numbers (Platt's) fitted on the other folds of the same set."""
    sure, right, _ = columns(outcomes)
    odds = np.log(np.clip(sure, 1e-4, 1 - 1e-4) / np.clip(1 - sure, 1e-4, 1))
    folds = np.array([each.fold for each in outcomes])
    found = np.zeros(len(sure))
    for fold in np.unique(folds):
        learn = folds != fold
        design = np.column_stack([np.ones(learn.sum()), odds[learn]])
        beta = np.array([0.0, 1.0])
        for _ in range(25):
            chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
            slope = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(2)
            beta = beta + np.linalg.solve(slope, design.T @ (right[learn] - chance))
        found[~learn] = 1 / (1 + np.exp(-np.clip(beta[0] + beta[1] * odds[~learn], -30, 30)))
    return found


def trade_off(outcomes: Sequence[Outcome]) -> list[tuple[float, float, float]]:
    """For each share of answerable questions refused: the threshold, and the share of unanswerable ones answered anyway."""
    sure, _, able = columns(outcomes)
    found = []
    for refused in (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75):
        at = float(np.quantile(sure[able > 0], refused))
        found.append((refused, at, float((sure[able == 0] >= at).mean())))
    return found


def draw_risks(sets: dict[str, list[Outcome]], threshold: float, path: Path) -> None:
    """The risk-coverage curves; a dot marks the threshold."""
    pyplot = _pyplot()
    made = [name for name in sets if name.endswith(("_small", "_faq"))]
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4.5), sharey=True)
    sides = (
        (axes[0], [name for name in REAL if name in sets], "Sets as they are"),
        (axes[1], made, "Made: few passages, FAQ pages"),
    )
    for side, names, title in sides:
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


def draw_reliability(sets: dict[str, list[Outcome]], path: Path) -> None:
    """What was said against what was true, before and after a refit on other articles of the set."""
    pyplot = _pyplot()
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 5), sharey=True)
    mixed = [each for name in sets if sets[name][0].known for each in sets[name]]
    groups = {**{name: sets[name] for name in REAL if name in sets}, "all sets together": mixed}
    for name, outcomes in groups.items():
        right = columns(outcomes)[1]
        for side, sure in ((axes[0], columns(outcomes)[0]), (axes[1], refitted(outcomes))):
            bins = np.minimum(9, (sure * 10).astype(int))
            kept = [at for at in range(10) if (bins == at).sum() >= 15]
            said, true = [sure[bins == at].mean() for at in kept], [right[bins == at].mean() for at in kept]
            side.plot(said, true, "o-", label=f"{name}, ECE {calibration_error(sure, right):.3f}")
    for side, title in zip(axes, ("As it is: one model for all", "Refitted on other articles of the set"), strict=True):
        side.plot((0, 1), (0, 1), color="grey", linewidth=0.8)
        side.set(title=title, xlabel="confidence", xlim=(0, 1), ylim=(0, 1))
        side.grid(alpha=0.3)
        side.legend(fontsize=8)
    axes[0].set_ylabel("share of right answers")
    figure.tight_layout()
    figure.savefig(path, dpi=80)


def main() -> None:
    """Print the tables and draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--pictures", type=Path, default=HERE)
    chosen = parser.parse_args()
    sets: dict[str, list[Outcome]] = {}
    for each in cross_validated(prepared(chosen.data, chosen.every)):
        sets.setdefault(each.set, []).append(each)
    for threshold in sorted({0.45, 0.5, 0.6, chosen.threshold}):
        print_table(f"threshold {threshold}", sets, {name: figures(sets[name], threshold) for name in sorted(sets)})
    print_table("whatever the threshold", sets, {name: whole(sets[name]) for name in sorted(sets)})
    for name in sorted(sets):
        if 0 < sum(each.answerable for each in sets[name]) < len(sets[name]):
            told = " ".join(f"{refused:.2f}/{anyway:.2f}(≥{at:.2f})" for refused, at, anyway in trade_off(sets[name]))
            print(f"\n{name}: refused/answered anyway(threshold)\n  {told}")
    draw_risks(sets, chosen.threshold, chosen.pictures / "answers.png")
    draw_reliability(sets, chosen.pictures / "reliability.png")


def print_table(title: str, sets: dict[str, list[Outcome]], rows: dict[str, dict[str, float]]) -> None:
    """A line for each set."""
    print(f"\n{title}\n{'':22}{'questions':>10}" + "".join(f"{key:>17}" for key in next(iter(rows.values()))))
    for name, row in rows.items():
        told = "".join(f"{'-' if value != value else format(value, '.3f'):>17}" for value in row.values())
        print(f"{name:22}{len(sets[name]):>10}{told}")


def _pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot


if __name__ == "__main__":
    main()
