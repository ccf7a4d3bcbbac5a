"""The line of the organiser's page of all lobbies: who gets one, what it says, and how often at most."""

import asyncio
import json

import pytest
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from matchmaking.fairs.models import Participant
from matchmaking.lobbies.actions import lasting, staying
from matchmaking.lobbies.announcements import desk_group
from matchmaking.lobbies.consumers import GATHERED
from matchmaking.lobbies.line import NO_SUCH_LOBBY, NOT_SIGNED_IN
from matchmaking.meetings.actions.booking import cancel_booking
from tests import make
from tests.lobbies.lines import PATIENCE, in_thread, line_to

pytestmark = pytest.mark.django_db(transaction=True)
CHANGED = {"changed": "lobbies"}


@pytest.fixture
def organiser(meeting):
    return make.organiser(fair=meeting.fair)


@pytest.fixture
async def desks():
    """desks(fair, user) is a line of his to the desk. All are hung up in the end."""
    opened = []

    async def one(fair, user, **kw):
        opened.append(await line_to(f"/ws/fairs/{fair}/organise/lobbies/", user, **kw))
        return opened[-1]

    yield one
    for each in opened:
        if not each.future.done():
            await each.hangs_up()


async def hears(desk):
    return json.loads((await desk.receive_output(PATIENCE))["text"])


@pytest.fixture
async def desk(desks, meeting, organiser):
    """It is open, and in its groups: that comes after the accept, so it is called until it hears."""
    desk = await desks(meeting.fair.slug, organiser.user)
    await desk.send_input({"type": "websocket.connect"})
    assert (await desk.receive_output(PATIENCE))["type"] == "websocket.accept"
    while await desk.receive_nothing(0.2):
        await get_channel_layer().group_send(desk_group(meeting.fair_id), {"type": "desk.changed"})
    while not await desk.receive_nothing(GATHERED + 0.3):
        await hears(desk)
    return desk


def arrive(meeting, user):
    return {"user": user, "stay_id": staying.arrive(user=user, booking_id=meeting.pk, at=timezone.now()).pk}


async def test_whoever_organises_another_fair_or_only_takes_part_gets_none(desks, meeting):
    other = (await in_thread(make.organiser)()).user
    for fair, user in ((meeting.fair.slug, meeting.host), (meeting.fair.slug, other), ("no-such-fair", other)):
        assert await (await desks(fair, user)).knocks() == NO_SUCH_LOBBY
    assert await (await desks(meeting.fair.slug, None)).knocks() == NOT_SIGNED_IN


async def test_whatever_changes_who_is_where_is_told(desk, meeting, organiser):
    page = await in_thread(arrive)(meeting, meeting.guest)
    assert await hears(desk) == CHANGED
    for deed, facts in (
        (lasting.ask_for_help, page | {"at": timezone.now()}),
        (staying.enter, page | {"at": timezone.now()}),
        (staying.leave_call, page | {"at": timezone.now()}),
        (staying.leave, {"stay_id": page["stay_id"], "at": timezone.now()}),
        (lasting.close_lobby, {"booking_id": meeting.pk, "by": organiser.user, "at": timezone.now()}),
        (lasting.let_go_on, {"booking_id": meeting.pk}),
        (cancel_booking, {"booking_id": meeting.pk, "by": meeting.host, "reason": "", "at": timezone.now()}),
    ):
        if deed is staying.enter:
            await in_thread(staying.open_earlier)(**await in_thread(arrive)(meeting, meeting.host), at=timezone.now())
            assert await hears(desk) == CHANGED
        await in_thread(deed)(**facts)
        assert await hears(desk) == CHANGED, deed
    assert await desk.receive_nothing(GATHERED + 0.3)


async def test_what_is_said_in_a_lobby_is_not_told(desk, meeting):
    page = await in_thread(arrive)(meeting, meeting.guest)
    assert await hears(desk) == CHANGED
    await in_thread(staying.show)(**page, hand=True, at=timezone.now())
    await in_thread(staying.keep)(**page, at=timezone.now())
    assert await desk.receive_nothing(GATHERED + 0.3)


async def test_a_hundred_changes_at_once_are_told_twice_at_most(desk, meeting):
    began = asyncio.get_running_loop().time()
    for _ in range(100):
        await get_channel_layer().group_send(desk_group(meeting.fair_id), {"type": "desk.changed"})
        await asyncio.sleep(0.002)
    heard = 0
    while not await desk.receive_nothing(GATHERED + 0.3):
        assert await hears(desk) == CHANGED
        heard += 1
    assert 1 <= heard <= 2 + (asyncio.get_running_loop().time() - began) // GATHERED


async def test_what_happens_at_another_fair_and_nonsense_are_nothing(desk, meeting):
    await get_channel_layer().group_send(desk_group(meeting.fair_id + 1), {"type": "desk.changed"})
    for said in ({"text": "{"}, {"bytes": b"\xff"}):
        await desk.sends(**said)
    assert await desk.receive_nothing(0.5)


async def test_whoever_organises_the_fair_no_more_hears_that_and_no_more(desk, meeting, organiser):
    await Participant.objects.filter(pk=organiser.pk).aupdate(roles=[Participant.Role.VISITOR])
    await in_thread(arrive)(meeting, meeting.guest)
    assert await desk.ends() == NO_SUCH_LOBBY


async def test_nothing_is_told_of_what_was_taken_back(desk, meeting):
    def comes_in_vain():
        with transaction.atomic():
            arrive(meeting, meeting.guest)
            transaction.set_rollback(True)

    await in_thread(comes_in_vain)()
    assert await desk.receive_nothing(0.5)
