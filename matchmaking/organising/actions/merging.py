"""Two registrations of one person become one; or it is remembered that they are two.

Only registrations that nobody has ever used are merged: made by an organiser, never signed in with, at this fair alone.
So nothing that somebody holds in his hands changes its owner (docs/decisions/0040-who-is-registered-twice.md).
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from matchmaking.accounts.models import User
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.actions.joining import hold_participant
from matchmaking.fairs.models import Answer, CheckIn, Participant
from matchmaking.meetings.actions.referee import hold_people
from matchmaking.meetings.models import Agenda, Attendance, Availability, MeetingRequest, WaitingListEntry
from matchmaking.organising.errors.data import BothAskTheSame, BothMeetAtOnce, NotOursToMerge
from matchmaking.organising.models import TwoPeople
from matchmaking.organising.queries.twins import is_of_this_fair_alone, meetings_at_once
from matchmaking.reminders.actions.owing import note
from matchmaking.reminders.due.owed import Owed
from matchmaking.reminders.models import Notice
from matchmaking.visitors.models import VisitorProfile

NEEDS_ONE = {
    "one_open_request_per_pair": BothAskTheSame,
    "nobody_asks_himself": BothAskTheSame,
    "person_in_one_place_at_a_time": BothMeetAtOnce,
    "one_seat_per_person_and_meeting": BothMeetAtOnce,
    "one_place_per_person_in_a_persons_list": BothAskTheSame,
    "one_place_per_person_in_a_stands_list": BothAskTheSame,
    "nobody_waits_for_himself": BothAskTheSame,
}


def merge_people(*, stays: Participant, goes: Participant, at: datetime) -> None:
    """Everything of the one is the other's, who keeps what he had where both had something; the one has left.

    NotOursToMerge, BothMeetAtOnce or BothAskTheSame, and nothing has changed.
    """
    try:
        with transaction.atomic():
            _merge(stays, goes, at)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in NEEDS_ONE:
            raise
        raise NEEDS_ONE[name] from error


def _merge(stays: Participant, goes: Participant, at: datetime) -> None:
    hold_people([stays.user_id, goes.user_id])  # nobody books either of them meanwhile
    one, other = (hold_participant(person) for person in (stays, goes))
    if one.pk == other.pk or one.fair_id != other.fair_id or one.duty or other.duty:
        raise NotOursToMerge
    if Participant.Status.LEFT in (one.status, other.status):
        raise NotOursToMerge
    if not (is_of_this_fair_alone(one) and is_of_this_fair_alone(other)):
        raise NotOursToMerge
    if meetings_at_once(one, other):
        raise BothMeetAtOnce
    stands = _move_places(one, other)
    _move_answers(one, other)
    _move_meetings(one, other)
    one.roles = [*one.roles, *(role for role in other.roles if role not in one.roles)]
    one.save()
    other.status, other.left_at = Participant.Status.LEFT, at
    other.save()
    index_exhibitors(stands, at=at)


def _move_places(stays: Participant, goes: Participant) -> list[int]:
    """The profile, the working hours, the times, the groups and the seats at stands, which are returned."""
    for table in (VisitorProfile, Agenda):
        _move_only_one(table, stays, goes)
    slots = list(Availability.objects.filter(participant=goes).values_list("slot", flat=True))
    Availability.objects.filter(participant=goes).delete()
    Availability.objects.bulk_create(
        [Availability(participant=stays, slot_id=slot) for slot in slots], ignore_conflicts=True
    )
    if CheckIn.objects.filter(participant=stays, undone_at=None).exists():
        CheckIn.objects.filter(participant=goes, undone_at=None).delete()
    CheckIn.objects.filter(participant=goes).update(participant=stays)
    stays.groups.add(*goes.groups.all())
    goes.groups.clear()
    seats = Representative.objects.filter(participant=goes)
    stands = list(seats.values_list("exhibitor", flat=True))
    taken = Representative.objects.filter(participant=stays).values("exhibitor")
    seats.exclude(exhibitor__in=taken).update(participant=stays)
    seats.delete()
    return stands


def _move_answers(stays: Participant, goes: Participant) -> None:
    """What was answered to the organiser's questions, where nothing was answered yet."""
    theirs = Answer.objects.filter(participant=goes)
    said = Answer.objects.filter(participant=stays).values("question")
    theirs.exclude(question__in=said).update(participant=stays)
    theirs.delete()


def _move_only_one(table: type[Model], stays: Participant, goes: Participant) -> None:
    """What a person has once is moved to whoever has none yet."""
    theirs = table._default_manager.filter(participant=goes)
    if table._default_manager.filter(participant=stays).exists():
        theirs.delete()
    else:
        theirs.update(participant=stays)


def _move_meetings(stays: Participant, goes: Participant) -> None:
    """Meetings, past ones too, requests either way, and places on waiting lists."""
    Attendance.objects.filter(participant=goes).update(participant=stays, user=stays.user)
    for way in ("sender", "recipient"):
        MeetingRequest.objects.filter(**{way: goes}).update(**{way: stays})
    for way in ("waiting", "wanted", "host"):
        WaitingListEntry.objects.filter(**{way: goes}).update(**{way: stays})


def tell_apart(*, one: Participant, other: Participant, by: User, at: datetime) -> None:
    """These are two people, and are not offered again. To say it twice does no harm."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    TwoPeople.objects.get_or_create(
        one=first, other=second, defaults={"fair": first.fair, "said_by": by, "said_at": at}
    )


def suggest(*, one: Participant, other: Participant, at: datetime) -> int:
    """Whoever of the two has signed in is told that he may be registered twice, and how to mend it. How many are.

    Neither learns anything of the other: they may be two people.
    """
    pair = "-".join(str(pk) for pk in sorted((one.pk, other.pk)))
    owed = [
        Owed(person.user_id, person.fair_id, Notice.Kind.PERSONAL, at, occasion=pair, said="twice")
        for person in (one, other)
        if person.user.last_login is not None
    ]
    return note(owed, at=at)
