"""The pages of one's own calendar: what they do, what they refuse, and that they keep its address to themselves."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from matchmaking.meetings.access import calendars_of
from matchmaking.meetings.models import OwnCalendar
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW
from tests.meetings.own_calendar.calendars import HOUR, SECRET, entered, event, ics, page, post, read, stretches
from tests.outside import answer

pytestmark = pytest.mark.django_db


def test_the_page_enters_shows_reads_and_forgets(me):
    typed = "webcal://Calendar.Example/private-abc/basic.ics?k=1"
    response = post(me, "enter-calendar", {"address": typed})
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("meetings:edit-availability", args=[me.fair.slug]),
    )
    assert OwnCalendar.objects.get().address == "https://Calendar.Example/private-abc/basic.ics?k=1"
    text = page(me).content.decode()
    assert "calendar.example" in text
    assert "It is being read at this moment." in text
    assert SECRET not in text
    OwnCalendar.objects.update(tried_at=NOW, read_at=NOW, wanted_at=NOW - HOUR)
    assert post(me, "read-calendar").status_code == 409
    OwnCalendar.objects.update(tried_at=NOW - HOUR)
    assert post(me, "read-calendar").status_code == 302
    assert OwnCalendar.objects.get().is_being_read
    assert post(me, "remove-calendar").status_code == 302
    assert not OwnCalendar.objects.exists()


def test_an_open_page_asks_until_it_is_read(me, fair):
    slot = make.slot(fair=fair, starts_at=NOW + HOUR)
    first = post(me, "enter-calendar", {"address": "https://calendar.example/private-abc/a.ics"}, hx_request="true")
    assert first.status_code == 200
    assert 'hx-trigger="every 2s"' in first.content.decode()
    assert first.content.lstrip().startswith(b'<section class="section" id="own-calendar"')
    url = reverse("meetings:show-calendar", args=[fair.slug])
    assert signed_in(me.user).get(url, headers={"hx-request": "true"}).status_code == 204  # nothing new
    read(me, answer(ics(event(slot.starts_at, slot.ends_at), event(NOW + 9 * HOUR, NOW + 10 * HOUR, uid="2"))))
    then = signed_in(me.user).get(url, headers={"hx-request": "true"}).content.decode()
    assert "every 2s" not in then
    assert "1 stretch of it closes times of this fair." in then
    assert SECRET not in first.content.decode() + then


def test_an_open_page_does_not_ask_for_ever(me):
    entered(me, wanted_at=timezone.now() - timedelta(minutes=3))
    text = page(me, "show-calendar").content.decode()
    assert "every 2s" not in text
    assert "Look again in a few minutes." in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_stretches_as_for_one(me, fair, number, django_assert_num_queries):
    times = make.slots(fair, number)
    entered(me)
    read(me, answer(ics(*(event(each.starts_at, each.ends_at, uid=str(n)) for n, each in enumerate(times)))))
    client, url = signed_in(me.user), reverse("meetings:show-calendar", args=[fair.slug])
    client.get(url)
    with django_assert_num_queries(4):
        assert f"{number} stretch" in client.get(url).content.decode()


def test_a_report_of_an_error_does_not_say_the_address(me, monkeypatch):
    """Whoever runs the site gets reports of errors by mail, with what was posted."""
    seen = []

    def failing(**kw):
        raise RuntimeError

    monkeypatch.setattr("matchmaking.meetings.views.calendars.acting.enter_calendar", failing)
    client = signed_in(me.user)
    client.raise_request_exception = False
    monkeypatch.setattr(
        "django.core.handlers.exception.response_for_exception",
        lambda request, error: seen.append(request) or HttpResponse(status=500),
    )
    client.post(reverse("meetings:enter-calendar", args=[me.fair.slug]), {"address": f"https://x.example/{SECRET}.ics"})
    (request,) = seen
    posted = SafeExceptionReporterFilter().get_post_parameters(request)
    assert SECRET not in str(posted)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("http://calendar.example/a.ics", "begins with https://"),
        ("file:///etc/passwd", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("calendar.example/a.ics", "begins with https://"),
        ("", "This field is required."),
        ("https://", "no complete address"),
        ("https://a b/", "no complete address"),
        ("https:calendar.example", "no complete address"),
        ("https://[::1/", "no complete address"),
        ("https://me:secret@calendar.example/a.ics", "without a user name"),
        ("https://calendar.example/\x00.ics", "Null characters are not allowed."),
        ("https://calendar.example/" + "a" * 1000, "at most 1000 characters"),
    ],
)
def test_what_is_no_address_is_refused_at_the_field(me, typed, words):
    response = post(me, "enter-calendar", {"address": typed})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not OwnCalendar.objects.exists()


def test_too_many_changes_are_refused_in_words(me):
    for n in range(5):
        post(me, "enter-calendar", {"address": f"https://calendar.example/{n}.ics"})
    response = post(me, "enter-calendar", {"address": "https://calendar.example/5.ics"})
    assert response.status_code == 409
    assert "five times within an hour" in response.content.decode()


def test_nobody_touches_anothers_calendar(me):
    entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    other = make.participant(fair=me.fair, user=make.member(is_staff=True, is_superuser=True))
    assert b"calendar.example" not in page(other).content
    assert post(other, "read-calendar").status_code == 404
    post(other, "remove-calendar")
    post(other, "enter-calendar", {"address": "https://other.example/a.ics"})
    assert OwnCalendar.objects.get(user=me.user).read_at == NOW
    assert len(stretches(me)) == 1
    assert list(calendars_of(other.user)) == [OwnCalendar.objects.get(user=other.user)]


def test_a_stranger_to_the_fair_finds_nothing(me):
    stranger = make.participant(user=make.member())
    stranger.fair = me.fair
    assert page(stranger, "show-calendar").status_code == 409
    for name in ("enter-calendar", "read-calendar", "remove-calendar"):
        assert post(stranger, name).status_code == 404


def test_the_address_is_in_no_name_and_no_administration(me):
    calendar = entered(me)
    assert SECRET not in f"{calendar} {calendar!r}"
    shown = admin.site._registry.get(OwnCalendar)
    assert shown is None or "address" not in str(shown.get_fields(None))
