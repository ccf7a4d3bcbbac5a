"""Do those who suit each other find each other? One JSON line per figure; docs/discovery.md says how it is judged.

`crosslingual_top10`: of the needs that are held out, the share whose right partner, who writes in another language, is
among the first ten of all offers by the likeness of the texts alone. The others are of a drawn fair, held out too, of
which is known what every meeting is truly worth: `ndcg_ratio_to_…`, how much better the first ten of our lists are than
those of other rankings; `coverage`, the share of people who find enough acceptable partners on their list;
`gini_ratio`, how unequally the places in the first tens are shared, against the one-sided ranking. The whole table
follows, and what our ranking reaches on the market that it was tuned on.
"""

# ruff: noqa: PLC0415 - Django is set up first

import os
from typing import Any

import django
import numpy as np

from tests.bench.figures import figure
from tests.bench.truth.judge import ENOUGH, Judgement, covered_buyers, judge
from tests.bench.truth.market import Market, market
from tests.bench.truth.pairs import pairs, share_found
from tests.bench.truth.rankings import by_chance, by_likeness, ours
from tests.bench.truth.tune import TUNING_SEED

HELD_OUT_SEED = 2
UNITS = {
    "precision10": "share",
    "recall50": "share",
    "ndcg10": "nDCG",
    "coverage": "share",
    "coverage24": "share",
    "gini10": "gini",
}


def across_languages() -> None:
    reference = {"at_least": 0.85, "tune": round(share_found("tune"), 4), "offers": len(pairs())}
    figure("matching", "crosslingual_top10", share_found("held"), "share", reference)


def judged(drawn: Market) -> dict[str, Judgement]:
    from tests.bench.truth.keywords import by_keywords

    rankings = {"random": by_chance, "keyword": by_keywords, "onesided": by_likeness, "ours": ours}
    return {name: judge(drawn, ranked(drawn)) for name, ranked in rankings.items()}


def of_a_fair() -> None:
    held_out = market("held", HELD_OUT_SEED)
    found = judged(held_out)
    size = {"buyers": len(held_out.buyers), "stands": len(held_out.stands)}
    best = found["ours"]
    tuning = market("tune", TUNING_SEED)
    tuned = judge(tuning, ours(tuning))

    def said(metric: str, **limit: float) -> dict[str, Any]:
        others = {name: round(getattr(judgement, metric), 4) for name, judgement in found.items() if name != "ours"}
        return limit | others | {"tune": round(getattr(tuned, metric), 4)} | size

    for other, at_least in (("keyword", 1.5), ("onesided", 1.15)):
        ratio = best.ndcg10 / found[other].ndcg10
        figure("matching", f"ndcg_ratio_to_{other}", ratio, "ratio", said("ndcg10", at_least=at_least))
    sides = {"buyers_covered": round(best.buyers_covered, 4), "stands_covered": round(best.stands_covered, 4)}
    reference = said("coverage", at_least=0.95, enough=ENOUGH) | sides | by_headings(held_out)
    figure("matching", "coverage", best.coverage, "share", reference | {"first_24": round(best.coverage24, 4)})
    figure("matching", "gini_ratio", best.gini10 / found["onesided"].gini10, "ratio", said("gini10", at_most=0.75))
    for name, judgement in found.items():
        for metric, unit in UNITS.items():
            figure("matching", f"{metric}_{name}", getattr(judgement, metric), unit, size)


def by_headings(drawn: Market) -> dict[str, float]:
    """The coverage of the buyers who have chosen headings or sectors, and of those who have only written a text."""
    sought = [each.party.seeks for each in drawn.buyers]
    chosen = np.array([bool(each.headings or each.services) for each in sought])
    scores = ours(drawn)
    return {
        "buyers_with_headings": round(covered_buyers(drawn, scores, chosen), 4),
        "buyers_without_headings": round(covered_buyers(drawn, scores, ~chosen), 4),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
    django.setup()
    from tests.bench import full_batch

    across_languages()
    of_a_fair()
    full_batch.measure()


if __name__ == "__main__":
    main()
