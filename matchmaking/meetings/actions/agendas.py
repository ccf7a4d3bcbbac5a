"""When somebody can meet: laid out from his working hours, then opened and closed by himself."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import errors, rules
from matchmaking.meetings.actions.referee import deed, hold_people
from matchmaking.meetings.announcements import announce_day
from matchmaking.meetings.models import Agenda, Availability, BusyTime
from matchmaking.visitors.models import VisitorProfile

LONGEST_BUSY = timedelta(days=14)
MOST_BUSY = 200


def lay_out_agendas(*, participants: Iterable[Participant], at: datetime) -> int:
    """Each of them who has no agenda yet has one, open in his working hours. True at any time, and cheap if all have.

    The hours and the zone are those of his visitor profile, or nine to half past five on the clock of his account.
    """
    people = {person.pk: person for person in participants}
    for pk in Agenda.objects.filter(participant__in=people).values_list("pk", flat=True):
        del people[pk]
    if not people:
        return 0
    profiles = {profile.participant_id: profile for profile in VisitorProfile.objects.filter(participant__in=people)}
    agendas = [first_agenda(person, profiles.get(person.pk), at) for person in people.values()]
    with transaction.atomic():
        Agenda.objects.bulk_create(agendas, ignore_conflicts=True)
        open_working_hours(agendas)
    return len(agendas)


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


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to meet at a fair."""

    time_zone: str
    works_from: time
    works_to: time
    break_minutes: int = 0
    most_per_day: int | None = None


@deed
def change_agenda(*, participant: Participant, wishes: Wishes, at: datetime) -> Agenda:
    """From now on he is asked as he wishes. What he has opened and what is booked stays as it is."""
    if wishes.works_to <= wishes.works_from:
        raise errors.DayEndsBeforeItBegins
    hold_people([participant.user_id])
    lay_out_agendas(participants=[participant], at=at)
    Agenda.objects.filter(participant=participant).update(**asdict(wishes))
    return Agenda.objects.get(participant=participant)


@deed
def change_openings(
    *, participant: Participant, opened: Collection[UUID], closed: Collection[UUID], at: datetime
) -> None:
    """These slots are open and those are not; all others are as somebody else may have left them meanwhile."""
    hold_people([participant.user_id])
    slots = list(MeetingSlot.objects.filter(pk__in={*opened, *closed}))
    if len(slots) < len({*opened, *closed}) or any(slot.fair_id != participant.fair_id for slot in slots):
        raise errors.SlotOfAnotherFair
    Availability.objects.filter(participant=participant, slot__in=closed).delete()
    Availability.objects.bulk_create(
        (Availability(participant=participant, slot_id=slot) for slot in opened), ignore_conflicts=True
    )
    announce_slots(participant, slots)


@deed
def lay_out_anew(*, participant: Participant, at: datetime) -> None:
    """Of the slots to come exactly those are open that lie in the working hours."""
    hold_people([participant.user_id])
    lay_out_agendas(participants=[participant], at=at)
    Availability.objects.filter(participant=participant, slot__starts_at__gt=at).delete()
    agenda = Agenda.objects.select_related("participant").get(participant=participant)
    open_working_hours([agenda])
    announce_slots(participant, MeetingSlot.objects.filter(fair=participant.fair_id, starts_at__gt=at))


def announce_slots(participant: Participant, slots: Iterable[MeetingSlot]) -> None:
    """Whoever looks at times of these days looks again."""
    fair = participant.fair
    for day in sorted({slot.starts_at.astimezone(fair.zone).date() for slot in slots}):
        announce_day(fair, day)


@deed
def add_busy_time(*, user: User, starts_at: datetime, ends_at: datetime, title: str = "") -> BusyTime:
    """The person is busy then, at whatever fair. Meetings that are booked stay."""
    if ends_at <= starts_at:
        raise errors.BusyTimeEndsBeforeItBegins
    if ends_at - starts_at > LONGEST_BUSY:
        raise errors.BusyTooLong
    hold_people([user.pk])
    if BusyTime.objects.filter(user=user, source=BusyTime.Source.OWN).count() >= MOST_BUSY:
        raise errors.TooManyBusyTimes
    return BusyTime.objects.create(user=user, starts_at=starts_at, ends_at=ends_at, title=title)


def remove_busy_time(*, user: User, busy_id: int) -> None:
    """The person is not busy then any more, as far as he has said so himself. Twice is once."""
    BusyTime.objects.filter(user=user, pk=busy_id, source=BusyTime.Source.OWN).delete()
