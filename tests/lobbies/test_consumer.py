"""The line to a lobby: who gets one, what is told, what is refused, and what it bears."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from channels.layers import channel_layers
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.announcements import lobby_group
from matchmaking.lobbies.line import (
    BURST,
    COME_AGAIN,
    LARGEST,
    LOBBY_SHUT,
    NO_SUCH_LOBBY,
    NOT_SIGNED_IN,
    TOO_LARGE,
    TOO_MUCH,
)
from matchmaking.lobbies.models import Lobby, Remark, Stay
from matchmaking.lobbies.places import MEETINGS
from matchmaking.lobbies.watch import watch
from matchmaking.meetings.actions.booking import cancel_booking, excuse_person
from matchmaking.meetings.models import Attendance, Booking
from tests import make
from tests.lobbies.lines import PATIENCE, in_thread, line, person

AHEAD = pytest.mark.parametrize("meeting", [10], indirect=True)


# Who gets in -----------------------------------------------------------


async def test_nobody_is_told_to_sign_in(meeting):
    assert await (await line(meeting.pk)).knocks() == NOT_SIGNED_IN


async def test_a_stranger_hears_what_an_absent_meeting_says(meeting):
    stranger = await in_thread(make.member)()
    assert await (await line(meeting.pk, stranger)).knocks() == NO_SUCH_LOBBY
    assert await (await line(uuid4(), meeting.guest)).knocks() == NO_SUCH_LOBBY
    assert await Stay.objects.acount() == 0


async def test_another_site_gets_no_line(meeting):
    socket = await line(meeting.pk, meeting.guest, origin=b"https://evil.example")
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(5))["type"] == "websocket.close"


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: cancel_booking(booking_id=meeting.pk, by=meeting.host, at=timezone.now()),
        lambda meeting: Attendance.objects.filter(user=meeting.guest).update(excused_at=timezone.now()),
        lambda meeting: User.objects.filter(pk=meeting.guest.pk).update(is_active=False),
    ],
    ids=["cancelled", "excused", "locked out"],
)
async def test_whoever_is_not_expected_any_more_finds_the_door_shut(meeting, change):
    await in_thread(change)(meeting)
    code = await (await line(meeting.pk, meeting.guest)).knocks()
    assert code in (NO_SUCH_LOBBY, NOT_SIGNED_IN)


# What is told -----------------------------------------------------------


async def test_whoever_comes_is_seen_and_the_room_opens_when_it_is_time(meeting, lines):
    host = await lines(meeting.host)
    alone = await host.hears("snapshot")
    assert alone["phase"] == "waiting"
    assert [(each["name"], bool(each["here_since"])) for each in alone["people"]] == [
        ("Renata", False),
        ("Thibault", True),
    ]
    await lines(meeting.guest)
    both = await host.sees(lambda told: person(told, "Renata")["here_since"])
    assert (both["phase"], both["you"]) == ("open", person(both, "Thibault")["seat"])


@AHEAD
async def test_before_its_time_only_the_host_opens_the_room(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.says(do="enter")
    assert (await guest.hears("refused"))["why"] == "not_open_yet"
    await guest.says(do="open")
    assert (await guest.hears("refused"))["why"] == "only_the_host"
    await host.says(do="open")
    await guest.sees(lambda told: told["phase"] == "open")
    assert (await Lobby.objects.aget()).opened_by_id == meeting.host.pk


@pytest.mark.parametrize("meeting", [0.06], indirect=True)  # in some seconds
async def test_a_room_opens_by_itself_when_the_time_comes(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    assert (await guest.hears("snapshot"))["phase"] == "waiting"
    await host.sees(lambda told: told["phase"] == "open")


async def test_several_pages_of_one_person_are_one_and_one_of_them_is_in_the_call(meeting, lines):
    await lines(meeting.host)
    first, second = await lines(meeting.guest), await lines(meeting.guest)
    await first.sees(lambda told: told["phase"] == "open")
    for page in (first, second):
        await page.says(do="enter")
        told = await page.sees(lambda told, page=page: person(told, "Renata")["call"] == page.stay)
    assert len(told["people"]) == 2
    await second.hangs_up()
    told = await first.sees(lambda told: person(told, "Renata")["call"] is None)
    assert person(told, "Renata")["here_since"]


async def test_a_closed_page_goes_at_once_and_a_broken_line_may_come_back(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.sees(lambda told: told["phase"] == "open")
    await guest.says(do="enter")
    await host.sees(lambda told: person(told, "Renata")["call"] == guest.stay)
    await guest.hangs_up(1006)
    again = await lines(meeting.guest, stay=guest.stay)
    assert again.stay == guest.stay
    assert person(await again.hears("snapshot"), "Renata")["call"] == guest.stay
    await again.hangs_up(1001)
    await host.sees(lambda told: person(told, "Renata")["here_since"] is None)
    other = await lines(meeting.guest, stay=guest.stay)
    assert other.stay != guest.stay  # whoever has left comes anew


async def test_nobody_takes_somebody_elses_page(meeting, lines):
    host = await lines(meeting.host)
    assert (await lines(meeting.guest, stay=host.stay)).stay != host.stay
    assert (await lines(meeting.guest, stay="nonsense")).stay


async def test_whoever_is_not_heard_of_is_not_there_any_more(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await host.sees(lambda told: person(told, "Renata")["here_since"])
    await Stay.objects.filter(pk=guest.stay).aupdate(
        arrived_at=timezone.now() - timedelta(minutes=2), seen_at=timezone.now() - timedelta(seconds=41)
    )
    await host.sees(lambda told: person(told, "Renata")["here_since"] is None)  # by the patrol: nobody has said it
    await guest.says(do="stay")
    await host.sees(lambda told: person(told, "Renata")["here_since"])


async def test_a_word_that_gets_lost_is_made_good(meeting, lines, monkeypatch):
    monkeypatch.setattr("matchmaking.lobbies.announcements.shout", lambda *told: None)  # as if the layer were away
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.says(do="say", id=str(uuid4()), text="Hello")
    told = await host.sees(lambda told: told["remarks"])
    assert [remark["text"] for remark in told["remarks"]] == ["Hello"]


async def test_what_somebody_shows_is_seen(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await host.sees(lambda told: told["phase"] == "open")
    await guest.says(do="show", microphone=False, hand=True, link="poor", camera="yes", nonsense=1)
    await guest.says(do="enter")
    told = await host.sees(lambda told: person(told, "Renata")["call"])
    assert person(told, "Renata")["shows"] == {"microphone": False, "hand": True, "link": "poor", "camera": True}


async def test_a_cancelled_meeting_sends_both_away(meeting, lines):
    both = [await lines(meeting.host), await lines(meeting.guest)]
    await in_thread(cancel_booking)(booking_id=meeting.pk, by=meeting.host, at=timezone.now())
    assert [await each.ends() for each in both] == [LOBBY_SHUT, LOBBY_SHUT]


async def test_whoever_is_excused_meanwhile_hears_no_more(meeting, lines):
    colleague = await in_thread(make.participant)(fair=meeting.fair, user=await in_thread(make.member)())
    await in_thread(make.attendance)(booking=meeting, participant=colleague, role="interpreter")
    third, host = await lines(colleague.user), await lines(meeting.host)
    await in_thread(excuse_person)(
        booking_id=meeting.pk, participant_id=colleague.pk, by=colleague.user, at=timezone.now()
    )
    assert await third.ends() == LOBBY_SHUT
    await host.says(do="stay")
    assert await host.hears("alive")


async def test_a_meeting_that_is_over_is_over(meeting, lines):
    host = await lines(meeting.host)
    await in_thread(end)(meeting)
    assert await host.ends() == LOBBY_SHUT
    assert await (await line(meeting.pk, meeting.guest)).knocks() == NO_SUCH_LOBBY


def end(meeting):
    """It ended six minutes ago: the database lets nobody move a meeting beneath its slot, so both go."""
    ago = timezone.now() - timedelta(minutes=6)
    slot = make.slot(fair=meeting.fair, starts_at=ago - timedelta(minutes=25), ends_at=ago)
    Booking.objects.filter(pk=meeting.pk).update(slot=slot, starts_at=slot.starts_at, ends_at=slot.ends_at)


# What is said -----------------------------------------------------------


async def test_a_remark_sent_twice_is_said_once(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    for _ in range(2):
        await guest.says(do="say", id="0b8b0c58-51f5-4a86-9e3b-6f3c4f6b4a11", text=" Price\x00 list? ")
    await host.sees(lambda told: told["remarks"])
    await guest.says(do="stay")
    await guest.hears("alive")
    assert [remark.text async for remark in Remark.objects.all()] == ["Price list?"]
    await host.says(do="say", id="0b8b0c58-51f5-4a86-9e3b-6f3c4f6b4a11", text="Not mine")
    assert (await host.hears("refused"))["why"] == "refused"


@pytest.mark.parametrize(("text", "why"), [("", "nothing_said"), (" \n", "nothing_said"), ("x" * 1001, "too_long")])
async def test_a_remark_that_says_nothing_or_too_much(meeting, lines, text, why):
    guest = await lines(meeting.guest)
    await guest.says(do="say", id=str(uuid4()), text=text)
    assert (await guest.hears("refused"))["why"] == why


async def test_a_refusal_is_in_the_language_of_whoever_is_refused(meeting, lines):
    await User.objects.filter(pk=meeting.guest.pk).aupdate(language="fr")
    guest = await lines(meeting.guest)
    await guest.says(do="say", id=str(uuid4()), text="")
    assert (await guest.hears("refused"))["words"] == "Écrivez d’abord quelque chose."


async def test_a_signal_reaches_the_one_it_is_for_under_the_name_of_who_said_it(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await host.sees(lambda told: told["phase"] == "open")
    for each in (host, guest):
        await each.says(do="enter")
    await guest.sees(lambda told: person(told, "Thibault")["call"] and person(told, "Renata")["call"])
    await guest.says(do="signal", to=host.stay, data={"candidate": None}, **{"from": host.stay})
    told = await host.hears("signal")
    assert (told["from"], told["data"]) == (guest.stay, {"candidate": None})


async def test_an_offer_to_somebody_who_is_not_in_the_call_goes_nowhere(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await host.sees(lambda told: told["phase"] == "open")
    await guest.says(do="signal", to=host.stay, data={})
    assert (await guest.hears("refused"))["why"] == "not_in_the_call"
    await guest.says(do="enter")
    await guest.says(do="signal", to=host.stay, data={})
    assert (await guest.hears("refused"))["why"] == "not_in_the_call"
    await guest.says(do="signal", to=str(uuid4()), data={})
    assert (await guest.hears("refused"))["why"] == "not_in_the_call"


# Nonsense -----------------------------------------------------------

NONSENSE = [
    "",
    "{",
    "[" * 60_000,
    "null",
    "[]",
    '"stay"',
    "{}",
    '{"do": "dance"}',
    '{"do": ["stay"]}',
    '{"do": "say", "id": 1, "text": "x"}',
    '{"do": "say", "id": "x", "text": "x"}',
    f'{{"do": "say", "id": "{uuid4()}", "text": {{}}}}',
    f'{{"do": "signal", "to": "{uuid4()}", "data": []}}',
    '{"do": "signal", "data": {}}',
    f'{{"do": "say", "id": "{uuid4()}", "text": "\\ud800"}}',  # half a character
    *(
        f'{{"do": "signal", "to": "{uuid4()}", "data": {{"x": {data}}}}}'
        for data in ("NaN", "1e999", 10**30, '{"y": {}}', "[]")
    ),
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
async def test_nonsense_is_answered_and_harms_nobody(meeting, lines, nonsense):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.sends(text=nonsense)
    assert (await guest.hears("refused"))["why"] == "misunderstood"
    for each in (host, guest):
        await each.says(do="stay")
        assert await each.hears("alive")


@pytest.mark.parametrize(
    "raw", [{"text": "x" * (LARGEST + 1)}, {"text": None, "bytes": b"\x00"}], ids=["large", "bytes"]
)
async def test_whoever_sends_what_is_too_large_or_no_text_is_hung_up_on(meeting, lines, raw):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.sends(**raw)
    assert await guest.ends() == TOO_LARGE
    await host.says(do="stay")
    assert await host.hears("alive")


async def test_a_flood_ends_the_line_of_whoever_floods(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    for _ in range(BURST + 40):
        await guest.sends(text="{}")
    assert await guest.ends() == TOO_MUCH
    await host.says(do="stay")
    assert await host.hears("alive")


async def test_a_page_that_has_been_sent_away_says_nothing_any_more(meeting, lines):
    guest = await lines(meeting.guest)
    await in_thread(Attendance.objects.filter(user=meeting.guest).update)(excused_at=timezone.now())
    await guest.says(do="say", id=str(uuid4()), text="One more thing")
    assert await guest.ends() == LOBBY_SHUT
    assert await Remark.objects.acount() == 0


async def test_a_snapshot_is_told_once_as_long_as_nothing_changes(meeting, lines):
    guest = await lines(meeting.guest)
    await guest.hears("snapshot")
    assert await guest.receive_nothing(2.5)


async def test_a_page_that_was_forgotten_is_told_to_come_again(meeting, lines):
    guest = await lines(meeting.guest)
    await in_thread(staying.leave)(stay_id=guest.stay, at=timezone.now())
    await guest.says(do="stay")
    assert await guest.ends() == COME_AGAIN


async def test_a_line_that_ends_by_trouble_of_ours_is_watched_no_longer(meeting, lines):
    guest = await lines(meeting.guest)
    await guest.hears("snapshot")
    assert watch(MEETINGS).pages
    await guest.send_input({"type": "websocket.trouble"})
    with pytest.raises(ValueError, match="No handler"):
        await guest.wait()
    assert watch(MEETINGS).pages == {}


async def test_signals_arrive_where_a_process_has_come_to_two_layers(meeting, lines, monkeypatch):
    """Of two threads that ask for the layer at once, for the first time, each is given one of its own."""
    host = await lines(meeting.host)
    monkeypatch.setattr(channel_layers, "backends", {})
    guest = await lines(meeting.guest)
    await host.sees(lambda told: told["phase"] == "open")
    for each in (host, guest):
        await each.says(do="enter")
    await guest.sees(lambda told: person(told, "Thibault")["call"] and person(told, "Renata")["call"])
    await guest.says(do="signal", to=host.stay, data={"renew": True})
    assert (await host.hears("signal"))["data"] == {"renew": True}


async def test_the_layer_tells_of_no_place_that_everybody_has_left(meeting, lines):
    guest = await lines(meeting.guest)
    await guest.hears("snapshot")
    listening = watch(MEETINGS)
    assert listening.groups == {lobby_group(meeting.pk): meeting.pk}
    await guest.hangs_up()
    await asyncio.wait_for(listening.patrol, PATIENCE)
    await listening.tuner
    assert listening.groups == {}
