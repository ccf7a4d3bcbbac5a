"""What is asked about meetings again and again: diaries of several people at once, terms, teams."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import MD5, Cast, Concat

from matchmaking.exhibitors.models import Exhibitor, Representative
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.meetings import rules
from matchmaking.meetings.models import (
    Agenda,
    Attendance,
    Availability,
    Barrier,
    Booking,
    BusyTime,
    FairTerms,
    MeetingRequest,
    Quota,
)

WIDEST_PAUSE = timedelta(hours=2)  # between two meetings, as the agenda's field has it


def live_attendances() -> QuerySet[Attendance]:
    """Who is to be where, of meetings that stand."""
    return Attendance.objects.filter(status=Booking.Status.CONFIRMED, excused_at=None)


def diaries(
    participants: Iterable[Participant], fair: Fair, *, since: datetime, until: datetime, but: UUID | None = None
) -> dict[int, rules.Diary]:
    """The diary of each participant (by his id) between two moments, at whatever fair he is then. Four queries.

    The meeting `but` is left out: it is the one that is to be moved.
    """
    people = list(participants)
    users = [person.user_id for person in people]
    agendas = {agenda.pk: agenda for agenda in Agenda.objects.filter(participant__in=people)}
    opened: dict[int, set[UUID]] = defaultdict(set)
    openings = Availability.objects.filter(
        participant__in=people, slot__starts_at__gte=since, slot__starts_at__lt=until
    ).values_list("participant_id", "slot_id")
    for participant, slot in openings:
        opened[participant].add(slot)
    taken, busy = _taken(users, since=since - timedelta(days=1), until=until + timedelta(days=1), but=but)
    limits = meetings_a_day(fair)
    found = {}
    for person in people:
        agenda = agendas.get(person.pk) or Agenda(participant=person, time_zone=person.user.time_zone)
        by_roles = rules.most(*[limits[role] for role in person.roles if role in limits])
        found[person.pk] = rules.Diary(
            participant=person.pk,
            user=person.user_id,
            zone=ZoneInfo(agenda.time_zone),
            works_from=agenda.works_from,
            works_to=agenda.works_to,
            country=person.user.country,
            opened=frozenset(opened[person.pk]),
            meetings=tuple(taken[person.user_id]),
            busy=tuple(busy[person.user_id]),
            pause=timedelta(minutes=agenda.break_minutes),
            most_per_day=rules.least(agenda.most_per_day, by_roles),
        )
    return found


def _taken(
    users: Sequence[int], *, since: datetime, until: datetime, but: UUID | None
) -> tuple[dict[int, list[rules.Span]], dict[int, list[rules.Span]]]:
    """Meetings and busy times of these people, each sorted. One query."""
    overlapping = Q(starts_at__lt=until, ends_at__gt=since, user__in=users)
    fields = ("user_id", "starts_at", "ends_at", "is_meeting")
    meetings = live_attendances().filter(overlapping)
    rows = (
        (meetings.exclude(booking=but) if but else meetings)
        .order_by()
        .annotate(is_meeting=Value(True, BooleanField()))
        .values_list(*fields)
        .union(
            BusyTime.objects.filter(overlapping)
            .order_by()
            .annotate(is_meeting=Value(False, BooleanField()))
            .values_list(*fields),
            all=True,
        )
        .order_by("starts_at")
    )
    found: dict[bool, dict[int, list[rules.Span]]] = {True: defaultdict(list), False: defaultdict(list)}
    for user, starts, ends, is_meeting in rows:
        found[is_meeting][user].append((starts, ends))
    return found[True], found[False]


# Terms ----------------------------------------------------------------


def terms_of(fair: Fair) -> FairTerms:
    """The fair's terms, or those that hold where none are written."""
    return FairTerms.objects.filter(fair=fair).first() or FairTerms(fair=fair)


