"""Somebody comes into a lobby, is there, goes into the call and out of it, and leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from matchmaking.accounts.models import User
from matchmaking.lobbies import errors, queries, rules
from matchmaking.lobbies.access import meetings_entered_by
from matchmaking.lobbies.announcements import announce_lobby
from matchmaking.lobbies.models import Lobby, Stay
from matchmaking.meetings.models import Booking

SHOWN = ("microphone", "camera", "screen", "hand")  # yes or no
LINKS = ("good", "fair", "poor")


def arrive(*, user: User, booking_id: UUID, stay_id: UUID | None = None, at: datetime) -> Stay:
    """One more page of his is open in the lobby, or the one that lost its line is heard of again, with everything that
    it was. NotThere if he is not expected there."""
    with transaction.atomic():
        booking = meetings_entered_by(user, at=at).filter(pk=booking_id).first()
        if booking is None:
            raise errors.NotThere
        Lobby.objects.get_or_create(booking=booking)
        mine = Stay.objects.select_for_update(no_key=True).filter(lobby=booking.pk, user=user, left_at=None)
        stay = (mine.filter(pk=stay_id).first() if stay_id else None) or Stay(
            lobby_id=booking.pk, user=user, arrived_at=at
        )
        stay.seen_at = at
        stay.save()
        open_if_time(booking, at=at)
        touch(booking.pk)
    return stay


def keep(*, user: User, stay_id: UUID, at: datetime) -> int:
    """He is heard of. The revision of the lobby, so that his page knows whether it has missed something."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        was_lost = not rules.is_there(stay, at)
        stay.seen_at = at
        stay.save(update_fields=["seen_at"])
        if was_lost:
            touch(stay.lobby_id)
    return stay.lobby.revision + was_lost


def show(*, user: User, stay_id: UUID, at: datetime, **shows: Any) -> None:
    """The others see that his microphone is off, that he raises a hand, how good his link is."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        told: dict[str, Any] = {name: bool(shows[name]) for name in SHOWN if name in shows}
        if shows.get("link") in LINKS:
            told["link"] = shows["link"]
        if told.items() <= stay.shows.items():
            return
        stay.shows |= told
        stay.save(update_fields=["shows"])
        touch(stay.lobby_id)


def enter(*, user: User, stay_id: UUID, at: datetime) -> None:
    """This page of his is in the call, and none of his others. NotOpenYet before the room is open."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        rules.check_enters(stay.lobby.booking, stay.lobby.opened_at, at)
        if stay.entered_at:
            return
        Stay.objects.filter(lobby=stay.lobby_id, user=user, entered_at__isnull=False).update(entered_at=None)
        stay.entered_at = at
        stay.save(update_fields=["entered_at"])
        touch(stay.lobby_id)


def leave_call(*, user: User, stay_id: UUID, at: datetime) -> None:
    """He is in the lobby again. Twice is once."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        if stay.entered_at:
            stay.entered_at = None
            stay.save(update_fields=["entered_at"])
            touch(stay.lobby_id)


def leave(*, stay_id: UUID, at: datetime) -> None:
    """The page is closed. Twice is once."""
    with transaction.atomic():
        stay = Stay.objects.select_for_update(no_key=True).filter(pk=stay_id, left_at=None).first()
        if stay is None:
            return
        stay.left_at, stay.entered_at = max(at, stay.arrived_at), None
        stay.save(update_fields=["left_at", "entered_at"])
        touch(stay.lobby_id)


def open_earlier(*, user: User, stay_id: UUID, at: datetime) -> None:
    """The room is open from now on. Only the host does that; twice is once."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        role = stay.lobby.booking.attendances.get(user=user, excused_at=None).role
        rules.check_opens(stay.lobby.booking, role, at)
        if Lobby.objects.filter(pk=stay.lobby_id, opened_at=None).update(opened_at=at, opened_by=user):
            touch(stay.lobby_id)


def open_if_time(booking: Booking, *, at: datetime) -> bool:
    """Once it is time and somebody of each side is there, the room is open, and stays so. True if it was opened."""
    there = queries.stays_that_last(booking.pk, at=at).values("user")
    roles = booking.attendances.filter(user__in=there, excused_at=None).values_list("role", flat=True)
    if not booking.is_confirmed or not rules.opens_by_itself(booking, list(roles), at):
        return False
    if not Lobby.objects.filter(pk=booking.pk, opened_at=None).update(opened_at=at):
        return False
    touch(booking.pk)
    return True


def held(user: User, stay_id: UUID, at: datetime) -> Stay:
    """His own page in a lobby that he may still enter, held until the transaction ends. NotThere otherwise."""
    mine = Stay.objects.select_for_update(of=("self",), no_key=True).select_related("lobby__booking")
    stay = mine.filter(pk=stay_id, user=user, left_at=None, lobby__booking__in=meetings_entered_by(user, at=at)).first()
    if stay is None:
        raise errors.NotThere
    return stay


def touch(lobby_id: UUID) -> None:
    """Something has changed, and everybody there looks again."""
    Lobby.objects.filter(pk=lobby_id).update(revision=F("revision") + 1)
    announce_lobby(lobby_id)
