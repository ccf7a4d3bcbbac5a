"""A notice on its way: claimed by one worker, sent outside of any transaction, stamped when it has gone.

Who dies between claiming and stamping has sent it or not: nobody knows, so after a while it is sent once more, under
the same name (Message-ID). Better twice than never, and only then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from matchmaking.reminders import rules
from matchmaking.reminders.models import Delivery, Notice

DIGEST_LOCK = 7_340_006  # with the reader: one summary of his day at a time
Status, Problem = Delivery.Status, Delivery.Problem


@dataclass(frozen=True)
class Claim:
    """These deliveries are this worker's, until PATIENCE is over."""

    deliveries: Sequence[Delivery]
    at: datetime

    @property
    def notices(self) -> list[Notice]:
        return [delivery.notice for delivery in self.deliveries]


def claim(*, way: str, most: int, at: datetime) -> Claim:
    """What goes out next on this way, the most urgent first. Nobody else has any of it; what a worker has claimed who
    never came back is among it."""
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {"way": way, "most": most, "at": at}
        cursor.execute(_CLAIM, facts | alive(at))
        return claimed([row[0] for row in cursor.fetchall()], at)


def alive(at: datetime) -> dict[str, datetime]:
    """Whoever has claimed something between these moments may still be at it. After the later one: his clock was wrong,
    and has been set since."""
    return {"lost": at - rules.PATIENCE, "ahead": at + rules.PATIENCE}


_CLAIM = """
    UPDATE reminders_delivery SET claimed_at = %(at)s, tries = tries + 1
    WHERE id IN (
        SELECT id FROM reminders_delivery
        WHERE status = 'waiting' AND way = %(way)s AND due_at <= %(at)s
            AND (claimed_at IS NULL OR claimed_at NOT BETWEEN %(lost)s AND %(ahead)s)
        ORDER BY urgency, due_at LIMIT %(most)s
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""


def claim_digest(*, at: datetime) -> Claim:
    """All that waits for the summary of one reader whose hour has come; nothing if nobody's has."""
    with transaction.atomic(), connection.cursor() as cursor:
        facts: dict[str, Any] = {"at": at, "lock": DIGEST_LOCK} | alive(at)
        cursor.execute(_WHOSE_DIGEST, facts)
        found = cursor.fetchone()
        if found is None:
            return Claim([], at)
        cursor.execute(_CLAIM_DIGEST, facts | {"reader": found[0]})
        return claimed([row[0] for row in cursor.fetchall()], at)


_DUE_DIGEST = """
    delivery.status = 'waiting' AND delivery.way = 'digest' AND delivery.due_at <= %(at)s
    AND (delivery.claimed_at IS NULL OR delivery.claimed_at NOT BETWEEN %(lost)s AND %(ahead)s)
"""
_WHOSE_DIGEST = f"""
    WITH waiting AS MATERIALIZED (
        SELECT DISTINCT notice.recipient_id FROM reminders_delivery AS delivery
        JOIN reminders_notice AS notice ON notice.id = delivery.notice_id
        WHERE {_DUE_DIGEST} LIMIT 100
    )
    SELECT recipient_id FROM waiting WHERE pg_try_advisory_xact_lock(%(lock)s, recipient_id::int) LIMIT 1
"""
_CLAIM_DIGEST = f"""
    UPDATE reminders_delivery AS delivery SET claimed_at = %(at)s, tries = tries + 1
    FROM reminders_notice AS notice
    WHERE notice.id = delivery.notice_id AND notice.recipient_id = %(reader)s AND {_DUE_DIGEST}
    RETURNING delivery.id
"""


def claimed(ids: Sequence[int], at: datetime) -> Claim:
    found = Delivery.objects.filter(pk__in=ids).select_related("notice__recipient", "notice__fair")
    return Claim(sorted(found, key=lambda delivery: (delivery.urgency, delivery.due_at, delivery.pk)), at)


def stamp_sent(deliveries: Sequence[Delivery], *, at: datetime) -> None:
    """They have gone out. Plain SQL, for it is said of every mail: written by Django it took a tenth of the whole."""
    facts: dict[str, Any] = {
        "ids": [each.pk for each in deliveries],
        "claims": [each.claimed_at for each in deliveries],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAMPED, facts)


_STAMPED = """
    UPDATE reminders_delivery SET status = 'sent', ended_at = %(at)s, problem = '', answer = ''
    WHERE id = ANY(%(ids)s) AND claimed_at = ANY(%(claims)s) AND status = 'waiting'  -- as `ours`
"""


def drop(delivery: Delivery, problem: str, *, at: datetime) -> None:
    """It does not go out, for this reason, and nobody tries again."""
    ours([delivery]).update(status=Status.DROPPED, ended_at=at, problem=problem)


def put_off(
    deliveries: Sequence[Delivery],
    problem: str,
    answer: str,
    *,
    is_final: bool,
    at: datetime,
    not_before: datetime | None = None,
) -> None:
    """They could not be sent: later once more, or, if that is of no use or was tried often enough, never."""
    for delivery in deliveries:
        again = None if is_final else rules.try_again_at(delivery.tries, at)
        facts = {"problem": problem, "answer": answer[:200]}
        if again is None:
            ours([delivery]).update(status=Status.FAILED, ended_at=at, **facts)
        else:
            ours([delivery]).update(due_at=max(again, not_before or again), claimed_at=None, **facts)


def give_back(deliveries: Iterable[Delivery]) -> None:
    """Somebody else may send them, at once: nothing was tried."""
    for delivery in deliveries:
        ours([delivery]).update(claimed_at=None, tries=delivery.tries - 1)


def ours(deliveries: Iterable[Delivery]) -> QuerySet[Delivery]:
    """Of these the ones that are still claimed as they were read: nobody has taken them over meanwhile."""
    mine = list(deliveries)
    return Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in mine],
        claimed_at__in={delivery.claimed_at for delivery in mine},
        status=Status.WAITING,
    )


def forget_old(*, at: datetime) -> int:
    """What was told longer ago than one can look it up is gone; how much."""
    return Notice.objects.filter(owed_at__lt=at - rules.KEPT).delete()[0]
