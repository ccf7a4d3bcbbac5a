"""What a run has found is written: the lists of everybody, what each could gain, and figures for the organiser."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray
from psycopg2.extras import Json

from matchmaking.discovery import rules
from matchmaking.discovery.actions.crowds import Crowd, Floats, Lists
from matchmaking.discovery.market import gini
from matchmaking.discovery.models import Dossier, Pairing
from matchmaking.discovery.scoring.gains import gains_of
from matchmaking.fairs.models import Fair

LOCK = 0x44495343  # of the lists of a fair: whoever writes them takes turns
AT_ONCE = 20_000  # rows that are sent together
COLUMNS = "fair_id, exhibitor_id, profile_id, worth, stand_view, visitor_view, is_for_visitor, is_for_stand"


def hold_lists(fair: Fair) -> None:
    """Nobody else writes lists of this fair until the transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, fair.pk])


class Seen:
    """How many good matches everybody has on his list, and in how many first tens he is."""

    def __init__(self, lists: Lists) -> None:
        good = lists.likeness >= rules.GOOD
        self.good_of_stands = np.count_nonzero(good & lists.for_stand, axis=1)
        self.good_of_visitors = np.count_nonzero(good & lists.for_visitor, axis=0)
        self.shown_visitors = _in_first(lists.market.scores, lists.for_stand, axis=1)
        self.shown_stands = _in_first(lists.market.scores, lists.for_visitor, axis=0)


def write_lists(fair: Fair, crowd: Crowd, lists: Lists, *, at: datetime) -> None:
    """The lists of the fair are these, at one moment: whoever looks meanwhile sees those before."""
    gains = [*gains_of(crowd.lefts, crowd.rights), *gains_of(crowd.rights, crowd.lefts)]
    seen = Seen(lists)
    with transaction.atomic():
        hold_lists(fair)
        Pairing.objects.filter(fair=fair).delete()
        _copy(_rows(fair, crowd, lists))
        _note(crowd, lists, seen, gains, at)


def _rows(fair: Fair, crowd: Crowd, lists: Lists) -> Iterator[str]:
    """The pairs that are on a list, as lines of COPY."""
    stands, visitors = np.nonzero(lists.for_stand | lists.for_visitor)
    keys = [dossier.exhibitor_id for dossier in crowd.stands]
    others = [dossier.profile_id for dossier in crowd.visitors]
    for begins in range(0, len(stands), AT_ONCE):
        i, j = stands[begins : begins + AT_ONCE], visitors[begins : begins + AT_ONCE]
        columns = zip(
            i.tolist(),
            j.tolist(),
            lists.market.scores[i, j].tolist(),
            lists.scores.left[i, j].tolist(),
            lists.scores.right[i, j].tolist(),
            lists.for_visitor[i, j].tolist(),
            lists.for_stand[i, j].tolist(),
            strict=True,
        )
        for row, column, worth, left, right, for_visitor, for_stand in columns:
            yield (
                f"{fair.pk}\t{keys[row]}\t{others[column]}\t{worth:.6g}\t{left:.4f}\t{right:.4f}"
                f"\t{for_visitor}\t{for_stand}\n"
            )


def _copy(rows: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            cursor.copy_expert(f"COPY discovery_pairing ({COLUMNS}) FROM STDIN", StringIO("".join(some)))


def _note(crowd: Crowd, lists: Lists, seen: Seen, gains: Sequence[Any], at: datetime) -> None:
    """Each dossier knows its price in the market, how it fares, and what it could gain."""
    dossiers = [*crowd.stands, *crowd.visitors]
    prices = [*lists.market.left_prices.tolist(), *lists.market.right_prices.tolist()]
    good = [*seen.good_of_stands.tolist(), *seen.good_of_visitors.tolist()]
    shown = [*seen.shown_stands.tolist(), *seen.shown_visitors.tolist()]
    note_standing(zip(dossiers, prices, good, shown, gains, strict=True), at)


def note_standing(standings: Iterable[tuple[Dossier, float, int, int, Any]], at: datetime) -> None:
    rows = [(dossier.pk, price, good, shown, Json(gains)) for dossier, price, good, shown, gains in standings]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE discovery_dossier AS dossier
            SET price = found.price, good = found.good, shown_to = found.shown, gains = found.gains, scored_at = %s
            FROM unnest(%s::bigint[], %s::float8[], %s::int[], %s::int[], %s::jsonb[])
                AS found (id, price, good, shown, gains)
            WHERE dossier.id = found.id
            """,
            [at, *(list(column) for column in zip(*rows, strict=True))] if rows else [at, [], [], [], [], []],
        )


def _in_first(worth: Floats, listed: NDArray[np.bool_], *, axis: int) -> NDArray[np.int64]:
    """In how many first tens each of the other side is, of the lists along this axis."""
    worth, listed = (worth, listed) if axis == 1 else (worth.T, listed.T)
    counts = np.zeros(worth.shape[1], dtype=np.int64)
    if not worth.shape[1]:
        return counts
    top = min(rules.TOP, worth.shape[1])
    for begins in range(0, len(worth), 512):
        some = np.where(listed[begins : begins + 512], worth[begins : begins + 512], 0)
        best = np.argpartition(some, some.shape[1] - top, axis=1)[:, -top:]
        counts += np.bincount(best[np.take_along_axis(some, best, axis=1) > 0], minlength=len(counts))
    return counts


BANDS = ((0, 0), (1, 4), (5, 9), (10, 19), (20, None))
"""How many good matches somebody has: the bars of the organiser's picture."""


def figures_of(crowd: Crowd, lists: Lists) -> dict[str, Any]:
    """What the organiser sees of a run, as plain numbers, for both sides."""
    seen = Seen(lists)
    return {
        "stands": _of_side(seen.good_of_stands, seen.shown_stands, len(crowd.visitors)),
        "visitors": _of_side(
            seen.good_of_visitors,
            seen.shown_visitors[[dossier.is_shown for dossier in crowd.visitors]],
            len(crowd.stands),
        ),
        "is_cleared": lists.market.is_cleared,
    }


def _of_side(good: NDArray[np.int64], shown: NDArray[np.int64], others: int) -> dict[str, Any]:
    enough = min(rules.ENOUGH_GOOD, others)
    mean = float(shown.mean()) if len(shown) else 0.0
    return {
        "people": len(good),
        "covered": int(np.count_nonzero(good >= enough)),
        "without": int(np.count_nonzero(good == 0)),
        "drowning": int(np.count_nonzero(shown > rules.DROWNING * max(mean, 1.0))),
        "unseen": int(np.count_nonzero(shown == 0)),
        "gini": round(gini(shown), 4),
        "bands": [
            int(np.count_nonzero((good >= low) & (good <= (good.max(initial=0) if high is None else high))))
            for low, high in BANDS
        ],
        "lorenz": _lorenz(shown),
    }


def _lorenz(shown: NDArray[np.int64]) -> list[float]:
    """What each tenth of the people, seen least first, has of all attention together; straight from one to the next."""
    together = np.concatenate(([0], np.sort(shown).cumsum()))
    tenths, people = np.linspace(0, 1, 11), np.linspace(0, 1, len(together))
    return [round(float(share), 4) for share in np.interp(tenths, people, together / max(1, together[-1]))]
