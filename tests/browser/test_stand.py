"""Walking up to a stand: one waits, the team sees it, and both meet."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from matchmaking.lobbies.models import WalkIn
from tests import make
from tests.browser.rooms import OVERHANG, flows
from tests.browser.serving import process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stand():
    today, day = timezone.now().date(), timedelta(days=1)
    fair = make.fair(starts_on=today - day, ends_on=today + 2 * day)
    stand = make.exhibitor(fair=fair, company=make.company(name="Valmoulin"))
    seat = make.representative(exhibitor=stand, user=make.member(name="Thibault Belrouet"))
    make.stand_room(exhibitor=stand, room=make.room(hall=make.hall(fair=fair)))
    stand.host = seat.participant
    return stand


@pytest.fixture
def renata(stand):
    person = make.participant(fair=stand.fair, user=make.member(name="Renata Quispe", spoken_languages=["es", "fr"]))
    make.visitor(
        participant=person, organisation="Andes Gourmet", country="PE", looking_for="Fine chocolate for hotels"
    )
    return person


def at_the_stand(window, server, stand):
    window.goto(f"{server}/fairs/{stand.fair.slug}/exhibitors/{stand.slug}/lobby/")
    return window


def reads(window, words):
    """What the page says of the wait."""
    window.locator("[data-stand-state]", has_text=words).wait_for()


def test_a_visitor_walks_up_is_seen_and_let_in(server, window_of, stand, renata, axe):
    guest = at_the_stand(window_of(renata, viewport={"width": 390, "height": 844}), server, stand)
    reads(guest, "Nobody of the team is there at this moment.")
    host = at_the_stand(window_of(stand.host), server, stand)
    host.get_by_text("Nobody waits at this moment.").wait_for()
    reads(guest, "Somebody is there. Wait to be let in.")
    guest.get_by_label("What is it about?").fill("Pralines for Lima")
    guest.get_by_role("button", name="Wait to be let in").click()
    reads(guest, "You are next: about 8 minutes.")
    entry = host.get_by_role("listitem").filter(has_text="Renata Quispe")
    assert entry.locator("[data-company]").inner_text() == "Andes Gourmet, Peru"
    assert entry.locator("[data-languages]").inner_text() == "Spanish, French"
    assert entry.locator("[data-wish]").inner_text() == "Pralines for Lima"
    assert host.title().startswith("(1) ")
    for window in (host, guest):
        assert axe(window) == []
        assert window.evaluate(OVERHANG) <= 0
    entry.get_by_role("button", name="Let in").click()
    for window in (host, guest):
        window.wait_for_url("**/meetings/*/room/")
        window.get_by_role("button", name="Go in").click()
    for window in (host, guest):
        flows(window)


def test_a_visitor_is_declined_kindly_and_can_wait_again(server, window_of, stand, renata):
    host, guest = (at_the_stand(window_of(each), server, stand) for each in (stand.host, renata))
    guest.get_by_role("button", name="Wait to be let in").click()
    host.get_by_text("Decline kindly").click()
    host.get_by_label("What you would like to tell").fill("Come back at three, please.")
    host.get_by_role("button", name="Decline", exact=True).click()
    reads(guest, "Thibault Belrouet cannot talk to you now.")
    assert guest.get_by_text("Come back at three, please.").is_visible()
    host.get_by_text("Nobody waits at this moment.").wait_for()
    guest.get_by_role("button", name="Wait to be let in").click()
    reads(guest, "You are next")


def test_a_visitor_is_offered_another_time_and_led_to_it(server, window_of, stand, renata):
    ahead = make.slots(stand.fair, 4, first=timezone.now() + timedelta(hours=20))
    make.laid_out(stand.host, renata)
    for person in (stand.host, renata):
        make.available(person, *ahead)
    host, guest = (at_the_stand(window_of(each), server, stand) for each in (stand.host, renata))
    guest.get_by_role("button", name="Wait to be let in").click()
    host.get_by_role("button", name="Offer another time").click()
    reads(guest, "Thibault Belrouet offers you another time.")
    guest.get_by_role("link", name="Go on").click()
    guest.wait_for_url(f"**/requests/{WalkIn.objects.get().request_id}/")


def test_a_closed_page_gives_the_place_up_after_a_while_and_a_button_at_once(server, window_of, stand, renata):
    host, guest = (at_the_stand(window_of(each), server, stand) for each in (stand.host, renata))
    guest.get_by_role("button", name="Wait to be let in").click()
    host.get_by_role("listitem").filter(has_text="Renata Quispe").wait_for()
    guest.get_by_role("button", name="I wait no more").click()
    host.get_by_text("Nobody waits at this moment.").wait_for()
    assert WalkIn.objects.get().status == "left"


def test_what_is_pressed_while_the_line_is_down_is_done_once_it_is_up(server_process, window_of, stand, renata):
    address, running = server_process
    guest = at_the_stand(window_of(renata), address, stand)
    reads(guest, "Nobody of the team is there at this moment.")
    running.kill()
    reads(guest, "The line is down.")
    for _twice in range(2):
        guest.get_by_role("button", name="Wait to be let in").click()
    with process(port=urlsplit(address).port):
        reads(guest, "You are next")
        guest.get_by_role("button", name="I wait no more").click()
        guest.get_by_role("button", name="Wait to be let in").wait_for()
    assert [walk_in.status for walk_in in WalkIn.objects.all()] == ["left"]
