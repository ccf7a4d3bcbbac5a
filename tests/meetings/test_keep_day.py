"""One's day as a browser keeps it for reading without network."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.meetings.models import Booking
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    return make.participant(fair=fair, user=make.user(time_zone="Europe/Brussels"))


def meeting(me, starts_at, name, **kw):
    there = make.participant(fair=me.fair, user=make.user(name=name, time_zone="America/Lima"))
    return make.booking(slot=make.slot(fair=me.fair, starts_at=starts_at), host=there, guest=me, **kw)


def kept(me, at=NOW):
    with time_machine.travel(at, tick=False):
        client = Client()
        client.force_login(me.user)
        return client.get(reverse("meetings:keep-day", args=[me.fair.slug]))


def test_keep_day_is_today_on_both_clocks_with_the_moment_at_which_it_was_true(me):
    meeting(me, NOW + 5 * HOUR, "Ana Quispe")
    meeting(me, NOW + 5 * HOUR + DAY, "Tomorrow Only")
    page = kept(me).content.decode()
    assert "Tuesday 14 May 2030" in page
    assert "Ana Quispe" in page
    assert "16:00–16:25" in page  # in Brussels
    assert "09:00–09:25" in page  # in Lima
    assert "Without network. This was true as of:" in page
    assert "11:00" in page
    assert "Tomorrow Only" not in page


def test_keep_day_is_the_first_day_before_the_fair_and_none_after_it(me):
    meeting(me, NOW + 5 * HOUR, "Ana Quispe")
    assert "Ana Quispe" in kept(me, NOW - 9 * DAY).content.decode()
    after = kept(me, NOW + 9 * DAY).content.decode()
    assert "The fair is over." in after
    assert "Ana Quispe" not in after


def test_keep_day_says_what_is_off(me):
    off = meeting(me, NOW + 5 * HOUR, "Ana Quispe")
    Booking.objects.filter(pk=off.pk).update(status="cancelled", cancelled_at=NOW)
    assert "cancelled" in kept(me).content.decode()


def test_keep_day_is_ones_own_and_kept_by_nobody_on_the_way(me, fair):
    meeting(me, NOW + 5 * HOUR, "Ana Quispe")
    other = kept(make.participant(fair=fair))
    assert "Ana Quispe" not in other.content.decode()
    assert "no-store" in other["Cache-Control"]


def test_keep_day_needs_nothing_but_styles(me):
    meeting(me, NOW + 5 * HOUR, "Ana Quispe")
    page = kept(me).content.decode()
    assert ("<script" in page, "<img" in page, "<form" in page) == (False, False, False)


def test_keep_day_asks_no_more_for_three_than_for_one(me):
    asked = []
    for number in range(3):
        meeting(me, NOW + (5 + number) * HOUR, f"Person {number}")
        with CaptureQueriesContext(connection) as queries:
            kept(me)
        asked.append(len(queries))
    assert asked[0] == asked[2]
