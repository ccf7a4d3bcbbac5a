"""What is asked about fairs again and again, in one place."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from matchmaking.fairs.models import Break, Fair, Hall, MeetingSlot, OpeningHours, Participant, Room
from matchmaking.fairs.rules import Preparation, Stretch, TimetableChange, slots_of, timetable_change


class SubqueryCount(Subquery):
    """The number of rows of a subquery."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def current_and_next_slot(fair: Fair, at: datetime) -> tuple[MeetingSlot | None, MeetingSlot | None]:
    """The slot that is running at the moment and the first one that begins after it. One query."""
    coming = list(fair.slots.filter(ends_at__gt=at).order_by("starts_at")[:2])
    if coming and coming[0].starts_at <= at:
        return coming[0], coming[1] if len(coming) == 2 else None
    return None, coming[0] if coming else None


def running_fairs() -> QuerySet[Fair]:
    """Fairs that newcomers may join, the nearest first."""
    return Fair.objects.filter(status__in=(Fair.Status.OPEN, Fair.Status.LIVE)).order_by("starts_on", "name")


def preparation(fair: Fair) -> Preparation:
    """How far the fair is prepared, and who is there already besides its organisers. One query."""
    people = Participant.objects.filter(fair=OuterRef("pk"))
    counted = {
        "hours": OpeningHours.objects.filter(fair=OuterRef("pk")),
        "halls": Hall.objects.filter(fair=OuterRef("pk")),
        "rooms": Room.objects.filter(hall__fair=OuterRef("pk")),
        "slots": MeetingSlot.objects.filter(fair=OuterRef("pk")),
        "newcomers": people.exclude(roles__contains=[Participant.Role.ORGANISER]),
        "waiting": people.filter(status=Participant.Status.APPLIED),
    }
    numbers = [SubqueryCount(rows.order_by().values("pk")) for rows in counted.values()]
    found = Fair.objects.filter(pk=fair.pk).values_list(*numbers).get()
    return Preparation(**dict(zip(counted, found, strict=True)))


def wanted_timetable(fair: Fair) -> list[Stretch]:
    """The timetable that the fair's settings, opening hours and breaks ask for. Two queries."""
    return slots_of(
        fair.opening_hours.all(),
        fair.breaks.all(),
        length=timedelta(minutes=fair.slot_minutes),
        gap=timedelta(minutes=fair.gap_minutes),
        zone=fair.zone,
    )


def change_of_timetable(fair: Fair, at: datetime) -> TimetableChange:
    """What laying out the timetable now would change. Three queries."""
    return timetable_change(fair.slots.all(), wanted_timetable(fair), at)


def other_organisers(participant: Participant) -> int:
    """How many people could run the fair without this one."""
    return (
        Participant.objects.filter(
            fair=participant.fair_id, status=Participant.Status.APPROVED, roles__contains=[Participant.Role.ORGANISER]
        )
        .exclude(pk=participant.pk)
        .count()
    )


def fingerprint(rows: Iterable[OpeningHours] | Iterable[Break]) -> str:
    """A short sign of what is stored, to notice that somebody else has changed it in the meantime."""
    return sha256("\n".join(sorted(str(row) for row in rows)).encode()).hexdigest()[:16]
