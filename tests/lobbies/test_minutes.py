"""What was noted and said in a room stands on the meeting's page, for those who may read it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.lobbies.actions import noting, staying, talking
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return make.booking()


@pytest.fixture
def pages(booking):
    """The pages of both sides: facts for an action, by role."""
    at = booking.starts_at
    return {
        seat.role: {
            "user": seat.user,
            "stay_id": staying.arrive(user=seat.user, booking_id=booking.pk, at=at).pk,
            "at": at,
        }
        for seat in booking.attendances.select_related("user")
    }


def reads(client, booking, user):
    client.force_login(user)
    return client.get(reverse("meetings:show-booking", args=[booking.pk]))


def test_both_sides_read_the_card_and_the_remarks(client, booking, pages):
    card = noting.note(
        card_id=uuid4(), product="Pralines", quantity="12000", price="3.45", currency="EUR", **pages["guest"]
    )
    talking.say(remark_id=uuid4(), text="<b>Until May</b>", **pages["host"])
    for page in pages.values():
        read = reads(client, booking, page["user"]).content.decode()
        assert "12,000" in read
        assert "3.45 EUR" in read
        assert "not confirmed by both sides" in read
        assert "&lt;b&gt;Until May&lt;/b&gt;" in read
    for page in pages.values():
        noting.confirm(card_id=card.pk, version=1, **page)
    assert "Confirmed by both sides" in reads(client, booking, pages["host"]["user"]).content.decode()


def test_strangers_read_nothing_of_it(client, booking, pages):
    talking.say(remark_id=uuid4(), text="Between us", **pages["host"])
    assert reads(client, booking, make.member()).status_code == 404
    assert reads(client, booking, make.organiser(fair=booking.fair).user).status_code == 404


def test_a_meeting_without_words_says_nothing_of_them(client, booking, pages):
    read = reads(client, booking, pages["host"]["user"]).content.decode()
    assert 'id="minutes"' not in read
    assert 'id="remarks"' not in read


def test_the_number_of_queries_does_not_grow(client, booking, pages):
    def write():
        noting.note(card_id=uuid4(), product="Pralines", **pages["guest"])
        talking.say(remark_id=uuid4(), text="Good", **pages["host"])

    def count():
        with CaptureQueriesContext(connection) as queries:
            reads(client, booking, pages["host"]["user"])
        return len(queries)

    write()
    count()
    with_one = count()
    write()
    write()
    assert count() == with_one
