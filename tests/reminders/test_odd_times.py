"""Clocks that jump, nights in which they are changed, deeds in the last second, and much at once after an outage."""

from datetime import UTC, datetime, time, timedelta
from time import monotonic

import pytest
from django.db import connection
from django.db.models import Count

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.meetings.actions.booking import move_booking
from matchmaking.reminders.actions import delivering, owing
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, Habits, Notice, Wish
from matchmaking.reminders.sending import send_digests, send_mails
from tests import make
from tests.make import NOW
from tests.reminders import crowd

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOW - 20 * DAY
Kind = Notice.Kind


@pytest.fixture
def clock(monkeypatch):
    """clock(at): the product reads this time from now on."""
    return lambda at: monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def sweep(at, clock):
    """Everything that is owed is noted, and what is due goes out."""
    clock(at)
    note_what_is_owed(at=at)
    send_mails(until=monotonic() + 20)
    send_digests(until=monotonic() + 20)


def meeting(starts_at, **kw):
    fair = kw.pop("fair", None) or make.fair(starts_on=starts_at.date() - 2 * DAY, ends_on=starts_at.date() + 2 * DAY)
    booked = make.booking(slot=make.slot(fair=fair, starts_at=starts_at), booked_at=LONG_AGO, changed_at=LONG_AGO, **kw)
    # No morning mail, where it is not what is asked about: in some zone it is always morning.
    Wish.objects.bulk_create(
        Wish(user=seat.user, kind=kind, mail="never")
        for seat in booked.attendances.all()
        for kind in (Kind.DAY_AGENDA, Kind.DEVICE_TEST)
    )
    return booked


def told(kind):
    """When reminders of this kind went out, and of which beginning."""
    sent = Delivery.objects.filter(notice__kind=kind, status="sent", way="mail").order_by("ended_at", "pk")
    return [(each.ended_at, each.notice.ends_at) for each in sent.select_related("notice")]


# Clocks that jump -----------------------------------------------------------


@pytest.mark.django_db
def test_a_clock_that_jumps_forwards_and_back_tells_nobody_twice(clock, mailoutbox):
    starts_at = NOW + 6 * HOUR
    meeting(starts_at)
    soon = starts_at - 15 * MINUTE
    for at in (soon - MINUTE, soon + MINUTE, soon - HOUR, soon + MINUTE, soon - 5 * MINUTE, soon + 10 * SECOND):
        sweep(at, clock)
    assert [each[1] for each in told(Kind.SOON)] == [starts_at] * 2  # one for each of the two people
    assert [each[1] for each in told(Kind.DAY_BEFORE)] == [starts_at] * 2


@pytest.mark.django_db
def test_a_clock_that_jumps_over_a_meeting_and_back_says_nothing_false(clock, mailoutbox):
    starts_at = NOW + 6 * HOUR
    meeting(starts_at)
    sweep(NOW, clock)  # the day before
    sweep(starts_at + HOUR, clock)  # it is over, the clock says, and nobody was told
    assert set(Notice.objects.filter(kind=Kind.SOON).values_list("dropped", flat=True)) == {Notice.Why.TOO_LATE}
    sweep(starts_at - 10 * MINUTE, clock)
    assert told(Kind.SOON) == []  # once dropped, dropped: better than two that contradict one another
    assert len(told(Kind.DAY_BEFORE)) == 2


@pytest.mark.django_db
def test_what_a_worker_claimed_whose_clock_was_a_year_ahead_goes_out_today(clock, mailoutbox):
    """He died before he had sent it; nobody waits for that year."""
    meeting(NOW + 6 * HOUR)
    note_what_is_owed(at=NOW)
    delivering.claim(way="mail", most=20, at=NOW + 365 * DAY)
    sweep(NOW + MINUTE, clock)
    assert len(told(Kind.DAY_BEFORE)) == 2


