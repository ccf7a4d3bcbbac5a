"""Push messages: to each browser in which somebody has turned them on, past whatever its push service does."""

import time
from datetime import timedelta
from email.utils import format_datetime
from hashlib import sha256

import jwt
import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.meetings.models import Booking
from matchmaking.reminders import queries, rules, sealing
from matchmaking.reminders.actions import owing
from matchmaking.reminders.actions.delivering import claim
from matchmaking.reminders.actions.subscribing import MOST_BROWSERS, forget, subscribe
from matchmaking.reminders.models import Delivery, Notice, PushSubscription
from matchmaking.reminders.pushing import send_pushes
from tests import make
from tests.make import NOW
from tests.outside import NAME, answer, server
from tests.reminders.browsers import Browser
from tests.vetoes import refused_by
from tradefair.keys import new_push_key

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind, Way, Problem = Notice.Kind, Delivery.Way, Delivery.Problem
ENDPOINT = "https://push.example/abc"


@pytest.fixture(autouse=True)
def key(settings):
    settings.VAPID_PRIVATE_KEY = new_push_key()
    settings.DEFAULT_FROM_EMAIL = "Tradefair <fair@example.com>"
    return settings.VAPID_PRIVATE_KEY


@pytest.fixture
def reader():
    return make.user(time_zone="Europe/Brussels")


def owed(reader, *, minutes=15, kind=Kind.SOON, name="Ana Quispe"):
    """A push message that waits for the reader: he has a meeting in so many minutes."""
    at = timezone.now().replace(microsecond=0)
    starts_at = at + minutes * MINUTE
    fair = make.fair(starts_on=at.date() - DAY, ends_on=at.date() + DAY)
    there = make.user(name=name, time_zone="America/Lima")
    booking = make.booking(
        slot=make.slot(fair=fair, starts_at=starts_at),
        host=make.participant(fair=fair, user=there),
        guest=make.participant(fair=fair, user=reader),
        booked_at=at - HOUR,
    )
    notice = Notice.objects.create(
        recipient=reader,
        fair=fair,
        kind=kind,
        subject=booking.pk,
        occasion=str(int(starts_at.timestamp())),
        due_at=at,
        owed_at=at,
        ends_at=starts_at,
    )
    return Delivery.objects.create(notice=notice, way=Way.PUSH, due_at=at)


def call_off(delivery):
    Booking.objects.filter(pk=delivery.notice.subject).update(status="cancelled", cancelled_at=timezone.now())


def state_of(delivery):
    delivery.refresh_from_db()
    return delivery.status, delivery.problem


def send(there, **ways):
    return send_pushes(until=time.monotonic() + 30, ways=there.ways(**ways))


# What goes out ----------------------------------------------------------------


def test_send_brings_each_browser_what_only_it_can_read(reader, key):
    delivery, browsers = owed(reader), [Browser(), Browser()]
    with server(answer(status="201 Created")) as there:
        kept = [each.subscribed(reader, there.address(f"/{n}")) for n, each in enumerate(browsers)]
        assert send(there) == 1
    assert state_of(delivery) == ("sent", "")
    notice, brought = delivery.notice, {}
    for request, body in zip(there.heard, there.brought, strict=True):
        first, *lines = request.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        assert (headers["Urgency"], headers["Topic"]) == ("high", notice.pk.hex)
        assert (headers["Content-Encoding"], len(headers["Topic"])) == ("aes128gcm", 32)
        assert 880 < int(headers["TTL"]) <= 900
        token, public = headers["Authorization"].removeprefix("vapid t=").split(", k=")
        assert public == sealing.public_half(key)
        proven = jwt.decode(
            token, sealing.point_of(public), ["ES256"], audience=f"https://{NAME}:{there.port}"
        )  # in time, too
        assert proven["sub"] == "mailto:fair@example.com"
        brought[first.split()[1]] = body
    for n, browser in enumerate(browsers):
        said = browser.said(brought[f"/{n}"])
        assert set(said) == {"title", "body", "path", "tag", "lang", "dir"}
        assert said["title"] == "In 15 minutes: Ana Quispe"
        assert "Brussels · " in said["body"]
        assert "Lima" in said["body"]
        assert "\n" not in said["body"]
        assert said["path"] == reverse("lobbies:enter-room", args=[notice.subject])
        assert (said["tag"], said["lang"], said["dir"]) == (str(notice.pk), "en", "ltr")
        kept[n].refresh_from_db()
        assert kept[n].last_used_at is not None


