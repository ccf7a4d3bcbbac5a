"""What one does in a room beside talking: numbers, another voice, more time, a screen, devices, another time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matchmaking.lobbies.actions.calling import call_absent
from matchmaking.lobbies.models import DeviceCheck, NumbersCard, Stay
from matchmaking.meetings.models import Attendance, Booking
from tests import make
from tests.browser.rooms import FRAMES, OVERHANG, address, enter, flows, flows_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VOLUMES = """
() => [...document.querySelectorAll("[data-room-tiles] .tile:not(.tile--self)")].map(
  (tile) => [tile.querySelector("[data-name]").textContent, tile.querySelector("video").volume]
)
"""


def test_both_fill_a_numbers_card_and_stand_by_it(two, axe):
    host, guest = two
    guest.get_by_role("button", name="Note a product and its price").click()
    guest.get_by_label("Product").fill("Pralines, 250 g")
    guest.get_by_label("Quantity").fill("12 thousand")
    guest.get_by_label("Price per unit").fill("3.45")
    guest.get_by_label("Next step").fill("Samples by May")
    guest.get_by_label("Next step").press("Tab")
    guest.get_by_text("Write a number.").wait_for()
    assert guest.get_by_label("Quantity").input_value() == "12 thousand"  # nothing is lost
    guest.get_by_label("Quantity").fill("12000")
    host.get_by_label("Currency").fill("eur")
    host.get_by_label("Incoterm").select_option("FCA")
    host.get_by_role("button", name="We stand by this").click()
    for window in two:
        window.wait_for_function("() => document.querySelector('[name=quantity]').value === '12000'")
        window.wait_for_function("() => document.querySelector('[name=currency]').value === 'EUR'")
    guest.wait_for_function("() => document.querySelector('[data-confirm]').closest('[data-card]').dataset.version > 5")
    host.get_by_role("button", name="We stand by this").click()
    guest.locator("[data-host]", has_text="Thibault Belrouet").wait_for()
    guest.get_by_role("button", name="We stand by this").click()
    for window in two:
        window.get_by_text("Confirmed by both sides").wait_for()
        assert axe(window) == []
    card = NumbersCard.objects.get()
    assert (card.product, int(card.quantity), card.currency, card.incoterm, card.is_agreed) == (
        "Pralines, 250 g",
        12000,
        "EUR",
        "FCA",
        True,
    )


def test_whoever_listens_to_an_interpreter_hears_the_original_softly(two, server, window_of, meeting):
    host, _guest = two
    assert not host.get_by_role("group", name="Whose voice do you want to hear?").is_visible()
    third = make.participant(fair=meeting.fair, user=make.member(name="Inès Moreau"))
    make.attendance(booking=meeting, participant=third, role="interpreter")
    enter(window_of(third), server, meeting)
    flows(host, number=2)
    host.get_by_label("The interpreter: Inès Moreau").check()
    assert dict(host.evaluate(VOLUMES)) == {"Renata Quispe": 0.15, "Inès Moreau": 1}
    host.get_by_label("How loud the original stays").fill("40")
    assert dict(host.evaluate(VOLUMES)) == {"Renata Quispe": 0.4, "Inès Moreau": 1}
    host.get_by_label("Inès Moreau", exact=True).fill("50")
    assert dict(host.evaluate(VOLUMES)) == {"Renata Quispe": 0.4, "Inès Moreau": 0.5}
    host.get_by_label("Everybody as they speak").check()
    assert dict(host.evaluate(VOLUMES)) == {"Renata Quispe": 1, "Inès Moreau": 0.5}


@pytest.mark.parametrize("meeting", [-17], indirect=True)
def test_a_meeting_that_goes_well_lasts_ten_minutes_longer(two, meeting):
    host, guest = two
    guest.get_by_role("button", name="Ten minutes more").click()
    for window in two:
        window.locator("[data-room-clock]", has_text="17:").wait_for(timeout=5000)
    assert Booking.objects.get().ends_at == meeting.ends_at + timedelta(minutes=10)
    assert not host.get_by_role("button", name="Ten minutes more").is_visible()


@pytest.mark.parametrize("meeting", [-21], indirect=True)
def test_whoever_is_expected_elsewhere_is_led_there_and_not_held(two, meeting):
    host, guest = two
    starts_at = meeting.ends_at + timedelta(minutes=5)
    slot = make.slot(fair=meeting.fair, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=25))
    after = make.booking(slot=slot, host=meeting.people["host"])
    guest.get_by_role("button", name="Ten minutes more").click()
    guest.get_by_text("Thibault Belrouet cannot stay longer.").wait_for()
    guest.get_by_role("button", name="Raise a hand").click()  # something changes, and everybody looks again
    link = host.get_by_role("link", name="Go to its room")
    link.wait_for()
    assert not guest.get_by_role("link", name="Go to its room").is_visible()
    link.click()
    host.wait_for_url(f"**/meetings/{after.pk}/room/")
    guest.locator("[data-where]", has_text="is not here yet").wait_for()


def test_sound_comes_first_by_choice_and_nobody_sends_pictures_then(two):
    host, guest = two
    guest.get_by_role("button", name="Sound first").click()
    host.locator(".tile--dark:not(.tile--self)").wait_for()
    for window in two:
        before = window.evaluate(FRAMES)[0][1]
        window.wait_for_timeout(1500)
        before = window.evaluate(FRAMES)[0][1]
        window.wait_for_timeout(1000)
        assert window.evaluate(FRAMES)[0][1] - before <= 2
    guest.get_by_role("button", name="Sound first").click()
    for window in two:
        flows_on(window)


def test_a_screen_is_shared_and_put_away(two):
    host, guest = two
    guest.get_by_role("button", name="Share the screen").click()
    host.locator(".tile--whole").wait_for()
    flows_on(host)
    guest.get_by_role("button", name="Share the screen").click()
    host.locator(".tile--whole").wait_for(state="detached")
    flows_on(host)


def test_devices_and_line_are_tried_and_the_result_is_kept(server, window_of, meeting):
    guest = window_of(meeting.people["guest"])
    guest.goto(address(server, meeting))
    guest.locator("[data-where]", has_text="is in the lobby").wait_for()
    guest.get_by_role("button", name="Play a sound").click()
    guest.get_by_role("button", name="No", exact=True).click()
    result = guest.locator("[data-check-result]")
    result.filter(has_text="Choose another loudspeaker above").wait_for()
    guest.get_by_role("button", name="Play a sound").click()
    guest.get_by_role("button", name="Yes", exact=True).click()
    guest.get_by_role("button", name="Try the line").click()
    result.filter(has_text="Your browser can make calls.").wait_for()
    guest.wait_for_timeout(300)
    check = DeviceCheck.objects.get(user=meeting.people["guest"].user)
    assert (check.hears, check.path, "Chrome" in check.browser, bool(check.microphone)) == (True, "direct", True, True)
    assert check.kilobits > 100


@pytest.mark.parametrize("meeting", [-6], indirect=True)
def test_whoever_waits_alone_is_offered_another_time_in_one_press(server, window_of, meeting):
    ahead = make.slots(meeting.fair, 3, first=timezone.now() + timedelta(hours=20))
    people = meeting.people.values()
    make.laid_out(*people)
    for person in people:
        make.available(person, *ahead)
    Attendance.objects.filter(role="guest").update(arrived_at=timezone.now() - timedelta(minutes=5))
    guest = window_of(meeting.people["guest"])
    guest.goto(address(server, meeting))
    guest.locator("[data-where]", has_text="is in the lobby").wait_for()
    assert not guest.locator("[data-room-absent]").is_visible()
    Stay.objects.update(arrived_at=timezone.now() - timedelta(minutes=5))
    assert call_absent(booking_id=meeting.pk, at=timezone.now())
    guest.get_by_text("Thibault Belrouet: not here yet. We have sent a message.").wait_for()
    assert guest.evaluate(OVERHANG) <= 0
    guest.get_by_role("button", name="Meet at this time instead:").click()
    guest.wait_for_url(f"**/meetings/{meeting.pk}/")
    assert Booking.objects.get().slot in ahead


def test_devices_are_tried_days_before_without_a_meeting(server, window_of, axe, meeting):
    guest = meeting.people["guest"]
    window = window_of(guest)
    window.goto(f"{server}/fairs/{meeting.fair.slug}/device-check/")
    last = window.locator("#last-check")
    last.get_by_text("works").nth(1).wait_for()
    window.wait_for_function("() => document.querySelector('[data-room-self] video').videoWidth > 0")
    window.get_by_role("button", name="Play a sound").click()
    window.get_by_role("button", name="Yes", exact=True).click()
    last.get_by_text("heard", exact=True).wait_for()
    window.get_by_role("button", name="Try the line").click()
    last.get_by_text("Everything works").wait_for()
    assert axe(window) == []
    assert window.evaluate(OVERHANG) <= 0
    check = DeviceCheck.objects.get(user=guest.user)
    assert (check.hears, check.path, bool(check.microphone), bool(check.camera)) == (True, "direct", True, True)
