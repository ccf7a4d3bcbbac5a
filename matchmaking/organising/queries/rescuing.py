"""Whom somebody could meet whose meeting fails: who wants to meet him, is there, and is free with him soon."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q

from matchmaking.accounts.models import Block
from matchmaking.companies.models import Membership
from matchmaking.discovery.models import Pairing
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.lobbies.models import StandStay, Stay
from matchmaking.meetings import queries, rules
from matchmaking.meetings.actions.rescuing import Party
from matchmaking.meetings.errors import BehindABarrier
from matchmaking.meetings.models import Attendance, Barrier, Booking, MeetingRequest

SOON, LATER = timedelta(minutes=3), timedelta(minutes=75)  # when the time begins that is offered
LATELY = timedelta(minutes=15)  # whoever was heard of since then is there
MOST = 12
LOOKED_AT = 80  # of whom discovery brings together


@dataclass(frozen=True)
class Wish:
    """Who wants to meet him, for which stand, and why we think so. `asked` is who has asked, if one of the two has."""

    stand: Exhibitor | None
    asked: str = ""  # "he" has asked, or was asked by "them"
    worth: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be offered to him."""

    party: Party
    slot: MeetingSlot
    asked: str
    worth: float


def candidates_for(me: Party, *, at: datetime) -> list[Candidate]:
    """The best of them: those between whom and him a request waits, then by what discovery says of both. Some ten
    queries, however many they are."""
    fair = me.person.fair
    slots = list(fair.slots.filter(starts_at__gt=at + SOON, starts_at__lt=at + LATER).order_by("starts_at"))
    wishes = wishes_of(me, at=at) if slots else {}
    people = apart_from_none(me, list(free_people(wishes, fair, at=at)))
    if not people:
        return []
    since, until = slots[0].starts_at, slots[-1].ends_at
    found = queries.diaries([me.person, *people], fair, since=since, until=until)
    mine = rules.free_times(found[me.person.pk], slots, day_zone=fair.zone, must_be_open=True)
    both = [slot for slot in slots if slot.pk in mine]
    made = []
    for person in people:
        theirs = rules.free_times(found[person.pk], both, day_zone=fair.zone, must_be_open=True)
        slot = next((slot for slot in both if slot.pk in theirs), None)
        wish = wishes[person.pk]
        if slot:
            made.append(Candidate(Party(person, wish.stand), slot, wish.asked, wish.worth))
    return sorted(made, key=lambda each: (not each.asked, each.slot.starts_at, -each.worth))[:MOST]


def wishes_of(me: Party, *, at: datetime) -> dict[int, Wish]:
    """People, by their numbers, who want to meet him: one of the two has asked, or each is on the other's list."""
    found = liked(me)
    for request in requests_of(me, at=at):
        if request.sender_id == me.person.pk:
            asked, stand, numbers = "he", request.recipient_stand, people_asked(request)
        else:
            asked, stand, numbers = "them", request.sender_stand, [request.sender_id]
        for number in numbers:
            found[number] = Wish(stand, asked, found[number].worth if number in found else 0.0)
    found.pop(me.person.pk, None)
    return found


def requests_of(me: Party, *, at: datetime) -> Iterable[MeetingRequest]:
    to_me = Q(recipient=me.person)
    if me.stand:
        to_me |= Q(recipient_stand=me.stand, recipient=None)
    requests = MeetingRequest.objects.filter(
        Q(sender=me.person) | to_me, fair=me.person.fair_id, status=MeetingRequest.Status.OPEN, expires_at__gt=at
    )
    return requests.select_related("recipient_stand__company", "sender_stand__company")


def people_asked(request: MeetingRequest) -> list[int]:
    """Who can answer it: of a stand its team, unless it is one colleague's."""
    if request.recipient_id:
        return [request.recipient_id]
    return [person.pk for person in queries.team_of(request.recipient_stand)] if request.recipient_stand else []


def liked(me: Party) -> dict[int, Wish]:
    """Those who are on his list, and on whose list he is."""
    mutual = Pairing.objects.filter(fair=me.person.fair_id, is_for_visitor=True, is_for_stand=True)
    if me.stand:
        rows = mutual.filter(exhibitor=me.stand).order_by("-worth")
        people = rows.values_list("profile__participant", "worth")[:LOOKED_AT]
        return {person: Wish(None, worth=worth) for person, worth in people}
    rows = mutual.filter(profile__participant=me.person, exhibitor__status=Exhibitor.Status.APPROVED)
    worth = dict(rows.order_by("-worth").values_list("exhibitor", "worth")[:LOOKED_AT])
    seats = queries.seats_of_everybody().filter(exhibitor__in=worth).select_related("exhibitor__company")
    return {seat.participant_id: Wish(seat.exhibitor, worth=worth[seat.exhibitor_id]) for seat in seats}


def free_people(wishes: Collection[int], fair: Fair, *, at: datetime) -> Iterable[Participant]:
    """Of these the ones who are there and in no meeting now."""
    busy = Attendance.objects.filter(
        user=OuterRef("user"),
        status=Booking.Status.CONFIRMED,
        excused_at=None,
        starts_at__lte=at,
        ends_at__gt=at,
    )
    since = at - LATELY
    there = (
        Exists(Stay.objects.filter(user=OuterRef("user"), seen_at__gt=since))
        | Exists(StandStay.objects.filter(user=OuterRef("user"), seen_at__gt=since))
        | Exists(UserSession.objects.filter(user=OuterRef("user"), last_seen_at__gt=since))
    )
    people = Participant.objects.filter(
        there, ~Exists(busy), pk__in=list(wishes), status=Participant.Status.APPROVED, user__is_active=True
    )
    return people.select_related("user", "fair", "visitor_profile__company").order_by("pk")


def apart_from_none(me: Party, people: list[Participant]) -> list[Participant]:
    """Of these the ones whom neither a block, nor a company of both, nor a barrier keeps apart from him. Four queries;
    a barrier that stands one way only is looked at again when it is known who asks."""
    users = [person.user_id for person in people]
    if not users:
        return []
    own = me.person.user_id
    blocks = Block.objects.filter(Q(blocker=own, blocked__in=users) | Q(blocked=own, blocker__in=users))
    apart = {user for pair in blocks.values_list("blocker", "blocked") for user in pair}
    companies = Membership.objects.filter(user=own).values("company")
    apart |= set(Membership.objects.filter(user__in=users, company__in=companies).values_list("user", flat=True))
    barriers = list(queries.barriers_of(me.person.fair))
    seen = queries.persons([me.person, *people]) if barriers else {}

    def may_meet(person: Participant) -> bool:
        return not barriers or any(
            is_open(barriers, seen[one], seen[other])
            for one, other in ((me.person.pk, person.pk), (person.pk, me.person.pk))
        )

    return [person for person in people if person.user_id not in apart and may_meet(person)]


def is_open(barriers: list[Barrier], asking: rules.Person, asked: rules.Person) -> bool:
    try:
        rules.check_barriers(barriers, asking, [asked])
    except BehindABarrier:
        return False
    return True


def party_of(booking: Booking, participant: int) -> Party | None:
    """Somebody of the meeting, as he is there; None if he is not expected."""
    seats = booking.attendances.filter(excused_at=None, participant=participant)
    seat = seats.select_related("participant__user", "participant__fair", "stand").first()
    return Party(seat.participant, seat.stand) if seat else None
