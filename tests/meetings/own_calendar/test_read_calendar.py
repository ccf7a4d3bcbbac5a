"""What one's own calendar says closes times, and nobody is offered or books one that it has closed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.meetings import errors
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.actions.answering import accept_request
from matchmaking.meetings.actions.calendars import remove_calendar
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.choosing import board_of
from matchmaking.meetings.models import BusyTime
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW
from tests.meetings.own_calendar.calendars import HOUR, entered, event, ics, page, read, stretches
from tests.outside import answer

pytestmark = pytest.mark.django_db

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
