"""Opening hours, breaks, and the timetable of meetings that is laid out from them."""

from collections.abc import Sequence
from datetime import datetime

from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions.referee import hold_calendar, refereed
from matchmaking.fairs.errors import ChangedMeanwhile, MeetingsInTheWay
from matchmaking.fairs.models import Break, Fair, Hall, HallHours, MeetingSlot, OpeningHours
from matchmaking.fairs.rules import TimetableChange


def set_opening_hours(*, fair: Fair, hours: Sequence[OpeningHours], seen: str) -> None:
    """The fair is open in these hours and in no others. `seen` is the fingerprint of those that were changed."""
    with refereed():
        fair = hold_calendar(fair)
        if queries.fingerprint(fair.opening_hours.all()) != seen:
            raise ChangedMeanwhile
        for fault in rules.faults_in_hours(hours, fair).values():
            raise fault
        fair.opening_hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(fair=fair, day=ours.day, opens_at=ours.opens_at, closes_at=ours.closes_at) for ours in hours
        )


def set_breaks(*, fair: Fair, breaks: Sequence[Break], seen: str) -> None:
    """Meetings pause in these breaks and in no others. `seen` is the fingerprint of those that were changed."""
    with refereed():
        fair = hold_calendar(fair)
        if queries.fingerprint(fair.breaks.all()) != seen:
            raise ChangedMeanwhile
        for fault in rules.faults_in_breaks(breaks).values():
            raise fault
        fair.breaks.all().delete()
        Break.objects.bulk_create(
            Break(fair=fair, name=ours.name, starts_at=ours.starts_at, ends_at=ours.ends_at) for ours in breaks
        )


def set_hall_hours(*, hall: Hall, hours: Sequence[OpeningHours | HallHours], seen: str) -> None:
    """The hall is open in these hours and in no others; with none, whenever the fair is. `seen` as above."""
    with refereed():
        fair = hold_calendar(hall.fair)
        if queries.fingerprint(hall.hours.all()) != seen:
            raise ChangedMeanwhile
        for fault in rules.faults_in_hours(hours, fair).values():
            raise fault
        hall.hours.all().delete()
        HallHours.objects.bulk_create(  # in one statement: what is booked is looked at when all of them are there
            HallHours(hall=hall, day=ours.day, opens_at=ours.opens_at, closes_at=ours.closes_at) for ours in hours
        )


def lay_out_timetable(*, fair: Fair, at: datetime, seen: str | None = None) -> TimetableChange:
    """From now on the timetable is what hours, breaks, length and gap ask for; slots that fit keep their identity.

    `seen` is the fingerprint of what was looked at: ChangedMeanwhile if something else would be laid out by now.
    """
    with refereed():
        fair = hold_calendar(fair)
        if seen is not None and seen != queries.fingerprint_of_wanted(fair):
            raise ChangedMeanwhile
        change = queries.change_of_timetable(fair, at)
        if queries.meetings_in_the_way(change):
            raise MeetingsInTheWay
        fair.slots.filter(pk__in=[slot.pk for slot in change.removed]).delete()
        MeetingSlot.objects.bulk_create(
            [MeetingSlot(fair=fair, starts_at=starts, ends_at=ends, added_at=at) for starts, ends in change.added],
            batch_size=1000,
        )
    return change
