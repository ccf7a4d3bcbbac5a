"""Meetings as calendars have them, and their times in words."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from matchmaking.common import clocks, ical
from matchmaking.common.templatetags.tradefair import short_day
from matchmaking.meetings.programme import Meeting


def event_of(meeting: Meeting, zone: ZoneInfo) -> ical.Event:
    """The meeting as calendars have it: the same for ever by its UID, the newest by its SEQUENCE."""
    booking = meeting.booking
    address = settings.SITE_URL + reverse("meetings:show-booking", args=[booking.pk])
    place = ", ".join([booking.room.name, booking.room.hall.name] if booking.room else [booking.fair.name])
    return ical.Event(
        uid=ical.uid_of(booking.pk, settings.SITE_URL),
        sequence=booking.sequence,
        starts=booking.starts_at.astimezone(zone),
        ends=booking.ends_at.astimezone(zone),
        changed_at=booking.changed_at,
        is_cancelled=not booking.is_confirmed,
        summary=meeting.title,
        location=f"{place} ({address})",
        description="\n".join([clocks_in_words(meeting, zone), f"{place}, {booking.fair.name}", address]),
        url=address,
    )


def clocks_in_words(meeting: Meeting, zone: ZoneInfo) -> str:
    """13:47–14:12 Brussels · 07:47–08:12 Lima."""
    booking = meeting.booking
    readings = clocks.two_clocks(
        booking.starts_at,
        zone,
        ZoneInfo(meeting.zone),
        language=translation.get_language() or "en",
        until=booking.ends_at,
    )
    return " · ".join(
        f"{short_day(each.starts)} {each.starts:%H:%M}–{each.ends:%H:%M} {' / '.join(each.cities)} ({each.offset})"
        for each in readings
    )