# Nights in which clocks are changed ----------------------------------------------------------


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def sweeps(since, until, clock, every=10 * MINUTE):
    while since <= until:
        sweep(since, clock)
        since += every


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("night", "seven"),
    [("2030-03-31", "2030-03-31 05:00"), ("2030-10-27", "2030-10-27 06:00")],
    ids=["an hour is lost", "an hour comes twice"],
)
def test_the_agenda_of_the_day_comes_once_at_seven_after_such_a_night(clock, mailoutbox, night, seven):
    reader = make.user(time_zone="Europe/Brussels")
    starts_at = at(f"{night} 12:00")
    fair = make.fair(starts_on=(starts_at - 2 * DAY).date(), ends_on=(starts_at + 2 * DAY).date())
    slots = [make.slot(fair=fair, starts_at=starts_at + hours * HOUR) for hours in (0, 1)]
    who = make.participant(fair=fair, user=reader)
    for slot in slots:
        make.booking(slot=slot, host=who, booked_at=LONG_AGO, changed_at=LONG_AGO)
    sweeps(at(seven) - 8 * HOUR, at(seven) + 2 * HOUR, clock, every=30 * MINUTE)
    agendas = Delivery.objects.filter(notice__kind=Kind.DAY_AGENDA, notice__recipient=reader)
    assert [each.ended_at for each in agendas] == [at(seven)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked_at", "told_at"),
    [
        ("2030-03-30 23:00", "2030-03-31 01:00"),  # half past two is never: the moment of the leap
        ("2030-10-26 23:00", "2030-10-27 00:30"),  # the first half past two
        ("2030-10-27 01:10", "2030-10-27 01:30"),  # asked when two o'clock is for the second time
    ],
)
def test_quiet_hours_that_end_in_the_changed_hour_end_that_night(clock, mailoutbox, asked_at, told_at):
    fair = make.fair(starts_on=at(asked_at).date(), ends_on=at(asked_at).date() + 4 * DAY)
    sleeper = make.participant(fair=fair, user=make.user(time_zone="Europe/Brussels"))
    Habits.objects.create(user=sleeper.user, quiet_from=time(22), quiet_to=time(2, 30))
    wishes = [make.slot(fair=fair, starts_at=at(asked_at) + 40 * HOUR)]
    asked = {"sent_at": at(asked_at), "expires_at": at(asked_at) + 30 * HOUR}
    make.meeting_request(fair=fair, recipient=sleeper, wishes=wishes, **asked)
    sweeps(at(asked_at), at(told_at) + 2 * HOUR, clock)
    (only,) = Delivery.objects.filter(notice__recipient=sleeper.user, way="mail")
    assert (only.status, only.ended_at) == ("sent", at(told_at))
    assert len(mailoutbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked_at", "told_at"),
    [("2030-03-30 20:00", "2030-03-31 01:00"), ("2030-10-26 20:00", "2030-10-27 00:30")],
    ids=["an hour is lost", "an hour comes twice"],
)
def test_a_summary_in_the_changed_hour_comes_once(clock, mailoutbox, asked_at, told_at):
    fair = make.fair(starts_on=at(asked_at).date(), ends_on=at(asked_at).date() + 4 * DAY)
    reader = make.participant(fair=fair, user=make.user(time_zone="Europe/Brussels"))
    Habits.objects.create(user=reader.user, is_quiet=False, digest_at=time(2, 30))
    Wish.objects.create(user=reader.user, kind=Kind.REQUEST_RECEIVED, mail=Wish.Mail.DIGEST)
    wishes = [make.slot(fair=fair, starts_at=at(asked_at) + 40 * HOUR)]
    asked = {"sent_at": at(asked_at), "expires_at": at(asked_at) + 30 * HOUR}
    make.meeting_request(fair=fair, recipient=reader, wishes=wishes, **asked)
    sweeps(at(asked_at), at(told_at) + 3 * HOUR, clock, every=30 * MINUTE)
    (only,) = Delivery.objects.filter(notice__recipient=reader.user, way="digest")
    assert (only.status, only.ended_at) == ("sent", at(told_at))
    assert len(mailoutbox) == 1


# In the last second ---------------------------------------------------------------


@pytest.mark.django_db
def test_of_a_meeting_moved_one_second_before_its_reminder_only_the_new_beginning_is_told(clock, mailoutbox):
    booked = meeting(NOW + 2 * HOUR)
    seats = list(booked.attendances.select_related("participant"))
    make.laid_out(*[seat.participant for seat in seats])
    later = make.slot(fair=booked.fair, starts_at=NOW + 7 * HOUR)
    for seat in seats:
        make.available(seat.participant, later)
    old, new = booked.starts_at - 15 * MINUTE, later.starts_at - 15 * MINUTE
    sweep(old - 10 * SECOND, clock)
    move_booking(booking_id=booked.pk, slot_id=later.pk, by=seats[0].user, at=old - SECOND)
    for moment in (old, old + 10 * SECOND, booked.starts_at, new - SECOND):
        sweep(moment, clock)
        assert told(Kind.SOON) == []
    sweep(new, clock)
    assert told(Kind.SOON) == [(new, later.starts_at)] * 2