def test_send_speaks_the_language_of_the_reader():
    reader, browser = make.user(language="fr", time_zone="Europe/Brussels"), Browser()
    owed(reader, kind=Kind.BOOKING_MOVED)
    with server(answer(status="201 Created")) as there:
        browser.subscribed(reader, there.address())
        send(there)
    said = browser.said(there.brought[0])
    assert (said["lang"], "Bruxelles" in said["body"]) == ("fr", True)
    assert "Urgency: normal" in there.heard[0]


def test_send_says_no_more_than_every_push_service_takes(reader):
    browser = Browser()
    call_off(owed(reader, kind=Kind.BOOKING_CANCELLED, name="Ελληνικά 漢字 " * 10))
    with server(answer(status="201 Created")) as there:
        browser.subscribed(reader, there.address())
        send(there)
    assert len(there.brought[0]) < 3000
    assert browser.said(there.brought[0])["title"].endswith("…")


def test_send_repeats_itself_by_the_same_name_after_a_crash(reader):
    """Who has sent and not stamped is taken over; the second message replaces the first."""
    delivery, browser = owed(reader), Browser()
    with server(answer(status="201 Created")) as there:
        browser.subscribed(reader, there.address())
        send(there)
        lost = timezone.now() - rules.PATIENCE
        Delivery.objects.filter(pk=delivery.pk).update(status="waiting", ended_at=None, claimed_at=lost)
        assert send(there) == 1
    first, second = (browser.said(each) for each in there.brought)
    assert first["tag"] == second["tag"]
    assert there.heard[0].count(delivery.notice.pk.hex) == there.heard[1].count(delivery.notice.pk.hex) == 1


def test_send_leaves_to_others_what_they_have_claimed(reader):
    owed(reader)
    claim(way=Way.PUSH, most=9, at=timezone.now())
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert there.heard == []


def test_send_says_nothing_that_is_not_true_any_more(reader):
    delivery = owed(reader)
    call_off(delivery)
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert there.heard == []
    assert state_of(delivery) == ("dropped", Problem.CHANGED)


# What a push service does ----------------------------------------------------------------


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_send_forgets_a_browser_that_is_gone(reader, status):
    delivery = owed(reader)
    with server(answer("no such subscription", status)) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert not PushSubscription.objects.exists()
    assert state_of(delivery) == ("dropped", Problem.GONE)


@pytest.mark.parametrize("status", ["410 Gone", "503 Busy", "400 Bad Request", "201 Created"])
def test_send_reaches_the_other_browsers_whatever_one_does(reader, status):
    def speak(line, path):
        answer(status=status if path == "/one" else "201 Created")(line, path)

    delivery = owed(reader)
    with server(speak) as there:
        for path in ("/one", "/two"):
            Browser().subscribed(reader, there.address(path))
        assert send(there) == 1
    assert state_of(delivery) == ("sent", "")
    assert len(there.heard) == 2
    left = PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True)
    assert list(left) == [there.address(path) for path in ("/one", "/two") if path != "/one" or status[:3] != "410"]


IN_TWENTY_MINUTES = "in twenty minutes"  # counted when it is said


@pytest.mark.parametrize(
    ("status", "headers", "minutes"),
    [
        ("429 Slow Down", {"Retry_After": "600"}, 10),
        ("429 Slow Down", {"Retry_After": "99999999999999"}, 60),
        ("503 Busy", {"Retry_After": IN_TWENTY_MINUTES}, 20),
        ("500 Oops", {"Retry_After": "tomorrow"}, 1),
        ("502 Bad Gateway", {}, 1),
    ],
)
def test_send_comes_back_later_where_it_is_sent_away(reader, status, headers, minutes):
    delivery = owed(reader, minutes=120)
    then = format_datetime(timezone.now() + 20 * MINUTE, usegmt=False)
    headers = {name: then if value == IN_TWENTY_MINUTES else value for name, value in headers.items()}
    with server(answer(status=status, **headers)) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert state_of(delivery) == ("waiting", Problem.AWAY)
    assert (delivery.claimed_at, delivery.answer) == (None, status)
    assert abs(delivery.due_at - timezone.now() - minutes * MINUTE) < 2 * MINUTE
    assert PushSubscription.objects.count() == 1


def test_send_comes_back_later_to_whom_it_does_not_reach(reader):
    delivery = owed(reader)
    with server(answer()) as there:
        Browser().subscribed(reader, there.address())
    assert send(there) == 0
    assert state_of(delivery) == ("waiting", Problem.AWAY)


def test_a_service_that_hangs_keeps_nobody_else_waiting(reader):
    def speak(line, path):
        if path == "/hangs":
            time.sleep(3)
        answer(status="201 Created")(line, path)

    slow, other = owed(reader), make.user()
    quick = owed(other)
    with server(speak) as there:
        Browser().subscribed(reader, there.address("/hangs"))
        Browser().subscribed(other, there.address("/answers"))
        began = time.monotonic()
        assert send(there, patience=1) == 1
    assert time.monotonic() - began < 2.5
    assert (state_of(slow), state_of(quick)) == (("waiting", Problem.AWAY), ("sent", ""))


