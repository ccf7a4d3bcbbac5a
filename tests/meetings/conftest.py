"""Everything here happens while the fair of `make.fair()` is on."""

from collections.abc import Iterator

import pytest
import time_machine

from tests import make
from tests.make import NOW
from tests.meetings.bookings import HOUR, Role, person


@pytest.fixture(autouse=True)
def _during_the_fair() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting():
    """A host of a stand and a guest meet in an hour; both are free again in two, and a second room is there."""
    fair = make.fair()
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    booking = make.booking(fair=fair, host=seat.participant)
    booking.attendances.filter(role=Role.HOST).update(stand=seat.exhibitor)
    make.room(hall=booking.room.hall)
    later = make.slot(fair=fair, starts_at=NOW + 2 * HOUR)
    for who in (seat.participant, person(booking, Role.GUEST)):
        make.available(who, later)
    return booking
