"""One's own calendar: entered, read from a real server, closing times, removed; and every way in which it may fail."""

import time
from datetime import timedelta

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from matchmaking.common import busy
from matchmaking.common.fetching import MOST_BYTES, OPEN
from matchmaking.meetings import errors, tasks
from matchmaking.meetings.access import calendars_of
from matchmaking.meetings.actions import calendars
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.actions.answering import accept_request
from matchmaking.meetings.actions.calendars import (
    claim_due_calendars,
    enter_calendar,
    keep_look,
    look_into,
    remove_calendar,
    want_calendar_read,
)
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.choosing import board_of
from matchmaking.meetings.models import BusyTime, OwnCalendar
from matchmaking.meetings.queries import last_days
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW
from tests.outside import answer, server

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SECRET = "private-abc"


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    return make.participant(fair=fair, user=make.member(time_zone="Europe/Brussels", country="BE"))


def stamp(moment):
    return f"{moment:%Y%m%dT%H%M%SZ}"


def event(starts, ends, *more, uid="1@elsewhere.example"):
    lines = [f"UID:{uid}", f"DTSTART:{stamp(starts)}", f"DTEND:{stamp(ends)}", "SUMMARY:The dentist", *more]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def ics(*events):
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def entered(who, address="https://calendar.example/private-abc/basic.ics", **kw):
    return OwnCalendar.objects.create(
        user=who.user, **{"address": address, "entered_at": NOW, "wanted_at": NOW, "due_at": NOW} | kw
    )


def read(who, speak, *, at=NOW, patience=10):
    """The person's calendar is read once, from a server that speaks like that."""
    with server(speak) as there:
        OwnCalendar.objects.filter(user=who.user).update(address=there.address())
        calendar = OwnCalendar.objects.select_related("user").get(user=who.user)
        days = last_days([who.user_id])
        look = look_into(calendar, last_day=days.get(who.user_id), at=at, ways=there.ways(patience=patience))
        assert keep_look(calendar=calendar, look=look, at=at)
    calendar.refresh_from_db()
    return calendar


def stretches(who):
    return [(each.starts_at, each.ends_at) for each in BusyTime.objects.filter(user=who.user, source="calendar")]


# Entering, and what one sees ----------------------------------------------------------------


@pytest.fixture
def handed_out(monkeypatch):
    """What is handed to the workers, instead of the broker."""
    sent = []
    monkeypatch.setattr(
        "matchmaking.meetings.announcements.current_app.send_task", lambda name, args: sent.append((name, args))
    )
    return sent