def test_send_follows_nobody_into_our_own_network(reader):
    delivery = owed(reader)
    with server(answer(status="302 Found", Location="https://127.0.0.1/")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert len(there.heard) == 1
    assert state_of(delivery) == ("failed", Problem.REFUSED)


def test_send_forgets_a_browser_whose_address_leads_into_our_own_network(reader):
    delivery = owed(reader)
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address(name="push.example"))
        assert send(there, push_example=["10.0.0.7"]) == 0
    assert there.heard == []
    assert not PushSubscription.objects.exists()
    assert state_of(delivery) == ("dropped", Problem.GONE)


def test_send_does_not_repeat_what_is_refused(reader):
    delivery = owed(reader)
    with server(answer("bad", "403 Forbidden")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert state_of(delivery) == ("failed", Problem.REFUSED)
    assert (delivery.answer, PushSubscription.objects.count()) == ("403 Forbidden", 1)


def test_send_gives_back_what_it_has_no_time_for(reader, monkeypatch):
    monkeypatch.setattr(rules, "LONGEST_ROUND", timedelta(0))
    delivery = owed(reader)
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send_pushes(until=time.monotonic() + 0.1, ways=there.ways()) == 0
    assert state_of(delivery) == ("waiting", "")
    assert (delivery.claimed_at, delivery.tries) == (None, 0)


def test_without_a_key_nobody_is_told(reader, settings):
    delivery = owed(reader)
    settings.VAPID_PRIVATE_KEY = ""
    with server(answer(status="201 Created")) as there:
        Browser().subscribed(reader, there.address())
        assert send(there) == 0
    assert there.heard == []
    assert state_of(delivery) == ("dropped", Problem.GONE)


@pytest.mark.parametrize(
    ("ends", "seconds"), [(NOW + HOUR, 3600), (NOW - HOUR, 0), (None, 24 * 3600), (NOW + timedelta(seconds=0.9), 0)]
)
def test_a_push_service_keeps_it_as_long_as_it_is_of_use(ends, seconds):
    assert rules.keeps_for(NOW, ends) == seconds


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("", None),
        ("0", NOW),
        ("120", NOW + 2 * MINUTE),
        ("7200", NOW + HOUR),
        ("-5", None),
        ("1.5", None),
        ("Tue, 14 May 2030 09:30:00 GMT", NOW + 30 * MINUTE),
        ("Tue, 14 May 2030 08:30:00 GMT", NOW),
        ("Tue, 14 May 2030 09:30:00 -0000", None),
        ("Wed, 15 May 2030 09:30:00 GMT", NOW + HOUR),
        ("9" * 30, NOW + HOUR),
        ("nonsense", None),
    ],
)
def test_when_a_server_wants_to_see_us_again(said, then):
    assert rules.come_back_at(said, NOW) == then


# Who is told in which browser ----------------------------------------------------------------


def kept(user, endpoint=ENDPOINT, **kw):
    return Browser().subscribed(user, endpoint, **kw)


def test_a_browser_is_for_one_person(reader):
    kept(reader)
    with refused_by("browser_is_pushed_for_one_person"):
        kept(make.user())


def test_push_goes_over_https(reader):
    with refused_by("push_goes_over_https"):
        kept(reader, "http://push.example/abc")


def test_a_browser_is_for_whoever_turned_it_on_last(reader):
    first, second, browser = make.user(), reader, Browser()
    for n, user in enumerate((first, second)):
        subscribe(user=user, endpoint=ENDPOINT, p256dh=browser.p256dh, auth=browser.auth, at=NOW + n * MINUTE)
    subscription = PushSubscription.objects.get()
    assert (subscription.user, subscription.created_at) == (second, NOW + MINUTE)


def test_of_more_than_ten_the_one_that_was_of_use_longest_ago_is_forgotten(reader):
    for n in range(MOST_BROWSERS):
        kept(reader, f"{ENDPOINT}/{n}", created_at=NOW + n * MINUTE, last_used_at=NOW + HOUR if n == 0 else None)
    other, browser = kept(make.user(), f"{ENDPOINT}/other"), Browser()
    subscribe(user=reader, endpoint=ENDPOINT, p256dh=browser.p256dh, auth=browser.auth, at=NOW + 2 * HOUR)
    left = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert left == {f"{ENDPOINT}/{n}" for n in range(MOST_BROWSERS) if n != 1} | {ENDPOINT, other.endpoint}


