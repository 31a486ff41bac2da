"""The plots of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

from knowledge.evaluate import Verdict
from tests.benchmarks.answering import OURS
from tests.benchmarks.standings import Standing, tally

COLOURS = {Verdict.RIGHT: "#2a7f62", Verdict.DECLINED: "#d9d9d9", Verdict.WRONG: "#c0392b"}


def draw_comparison(standings: Sequence[Standing], path: Path) -> None:
    """Verdicts of each system as bars; right and wrong answers under growing noise as lines."""
    mpl.use("Agg")
    figure, (bars, right, wrong) = plt.subplots(1, 3, figsize=(15, 4.6), width_ratios=(1.5, 1, 1), layout="constrained")
    names = [each.name for each in reversed(standings)]
    left = [0.0] * len(names)
    for verdict, colour in COLOURS.items():
        shares = [tally(each.careful).share(verdict) for each in reversed(standings)]
        bars.barh(names, shares, left=left, color=colour, label=verdict.value)
        for place, (share, start) in enumerate(zip(shares, left, strict=True)):
            if share >= 4:
                pale = verdict is Verdict.DECLINED
                bars.text(
                    start + share / 2, place, f"{share:.0f}", ha="center", va="center", color="k" if pale else "w"
                )
        left = [start + share for start, share in zip(left, shares, strict=True)]
    bars.set(xlim=(0, 100), xlabel="percent of all questions", title="Everything, as it is typed")
    bars.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, frameon=False)
    for axes, verdict, title in ((right, Verdict.RIGHT, "Right"), (wrong, Verdict.WRONG, "Wrong")):
        for each in standings:
            shares = [tally(verdicts).share(verdict) for verdicts in each.noisy]
            style = {"color": "black", "linewidth": 3} if each.name == OURS else {"linewidth": 1.4}
            axes.plot(shares, marker="o", markersize=4, label=each.name, **style)
        axes.set(xlabel="random typos a question", ylabel="percent of all questions", title=title)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    right.set_ylim(0, 100)
    wrong.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    figure.savefig(path, dpi=110)
    plt.close(figure)