def test_enter_calendar_has_it_read_at_once(me, handed_out, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        calendar = enter_calendar(user=me.user, address="https://calendar.example/x.ics", at=NOW)
    assert handed_out == [("meetings.read_calendar", [me.user_id])]
    assert calendar.is_being_read
    assert calendar.due_at == NOW + calendars.HANDED_OUT  # if that worker dies, another one reads it


def test_enter_calendar_anew_forgets_what_another_one_said(me):
    entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    enter_calendar(user=me.user, address="https://calendar.example/other.ics", at=NOW + HOUR)
    calendar = OwnCalendar.objects.get(user=me.user)
    assert (calendar.read_at, calendar.tried_at, calendar.problem, calendar.entered_at) == (None, None, "", NOW + HOUR)
    assert stretches(me) == []


def test_enter_calendar_with_the_same_address_keeps_what_it_said(me):
    calendar = entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    calendar.refresh_from_db()
    enter_calendar(user=me.user, address=calendar.address, at=NOW + HOUR)
    assert len(stretches(me)) == 1


def test_enter_calendar_five_times_an_hour_and_not_once_more(me):
    for n in range(5):
        enter_calendar(user=me.user, address=f"https://calendar.example/{n}.ics", at=NOW)
        remove_calendar(user=me.user, at=NOW)
    with pytest.raises(errors.TooManyAddresses):
        enter_calendar(user=me.user, address="https://calendar.example/6.ics", at=NOW)
    assert not OwnCalendar.objects.exists()
    enter_calendar(user=make.user(), address="https://calendar.example/6.ics", at=NOW)
    enter_calendar(user=me.user, address="https://calendar.example/6.ics", at=NOW + HOUR)


def test_remove_calendar_takes_its_busy_times_along_and_no_others(me):
    other = make.participant(fair=me.fair)
    for who in (me, other):
        entered(who)
        read(who, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    BusyTime.objects.create(user=me.user, starts_at=NOW, ends_at=NOW + HOUR, title="Lunch")
    remove_calendar(user=me.user, at=NOW)
    remove_calendar(user=me.user, at=NOW)
    assert list(BusyTime.objects.filter(user=me.user).values_list("title", flat=True)) == ["Lunch"]
    assert stretches(other) == [(NOW + HOUR, NOW + 2 * HOUR)]
    assert list(OwnCalendar.objects.values_list("user", flat=True)) == [other.user_id]


def test_want_calendar_read_at_most_once_a_minute(me):
    calendar = entered(me)
    with pytest.raises(errors.ReadJustNow):
        want_calendar_read(user=me.user, at=NOW + 59 * timedelta(seconds=1))
    want_calendar_read(user=me.user, at=NOW + MINUTE)
    calendar.refresh_from_db()
    assert (calendar.wanted_at, calendar.is_being_read) == (NOW + MINUTE, True)
    OwnCalendar.objects.update(tried_at=NOW + 2 * MINUTE)  # by itself
    with pytest.raises(errors.ReadJustNow):
        want_calendar_read(user=me.user, at=NOW + 2.5 * MINUTE)


# What is read ----------------------------------------------------------------


def test_what_the_calendar_says_closes_times_and_its_titles_are_not_kept(me):
    entered(me)
    calendar = read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR), event(NOW, NOW + HOUR, "TRANSP:TRANSPARENT"))))
    assert (calendar.problem, calendar.read_at, calendar.tried_at, calendar.left_out) == ("", NOW, NOW, 0)
    assert calendar.due_at == NOW + timedelta(minutes=30)
    assert not calendar.is_being_read
    (kept,) = BusyTime.objects.filter(user=me.user)
    assert (kept.starts_at, kept.ends_at, kept.title, kept.source) == (NOW + HOUR, NOW + 2 * HOUR, "", "calendar")


def test_read_again_only_what_differs_is_written(me):
    entered(me)
    lunch, talk = event(NOW + HOUR, NOW + 2 * HOUR), event(NOW + 3 * HOUR, NOW + 4 * HOUR, uid="2")
    read(me, answer(ics(lunch, talk)))
    before = {each.starts_at: each.pk for each in BusyTime.objects.all()}
    own = BusyTime.objects.create(user=me.user, starts_at=NOW, ends_at=NOW + HOUR, title="Lunch")
    read(me, answer(ics(lunch, event(NOW + 5 * HOUR, NOW + 6 * HOUR, uid="2"))))
    after = {each.starts_at: each.pk for each in BusyTime.objects.exclude(pk=own.pk)}
    assert after.keys() == {NOW + HOUR, NOW + 5 * HOUR}
    assert after[NOW + HOUR] == before[NOW + HOUR]
    assert BusyTime.objects.filter(pk=own.pk).exists()


def fair_in(days):
    """Three days, so many from now."""
    first = NOW.date() + timedelta(days=days)
    return make.fair(starts_on=first, ends_on=first + timedelta(days=2))


def test_what_is_read_reaches_from_yesterday_to_the_last_day_of_the_last_fair(me):
    make.participant(fair=fair_in(60), user=me.user)
    make.participant(fair=fair_in(90), user=me.user, status="declined")
    entered(me)
    daily = event(NOW - timedelta(days=9), NOW - timedelta(days=9) + HOUR, "RRULE:FREQ=DAILY")
    read(me, answer(ics(daily)))
    days = [starts.date() - NOW.date() for starts, _ends in stretches(me)]
    assert days == [timedelta(days=n) for n in range(-1, 64)]