def test_forget_takes_nobody_elses(reader):
    kept(reader)
    forget(user=make.user(), endpoint=ENDPOINT)
    assert PushSubscription.objects.count() == 1
    forget(user=reader, endpoint=ENDPOINT)
    assert PushSubscription.objects.count() == 0


def test_whoever_deletes_his_account_is_told_in_no_browser(reader):
    kept(reader)
    delete_account(user=reader, typed_email=reader.email, at=timezone.now())
    assert not PushSubscription.objects.exists()


def test_note_waits_for_a_push_only_where_a_browser_takes_it(reader, settings):
    def ways():
        notice = Notice.objects.create(
            recipient=reader, fair=make.fair(), kind=Kind.SOON, due_at=NOW, owed_at=NOW, ends_at=NOW + HOUR
        )
        owing.send_out([notice], at=NOW)
        return {delivery.way for delivery in notice.deliveries.all()}

    assert ways() == {Way.MAIL}
    kept(reader)
    assert ways() == {Way.MAIL, Way.PUSH}
    settings.VAPID_PRIVATE_KEY = ""
    assert ways() == {Way.MAIL}


def test_who_has_push_is_one_question_for_all():
    people = [make.user() for _ in range(3)]
    for n, person in enumerate(people[:2]):
        kept(person, f"{ENDPOINT}/{n}")
    with CaptureQueriesContext(connection) as asked:
        found = queries.readers([person.pk for person in people])
    assert [found[person.pk].has_push for person in people] == [True, True, False]
    assert len(asked) == 4


# The page's script at the door ----------------------------------------------------------------


@pytest.fixture
def client(reader):
    client = Client()
    client.force_login(reader)
    return client


def facts(**kw):
    browser = Browser()
    return {"endpoint": ENDPOINT, "p256dh": browser.p256dh, "auth": browser.auth} | kw


def test_subscribe_page_keeps_the_browser(client, reader):
    said = facts(p256dh=facts()["p256dh"] + "=")
    assert client.post(reverse("reminders:subscribe"), said).status_code == 204
    subscription = PushSubscription.objects.get()
    assert (subscription.user, subscription.endpoint, subscription.auth) == (reader, ENDPOINT, said["auth"])
    assert subscription.p256dh == said["p256dh"].rstrip("=")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"endpoint": ""},
        {"endpoint": "nonsense"},
        {"endpoint": "http://push.example/abc"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https://push.example:22/"},
        {"endpoint": "https://me:secret@push.example/"},
        {"endpoint": "https://push.example/\x00"},
        {"endpoint": ENDPOINT + "a" * 1000},
        {"p256dh": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "é" * 87},
        {"p256dh": sealing.text_of(b"\x04" + bytes(64))},  # no point of the curve
        {"p256dh": "B" * 9999},
        {"auth": ""},
        {"auth": "AAAA"},
        {"auth": "ü" * 22},
        {"auth": "A"},
        {"auth": "A" * 9999},
    ],
    ids=lambda nonsense: repr(nonsense)[:40],
)
def test_subscribe_page_refuses_nonsense(client, nonsense):
    assert client.post(reverse("reminders:subscribe"), facts(**nonsense)).status_code == 422
    assert not PushSubscription.objects.exists()


def test_subscribe_page_is_not_there_without_a_key(client, settings):
    settings.VAPID_PRIVATE_KEY = ""
    assert client.post(reverse("reminders:subscribe"), facts()).status_code == 404


def test_forget_page_forgets_ones_own_browser(client, reader):
    kept(reader)
    other = kept(make.user(), f"{ENDPOINT}/other")
    for endpoint in (ENDPOINT, other.endpoint, "nonsense"):
        assert client.post(reverse("reminders:forget-browser"), {"endpoint": endpoint}).status_code == 204
    assert list(PushSubscription.objects.all()) == [other]


@pytest.mark.parametrize("address", ["reminders:subscribe", "reminders:forget-browser"])
def test_nobody_is_subscribed_from_another_site(reader, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    assert client.post(reverse(address), facts()).status_code == 403


def section(user):
    return Template("{% include 'reminders/_push.html' %}").render(Context({"user": user, "csrf_token": "token"}))


def test_the_section_says_our_key_and_no_address(reader, key):
    kept(reader)
    drawn = section(reader)
    assert f'data-push-key="{sealing.public_half(key)}"' in drawn
    assert sha256(ENDPOINT.encode()).hexdigest() in drawn
    assert ENDPOINT not in drawn


def test_the_section_is_not_there_without_a_key(reader, settings):
    settings.VAPID_PRIVATE_KEY = ""
    assert section(reader).strip() == ""
