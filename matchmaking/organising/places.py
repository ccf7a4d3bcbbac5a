"""The day of a fair as a place that many look at (matchmaking/lobbies/watch.py)."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from matchmaking.fairs.models import Fair
from matchmaking.lobbies.announcements import desk_group
from matchmaking.meetings.announcements import day_group
from matchmaking.organising import outlook
from matchmaking.organising.outlook import Day

A_DAY = timedelta(days=1)


class Days:
    """The days of fairs, by the fair."""

    rest = 0.3  # seconds: an hour begins with many who come at once

    def groups(self, key: int) -> list[str]:
        """Who comes and goes, and what is booked, moved and called off, whatever day it is at the fair."""
        today = timezone.now().date()
        return [desk_group(key), *(day_group(key, today + n * A_DAY) for n in (-1, 0, 1))]

    def read(self, key: int, *, at: datetime) -> Day:
        return outlook.read(Fair.objects.get(pk=key), at=at, keepers=True)

    def signs(self, keys: Collection[int], *, at: datetime) -> Mapping[int, object]:
        """With what the clock alone changes: who was early is late. A read of each, once in a patrol."""
        return {key: self.read(key, at=at).sign for key in keys}


DAYS = Days()