def test_nothing_is_read_beyond_four_hundred_days(me):
    make.participant(fair=fair_in(4000), user=me.user)
    entered(me)
    read(me, answer(ics(event(NOW, NOW + HOUR, "RRULE:FREQ=DAILY"))))
    assert stretches(me)[-1][0] == NOW + timedelta(days=399)


def test_our_own_feed_entered_as_own_calendar_closes_nothing(me, fair):
    booking = make.booking(fair=fair, host=me)
    feed = signed_in(me.user).get(reverse("meetings:meeting-file", args=[booking.pk])).content
    assert b"BEGIN:VEVENT" in feed
    entered(me)
    assert read(me, answer(feed)).problem == ""
    assert stretches(me) == []


def test_entries_that_make_no_sense_are_counted(me, fair):
    entered(me)
    wrong = "BEGIN:VEVENT\r\nDTSTART:yesterday\r\nEND:VEVENT\r\n"
    calendar = read(me, answer(ics(wrong, event(NOW + HOUR, NOW + 2 * HOUR))))
    assert (calendar.left_out, len(stretches(me))) == (1, 1)
    assert b"1 entry could not be understood" in page(me).content


def test_an_event_recurring_daily_since_1970(me):
    entered(me)
    since = event(NOW.replace(year=1970), NOW.replace(year=1970) + HOUR, "RRULE:FREQ=DAILY")
    assert read(me, answer(ics(since))).problem == ""
    assert stretches(me) == [(NOW + timedelta(days=n), NOW + timedelta(days=n) + HOUR) for n in range(-1, 4)]


# Diaries ----------------------------------------------------------------


@pytest.fixture
def busy_then_free(me, fair):
    """Two times of the fair; at the first of them my calendar says that I am busy."""
    taken, free = make.slots(fair, 2)
    make.room(hall=make.hall(fair=fair))
    lay_out_agendas(participants=[me], at=NOW)
    entered(me)
    read(me, answer(ics(event(taken.starts_at, taken.ends_at))))
    return taken, free


def test_nobody_is_offered_a_time_at_which_i_am_busy(me, fair, busy_then_free):
    buyer = make.visitor(fair=fair).participant
    lay_out_agendas(participants=[buyer], at=NOW)
    board = board_of(fair, [buyer], [me], at=NOW)
    assert [choice.slot.pk for choice in board.free] == [busy_then_free[1].pk]
    mine = board_of(fair, [me], [buyer], at=NOW)
    assert [choice.slot.pk for choice in mine.free] == [busy_then_free[1].pk]


def test_i_cannot_accept_a_time_at_which_i_have_become_busy(me, fair, busy_then_free):
    taken, free = busy_then_free
    asked = make.meeting_request(fair=fair, sender=make.participant(fair=fair), recipient=me, wishes=[taken, free])
    with pytest.raises(errors.SlotClosed):
        accept_request(request_id=asked.pk, slot_id=taken.pk, by=me.user, at=NOW)
    assert accept_request(request_id=asked.pk, slot_id=free.pk, by=me.user, at=NOW).slot == free


def test_nobody_books_a_team_directly_while_it_is_busy(fair):
    """The only one of the team is busy at the time: the request waits for an answer."""
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    make.stand_terms(exhibitor=seat.exhibitor, books_directly=True)
    make.room(hall=make.hall(fair=fair))
    (slot,) = make.slots(fair, 1)
    lay_out_agendas(participants=[seat.participant], at=NOW)
    entered(seat.participant)
    read(seat.participant, answer(ics(event(slot.starts_at, slot.ends_at))))
    buyer = make.visitor(fair=fair).participant
    wish, to = Wish([slot.pk], "", "en"), Side(stand=seat.exhibitor)
    sent = send_request(fair=fair, sender=buyer, sender_stand=None, to=to, wish=wish, at=NOW)
    assert sent.status == "open"
    remove_calendar(user=seat.participant.user, at=NOW)
    other = make.visitor(fair=fair).participant
    sent = send_request(fair=fair, sender=other, sender_stand=None, to=to, wish=wish, at=NOW)
    assert sent.status == "accepted"


