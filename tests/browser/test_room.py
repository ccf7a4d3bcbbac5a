"""People in one room: they see each other come, are let in, talk, write, lose the line and find it again."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.models import Remark, Stay
from matchmaking.meetings.actions.booking import cancel_booking
from tests import make
from tests.browser.rooms import FRAMES, OVERHANG, address, enter, flows, flows_on
from tests.browser.serving import process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_room_opens_when_both_are_there_and_pictures_flow_both_ways(two, axe):
    _host, guest = two
    for window in two:
        assert window.locator("[data-room-people] li").all_inner_texts() == [
            "Renata Quispe guest\n\nis in the call",
            "Thibault Belrouet host\n\nValmoulin\n\nis in the call",
        ]
        assert window.locator("[data-room-state]").inner_text() == "You are in the call."
        assert re.fullmatch(r"2\d:\d\d left", window.locator("[data-room-clock]").inner_text())
    before = guest.evaluate(FRAMES)
    guest.wait_for_timeout(1000)
    assert guest.evaluate(FRAMES)[0][1] > before[0][1]
    for window in two:
        assert axe(window) == []
        assert window.evaluate(OVERHANG) <= 0


def test_what_is_written_is_read_by_the_other_and_kept(two, meeting):
    host, guest = two
    guest.get_by_label("Write to everybody here").fill("<b>Bonjour</b>\nfrom Lima")
    guest.get_by_role("button", name="Send").click()
    host.locator(".remark").wait_for()
    assert host.locator(".remark__text").inner_text() == "<b>Bonjour</b>\nfrom Lima"
    assert host.locator(".remark__who strong").inner_text() == "Renata Quispe"
    assert Remark.objects.get().author == meeting.people["guest"].user
    host.reload()
    assert host.locator(".remark__text").inner_text() == "<b>Bonjour</b>\nfrom Lima"


def test_whoever_loads_the_page_again_is_back_in_the_call(two):
    host, guest = two
    host.evaluate("document.querySelector('.tile:not(.tile--self) video').dataset.old = ''")
    guest.reload()
    host.locator("[data-old]").wait_for(state="detached")
    for window in two:
        flows(window)
        flows_on(window)
    assert Stay.objects.filter(left_at=None).count() == 2


def test_a_microphone_that_is_off_is_seen_by_the_other(two):
    host, guest = two
    muted = host.locator("[data-room-tiles] [data-muted]")
    assert not muted.is_visible()
    guest.get_by_role("button", name="Microphone").click()
    muted.wait_for()
    assert guest.get_by_role("button", name="Microphone").get_attribute("aria-pressed") == "false"
    guest.get_by_role("button", name="Microphone").click()
    muted.wait_for(state="hidden")


def test_a_raised_hand_is_seen_and_whoever_leaves_the_call_is_in_the_lobby(two):
    host, guest = two
    guest.get_by_role("button", name="Raise a hand").click()
    host.locator("[data-room-tiles] [data-hand]").wait_for()
    guest.get_by_role("button", name="Leave the call").click()
    host.locator(".tile:not(.tile--self)").wait_for(state="detached")
    host.locator("[data-where]", has_text="is in the lobby").wait_for()
    guest.get_by_role("button", name="Go in").click()
    flows(host)


def test_a_closed_page_is_gone_at_once(two):
    host, guest = two
    guest.close()
    host.locator("[data-where]", has_text="is not here yet").wait_for(timeout=3000)


def test_the_call_outlives_a_killed_server_and_what_was_written_meanwhile_arrives_once(two, server_process, meeting):
    host, guest = two
    url, running = server_process
    before = set(Stay.objects.values_list("pk", flat=True))
    running.kill()
    guest.locator("[data-room-state]", has_text="The line is down").wait_for()
    guest.get_by_label("Write to everybody here").fill("Are you still there?")
    guest.get_by_role("button", name="Send").click()
    flows_on(guest)
    with process(urlsplit(url).port):
        host.locator(".remark").wait_for(timeout=30_000)
        for window in two:
            window.locator("[data-room-state]", has_text="You are in the call.").wait_for()
            flows_on(window)
        assert Remark.objects.count() == 1
        assert (
            set(Stay.objects.filter(left_at=None).values_list("pk", flat=True)) == before
        )  # the same pages, in the same call


@pytest.mark.parametrize("meeting", [10], indirect=True)
def test_before_it_is_time_only_the_host_opens_the_room(server, window_of, meeting):
    host, guest = (window_of(meeting.people[role]) for role in ("host", "guest"))
    for window in (guest, host):
        window.goto(address(server, meeting))
        window.locator("[data-where]", has_text="is in the lobby").first.wait_for()
        assert not window.get_by_role("button", name="Go in").is_visible()
    assert guest.get_by_role("button", name="Open the room now").count() == 0
    assert re.fullmatch(r"begins in (9|10):\d\d", guest.locator("[data-room-clock]").inner_text())
    host.get_by_role("button", name="Open the room now").click()
    guest.get_by_role("button", name="Go in").wait_for()


def test_the_clock_is_the_servers_whatever_ones_own_says(server, window_of, meeting):
    guest = window_of(meeting.people["guest"])
    guest.clock.install(time=timezone.now() + timedelta(hours=5))
    guest.goto(address(server, meeting))
    guest.locator("[data-room-clock]", has_text="left").wait_for()
    assert re.fullmatch(r"2\d:\d\d left", guest.locator("[data-room-clock]").inner_text())


def test_a_meeting_that_is_cancelled_leads_both_out(two, meeting):
    cancel_booking(booking_id=meeting.pk, by=meeting.people["host"].user, reason="A strike", at=timezone.now())
    for window in two:
        window.locator("[data-room-state]", has_text="not open to you any more").wait_for(timeout=5000)
        assert window.locator(".tile:not(.tile--self)").count() == 0


def test_three_see_and_hear_each_other(two, server, window_of, meeting):
    third = make.participant(fair=meeting.fair, user=make.member(name="Inès Moreau"))
    make.attendance(booking=meeting, participant=third, role="interpreter")
    window = window_of(third)
    enter(window, server, meeting)
    for each in (window, *two):
        flows(each, number=2)


def test_with_the_keyboard_alone_one_goes_in_and_writes(server, window_of, keyboard, meeting):
    host, guest = (window_of(meeting.people[role]) for role in ("host", "guest"))
    for window in (host, guest):
        window.goto(address(server, meeting))
    guest.get_by_role("button", name="Go in").wait_for()
    hands = keyboard(guest)
    hands.reach("button", "Go in")
    hands.press("Enter")
    guest.locator("[data-room-state]", has_text="You are in the call.").wait_for()
    hands.reach("textbox", "Write to everybody here")
    hands.type("Good morning")
    hands.reach("button", "Send")
    hands.press("Enter")
    host.locator(".remark__text", has_text="Good morning").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_phone_has_room_for_it(server, window_of, axe, meeting, width):
    window = window_of(meeting.people["guest"], viewport={"width": width, "height": 844}, color_scheme="dark")
    window.goto(address(server, meeting))
    window.locator("[data-where]", has_text="is in the lobby").wait_for()
    assert axe(window) == []
    assert window.evaluate(OVERHANG) <= 0


def test_whoever_comes_to_a_full_call_is_told_and_goes_in_when_somebody_leaves(server, window_of, axe, meeting):
    at = timezone.now()
    people = [*meeting.people.values(), *(make.participant(fair=meeting.fair) for _ in range(2))]
    for person in people[2:]:
        make.attendance(booking=meeting, participant=person, role="guest")
    pages = [staying.arrive(user=person.user, booking_id=meeting.pk, at=at) for person in people]
    for page in pages:
        staying.enter(user=page.user, stay_id=page.pk, at=at)
    fifth = make.participant(fair=meeting.fair, user=make.member(name="Chiara Lodi"))
    make.attendance(booking=meeting, participant=fifth, role="guest")
    window = window_of(fifth)
    window.goto(address(server, meeting))
    window.get_by_text("The call is full.").wait_for()
    window.get_by_text("4 people can be in the call at once").wait_for()
    assert window.get_by_role("button", name="Go in").is_disabled()
    assert axe(window) == []
    staying.leave_call(user=pages[0].user, stay_id=pages[0].pk, at=timezone.now())
    window.get_by_text("The call is full.").wait_for(state="hidden")
    window.get_by_role("button", name="Go in").click()
    window.locator("[data-room-state]", has_text="You are in the call.").wait_for()
