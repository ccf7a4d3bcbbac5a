"""What somebody is written while another one waits for him."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext

from matchmaking.lobbies import queries
from matchmaking.lobbies.models import Lobby
from matchmaking.meetings.models import Attendance


def call_absent(lobby: Lobby) -> int:
    """Everybody of the side that has not come has a mail with the way to the room. How many they are."""
    seats = list(queries.seats_at(lobby.pk))
    absent = queries.absent_from(lobby)
    for seat in absent:
        _call(lobby, seat, [str(each.participant.user) for each in seats if each.arrived_at and not each.left_at])
    return len(absent)


def _call(lobby: Lobby, seat: Attendance, waiting: list[str]) -> None:
    user, booking = seat.participant.user, lobby.booking
    address = settings.SITE_URL + reverse("lobbies:enter-room", args=[booking.pk])
    with translation.override(user.language), timezone.override(user.time_zone):
        names = get_text_list(waiting, gettext("and"))
        context = {"user": user, "booking": booking, "fair": booking.fair, "names": names, "address": address}
        EmailMessage(
            subject=render_to_string("lobbies/email/absent_subject.txt", context).strip(),
            body=render_to_string("lobbies/email/absent.txt", context),
            to=[user.email],
        ).send()
