"""When somebody can meet: laid out from his working hours, then opened and closed by himself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.referee import deed, hold_people
from matchmaking.meetings.announcements import announce_day, announce_people
from matchmaking.meetings.models import Agenda, Availability, BusyTime
from matchmaking.visitors.models import VisitorProfile

MOST_BUSY = 200  # stretches to come, of one person


def lay_out_agendas(*, participants: Iterable[Participant], at: datetime) -> int:
    """Each of them has an agenda that follows the timetable, open in his working hours. True at any time, and cheap if
    all have. Says how many it has made or brought up to date.

    The hours and the zone are those of his visitor profile, or nine to half past five on the clock of his account.
    """
    people = {person.pk: person for person in participants}
    newest = MeetingSlot.objects.filter(fair=OuterRef("participant__fair")).order_by("-added_at").values("added_at")
    found = Agenda.objects.filter(participant__in=people).annotate(newest=Subquery(newest[:1]))
    behind = {}
    for pk, laid_out_at, added_at in found.values_list("pk", "laid_out_at", "newest"):
        del people[pk]
        if added_at and added_at > laid_out_at:
            behind[pk] = added_at
    caught_up = open_added_slots(behind, at) if behind else 0
    if not people:
        return caught_up
    profiles = {profile.participant_id: profile for profile in VisitorProfile.objects.filter(participant__in=people)}
    agendas = [first_agenda(person, profiles.get(person.pk), at) for person in people.values()]
    with transaction.atomic():
        made = make_agendas(agendas)
        open_working_hours([agenda for agenda in agendas if agenda.pk in made])
    return caught_up + len(made)


def make_agendas(agendas: Iterable[Agenda]) -> set[int]:
    """They are stored, but for those that somebody else has stored meanwhile; says which (by their participants).

    Only what is ours is filled afterwards: the other may have been, and its owner may have closed some of it already.
    """
    ordered = sorted(agendas, key=lambda agenda: agenda.pk)  # so that two who do this never wait for each other
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO meetings_agenda (participant_id, time_zone, works_from, works_to, break_minutes, laid_out_at)
            SELECT * FROM unnest(%s::bigint[], %s::text[], %s::time[], %s::time[], %s::int[], %s::timestamptz[])
            ON CONFLICT (participant_id) DO NOTHING RETURNING participant_id
            """,
            [
                [getattr(agenda, name) for agenda in ordered]
                for name in ("participant_id", "time_zone", "works_from", "works_to", "break_minutes", "laid_out_at")
            ],
        )
        return {row[0] for row in cursor.fetchall()}


def first_agenda(person: Participant, profile: VisitorProfile | None, at: datetime) -> Agenda:
    if profile is None:
        return Agenda(participant=person, time_zone=person.user.time_zone, laid_out_at=at)
    return Agenda(
        participant=person,
        time_zone=profile.time_zone,
        works_from=profile.works_from,
        works_to=profile.works_to,
        laid_out_at=at,
    )


def open_working_hours(agendas: Collection[Agenda]) -> None:
    """The slots of each one's fair that lie within his working hours are open, whatever day it is at home."""
    fairs = {agenda.participant.fair_id for agenda in agendas}
    slots: dict[int, list[MeetingSlot]] = {fair: [] for fair in fairs}
    for slot in MeetingSlot.objects.filter(fair__in=fairs):
        slots[slot.fair_id].append(slot)

    @cache
    def of_hours(fair: int, zone: str, works_from: time, works_to: time) -> list[UUID]:
        here = ZoneInfo(zone)
        return [
            slot.pk
            for slot in slots[fair]
            if rules.is_within_hours(slot, zone=here, works_from=works_from, works_to=works_to)
        ]

    Availability.objects.bulk_create(
        (
            Availability(participant=agenda.participant, slot_id=slot)
            for agenda in agendas
            for slot in of_hours(agenda.participant.fair_id, agenda.time_zone, agenda.works_from, agenda.works_to)
        ),
        batch_size=10_000,
        ignore_conflicts=True,
    )


