"""Somebody comes into a lobby, is there, goes into the call and out of it, and leaves."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from matchmaking.accounts.models import User
from matchmaking.lobbies import errors, queries, rules, video
from matchmaking.lobbies.access import meetings_entered_by, stay_held_by
from matchmaking.lobbies.announcements import announce_desk, announce_lobby
from matchmaking.lobbies.models import Lobby, Stay
from matchmaking.meetings.actions import attending
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
        if stay.entered_at and not rules.is_there(stay, at):
            return_to_call(stay, at)
        stay.seen_at = at
        stay.save()
        attending.mark_arrived(booking_id=booking.pk, user_id=user.pk, at=stay.arrived_at)
        open_if_time(booking, at=at)
        touch(booking.pk)
        announce_desk(booking.fair_id)
    return stay


def keep(*, user: User, stay_id: UUID, at: datetime) -> int:
    """He is heard of. The revision of the lobby, so that his page knows whether it has missed something."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        was_lost = not rules.is_there(stay, at)
        if was_lost and stay.entered_at:
            return_to_call(stay, at)
        stay.seen_at = at
        stay.save(update_fields=["seen_at", "entered_at"])
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
        write_lightly(stay, shows=stay.shows | told)


def enter(*, user: User, stay_id: UUID, at: datetime) -> None:
    """This page of his is in the call, and none of his others. NotOpenYet before the room is open; CallIsFull where
    others have all its places."""
    with transaction.atomic():
        hold_pages(user, stay_id)
        stay = held(user, stay_id, at)
        rules.check_enters(stay.lobby, at)
        if stay.entered_at:
            return
        Stay.objects.filter(lobby=stay.lobby_id, user=user, entered_at__isnull=False).update(entered_at=None)
        check_place(stay, at)
        stay.entered_at = at
        stay.save(update_fields=["entered_at"])
        count_meeting(stay.lobby_id, at=at)
        touch(stay.lobby_id)
        announce_desk(stay.lobby.booking.fair_id)


def hold_pages(user: User, stay_id: UUID) -> None:
    """All of his pages in that lobby are held, in one order, until the transaction ends: of two that go into the call
    at once the second one takes the place of the first."""
    here = Stay.objects.filter(pk=stay_id, user=user).values("lobby")
    mine = Stay.objects.filter(lobby__in=here, user=user, left_at=None).order_by("pk")
    list(mine.select_for_update(no_key=True).values_list("pk", flat=True))


def return_to_call(stay: Stay, at: datetime) -> None:
    """Whoever was not heard of for a while is in the call still, unless others have taken all places meanwhile."""
    try:
        check_place(stay, at)
    except errors.CallIsFull:
        stay.entered_at = None


def check_place(stay: Stay, at: datetime) -> None:
    """There is a place in the call for him, and nobody else takes it until the transaction ends. CallIsFull
    otherwise."""
    hold_call(stay.lobby_id)
    rules.check_place(queries.in_call(stay.lobby_id, at=at).exclude(user=stay.user_id).count(), video.PLACES)


def hold_call(lobby_id: UUID) -> None:
    """They go into the call one after the other: of two for whom there is one place, the second one counts the first.
    Whoever holds pages too has held them before."""
    Lobby.objects.select_for_update(no_key=True).get(pk=lobby_id)


def leave_call(*, user: User, stay_id: UUID, at: datetime) -> None:
    """He is in the lobby again. Twice is once."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        if stay.entered_at:
            stay.entered_at = None
            stay.save(update_fields=["entered_at"])
            count_meeting(stay.lobby_id, at=at)
            touch(stay.lobby_id)
            announce_desk(stay.lobby.booking.fair_id)


def leave(*, stay_id: UUID, at: datetime, unheard_since: datetime | None = None) -> None:
    """The page is closed, unless it was heard of since that moment. Twice is once."""
    with transaction.atomic():
        open_pages = Stay.objects.select_for_update(of=("self",), no_key=True).select_related("lobby__booking")
        lasting = open_pages.filter(pk=stay_id, left_at=None)
        stay = (lasting.filter(seen_at__lte=unheard_since) if unheard_since else lasting).first()
        if stay is None:
            return
        stay.left_at, stay.entered_at = max(at, stay.arrived_at), None
        stay.save(update_fields=["left_at", "entered_at"])
        if not Stay.objects.filter(lobby=stay.lobby_id, user=stay.user_id, left_at=None).exists():
            attending.mark_left(booking_id=stay.lobby_id, user_id=stay.user_id, at=stay.left_at)
        count_meeting(stay.lobby_id, at=stay.left_at)
        touch(stay.lobby_id)
        announce_desk(stay.lobby.booking.fair_id)


def close_lost_stays(*, at: datetime) -> int:
    """Whoever is not heard of has left when he last was. How many pages that were; late or doubled runs do no harm."""
    lost = Stay.objects.filter(left_at=None, seen_at__lte=at - rules.LOST).values_list("pk", "seen_at")
    for stay_id, seen_at in lost:
        leave(stay_id=stay_id, at=seen_at, unheard_since=seen_at)
    return len(lost)


def count_meeting(lobby_id: UUID, *, at: datetime) -> None:
    """The time in which both sides are in the call is counted, from one change of who is in it to the next."""
    lobby = Lobby.objects.select_for_update(no_key=True).get(pk=lobby_id)
    there = Stay.objects.filter(lobby=lobby, entered_at__isnull=False).values("user")
    roles = lobby.booking.attendances.filter(user__in=there, excused_at=None).values_list("role", flat=True)
    is_on = rules.both_sides(list(roles))
    if is_on == bool(lobby.met_since):
        return
    if lobby.met_since:
        attending.add_met(booking_id=lobby_id, time=max(at - lobby.met_since, timedelta()))
    lobby.met_since = at if is_on else None
    lobby.save(update_fields=["met_since"])


def open_earlier(*, user: User, stay_id: UUID, at: datetime) -> None:
    """The room is open from now on. Only the host does that; twice is once."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        rules.check_opens(stay.lobby, role_of(stay), at)
        if Lobby.objects.filter(pk=stay.lobby_id, opened_at=None).update(opened_at=at, opened_by=user):
            touch(stay.lobby_id)


def role_of(stay: Stay) -> str:
    """As what he is at the meeting; nothing if he came to help."""
    seats = stay.lobby.booking.attendances.filter(user=stay.user_id, excused_at=None)
    return seats.values_list("role", flat=True).first() or ""


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
    """His own page in a lobby that he may still enter, held until the transaction ends. NotThere otherwise; Forgotten
    if it was not heard of for so long that it counts as left."""
    stay = stay_held_by(user, stay_id, at=at)
    if stay is None:
        raise errors.NotThere
    if stay.left_at:
        raise errors.Forgotten
    return stay


def write_lightly(stay: Stay, *, shows: dict[str, Any]) -> None:
    """What a page shows is changed, and everybody there looks again. The transaction does not wait for the disk: this
    concerns the moment, and whoever reads it sees it at once all the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SET LOCAL synchronous_commit TO off;
            WITH shown AS (UPDATE lobbies_stay SET shows = %s WHERE id = %s)
            UPDATE lobbies_lobby SET revision = revision + 1 WHERE booking_id = %s
            """,
            [json.dumps(shows), stay.pk, stay.lobby_id],
        )
    announce_lobby(stay.lobby_id)


def touch(lobby_id: UUID) -> None:
    """Something has changed, and everybody there looks again."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lobbies_lobby SET revision = revision + 1 WHERE booking_id = %s", [lobby_id])
    announce_lobby(lobby_id)
