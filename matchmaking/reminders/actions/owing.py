"""What is owed becomes a notice, once, with the ways on which it is to go out."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from matchmaking.reminders import due, queries, rules
from matchmaking.reminders.actions import announcing
from matchmaking.reminders.announcements import announce_notices
from matchmaking.reminders.due.owed import Owed
from matchmaking.reminders.models import Delivery, Notice

LOCK = 7_340_005  # one at a time looks for what is owed
BATCH = 2000


def note_what_is_owed(*, at: datetime) -> int:
    """Everything that is owed at this moment has a notice; how many are new.

    Somebody else who is at it right now is not waited for: he finds the same. A run that is late, doubled or killed
    does no harm, for what has a notice is owed no more.
    """
    announcing.begin_due(at=at)
    noted = sum(note_all(question, at=at) for question in due.QUESTIONS)
    announcing.end_told(at=at)
    return noted


def note_all(question: due.Question, *, at: datetime) -> int:
    """All that this question finds, a batch at a time: no transaction is long, however much there is."""
    total = 0
    while True:
        with transaction.atomic():
            if not is_alone():
                return total
            batch = question(at, BATCH)
            noted = note(batch, at=at)
        total += noted
        if len(batch) < BATCH or not noted:
            return total


def is_alone() -> bool:
    """Until the transaction ends nobody else looks for what is owed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def note(batch: Sequence[Owed], *, at: datetime) -> int:
    """What of these nobody has been told yet has a notice; how many. Six queries, however many they are."""
    notices = [
        Notice(
            recipient_id=owed.recipient,
            fair_id=owed.fair,
            kind=owed.kind,
            subject=owed.subject,
            occasion=owed.occasion,
            said=owed.said,
            due_at=owed.due_at,
            owed_at=at,
            ends_at=owed.ends_at,
            dropped=owed.dropped,
            read_at=at if owed.is_known else None,
        )
        for owed in batch
    ]
    if not notices:
        return 0
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    there = set(Notice.objects.filter(pk__in=[notice.pk for notice in notices]).values_list("pk", flat=True))
    fresh = [notice for notice in notices if notice.pk in there]
    send_out([notice for notice in fresh if not notice.dropped], at=at)
    return len(fresh)


def send_out(notices: Collection[Notice], *, at: datetime) -> None:
    """Each of them waits for a worker on every way on which its reader wants to be told, and is in his bell."""
    readers = queries.readers(notice.recipient_id for notice in notices)
    Delivery.objects.bulk_create(
        delivery
        for notice in notices
        if (reader := readers.get(notice.recipient_id))
        for delivery in deliveries(notice, reader, at)
    )
    announce_notices({notice.recipient_id for notice in notices})


def deliveries(notice: Notice, reader: queries.Reader, at: datetime) -> Iterator[Delivery]:
    """On the ways that the reader wants and that lead to him."""
    for way in rules.wished(notice.kind, reader.wishes).ways:
        if way == Delivery.Way.PUSH and not reader.has_push:
            continue
        not_before = rules.not_before(
            notice.kind, way, at, habits=reader.habits, zone=reader.zone, ends_at=notice.ends_at
        )
        yield Delivery(notice=notice, way=way, due_at=not_before, urgency=rules.URGENCY.get(notice.kind, 5))
