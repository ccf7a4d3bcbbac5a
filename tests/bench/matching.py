"""Do those who suit each other find each other? One JSON line per figure.

`crosslingual_top10`: of the needs that are held out, the share whose right partner, who writes in another language, is
among the first ten of all offers by the likeness of the texts alone.
"""

from tests.bench.report import figure
from tests.bench.truth.pairs import pairs, share_found


def across_languages() -> None:
    reference = {"at_least": 0.85, "tune": round(share_found("tune"), 4), "offers": len(pairs())}
    figure("matching", "crosslingual_top10", share_found("held"), "share", reference)


def main() -> None:
    across_languages()


if __name__ == "__main__":
    main()
