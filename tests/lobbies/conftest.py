from datetime import timedelta

import pytest
from django.utils import timezone

from tests import make
from tests.lobbies.lines import line


@pytest.fixture
def meeting(request, transactional_db):
    """It has begun a minute ago, or begins after so many minutes. Its host and its guest are `host` and `guest`."""
    starts_at = timezone.now() + timedelta(minutes=getattr(request, "param", -1))
    day = timedelta(days=1)
    fair = make.fair(starts_on=(starts_at - day).date(), ends_on=(starts_at + day).date())
    host, guest = (make.participant(fair=fair, user=make.member(name=name)) for name in ("Thibault", "Renata"))
    slot = make.slot(fair=fair, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=25))
    meeting = make.booking(slot=slot, host=host, guest=guest)
    meeting.host, meeting.guest = host.user, guest.user
    return meeting


@pytest.fixture
async def lines(meeting):
    """lines(user) is a line of his to the lobby that is open. All are hung up in the end."""
    opened = []

    async def one(user, **kw):
        opened.append(await (await line(meeting.pk, user, **kw)).opened())
        return opened[-1]

    yield one
    for each in opened:
        if not each.future.done():
            await each.hangs_up()
