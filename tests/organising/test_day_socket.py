"""The line of the page of the day: who gets one, what it is told, how soon, and how often at most."""

import asyncio
import json
from datetime import timedelta

import pytest
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.lobbies.actions import lasting, staying, walking_in
from matchmaking.lobbies.announcements import desk_group
from matchmaking.lobbies.line import LOBBY_SHUT, NO_SUCH_LOBBY, NOT_SIGNED_IN
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.organising.places import DAYS
from tests import make
from tests.lobbies.lines import PATIENCE, in_thread, line_to
from tests.organising.conftest import Today

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 1.0  # second


@pytest.fixture
def today(transactional_db):
    made = Today()
    made.late, made.soon = made.meeting(-5), made.meeting(20)
    return made


@pytest.fixture
async def days():
    """days(today, user) is a line of his to the day. All are hung up in the end."""
    opened = []

    async def one(fair, user, query=""):
        line = await line_to(f"/ws/fairs/{fair}/organise/day/", user)
        line.scope["query_string"] = query.encode()
        opened.append(line)
        return line

    yield one
    for each in opened:
        if not each.future.done():
            await each.hangs_up()


@pytest.fixture
async def day(days, today):
    """It is open, and was told everything."""
    line = await (await days(today.fair.slug, today.keeper)).opened()
    line.snapshot = await line.hears("snapshot")
    await asyncio.sleep(DAYS.rest + 0.1)
    return line


def arrive(booking, role, at=None):
    user = booking.attendances.get(role=role).user
    stay = staying.arrive(user=user, booking_id=booking.pk, at=at or timezone.now())
    return {"user": user, "stay_id": stay.pk}


def tile(booking):
    return f"room-{booking.room_id}"


