"""Does the search of HS codes find the right heading, and how soon? One JSON line per figure.

`top5_accuracy` is over the held-out list: products whose headings were decided before any search was tried, and which
nobody looked at while the search was made. It and the trade names have one author, who knows what is commonly traded;
so `top5_accuracy_unnamed` leaves out the held-out products that are trade names letter by letter.
"""

# ruff: noqa: PLC0415 - Django is set up first

import csv
import json
import os
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).parent
WITH_LABELS = ("en", "fr", "de", "es", "it", "nl", "pl", "pt")


def say(figure: str, value: float, unit: str, reference: str) -> None:
    line = {"bench": "hs_search", "figure": figure, "value": round(value, 3), "unit": unit, "reference": reference}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def products(name: str) -> list[dict[str, Any]]:
    with (HERE / f"hs_products_{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row | {"headings": set(row["headings"].split())} for row in csv.DictReader(file)]


def outcome(name: str, *, but_for: Collection[str] = ()) -> tuple[dict[str, list[bool]], list[str]]:
    """Per language, whether each product's heading is among the first five; and the products that were missed."""
    from matchmaking.common.words import fold
    from matchmaking.companies.queries.classification import search_hs

    hits: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for product in products(name):
        if fold(product["product"]) in but_for:
            continue
        first_five = [found.code for found in search_hs(product["product"], language=product["language"], limit=5)]
        hits[product["language"]].append(bool(product["headings"].intersection(first_five)))
        if not hits[product["language"]][-1]:
            missed.append(f"{product['language']}: {product['product']} {sorted(product['headings'])} {first_five}")
    return hits, missed


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def latencies() -> list[float]:
    """Seconds per keystroke: every product of both lists, typed letter by letter, each text asked once."""
    from matchmaking.common.encoder import encode_query
    from matchmaking.companies.queries.classification import search_hs

    typed = {
        product["product"][:end]: product["language"]
        for name in ("development", "held_out")
        for product in products(name)[::4]
        for end in range(2, len(product["product"]) + 1)
    }
    search_hs("warm", language="en")
    encode_query.cache_clear()
    took = []
    for text, language in typed.items():
        began = perf_counter()
        search_hs(text, language=language)
        took.append(perf_counter() - began)
    return sorted(took)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
    django.setup()
    from matchmaking.common.words import fold
    from matchmaking.companies.actions.classification import load_classification
    from matchmaking.companies.classification import terms

    load_classification()
    hits, missed = outcome("held_out")
    named = {fold(term.text) for term in terms() if term.kind == "name"}
    fresh = [hit for some in outcome("held_out", but_for=named)[0].values() for hit in some]
    labelled = [hit for language in WITH_LABELS for hit in hits[language]]
    everything = [hit for language in hits for hit in hits[language]]
    say("top5_accuracy", share(everything), "share", f"at least 0.75 of {len(everything)} held-out products")
    say(
        "top5_accuracy_with_labels",
        share(labelled),
        "share",
        f"at least 0.85 of {len(labelled)}, {len(WITH_LABELS)} languages",
    )
    say("top5_accuracy_unnamed", share(fresh), "share", f"of {len(fresh)} that are no trade names themselves")
    for language in hits:
        say(f"top5_accuracy_{language}", share(hits[language]), "share", f"of {len(hits[language])}")
    development, also_missed = outcome("development")
    everything = [hit for language in development for hit in development[language]]
    say("top5_accuracy_development", share(everything), "share", f"of {len(everything)}")
    if os.environ.get("HS_SEARCH_MISSED"):
        print("\n".join([*missed, "development:", *also_missed]))
    took = latencies()
    say("p95_ms", took[int(len(took) * 0.95)] * 1000, "ms", f"under 60, {len(took)} keystrokes, encoder warm")
    say("p50_ms", took[len(took) // 2] * 1000, "ms", "the middle one")


if __name__ == "__main__":
    main()