# What may go wrong ----------------------------------------------------------------


def page(who, name="show-calendar"):
    return signed_in(who.user).get(reverse(f"meetings:{name}", args=[who.fair.slug]))


def gigabyte(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x" * (1 << 20))


def gzipped(line, path):
    answer(b"\x1f\x8b" + b"0" * 99, Content_Encoding="gzip")(line, path)


def inwards(line, path):
    answer(status="302 Found", Location="https://127.0.0.2/")(line, path)


ENDLESS = [
    event(NOW.replace(year=1970), NOW.replace(year=1970) + HOUR, "RRULE:FREQ=SECONDLY", uid=str(n)) for n in range(20)
]


@pytest.mark.parametrize(
    ("speak", "problem", "words"),
    [
        (answer("", "404 Not Found"), "unreachable", "Nothing can be read at this address."),
        (inwards, "forbidden", "does not lead to the open internet"),
        (gigabyte, "too_large", "larger than 5 MB"),
        (answer("x", Content_Length=str(MOST_BYTES + 1)), "too_large", "larger than 5 MB"),
        (answer(ics(*ENDLESS)), "too_much", "more in this calendar than can be read"),
        (answer("<!doctype html><h1>Sign in</h1>"), "no_calendar", "is no calendar"),
        (answer(""), "no_calendar", "is no calendar"),
        (gzipped, "no_calendar", "is no calendar"),
    ],
    ids=["404", "inwards", "a gigabyte", "5 MB and a byte", "endless", "HTML", "nothing", "gzip"],
)
def test_each_problem_is_said_on_the_page_and_what_held_before_holds(me, speak, problem, words):
    entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    calendar = read(me, speak, at=NOW + 2 * HOUR)
    assert (calendar.problem, calendar.read_at, calendar.tried_at) == (problem, NOW, NOW + 2 * HOUR)
    assert stretches(me) == [(NOW + HOUR, NOW + 2 * HOUR)]
    text = page(me).content.decode()
    assert words in text
    assert "Sign in</h1>" not in text


def test_a_server_that_drips_is_said_on_the_page(me):
    entered(me)

    def drip(line, _path):
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            line.sendall(b"B")
            time.sleep(0.2)

    assert read(me, drip, patience=1).problem == "too_slow"
    assert "took too long" in page(me).content.decode()


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/a.ics", "https://localhost/a.ics", "https://10.0.0.1/a.ics", "https://169.254.169.254/latest/"],
)
def test_an_address_of_our_own_network_is_refused_in_words(me, address):
    """By the way out that is used every day: nothing is injected here."""
    calendar = entered(me, address=address)
    look = look_into(calendar, last_day=None, at=NOW, ways=OPEN)
    keep_look(calendar=calendar, look=look, at=NOW)
    assert "does not lead to the open internet" in page(me).content.decode()


def test_a_calendar_that_fails_is_tried_again_after_as_long_as_it_has_been_failing(me):
    calendar, gone = entered(me), answer("", "410 Gone")
    waits = []
    for after in (timedelta(0), timedelta(minutes=20), timedelta(hours=2), timedelta(hours=20), timedelta(days=9)):
        calendar = read(me, gone, at=NOW + after)
        waits.append(calendar.due_at - calendar.tried_at)
    assert waits == [30 * MINUTE, 30 * MINUTE, 2 * HOUR, 20 * HOUR, 24 * HOUR]


