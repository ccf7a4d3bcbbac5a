"""Who goes leaves nobody waiting, and a timetable or a room does not go while somebody is to meet there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.exhibitors.actions.exhibiting import withdraw_exhibitor
from matchmaking.exhibitors.actions.team import remove_representative
from matchmaking.fairs.actions.calendar import lay_out_timetable
from matchmaking.fairs.actions.halls import remove_hall, remove_room
from matchmaking.fairs.actions.joining import decline_participant, leave_fair
from matchmaking.fairs.errors import HallHoldsMeetings, MeetingsInTheWay, RoomInUse
from matchmaking.meetings.actions.booking import move_booking
from matchmaking.meetings.models import AgendaFeed, Booking, BusyTime, MeetingRequest, OwnCalendar, WaitingListEntry
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def guest_of(booking):
    return booking.attendances.get(role="guest").participant


@pytest.fixture
def met():
    """A meeting ahead."""
    return make.booking()


def statuses(*records):
    for record in records:
        record.refresh_from_db()
    return [record.status for record in records]


@pytest.mark.parametrize(
    "go",
    [
        lambda who: leave_fair(participant=who, at=NOW),
        lambda who: decline_participant(participant=who, by=make.user(), at=NOW),
        lambda who: delete_account(user=who.user, typed_email=who.user.email, at=NOW),
    ],
    ids=["leaves", "is declined", "deletes his account"],
)
def test_whoever_goes_leaves_nobody_waiting(met, go):
    who = guest_of(met)
    past = make.booking(slot=make.slot(fair=met.fair, starts_at=NOW - timedelta(hours=2)), guest=who)
    sent = make.meeting_request(sender=who)
    received = make.meeting_request(fair=met.fair, recipient=who)
    waits = WaitingListEntry.objects.create(fair=met.fair, waiting=make.participant(fair=met.fair), wanted=who)
    go(who)
    assert statuses(met, past, sent, received, waits) == [
        "cancelled",
        "confirmed",
        "withdrawn",
        "declined",
        "withdrawn",
    ]
    assert met.cancelled_by == who.user


def test_an_interpreter_who_goes_is_excused(met):
    interpreter = make.attendance(booking=met, role="interpreter")
    leave_fair(participant=interpreter.participant, at=NOW)
    interpreter.refresh_from_db()
    assert (statuses(met), interpreter.excused_at is None) == (["confirmed"], False)


def test_what_he_wrote_goes_with_his_account(met):
    who = guest_of(met)
    sent = make.meeting_request(sender=who, message="Call me at home", status="declined", answered_at=NOW)
    BusyTime.objects.create(user=who.user, starts_at=NOW, ends_at=NOW + timedelta(hours=1), title="Dentist")
    OwnCalendar.objects.create(user=who.user, address="https://calendar.example/secret.ics")
    AgendaFeed.objects.create(user=who.user)
    delete_account(user=who.user, typed_email=who.user.email, at=NOW)
    sent.refresh_from_db()
    assert sent.message == ""
    assert not MeetingRequest.history.filter(message__contains="home").exists()
    for model in (BusyTime, OwnCalendar, AgendaFeed):
        assert not model.objects.exists()


@pytest.mark.parametrize("is_whole_stand", [True, False])
def test_a_stand_that_goes_or_loses_somebody_calls_off_what_he_does_for_it(is_whole_stand):
    seat = make.representative(exhibitor=make.exhibitor())
    make.representative(exhibitor=seat.exhibitor)
    fair = seat.exhibitor.fair
    here = make.booking(fair=fair, host=seat.participant)
    here.attendances.filter(role="host").update(stand=seat.exhibitor)
    private = make.booking(slot=make.slot(fair=fair, starts_at=NOW + timedelta(hours=3)), host=seat.participant)
    asked = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, recipient=seat.participant)
    if is_whole_stand:
        withdraw_exhibitor(exhibitor=seat.exhibitor, at=NOW)
    else:
        remove_representative(representative=seat, at=NOW)
    assert statuses(here, private, asked) == ["cancelled", "confirmed", "open"]
    assert asked.recipient is None  # the team's again


# The timetable and the rooms ----------------------------------------------------------------


def test_a_timetable_does_not_take_booked_times_away(client):
    fair = make.fair()
    make.opening_hours(fair=fair)
    met = make.booking(slot=make.slot(fair=fair, starts_at=NOW + timedelta(hours=1, minutes=7)))
    with pytest.raises(MeetingsInTheWay):
        lay_out_timetable(fair=fair, at=NOW)
    assert list(fair.slots.all()) == [met.slot]
    client.force_login(make.organiser(fair=fair).user)
    page = client.get(reverse("organising:arrange-timetable", args=[fair.slug]))
    assert page.context["in_the_way"] == [met]
    assert 'id="in-the-way"' in page.content.decode()
    assert client.post(reverse("organising:lay-out-timetable", args=[fair.slug])).status_code == 409
    Booking.objects.update(status="cancelled", cancelled_at=NOW)
    lay_out_timetable(fair=fair, at=NOW)
    met.refresh_from_db()
    assert met.slot is None


def test_once_the_meeting_is_moved_the_timetable_changes_and_nothing_is_lost():
    fair = make.fair()
    make.opening_hours(fair=fair)
    odd = make.slot(fair=fair, starts_at=NOW + timedelta(hours=1, minutes=7))
    fitting = make.slot(
        fair=fair, starts_at=NOW + timedelta(hours=3)
    )  # at two by the fair's clock, as will be laid out
    met, asked = make.booking(slot=odd), make.meeting_request(fair=fair, wishes=[odd, fitting])
    people = [seat.participant for seat in met.attendances.all()]
    make.laid_out(*people)
    for person in people:
        make.available(person, odd, fitting)
    with pytest.raises(MeetingsInTheWay):
        lay_out_timetable(fair=fair, at=NOW)
    assert [wish.slot for wish in asked.wishes.all()] == [odd, fitting]
    move_booking(booking_id=met.pk, slot_id=fitting.pk, by=people[0].user, at=NOW)
    lay_out_timetable(fair=fair, at=NOW)
    assert statuses(met, asked) == ["confirmed", "open"]
    assert met.slot == fitting
    assert [wish.slot for wish in asked.wishes.all()] == [fitting]
    assert not fair.slots.filter(pk=odd.pk).exists()
    assert [set(person.availabilities.values_list("slot", flat=True)) for person in people] == [{fitting.pk}] * 2


def test_a_booking_that_slips_in_is_told_in_the_same_words(monkeypatch):
    fair = make.fair()
    make.opening_hours(fair=fair)
    make.booking(slot=make.slot(fair=fair, starts_at=NOW + timedelta(hours=1, minutes=7)))
    monkeypatch.setattr("matchmaking.fairs.queries.meetings_in_the_way", lambda change: {})
    with pytest.raises(MeetingsInTheWay):
        lay_out_timetable(fair=fair, at=NOW)


def test_a_room_or_a_hall_in_which_somebody_is_to_meet_stays(met):
    with pytest.raises(RoomInUse):
        remove_room(room=met.room)
    with pytest.raises(HallHoldsMeetings):
        remove_hall(hall=met.room.hall)
    assert statuses(met) == ["confirmed"]
