"""Looks for better weights: `python -m tests.bench.truth.tune`. Prints what it finds, and writes nothing.

One knob after the other is turned a step down and up, as long as the tuning market gets better by it: the nDCG and
twice the coverage, as long as exposure is shared fairly enough. Then some are turned together, drawn by lot, since what
one alone makes worse three may make better. What it finds is written by hand, rounded, into
matchmaking/discovery/scoring/facts.py and ranking.py. The held-out market is not looked at.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from matchmaking.discovery import ranking
from matchmaking.discovery.scoring import crowds, facts
from tests.bench.truth import rankings
from tests.bench.truth.judge import Judgement, judge
from tests.bench.truth.market import Market, Profile, market

TUNING_SEED = 1
PASSES = 4
TOGETHER, DRAWN = 3, 150
WORTH_A_STEP = 0.0005
"""A smaller gain is chance."""

Knobs = dict[str, float]
"""By name: the weights, then the values and bounds of facts.py, then what ranking.py knows of the market. The weight of
products is the measure of all others and stays."""

FAIR = 0.7
"""The Gini coefficient of exposure may be so much of the one-sided ranking's; what is beyond costs its tenfold."""

BETWEEN = {"SAME_HEADING": (0.6, 0.9), "SAME_CHAPTER": (0.1, 0.5), "UNLIKE": (0.0, 0.3), "ALIKE": (0.4, 0.9)}
"""A drawn truth knows topics and no customs tariff, so that it would have a heading as near as a code, and texts that
contradict each other; but a nearer code shall be better, and texts that have nothing in common are worth nothing."""

OF_FACTS, OF_MARKET = ("SAME_HEADING", "SAME_CHAPTER", "UNLIKE", "ALIKE"), ("CHANCE", "WORTH_AN_HOUR")
TURNED_BY = {"SAME_HEADING": 0.1, "SAME_CHAPTER": 0.1, "UNLIKE": 0.05, "ALIKE": 0.05, "WORTH_AN_HOUR": 0.04}
"""Step of the knobs that are added to; all others are multiplied."""


def untuned() -> Knobs:
    """As the product has it now."""
    weights = facts.Weights()
    knobs = {each.name: float(getattr(weights, each.name)) for each in fields(weights) if each.name != "products"}
    return (
        knobs
        | {name: float(getattr(facts, name)) for name in OF_FACTS}
        | {name: getattr(ranking, name) for name in OF_MARKET}
    )


@dataclass(frozen=True)
class Trial:
    knobs: Knobs
    judgement: Judgement
    onesided: Judgement

    @property
    def worth(self) -> float:
        unfair = max(0.0, self.judgement.gini10 - FAIR * self.onesided.gini10)
        return self.judgement.ndcg10 + 2 * self.judgement.coverage - 10 * unfair


def tried(drawn: Market, knobs: Knobs, onesided: Judgement) -> Trial:
    """The market ranked by these knobs. The modules that know them are told, as this process tries nothing else."""
    for name in OF_FACTS:
        setattr(crowds, name, knobs[name])
    for name in OF_MARKET:
        setattr(ranking, name, knobs[name])
    names = {each.name for each in fields(facts.Weights)}
    weights = facts.Weights(**{name: value for name, value in knobs.items() if name in names})
    again = replace(drawn, buyers=_weighed(drawn.buyers, weights), stands=_weighed(drawn.stands, weights))
    return Trial(knobs, judge(again, rankings.ours(again)), onesided)


def _weighed(profiles: tuple[Profile, ...], weights: facts.Weights) -> tuple[Profile, ...]:
    return tuple(replace(each, party=replace(each.party, weights=weights)) for each in profiles)


def turned(knobs: Knobs, name: str) -> Iterator[Knobs]:
    """The knob a step lower and a step higher, where that is allowed."""
    least, most = BETWEEN.get(name, (0.0, facts.HEAVIEST))
    for way in (-1, 1):
        value = knobs[name] + way * TURNED_BY[name] if name in TURNED_BY else knobs[name] * 1.4**way
        if least <= round(value, 4) <= most:
            yield knobs | {name: round(value, 4)}


def tune(drawn: Market, knobs: Knobs) -> Trial:
    best = tried(drawn, knobs, judge(drawn, rankings.by_likeness(drawn)))
    print(f"before: {best.worth:.4f} {best.judgement}", flush=True)
    for _ in range(PASSES):
        before = best.worth
        for name in best.knobs:
            best = _along(drawn, best, name)
        if best.worth - before < WORTH_A_STEP:
            break
    return _together(drawn, best)


def _along(drawn: Market, best: Trial, name: str) -> Trial:
    """On in one direction as long as it gets better."""
    while True:
        trials = [tried(drawn, knobs, best.onesided) for knobs in turned(best.knobs, name)]
        better = max(trials, key=lambda trial: trial.worth, default=best)
        if better.worth - best.worth < WORTH_A_STEP:
            return best
        best = better
        print(f"{name} {best.knobs[name]:g}: {best.worth:.4f} {best.judgement}", flush=True)


def _together(drawn: Market, best: Trial) -> Trial:
    """Some knobs at once, each a step down or up."""
    lots = random.Random(1)
    for _ in range(DRAWN):
        names, knobs = lots.sample(sorted(best.knobs), TOGETHER), best.knobs
        for name in names:
            knobs = lots.choice([*turned(knobs, name)])
        trial = tried(drawn, knobs, best.onesided)
        if trial.worth - best.worth >= WORTH_A_STEP:
            best = trial
            print(f"{', '.join(f'{name} {knobs[name]:g}' for name in names)}: {best.worth:.4f}", flush=True)
    return best


def main() -> None:
    best = tune(market("tune", TUNING_SEED), untuned())
    print("\n".join(f"{name} = {value:.3g}" for name, value in best.knobs.items()))
    print(best.judgement)


if __name__ == "__main__":
    main()