@transaction.atomic
def open_added_slots(behind: Mapping[int, datetime], at: datetime) -> int:
    """What has come into the timetable since these agendas were laid out is open in their working hours, too. Each is
    named with the moment at which the last of it came."""
    agendas = list(
        Agenda.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=behind)
        .select_related("participant")
        .order_by("pk")
    )
    fairs = {agenda.participant.fair_id for agenda in agendas}
    since = min((agenda.laid_out_at for agenda in agendas), default=at)
    added = list(MeetingSlot.objects.filter(fair__in=fairs, added_at__gt=since, starts_at__gt=at))
    Availability.objects.bulk_create(
        (
            Availability(participant=agenda.participant, slot=slot)
            for agenda in agendas
            for slot in added
            if slot.fair_id == agenda.participant.fair_id
            and slot.added_at > agenda.laid_out_at
            and rules.is_within_hours(slot, zone=agenda.zone, works_from=agenda.works_from, works_to=agenda.works_to)
        ),
        batch_size=10_000,
        ignore_conflicts=True,
    )
    Agenda.objects.filter(pk__in=behind).update(laid_out_at=max(at, *behind.values()))
    announce_days(added)
    return len(agendas)


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to meet at a fair."""

    time_zone: str
    works_from: time
    works_to: time
    break_minutes: int = 0
    most_per_day: int | None = None
    presence: str | None = None  # as he has said before


@deed
def change_agenda(*, participant: Participant, wishes: Wishes, at: datetime) -> Agenda:
    """From now on he is asked as he wishes. What he has opened and what is booked stays as it is."""
    rules.check_working_day(wishes.works_from, wishes.works_to)
    hold_people([participant.user_id])
    lay_out_agendas(participants=[participant], at=at)
    said = asdict(wishes)
    if presence := said.pop("presence"):
        say_presence(participant, presence)
    Agenda.objects.filter(participant=participant).update(**said)
    announce_times(participant.user_id, MeetingSlot.objects.filter(fair=participant.fair_id, starts_at__gt=at))
    return Agenda.objects.get(participant=participant)


def say_presence(participant: Participant, presence: str) -> None:
    """From now on he takes part in this way: rooms that are booked stay, and their pages say it."""
    ours = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if ours.presence != presence:
        ours.presence = presence
        ours.save(update_fields=["presence"])


@deed
def change_openings(
    *, participant: Participant, opened: Collection[UUID], closed: Collection[UUID], at: datetime
) -> list[MeetingSlot]:
    """These slots are open and those are not; all others are as somebody else may have left them meanwhile.

    What has begun stays as it was, and so does what is to be closed although he meets somebody then: these slots are
    returned. To close what is not in the timetable any more is no fault.
    """
    hold_people([participant.user_id])
    slots = {slot.pk: slot for slot in MeetingSlot.objects.filter(pk__in={*opened, *closed})}
    if not set(opened) <= set(slots) or any(slot.fair_id != participant.fair_id for slot in slots.values()):
        raise errors.SlotOfAnotherFair
    coming = {pk: slot for pk, slot in slots.items() if slot.starts_at > at}
    kept = list(queries.taken_slots(participant.user_id).filter(pk__in=coming.keys() & set(closed)))
    shut = coming.keys() & set(closed) - {slot.pk for slot in kept}
    Availability.objects.filter(participant=participant, slot__in=shut).delete()
    Availability.objects.bulk_create(
        (Availability(participant=participant, slot_id=pk) for pk in coming.keys() & set(opened)),
        ignore_conflicts=True,
    )
    announce_times(participant.user_id, coming.values())
    return kept


@deed
def lay_out_anew(*, participant: Participant, at: datetime) -> list[MeetingSlot]:
    """Of the slots to come exactly those are open that lie in the working hours. Those of a meeting stay; see above."""
    hold_people([participant.user_id])
    lay_out_agendas(participants=[participant], at=at)
    agenda = Agenda.objects.select_for_update(no_key=True).get(participant=participant)
    coming = list(MeetingSlot.objects.filter(fair=participant.fair_id, starts_at__gt=at))
    wanted = {
        slot.pk
        for slot in coming
        if rules.is_within_hours(slot, zone=agenda.zone, works_from=agenda.works_from, works_to=agenda.works_to)
    }
    found = set(Availability.objects.filter(participant=participant, slot__in=coming).values_list("slot", flat=True))
    return change_openings(participant=participant, opened=wanted - found, closed=found - wanted, at=at)


def announce_times(user: int, slots: Iterable[MeetingSlot]) -> None:
    """Whoever looks at times of these days looks again, and so do the person's own pages."""
    announce_days(slots)
    announce_people([user])


def announce_days(slots: Iterable[MeetingSlot]) -> None:
    """Whoever looks at times of these days looks again."""
    moments = [(slot.fair_id, slot.starts_at) for slot in slots]
    fairs = Fair.objects.in_bulk({fair for fair, _starts_at in moments})
    for fair, day in sorted({(fair, starts_at.astimezone(fairs[fair].zone).date()) for fair, starts_at in moments}):
        announce_day(fairs[fair], day)


# Busy elsewhere ----------------------------------------------------------------


@deed
def add_busy_time(*, user: User, starts_at: datetime, ends_at: datetime, title: str = "", at: datetime) -> BusyTime:
    """The person is busy then, at whatever fair. Meetings that are booked stay. Said twice it is said once."""
    rules.check_busy(starts_at, ends_at, at)
    hold_people([user.pk])
    mine = BusyTime.objects.filter(user=user, source=BusyTime.Source.OWN)
    mine.filter(ends_at__lte=at).delete()  # what is over closes nothing
    said = mine.filter(starts_at=starts_at, ends_at=ends_at, title=title).first()
    if said:
        return said
    if mine.count() >= MOST_BUSY:
        raise errors.TooManyBusyTimes
    busy = BusyTime.objects.create(user=user, starts_at=starts_at, ends_at=ends_at, title=title)
    announce_busy(busy)
    return busy


@deed
def remove_busy_time(*, user: User, busy_id: int) -> None:
    """The person is not busy then any more, as far as he has said so himself. Twice is once."""
    hold_people([user.pk])
    busy = BusyTime.objects.filter(user=user, pk=busy_id, source=BusyTime.Source.OWN).first()
    if busy:
        announce_busy(busy)
        busy.delete()


def announce_busy(busy: BusyTime) -> None:
    """Whoever looks at times within it, at a fair in which the person takes part, looks again."""
    fairs = Participant.objects.filter(user=busy.user_id, status=Participant.Status.APPROVED).values("fair")
    within = MeetingSlot.objects.filter(fair__in=fairs, starts_at__lt=busy.ends_at, ends_at__gt=busy.starts_at)
    announce_times(busy.user_id, within)