def test_what_was_read_of_an_earlier_address_is_dropped(me):
    calendar = entered(me)
    look = calendars.Look(OwnCalendar.Problem.NONE, busy.Busy([(NOW, NOW + HOUR)]))
    enter_calendar(user=me.user, address="https://calendar.example/other.ics", at=NOW + MINUTE)
    assert keep_look(calendar=calendar, look=look, at=NOW) is False
    remove_calendar(user=me.user, at=NOW)
    assert keep_look(calendar=calendar, look=look, at=NOW) is False
    assert stretches(me) == []


def test_whoever_wants_it_read_while_it_is_being_read_is_served_too(me):
    calendar = entered(me)
    want_calendar_read(user=me.user, at=NOW + MINUTE)
    keep_look(calendar=calendar, look=calendars.Look(OwnCalendar.Problem.TOO_SLOW), at=NOW)
    calendar.refresh_from_db()
    assert calendar.is_being_read
    assert calendar.due_at == NOW + MINUTE + calendars.HANDED_OUT


# Workers ----------------------------------------------------------------


def test_claim_due_calendars_hands_each_to_one_worker(me):
    others = [make.participant(fair=me.fair) for _n in range(3)]
    for n, who in enumerate([me, *others]):
        entered(who, due_at=NOW - n * MINUTE)
    OwnCalendar.objects.filter(user=others[0].user).update(due_at=NOW + MINUTE)
    others[1].user.is_active = False
    others[1].user.save()
    assert [each.user for each in claim_due_calendars(most=1, at=NOW)] == [others[2].user]
    assert [each.user for each in claim_due_calendars(most=9, at=NOW)] == [me.user]
    assert claim_due_calendars(most=9, at=NOW) == []
    later = claim_due_calendars(most=9, at=NOW + calendars.HANDED_OUT)  # none of them has come back
    assert {each.user for each in later} == {others[0].user, others[2].user, me.user}


def test_the_task_reads_many_at_once_and_a_slow_one_holds_up_no_other(me):
    """Nobody answers at any of these addresses; that is known of each of them, and each has its next turn."""
    people = [me, *(make.participant(fair=me.fair) for _n in range(5))]
    for who in people:
        entered(who, address="https://127.0.0.1/a.ics", due_at=NOW - MINUTE)
    assert tasks.read_due_calendars() == 6
    assert tasks.read_due_calendars() == 0
    assert set(OwnCalendar.objects.values_list("problem", "due_at")) == {("forbidden", NOW + timedelta(minutes=30))}


def test_the_task_reads_one_persons_calendar_and_nothing_if_there_is_none(me):
    assert tasks.read_calendar(me.user_id) == 0
    entered(me, address="https://127.0.0.1/a.ics", due_at=NOW + HOUR)
    assert tasks.read_calendar(me.user_id) == 1


def test_what_fails_unexpectedly_holds_up_no_other_and_tells_no_address(me, monkeypatch, caplog):
    """An error that is nobody's fault but ours is logged, with the person's number alone."""
    other = make.participant(fair=me.fair)
    look = tasks.calendars.look_into

    def failing(calendar, **kw):
        if calendar.pk == me.user_id:
            raise ValueError("ours")
        return look(calendar, **kw)

    monkeypatch.setattr(tasks.calendars, "look_into", failing)
    for who in (me, other):
        entered(who, address=f"https://127.0.0.1/{SECRET}.ics")
    assert tasks.read_due_calendars() == 1
    assert f"The calendar of person {me.user_id} could not be read" in caplog.text
    assert SECRET not in caplog.text


# Pages ----------------------------------------------------------------


def post(who, name, data=None, **headers):
    return signed_in(who.user).post(reverse(f"meetings:{name}", args=[who.fair.slug]), data or {}, headers=headers)


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


def test_the_task_is_on_the_clock(settings):
    times = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert times["meetings.read_due_calendars"] == 30.0
