"""The protocol is enough for a call: two peers that know nothing but its words see and hear each other."""

import pytest

from tests.browser.serving import process
from tests.lobbies.peer import peer


@pytest.fixture
def server(transactional_db):
    with process() as (url, _running):
        yield url


async def test_two_who_are_no_browsers_speak_with_each_other(server, meeting):
    async with peer(server, meeting, meeting.host) as host, peer(server, meeting, meeting.guest) as guest:
        for each in (host, guest):
            await each.say(do="enter")
        for each in (host, guest):
            await each.flows()
