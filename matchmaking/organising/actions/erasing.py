"""One person is erased from one fair. Others keep their meetings, and not his name; other fairs keep everything.

His registration becomes that of somebody who has left: whatever points to it has no name any more, without being looked
for. What points to his account is looked for here, and tests hold that nothing of the fair is missed
(docs/decisions/0039-erased-from-one-fair.md).
"""

import uuid
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file
from matchmaking.discovery.models import Mark, Run
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import ExhibitorInvitation, Representative, TeamInvitation
from matchmaking.fairs.actions.joining import hold_participant, take_leave
from matchmaking.fairs.models import Answer, Badge, CheckIn, Fair, OrganiserInvitation, Participant
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark, StandStay, Stay, WalkIn
from matchmaking.meetings.models import Agenda, Attendance, Availability, Booking, MeetingRequest, WaitingListEntry
from matchmaking.organising.actions.parting import forget_imported
from matchmaking.organising.errors.data import AddressNotTyped, HimselfOrNobody, StillOrganises
from matchmaking.organising.models import Deed, Export, Import, Parcel, Report, Stead, Trace, TwoPeople
from matchmaking.reminders.models import Announcement, Notice, Nudge
from matchmaking.trust.models import Endorsement
from matchmaking.visitors.models import VisitorProfile

# What is the person's own goes with every earlier wording: the table, the way to him, and the way to the fair.
OWN: tuple[tuple[type[Model], str, str], ...] = (
    (VisitorProfile, "participant__user", "participant__fair"),
    (Badge, "participant__user", "participant__fair"),
    (CheckIn, "participant__user", "participant__fair"),
    (Answer, "participant__user", "participant__fair"),
    (OrganiserInvitation, "accepted_by", "fair"),
    (Representative, "participant__user", "exhibitor__fair"),
    (ExhibitorInvitation, "accepted_by", "fair"),
    (TeamInvitation, "accepted_by", "exhibitor__fair"),
    (Endorsement, "endorser__user", "exhibitor__fair"),
    (Agenda, "participant__user", "participant__fair"),
    (Availability, "participant__user", "participant__fair"),
    (WaitingListEntry, "waiting__user", "fair"),
    (WaitingListEntry, "wanted__user", "fair"),
    (Stay, "user", "lobby__booking__fair"),
    (Remark, "author", "lobby__booking__fair"),
    (Remark, "to", "lobby__booking__fair"),
    (StandStay, "user", "stand__fair"),
    (WalkIn, "participant__user", "stand__fair"),
    (Notice, "recipient", "fair"),
    (Stead, "whom", "fair"),
    (Parcel, "person", "fair"),
    (TwoPeople, "one__user", "fair"),
    (TwoPeople, "other__user", "fair"),
)
# What belongs to others, or to the fair, stays without him.
OTHERS: tuple[tuple[type[Model], str, str], ...] = (
    (Participant, "decided_by", "fair"),
    (CheckIn, "by", "participant__fair"),
    (Participant, "inquired_by", "fair"),
    (OrganiserInvitation, "invited_by", "fair"),
    (TeamInvitation, "invited_by", "exhibitor__fair"),
    (ExhibitorInvitation, "invited_by", "fair"),
    (MeetingRequest, "answered_by", "fair"),
    (Booking, "booked_by", "fair"),
    (Booking, "arranged_by", "fair"),
    (Booking, "cancelled_by", "fair"),
    (WaitingListEntry, "offered_by", "fair"),
    (Lobby, "opened_by", "booking__fair"),
    (Lobby, "closed_by", "booking__fair"),
    (NumbersCard, "changed_by", "lobby__booking__fair"),
    (NumbersCard, "host_confirmed_by", "lobby__booking__fair"),
    (NumbersCard, "guest_confirmed_by", "lobby__booking__fair"),
    (WalkIn, "answered_by", "stand__fair"),
    (Mark, "by", "exhibitor__fair"),
    (Run, "wanted_by", "fair"),
    (Announcement, "written_by", "fair"),
    (Announcement, "tested_by", "fair"),
    (Nudge, "asked_by", "stand__fair"),
    (Report, "by", "fair"),
    (Import, "by", "fair"),
    (Export, "by", "fair"),
    (Parcel, "wanted_by", "fair"),
    (TwoPeople, "said_by", "fair"),
)
# In histories: whose row it is, and who has only done something with one of others.
OWNERS = ("user", "participant", "sender", "waiting", "endorser")
DOERS = ("decided_by", "booked_by", "arranged_by", "cancelled_by", "answered_by", "offered_by", "written_by")