async def sees(line, booking, state):
    """The next change in which the room of the meeting is in this state."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told = await line.hears("changes")
            if f'data-state="{state}"' in told["pieces"].get(tile(booking), ""):
                return told


async def test_whoever_organises_another_fair_or_only_takes_part_gets_none(days, today):
    other = (await in_thread(make.organiser)()).user
    guest = await in_thread(lambda: today.late.attendances.get(role="guest").user)()
    analyst = await in_thread(lambda: make.organiser(fair=today.fair, duty="analyst").user)()
    for user in (other, guest, analyst):
        assert await (await days(today.fair.slug, user)).knocks() == NO_SUCH_LOBBY
    assert await (await days("no-such-fair", other)).knocks() == NO_SUCH_LOBBY
    assert await (await days(today.fair.slug, None)).knocks() == NOT_SIGNED_IN


async def test_a_page_is_told_everything_and_then_what_has_changed(day, today):
    assert {tile(today.late), tile(today.soon), "day-numbers", "day-cares", "day-as-of"} <= day.snapshot[
        "pieces"
    ].keys()
    began = asyncio.get_running_loop().time()
    await in_thread(arrive)(today.late, "host")
    told = await sees(day, today.late, "late")
    assert asyncio.get_running_loop().time() - began < AT_ONCE
    assert told["number"] == day.snapshot["number"] + 1
    assert tile(today.soon) not in told["pieces"]


async def test_whatever_changes_who_is_where_is_told(day, today):
    late = today.late
    host, guest = await in_thread(arrive)(late, "host"), None
    await sees(day, late, "late")
    guest = await in_thread(arrive)(late, "guest")
    await sees(day, late, "waiting")
    for deed, facts, state in (
        (staying.enter, host, None),
        (staying.enter, guest, "on"),
        (lasting.ask_for_help, guest, "help"),
        (lasting.close_lobby, {"booking_id": late.pk, "by": today.keeper}, "closed"),
    ):
        await in_thread(deed)(**facts, at=timezone.now())
        if state:
            await sees(day, late, state)
    await in_thread(lasting.let_go_on)(booking_id=late.pk)
    await sees(day, late, "empty")
    await in_thread(cancel_booking)(booking_id=late.pk, by=host["user"], at=timezone.now())
    await sees(day, late, "free")


async def test_who_walks_up_to_a_stand_is_told(day, today):
    def walk_up():
        seat = make.representative(exhibitor=make.exhibitor(fair=today.fair))
        visitor = make.participant(fair=today.fair).user
        stand, now = seat.exhibitor, timezone.now()
        stay = walking_in.arrive(user=visitor, fair=today.fair.slug, stand=stand.slug, at=now)
        walking_in.wait(user=visitor, stay_id=stay.pk, wish="", at=now)
        return stand

    stand: Exhibitor = await in_thread(walk_up)()
    async with asyncio.timeout(AT_ONCE):
        while f"queue-{stand.slug}" not in (await day.hears("changes"))["pieces"].get("day-cares", ""):
            pass


async def test_what_the_clock_brings_is_told_without_anybody(days, transactional_db):
    today = await in_thread(Today)()
    booking = await in_thread(today.meeting)(-3.95)
    line = await (await days(today.fair.slug, today.keeper)).opened()
    assert 'data-state="soon"' in (await line.hears("snapshot"))["pieces"][tile(booking)]
    await sees(line, booking, "empty")


async def test_a_hundred_changes_at_once_are_told_a_few_times_a_second(day, today):
    pages = [await in_thread(arrive)(today.late, "host")]
    await sees(day, today.late, "late")
    began, heard = asyncio.get_running_loop().time(), 0
    for _ in range(100):
        await get_channel_layer().group_send(
            desk_group(today.fair.pk), {"type": "desk.changed", "group": desk_group(today.fair.pk)}
        )
    await in_thread(staying.leave)(stay_id=pages[0]["stay_id"], at=timezone.now())
    while not await day.receive_nothing(1):
        await day.receive_output(PATIENCE)
        heard += 1
    assert 1 <= heard <= 1 + (asyncio.get_running_loop().time() - began) / DAYS.rest


async def test_what_changes_nothing_that_is_shown_is_not_told(day, today):
    page = await in_thread(arrive)(today.late, "host")
    await sees(day, today.late, "late")
    await in_thread(staying.show)(**page, hand=True, at=timezone.now())
    await in_thread(staying.keep)(**page, at=timezone.now())
    while not await day.receive_nothing(1.5):
        told = json.loads((await day.receive_output(PATIENCE))["text"])
        assert set(told["pieces"]) <= {"day-as-of"}, "a minute has passed"


async def test_a_page_that_has_missed_something_asks_for_everything(day):
    await day.says(do="look")
    told = await day.hears("snapshot")
    assert told["pieces"].keys() == day.snapshot["pieces"].keys()
    assert told["number"] == day.snapshot["number"] + 1


async def test_nonsense_is_refused_and_does_no_harm(day, today):
    await day.says(do="dance")
    assert (await day.hears("refused"))["why"] == "misunderstood"
    await in_thread(arrive)(today.late, "host")
    await sees(day, today.late, "late")


async def test_a_page_is_drawn_in_its_language_by_its_clock_and_of_its_hall(days, today):
    other = await in_thread(lambda: make.room(hall=make.hall(fair=today.fair, slug="x")))()
    query = "language=fr&zone=Asia/Tokyo&hall=x"
    line = await (await days(today.fair.slug, today.keeper, query)).opened()
    told = (await line.hears("snapshot"))["pieces"]
    assert f"room-{other.pk}" in told
    assert tile(today.late) not in told
    assert "Tokyo" in told["day-as-of"]
    nonsense = await (await days(today.fair.slug, today.keeper, "language=xx&zone=Nowhere/X")).opened()
    assert tile(today.late) in (await nonsense.hears("snapshot"))["pieces"]


async def test_a_new_room_makes_everything_be_told(day, today):
    booking = await in_thread(today.meeting)(-5)
    await in_thread(arrive)(booking, "host")
    told = await day.hears("snapshot")
    assert tile(booking) in told["pieces"]


async def test_whoever_keeps_the_day_no_more_hears_that_and_no_more(day, today):
    await Participant.objects.filter(user=today.keeper).aupdate(duty="analyst")
    await in_thread(arrive)(today.late, "host")
    assert await day.ends() == LOBBY_SHUT


async def test_nothing_is_told_of_what_was_taken_back(day, today):
    def comes_in_vain():
        with transaction.atomic():
            arrive(today.late, "host", timezone.now() - timedelta(seconds=1))
            transaction.set_rollback(True)

    await in_thread(comes_in_vain)()
    while not await day.receive_nothing(0.8):
        told = json.loads((await day.receive_output(PATIENCE))["text"])
        assert set(told["pieces"]) <= {"day-as-of"}, "a minute has passed"