def meetings_a_day(fair: Fair) -> dict[str, int | None]:
    """How many meetings a day somebody in a role may have; None is no limit. Roles without a quota are left out."""
    return dict(Quota.objects.filter(fair=fair).values_list("role", "meetings_per_day"))


def open_requests_allowed(participant: Participant) -> int | None:
    """How many of his requests may be open at a time; None is no limit. Of several roles the most generous counts."""
    quotas = dict(Quota.objects.filter(fair=participant.fair_id).values_list("role", "open_requests"))
    return rules.most(*[quotas[role] for role in participant.roles if role in quotas])


def open_requests_of(participant: Participant, at: datetime) -> int:
    """How many requests that he has sent wait for an answer."""
    return MeetingRequest.objects.filter(sender=participant, status="open", expires_at__gt=at).count()


def barriers_of(fair: Fair) -> QuerySet[Barrier]:
    return Barrier.objects.filter(fair=fair)


def persons(participants: Iterable[Participant]) -> dict[int, rules.Person]:
    """Each participant (by his id) as barriers see him. One query."""
    people = list(participants)
    groups = dict(
        Participant.objects.filter(pk__in=[person.pk for person in people])
        .annotate(named=ArrayAgg("groups", filter=Q(groups__isnull=False), default=Value([])))
        .values_list("pk", "named")
    )
    return {person.pk: rules.Person(roles=person.roles, groups=groups[person.pk]) for person in people}


def others_who_wanted(slot: MeetingSlot, people: Iterable[Participant]) -> list[int]:
    """Users whose open requests ask these people for the slot that has just been taken."""
    return list(
        MeetingRequest.objects.filter(
            Q(sender__in=people) | Q(recipient__in=people), status=MeetingRequest.Status.OPEN, wishes__slot=slot
        )
        .values_list("sender__user", flat=True)
        .distinct()
    )


# Who and where ----------------------------------------------------------------


def team_of(stand: Exhibitor) -> list[Participant]:
    """Those who speak for the stand and take part, in their order. One query."""
    seats = seats_of_everybody().filter(exhibitor=stand).select_related("participant__user").order_by("position", "pk")
    return [seat.participant for seat in seats]


def seats_of_everybody() -> QuerySet[Representative]:
    """Seats at stands of people who take part and work for the company still."""
    return Representative.objects.filter(
        participant__status=Participant.Status.APPROVED,
        participant__user__is_active=True,
        participant__user__memberships__company=F("exhibitor__company"),
    )


def free_rooms(slot: MeetingSlot, *, stands: Iterable[Exhibitor], seats: int, for_whom: UUID) -> QuerySet[Room]:
    """Rooms that nobody has booked in the slot: the stands' own, then their halls' and then any that is not reserved.

    Video rooms come first. The order differs from booking to booking, so that those who book at the same moment do not
    all want the same room.
    """
    owners, halls = [stand.pk for stand in stands], [stand.hall_id for stand in stands if stand.hall_id]
    own = Q(reservation__exhibitor__in=owners)
    return (
        Room.objects.filter(Q(reservation=None) | own, hall__fair=slot.fair_id, seats__gte=seats)
        .exclude(pk__in=bookings_in(slot).filter(room__isnull=False).values("room"))
        .alias(
            distance=Case(When(own, then=0), When(hall__in=halls, then=1), default=2),
            by_screen=Case(When(kind=Room.Kind.VIDEO, then=0), default=1),
        )
        .order_by("distance", "by_screen", MD5(Concat(Cast("pk", CharField()), Value(str(for_whom)))))
    )


def bookings_in(slot: MeetingSlot) -> QuerySet[Booking]:
    """Meetings that stand and overlap the slot."""
    return Booking.objects.filter(
        status=Booking.Status.CONFIRMED, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    )


def is_room_free(room: Room, slot: MeetingSlot, *, but: UUID) -> bool:
    """Nobody has the room in the slot, except perhaps the meeting `but`."""
    return not bookings_in(slot).filter(room=room).exclude(pk=but).exists()
