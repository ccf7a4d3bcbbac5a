"""What the desk's tests share: the fair, its organiser signed in, its first morning; and a day that is on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matchmaking.lobbies.actions import staying
from matchmaking.organising import outlook
from tests import make
from tests.fairs.conftest import during_the_fair, fair, organiser

__all__ = ["during_the_fair", "fair", "organiser"]
A_MINUTE = timedelta(minutes=1)


class Today:
    """A fair that is on, whoever keeps its day, and meetings of it."""

    def __init__(self):
        self.now = timezone.now()
        day = timedelta(days=1)
        self.fair = make.fair(starts_on=(self.now - day).date(), ends_on=(self.now + day).date())
        self.hall = make.hall(fair=self.fair, name="Hall 1", position=1)
        self.keeper = make.organiser(fair=self.fair, user=make.member(name="Olga Keeper")).user

    def meeting(self, minutes=-5, *, lasts=25, **kw):
        """It begins after so many minutes, in a room of the hall."""
        starts_at = self.now + minutes * A_MINUTE
        slot = self.fair.slots.filter(starts_at=starts_at).first() or make.slot(
            fair=self.fair, starts_at=starts_at, ends_at=starts_at + lasts * A_MINUTE
        )
        return make.booking(slot=slot, **{"room": kw.pop("room", None) or self.room()} | kw)

    def room(self, **kw):
        return make.room(**{"hall": self.hall} | kw)

    def read(self):
        """The board as it is now; and so the page, which would show what it has read a moment ago."""
        return outlook.look_anew(self.fair, at=timezone.now())

    def comes(self, booking, role, at=None):
        """Somebody of that side is in the lobby: facts for an action."""
        user = booking.attendances.get(role=role).user
        stay = staying.arrive(user=user, booking_id=booking.pk, at=at or self.now)
        return {"user": user, "stay_id": stay.pk, "at": at or self.now}


@pytest.fixture
def today(db):
    return Today()


@pytest.fixture
def keeper(client, today):
    """Signed in."""
    client.force_login(today.keeper)
    return client
