"""A stand's team says how it wants to be met."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.meetings.actions.terms import change_stand_terms
from matchmaking.meetings.models import Agenda, Booking, MeetingRequest, StandTerms
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def seat(fair):
    return make.representative(exhibitor=make.exhibitor(fair=fair))


@pytest.fixture
def stand(seat):
    return seat.exhibitor


def address(stand, verb="edit-stand-terms"):
    return reverse(f"meetings:{verb}", args=[stand.fair.slug, stand.slug])


def test_change_stand_terms_says_it_once(stand):
    for _ in range(2):
        assert change_stand_terms(exhibitor=stand, books_directly=True).books_directly
    assert not change_stand_terms(exhibitor=stand, books_directly=False).books_directly
    assert [row.books_directly for row in StandTerms.history.order_by("pk")] == [False, True, False]


def test_the_page_explains_and_saves(client, seat, stand):
    client.force_login(seat.participant.user)
    page = client.get(address(stand))
    assert page.status_code == 200
    assert "there is nothing to accept" in page.content.decode()
    assert client.post(address(stand), {"books_directly": "on"}).url == address(stand)
    assert stand.terms.books_directly
    assert client.get(address(stand)).context["form"]["books_directly"].value() is True
    client.post(address(stand), {})
    stand.terms.refresh_from_db()
    assert not stand.terms.books_directly


def test_the_page_shows_how_the_team_can_be_met(client, fair, seat, stand):
    coming = make.slots(fair, 2)
    past = make.slot(fair=fair, starts_at=make.NOW - timedelta(hours=1))
    other = make.representative(exhibitor=stand)
    make.laid_out(seat.participant)
    Agenda.objects.update(break_minutes=10, most_per_day=4)
    make.available(seat.participant, *coming, past)
    client.force_login(seat.participant.user)
    page = client.get(address(stand))
    assert [(row.participant, row.open_times) for row in page.context["team"]] == [
        (seat.participant, 2),
        (other.participant, 0),
    ]
    text = " ".join(page.content.decode().split())
    assert "10 minutes" in text
    assert "not laid out yet" in text
    assert text.count("Change my times") == 1  # nobody else's are mine to change


def test_the_workshop_leads_to_the_page(client, seat, stand):
    client.force_login(seat.participant.user)
    page = client.get(reverse("exhibitors:edit-stand", args=[stand.fair.slug, stand.slug]))
    assert f'href="{address(stand)}"' in page.content.decode()


@pytest.mark.parametrize("who", ["visitor", "another stand", "colleague off the team", "organiser of another fair"])
def test_strangers_find_nothing_there(client, fair, stand, who):
    somebody = {
        "visitor": lambda: make.participant(fair=fair),
        "another stand": lambda: make.representative(exhibitor=make.exhibitor(fair=fair)).participant,
        "colleague off the team": lambda: make.participant(
            fair=fair, user=make.membership(company=stand.company).user, roles=["exhibitor"]
        ),
        "organiser of another fair": make.organiser,
    }[who]()
    client.force_login(somebody.user)
    assert client.get(address(stand)).status_code == 404
    assert client.post(address(stand), {"books_directly": "on"}).status_code == 404
    assert not StandTerms.objects.exists()


def test_the_organiser_of_the_fair_may(client, fair, stand):
    client.force_login(make.organiser(fair=fair).user)
    assert client.post(address(stand), {"books_directly": "on"}).status_code == 302
    assert stand.terms.books_directly


def test_whoever_asks_a_stand_that_books_directly_is_told_so_and_has_the_meeting(client, fair, seat, stand):
    slots = make.slots(fair, 2)
    make.room(hall=make.hall(fair=fair))
    make.available(seat.participant, slots[1])
    make.laid_out(seat.participant)
    client.force_login(seat.participant.user)
    client.post(address(stand), {"books_directly": "on"})
    client.force_login(make.participant(fair=fair).user)
    page = client.get(address(stand, "ask-stand")).content.decode()
    assert "Book the meeting" in page
    assert "is booked at once" in page
    assert "Nobody’s time is blocked" not in page
    data = {"slot": [slot.pk for slot in slots], "message": "", "language": "en"}
    told = client.post(address(stand, "ask-stand"), data, follow=True)
    assert "The meeting is booked." in told.content.decode()
    assert (Booking.objects.get().slot, MeetingRequest.objects.get().status) == (slots[1], "accepted")


def test_the_page_asks_as_often_for_three_as_for_one(client, seat, stand):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(stand)).status_code == 200
        return len(seen)

    client.force_login(seat.participant.user)
    asked()
    first = asked()
    for _ in range(2):
        make.laid_out(make.representative(exhibitor=stand).participant)
    assert asked() == first
