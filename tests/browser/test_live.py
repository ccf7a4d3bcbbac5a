"""What somebody else takes turns grey in an open page, told by a real socket of the server that `make run` starts."""

import time

import pytest

from matchmaking.meetings.models import Booking
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TICKED = "[...document.querySelectorAll('#day-2030-05-14 input:checked')].map((box) => box.value)"
AT_ONCE = 5  # seconds: a second on a machine that does nothing else


@pytest.fixture
def fair():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    make.room(hall=fair.halls.get())
    return fair


@pytest.fixture
def star(fair):
    star = make.visitor(participant=make.participant(fair=fair, user=make.member())).participant
    make.laid_out(star)
    make.available(star, *make.slots(fair, 3))
    return star


def buyer(fair):
    who = make.participant(fair=fair, user=make.member())
    make.laid_out(who)
    return who


def test_a_slot_that_is_taken_elsewhere_turns_grey_at_once_and_nothing_else_is_lost(server, window_of, fair, star):
    slots = list(fair.slots.order_by("starts_at"))
    asked = make.meeting_request(sender=buyer(fair), recipient=star, wishes=slots[:1])
    window, host = window_of(buyer(fair)), window_of(star)
    window.goto(f"{server}/fairs/{fair.slug}/visitors/{star.visitor_profile.pk}/meet/")
    for slot in slots[:2]:
        window.locator(f"label[for='slot-{slot.pk}']").click()
    window.get_by_label("Your message").fill("Chocolate")
    window.wait_for_timeout(500)  # its line stands
    host.goto(f"{server}/requests/{asked.pk}/")
    began = time.monotonic()
    host.get_by_role("button", name="Accept this time").click()
    window.wait_for_function(f"() => document.getElementById('slot-{slots[0].pk}').disabled", timeout=AT_ONCE * 1000)
    print(f"grey after {time.monotonic() - began:.2f} s")
    assert Booking.objects.get().slot == slots[0]
    assert window.get_by_label("Your message").input_value() == "Chocolate"
    window.wait_for_function(f"(mine) => {TICKED}.join() === mine", arg=str(slots[1].pk))  # once it has settled
    assert window.locator("[data-choice-status]").inner_text() == "A time that you had chosen has just been taken."


def test_an_answer_reaches_whoever_has_asked_in_his_open_page(server, window_of, fair, star):
    slot = fair.slots.earliest("starts_at")
    asked = make.meeting_request(sender=buyer(fair), recipient=star, wishes=[slot])
    window, host = window_of(asked.sender), window_of(star)
    window.goto(f"{server}/fairs/{fair.slug}/requests/")
    window.wait_for_timeout(500)
    host.goto(f"{server}/requests/{asked.pk}/")
    host.locator("#id_reason").fill("Next year")
    host.get_by_role("button", name="Decline").click()
    window.wait_for_function("() => document.getElementById('over-heading')", timeout=AT_ONCE * 1000)
