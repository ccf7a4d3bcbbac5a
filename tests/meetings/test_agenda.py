"""My day and my fair: what is on, what comes, day by day, by whose clock, and what waits."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.meetings import programme
from matchmaking.meetings.actions.booking import cancel_booking, excuse_person, move_booking
from matchmaking.meetings.models import Attendance, Booking
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    return make.participant(fair=fair, user=make.user(name="Lucía", time_zone="America/Lima", is_time_zone_chosen=True))


def meet(me, start, **kw):
    """A meeting of mine that begins at that moment, at my fair unless told otherwise."""
    slot = make.slot(fair=kw.pop("fair", me.fair), starts_at=start)
    return make.booking(slot=slot, guest=me, **kw)


def agenda_of(me, at=NOW, zone="America/Lima"):
    return programme.programme(programme.meetings_of(me.user), me.fair, me.user, [], ZoneInfo(zone))


def page(client, me, **asked):
    client.force_login(me.user)
    return client.get(reverse("meetings:show-agenda", args=[me.fair.slug]), asked)


def test_now_and_next_are_those_that_stand(me):
    running, off, later = (meet(me, NOW + n * HOUR) for n in range(3))
    cancel_booking(booking_id=off.pk, by=me.user, at=NOW)
    mine = agenda_of(me)
    assert (mine.now(NOW).booking, mine.next(NOW).booking) == (running, later)
    assert mine.now(running.ends_at) is None
    assert mine.next(later.starts_at) is None


def test_days_are_those_of_my_own_clock(me):
    """Two in the morning in Brussels is the evening before in Lima."""
    early = meet(me, NOW.replace(hour=0, minute=30))
    days = agenda_of(me).days
    assert [day.isoformat() for day in days] == ["2030-05-13", "2030-05-14", "2030-05-15", "2030-05-16"]
    assert [meeting.booking for meeting in agenda_of(me).on(days[0])[0].meetings] == [early]
    in_brussels = agenda_of(me, zone="Europe/Brussels")
    assert in_brussels.days == me.fair.days


def test_the_address_names_the_day_and_nonsense_falls_back(me):
    mine = agenda_of(me)
    second = me.fair.days[1]
    assert mine.day_to_show("2030-05-15", NOW) == second
    for nonsense in ("", "yesterday", "2030-05-32", "1999-01-01", "15"):
        assert mine.day_to_show(nonsense, NOW) == me.fair.days[0], "today, while the fair is on"
        assert mine.day_to_show(nonsense, NOW - timedelta(days=30)) is None, "else the whole fair"
    assert mine.day_to_show("all", NOW) is None


def test_meetings_elsewhere_on_the_same_days_are_shown_as_such(client, me):
    elsewhere = make.fair(name="Far Fair")
    there = make.participant(fair=elsewhere, user=me.user)
    booking = meet(there, NOW + 2 * HOUR, fair=elsewhere)
    months_later = make.fair(
        starts_on=me.fair.starts_on + timedelta(days=90), ends_on=me.fair.ends_on + timedelta(days=90)
    )
    meet(make.participant(fair=months_later, user=me.user), NOW + timedelta(days=90), fair=months_later)
    assert [meeting.booking for meeting in agenda_of(me).meetings] == [booking]
    assert "at Far Fair" in page(client, me, day="all").content.decode()


def test_a_meeting_is_read_from_ones_own_side(fair):
    company = make.company(name="Chocolaterie", country="BE")
    seat = make.representative(exhibitor=make.exhibitor(fair=fair, company=company))
    guest = make.visitor(fair=fair, organisation="Casa Lima", country="PE").participant
    booking = make.booking(fair=fair, host=seat.participant, guest=guest)
    booking.attendances.filter(role="host").update(stand=seat.exhibitor)
    helper = make.participant(fair=fair, roles=[Participant.Role.INTERPRETER])
    make.attendance(booking=booking, participant=helper, role=Attendance.Role.INTERPRETER)
    read = {who: programme.read(Booking.objects.all(), who.user)[0] for who in (seat.participant, guest, helper)}
    host, visitor = seat.participant.user, guest.user
    assert read[seat.participant].title == f"Meeting with {visitor.name} (Casa Lima)"
    assert read[guest].title == f"Meeting with {host.name} (Chocolaterie)"
    assert read[helper].title == f"Meeting with {visitor.name} and {host.name} (Casa Lima, Chocolaterie)"
    assert (read[seat.participant].stand, read[guest].stand) == (seat.exhibitor, None)
    assert [each.country for each in read[helper].others] == ["PE", "BE"]
    assert [each.user for each in read[guest].helpers] == [helper.user]


def test_the_stands_meetings_are_the_teams(client, fair):
    stand = make.exhibitor(fair=fair)
    mine, theirs = make.representative(exhibitor=stand), make.representative(exhibitor=stand)
    booking = make.booking(fair=fair, host=theirs.participant)
    booking.attendances.filter(role="host").update(stand=stand)
    line = f'id="meeting-{booking.pk}"'
    assert line not in page(client, mine.participant).content.decode()
    team = page(client, mine.participant, whose="team").content.decode()
    assert line in team
    assert f"for you: {theirs.participant.user.name}" in team
    stranger = make.participant(fair=fair)
    assert line not in page(client, stranger, whose="team").content.decode()


def test_the_page_says_what_is_next_and_where(client, me, monkeypatch):
    booking = meet(me, NOW + HOUR)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    html = page(client, me).content.decode()
    assert "begins in 1\xa0hour" in html
    assert f'href="{reverse("meetings:show-booking", args=[booking.pk])}"' in html
    assert f"{booking.room.name}, {booking.room.hall.name}" in html
    assert "05:00" in html, "my clock in Lima"
    assert "UTC" in html, "the clock of whoever has not said where he is"


def test_who_is_excused_has_the_time_for_himself(me):
    booking = meet(me, NOW + HOUR)
    make.attendance(booking=booking, role=Attendance.Role.GUEST)
    excuse_person(booking_id=booking.pk, participant_id=me.pk, by=me.user, at=NOW)
    assert agenda_of(me).meetings == []


def test_an_empty_agenda_says_what_to_do(client, me):
    html = page(client, me).content.decode()
    assert "You have no meetings yet" in html
    assert reverse("exhibitors:directory", args=[me.fair.slug]) in html


@pytest.mark.parametrize("status", ["applied", "declined", "left", ""])
def test_who_takes_no_part_is_told_what_to_do(client, fair, status):
    user = make.user()
    if status:
        stamps = {"decided_at": None if status == "applied" else NOW, "left_at": NOW if status == "left" else None}
        make.participant(fair=fair, user=user, status=status, **stamps)
    client.force_login(user)
    response = client.get(reverse("meetings:show-agenda", args=[fair.slug]))
    assert response.status_code == 409
    assert (reverse("fairs:join-fair", args=[fair.slug]) in response.content.decode()) is (status == "")


def test_requests_that_wait_are_those_whose_turn_is_mine(fair, me):
    stand = make.exhibitor(fair=fair)
    seat = make.representative(exhibitor=stand)
    to_me = make.meeting_request(fair=fair, recipient=me)
    answered = make.meeting_request(fair=fair, sender=me, turn="sender", wishes=[to_me.wishes.get().slot])
    slots = [to_me.wishes.get().slot]
    to_the_team = make.meeting_request(fair=fair, recipient_stand=stand, wishes=slots)
    make.meeting_request(fair=fair, sender=me, wishes=slots)
    make.meeting_request(fair=fair, recipient=me, turn="sender", wishes=slots)
    make.meeting_request(fair=fair, recipient=me, expires_at=NOW, wishes=slots)
    make.meeting_request(fair=fair, recipient=me, status="declined", answered_at=NOW, wishes=slots)
    make.meeting_request(recipient=make.participant(user=me.user, fair=(other := make.fair())), fair=other)

    def waiting(who):
        return set(programme.requests_waiting_for(who.user, fair, NOW))

    assert waiting(me) == {to_me, answered}
    assert waiting(seat.participant) == {to_the_team}


def test_what_has_happened_is_told_in_order(me):
    booking = meet(me, NOW + HOUR)
    later = make.slot(fair=me.fair, starts_at=NOW + 3 * HOUR)
    for who in booking.attendances.all():
        make.available(who.participant, later)
    move_booking(booking_id=booking.pk, slot_id=later.pk, by=me.user, at=NOW)
    make.attendance(booking=Booking.objects.get(), role=Attendance.Role.GUEST)
    excuse_person(booking_id=booking.pk, participant_id=me.pk, by=me.user, at=NOW)
    cancel_booking(booking_id=booking.pk, by=me.user, reason="Ill", at=NOW)
    steps = programme.steps_of(Booking.objects.get())
    assert [step.kind for step in steps] == ["booked", "moved", "people", "cancelled"]
    assert (steps[1].was, steps[1].became) == (NOW + HOUR, NOW + 3 * HOUR)
    assert (steps[3].by, steps[3].at) == (me.user, NOW)


def test_an_agenda_costs_the_same_with_one_meeting_and_with_three(client, fair):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))

    def queries(**asked):
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert page(client, seat.participant, **asked).status_code == 200
        return len(asked_for)

    def add(n):
        booking = make.booking(
            slot=make.slot(fair=fair, starts_at=NOW + n * HOUR),
            host=seat.participant,
            guest=make.visitor(fair=fair).participant,
        )
        booking.attendances.filter(role="host").update(stand=seat.exhibitor)

    add(1)
    page(client, seat.participant)
    ways = ({"day": "all"}, {"day": "all", "whose": "team"})
    one = [queries(**way) for way in ways]
    for n in (2, 3):
        add(n)
    assert [queries(**way) for way in ways] == one