def erase_person(*, participant: Participant, by: User, typed: str, at: datetime) -> None:
    """Nothing at this fair says any more who this was. The rest of his account is untouched.

    StillOrganises, HimselfOrNobody or AddressNotTyped, and nothing has changed.
    """
    if participant.user_id == by.pk or participant.user.left_at:
        raise HimselfOrNobody
    if typed.strip().lower() != participant.user.email:
        raise AddressNotTyped
    erase(participant=participant, at=at)


@transaction.atomic
def erase(*, participant: Participant, at: datetime) -> None:
    """The registration is that of somebody who has left, and nothing else of the fair is about its former person."""
    ours = hold_participant(participant)
    if ours.duty:
        raise StillOrganises
    take_leave([ours.pk], at)
    user, fair = ours.user, ours.fair
    country = VisitorProfile.objects.filter(participant=ours).values_list("country", flat=True).first() or user.country
    stands = list(Representative.objects.filter(participant=ours).values_list("exhibitor", flat=True))
    _unsay(user, ours)
    _forget_history(user, fair)
    forget_imported(user)
    _remove_own(user, fair)
    nobody = nobody_new(at=at)
    for table, way, place in OTHERS:
        table._default_manager.filter(**{way: user, place: fair}).update(**{way: nobody})
    Deed.objects.filter(fair=fair, as_whom=user).update(as_whom=None)
    ours.groups.clear()
    Participant.objects.filter(pk=ours.pk).update(
        user=nobody,
        status=Participant.Status.LEFT,
        left_at=ours.left_at or at,
        message="",
        inquiry="",
        inquired_at=None,
        inquired_by=None,
        reply="",
        replied_at=None,
    )
    Attendance.objects.filter(participant=ours).update(user=nobody)
    Trace.objects.create(participant=ours, country=country, erased_at=at)
    index_exhibitors(stands, at=at)


def nobody_new(*, at: datetime) -> User:
    """An account that is nobody's and never was."""
    nobody = User(
        email=f"left-{uuid.uuid4().hex}@people.invalid", is_active=False, left_at=at, joined_at=at, time_zone="UTC"
    )
    nobody.set_unusable_password()
    User.objects.bulk_create([nobody])  # without a history: there is nothing to remember
    return nobody


def _unsay(user: User, ours: Participant) -> None:
    """What the person wrote to others is gone."""
    MeetingRequest.objects.filter(sender=ours).update(message="")
    MeetingRequest.objects.filter(fair=ours.fair, answered_by=user).update(reason="")
    Booking.objects.filter(fair=ours.fair, cancelled_by=user).update(reason="")
    Attendance.objects.filter(participant=ours).update(call_phone="")


def _remove_own(user: User, fair: Fair) -> None:
    for parcel in Parcel.objects.filter(person=user, fair=fair):
        forget_file(parcel.file)
    for table, way, place in OWN:
        table._default_manager.filter(**{way: user, place: fair}).delete()
    _forget_history(user, fair)  # that they were removed is in it too


def _forget_history(user: User, fair: Fair) -> None:
    """Earlier states of what is the person's own are gone; where he did something to others' rows nobody did it."""
    for model in apps.get_models():
        if not model.__name__.startswith("Historical") or not (place := _way_to_fair(model)):
            continue
        here = model._default_manager.filter(**{place: fair.pk})
        names = {field.name: field.related_model for field in model._meta.concrete_fields}
        for way in OWNERS:
            if way in names:
                here.filter(**{way if names[way] is User else f"{way}__user": user.pk}).delete()
        for way in DOERS:
            if way in names:
                nothing = {way: None} | ({"reason": ""} if "reason" in names else {})
                here.filter(**{way: user.pk}).update(**nothing)
        here.filter(history_user=user).update(history_user=None)


def _way_to_fair(model: type[Model]) -> str:
    """The way from a row of history to its fair; empty where it belongs to none."""
    names = {field.name for field in model._meta.concrete_fields}
    ways = {"fair": "fair", "exhibitor": "exhibitor__fair", "participant": "participant__fair"}
    return next((way for name, way in ways.items() if name in names), "")
