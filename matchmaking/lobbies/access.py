"""Doors to lobbies. What you may not enter is not in the queryset."""

import json
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.common.plain import columns_of, record_of
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.lobbies.models import Lobby, Stay
from matchmaking.lobbies.rules import OVERTIME
from matchmaking.meetings.access import stands_asked_by, stands_spoken_for_by
from matchmaking.meetings.models import Attendance, Booking

TAKING_MEETINGS = (Fair.Status.OPEN, Fair.Status.LIVE)
Reader = User | AnonymousUser


def meetings_entered_by(user: Reader, *, at: datetime) -> QuerySet[Booking]:
    """Meetings that stand, are not over and not closed, to which the user himself is expected. Nobody else sits in
    them, but for the organiser whom somebody there has asked for help."""
    if not user.is_authenticated:
        return Booking.objects.none()
    own = Attendance.objects.filter(
        booking=OuterRef("pk"),
        user=user,
        excused_at=None,
        participant__status=Participant.Status.APPROVED,
        user__is_active=True,
    )
    called = Q(lobby__help_asked_at__isnull=False, fair__in=fairs_organised_by(user, Right.RUN).values("pk"))
    return Booking.objects.filter(
        Exists(own) | called, status=Booking.Status.CONFIRMED, ends_at__gt=at - OVERTIME, lobby__closed_at=None
    )


def stay_held_by(user: Reader, stay_id: UUID, *, at: datetime) -> Stay | None:
    """His own page in the lobby of one of `meetings_entered_by`, with both, held until the transaction ends. In plain
    SQL: whatever a page says asks this, and Django takes ten times longer to write it than Postgres to answer it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {columns_of(Stay, "stay")}, {columns_of(Lobby, "lobby")}, {columns_of(Booking, "booking")}
            FROM lobbies_stay AS stay
            JOIN lobbies_lobby AS lobby ON lobby.booking_id = stay.lobby_id
            JOIN meetings_booking AS booking ON booking.id = lobby.booking_id
            WHERE stay.id = %(stay)s AND stay.user_id = %(user)s
                AND booking.status = %(confirmed)s AND booking.ends_at > %(ended)s AND lobby.closed_at IS NULL
                AND (EXISTS (
                    SELECT FROM meetings_attendance AS seat
                    JOIN fairs_participant AS own ON own.id = seat.participant_id
                    JOIN accounts_user AS person ON person.id = seat.user_id
                    WHERE seat.booking_id = booking.id AND seat.user_id = %(user)s AND seat.excused_at IS NULL
                        AND own.status = %(approved)s AND person.is_active
                ) OR lobby.help_asked_at IS NOT NULL AND (%(administers)s OR EXISTS (
                    SELECT FROM fairs_participant AS own
                    WHERE own.fair_id = booking.fair_id AND own.user_id = %(user)s
                        AND own.status = %(approved)s AND %(organiser)s = ANY (own.roles)
                )))
            FOR NO KEY UPDATE OF stay
            """,
            {
                "stay": stay_id,
                "user": user.pk,
                "administers": user.is_superuser,
                "confirmed": Booking.Status.CONFIRMED.value,
                "ended": at - OVERTIME,
                "approved": Participant.Status.APPROVED.value,
                "organiser": Participant.Role.ORGANISER.value,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    of_stay, of_lobby = (len(model._meta.concrete_fields) for model in (Stay, Lobby))
    stay = record_of(Stay, row[:of_stay])
    stay.shows = json.loads(stay.shows)  # which a plain cursor leaves to whoever reads it
    stay.lobby = record_of(Lobby, row[of_stay : of_stay + of_lobby])
    stay.lobby.booking = record_of(Booking, row[of_stay + of_lobby :])
    return stay


def stands_received_at_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands at which the user receives whoever walks up: those for which he speaks, while the fair takes meetings."""
    return stands_spoken_for_by(user).filter(fair__status__in=TAKING_MEETINGS)


def stands_walked_up_to_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands to which the user can walk up: approved ones, at fairs that take meetings and in which he takes part."""
    return stands_asked_by(user).filter(fair__status__in=TAKING_MEETINGS)


def meetings_kept_by(user: Reader) -> QuerySet[Booking]:
    """Meetings at fairs that the user organises: he sees who waits in which lobby, and not what is said there."""
    return Booking.objects.filter(fair__in=fairs_organised_by(user, Right.RUN).values("pk"))
