"""What open pages are told, once it is true. Only what has to be looked at again: never what is there to see."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from celery import current_app
from django.db import transaction

from matchmaking.common.shouting import shout
from matchmaking.fairs.models import Fair
from matchmaking.meetings.models import Booking


def day_group(fair_id: int, day: date) -> str:
    """The pages that show times of this day of a fair, by the fair's clock."""
    return f"meetings.day.{fair_id}.{day:%Y%m%d}"


def person_group(user_id: int) -> str:
    """The pages of one person that show what waits for him."""
    return f"meetings.person.{user_id}"


def announce_booking(booking: Booking, users: Iterable[int]) -> None:
    """Whoever looks at times of that day, and whoever is to be at the meeting, looks again."""
    announce_day(booking.fair, booking.starts_at.astimezone(ZoneInfo(booking.fair.time_zone)).date())
    announce_people(users)


def announce_day(fair: Fair, day: date) -> None:
    group = day_group(fair.pk, day)
    _after_commit([group], {"type": "times.changed", "group": group, "day": day.isoformat()})


def announce_people(users: Iterable[int]) -> None:
    _after_commit([person_group(user) for user in sorted(set(users))], {"type": "person.changed"})


def announce_calendar(user_id: int) -> None:
    """A worker reads the person's own calendar after the commit. robust: while the broker is away, the sweep does."""

    def ask() -> None:
        current_app.send_task("meetings.read_calendar", args=[user_id])

    transaction.on_commit(ask, robust=True)


def _after_commit(groups: list[str], message: dict[str, str]) -> None:
    """robust: while the layer is away nothing is lost, for a page that is told late is told when it is sent."""
    transaction.on_commit(lambda: shout(groups, message), robust=True)
