"""A meeting lasts longer or goes on elsewhere, the organiser is called, closes a room or lets it go on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.lobbies import errors, rules
from matchmaking.lobbies.actions.staying import held, leave, role_of, touch
from matchmaking.lobbies.announcements import announce_desk
from matchmaking.lobbies.models import Lobby, Stay
from matchmaking.meetings.actions.extending import extend_booking
from matchmaking.meetings.models import Attendance, Booking


def extend(*, user: User, stay_id: UUID, at: datetime) -> None:
    """The meeting in which both sides are ends ten minutes later, if everybody and the room are free then."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        rules.check_deals(role_of(stay))
        if not stay.entered_at or not stay.lobby.met_since:
            raise errors.NotInTheCall
        rules.check_extends(stay.lobby.booking, at)
        extend_booking(booking_id=stay.lobby_id, time=rules.EXTENDED_BY, by=user, at=at)
        touch(stay.lobby_id)


def ask_for_help(*, user: User, stay_id: UUID, at: datetime) -> None:
    """The organiser sees that he is asked for, and can come in from now on. Twice is once."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        if Lobby.objects.filter(pk=stay.lobby_id, help_asked_at=None).update(help_asked_at=at):
            touch(stay.lobby_id)
            announce_desk(stay.lobby.booking.fair_id)


def name_another_way(*, user: User, stay_id: UUID, link: str, phone: str, at: datetime) -> None:
    """Everybody there can also talk so, from now on; without both there is no other way but the stand's and the
    room's."""
    facts = {"call_link": rules.check_link(link), "call_phone": rules.check_phone(phone)}
    with transaction.atomic():
        stay = held(user, stay_id, at)
        rules.check_deals(role_of(stay))
        Booking.objects.filter(pk=stay.lobby_id).update(**facts)
        touch(stay.lobby_id)


def give_own_phone(*, user: User, stay_id: UUID, phone: str, at: datetime) -> None:
    """Those of this meeting can ring him, and nobody else learns his number; without one they cannot any more."""
    phone = rules.check_phone(phone)
    with transaction.atomic():
        stay = held(user, stay_id, at)
        own = Attendance.objects.filter(booking=stay.lobby_id, user=user, excused_at=None)
        if not own.update(call_phone=phone):
            raise errors.OnlyThoseExpected
        touch(stay.lobby_id)


def close_lobby(*, booking_id: UUID, by: User, at: datetime) -> None:
    """Everybody who is there is told that the organiser has closed the room, and nobody comes in. Twice is once."""
    with transaction.atomic():
        open_pages = Stay.objects.select_for_update(no_key=True).filter(lobby=booking_id, left_at=None).order_by("pk")
        stays = list(open_pages.values_list("pk", flat=True))  # first of all, as by whoever goes in
        lobby, _is_new = Lobby.objects.select_for_update().get_or_create(pk=booking_id)
        if lobby.closed_at:
            return
        lobby.closed_at, lobby.closed_by = at, by
        lobby.save(update_fields=["closed_at", "closed_by"])
        for stay_id in stays:
            leave(stay_id=stay_id, at=at)
        touch(lobby.pk)
        announce_desk(lobby.booking.fair_id)


def let_go_on(*, booking_id: UUID) -> None:
    """The room that was closed is open again to those who are expected; one without a lobby was never closed."""
    with transaction.atomic():
        rooms = Lobby.objects.select_for_update(of=("self",)).select_related("booking")
        lobby = rooms.filter(pk=booking_id).first()
        if lobby is None:
            return
        lobby.closed_at = lobby.closed_by = None
        lobby.save(update_fields=["closed_at", "closed_by"])
        touch(booking_id)
        announce_desk(lobby.booking.fair_id)