@pytest.mark.django_db
def test_a_meeting_moved_after_its_reminder_was_claimed_reminds_of_its_new_beginning_alone(clock, mailoutbox):
    """Noted, and not yet sent: what is read when it is sent is what counts."""
    booked = meeting(NOW + 2 * HOUR)
    old = booked.starts_at - 15 * MINUTE
    note_what_is_owed(at=old)
    later = make.slot(fair=booked.fair, starts_at=NOW + 7 * HOUR)
    seats = list(booked.attendances.select_related("participant"))
    make.laid_out(*[seat.participant for seat in seats])
    for seat in seats:
        make.available(seat.participant, later)
    move_booking(booking_id=booked.pk, slot_id=later.pk, by=seats[0].user, at=old + SECOND)
    sweep(old + 2 * SECOND, clock)
    assert told(Kind.SOON) == []
    assert set(Delivery.objects.filter(notice__kind=Kind.SOON, way="mail").values_list("problem", flat=True)) == {
        Delivery.Problem.CHANGED
    }
    sweep(later.starts_at - 15 * MINUTE, clock)
    assert told(Kind.SOON) == [(later.starts_at - 15 * MINUTE, later.starts_at)] * 2


@pytest.mark.django_db
def test_whoever_deletes_his_account_with_notices_waiting_is_told_nothing_more(clock, mailoutbox):
    asked = make.meeting_request(fair=make.fair())
    person, address = asked.recipient.user, asked.recipient.user.email
    note_what_is_owed(at=NOW)
    assert Delivery.objects.filter(notice__recipient=person, status="waiting").exists()
    delete_account(user=person, typed_email=address, at=NOW)
    sweep(NOW + MINUTE, clock)
    assert not [mail for mail in mailoutbox if address in mail.to or "invalid" in mail.to[0]]
    left = Delivery.objects.filter(notice__recipient=person)
    assert set(left.values_list("status", "problem")) <= {("dropped", "gone"), ("dropped", "changed")}


@pytest.mark.django_db
def test_whoever_is_removed_altogether_takes_his_notices_along(clock, mailoutbox):
    person = make.user()
    fair = make.fair()
    Notice.objects.create(recipient=person, fair=fair, kind=Kind.FOLLOW_UP, due_at=NOW, owed_at=NOW)
    owing.send_out(list(Notice.objects.all()), at=NOW)
    person.delete()
    sweep(NOW + MINUTE, clock)
    assert (Notice.objects.count(), Delivery.objects.count(), len(mailoutbox)) == (0, 0, 0)


# Much at once -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_after_an_outage_a_hundred_thousand_are_noted_in_batches_and_the_useless_ones_leave_a_trace(monkeypatch):
    rooms, missed, ahead = 1000, 10, 30
    starts = [NOW - missed * 30 * MINUTE + n * 30 * MINUTE for n in range(missed)]
    starts += [NOW + (n + 1) * 30 * MINUTE for n in range(ahead)]
    fair = make.fair(starts_on=(NOW - DAY).date(), ends_on=(NOW + 2 * DAY).date())
    crowd.fill(fair, rooms=rooms, starts=starts, booked_at=LONG_AGO)
    crowd.look_again()
    sizes, real = [], owing.note

    def note(batch, *, at):
        assert connection.in_atomic_block
        sizes.append(len(batch))
        return real(batch, at=at)

    monkeypatch.setattr(owing, "note", note)
    began = monotonic()
    note_what_is_owed(at=NOW)
    print(f"noted {sum(sizes)} in {monotonic() - began:.0f} s")
    assert max(sizes) <= owing.BATCH
    noted = Notice.objects.filter(kind__in=(Kind.SOON, Kind.DAY_BEFORE)).values_list("kind", "dropped")
    assert {(kind, dropped): number for kind, dropped, number in noted.annotate(number=Count("pk")).order_by()} == {
        (Kind.SOON, "too_late"): 2 * rooms * missed,
        (Kind.DAY_BEFORE, "too_late"): 2 * rooms * missed,
        (Kind.DAY_BEFORE, ""): 2 * rooms * ahead,
    }
    assert not Delivery.objects.exclude(notice__dropped="").exists()
    assert Delivery.objects.filter(notice__kind=Kind.DAY_BEFORE, way="mail").count() == 2 * rooms * ahead
    assert note_what_is_owed(at=NOW) == 0
