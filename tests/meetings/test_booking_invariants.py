"""What the database refuses of meetings and of who is at them, whatever code runs. One test per name."""

from datetime import timedelta

import pytest
from django.db.models import F

from matchmaking.meetings.models import Attendance, Booking
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)


def span(booking):
    return {"starts_at": booking.starts_at, "ends_at": booking.ends_at}


# Bookings ----------------------------------------------------------------


def test_booking_ends_after_it_begins():
    booking = make.booking()
    with refused_by("booking_ends_after_it_begins"):
        Booking.objects.filter(pk=booking.pk).update(
            slot=None, status="cancelled", cancelled_at=NOW, ends_at=F("starts_at")
        )


def test_room_holds_one_meeting_at_a_time():
    first = make.booking()
    with refused_by("room_holds_one_meeting_at_a_time"):
        make.booking(slot=first.slot, room=first.room)
    make.booking(slot=make.slot(fair=first.fair, starts_at=first.ends_at), room=first.room)  # back to back
    first.status, first.cancelled_at = "cancelled", NOW
    first.save()
    make.booking(slot=first.slot, room=first.room)


def test_booking_cancelled_iff_stamped():
    booking = make.booking()
    with refused_by("booking_cancelled_iff_stamped"):
        Booking.objects.filter(pk=booking.pk).update(status="cancelled")
    with refused_by("booking_cancelled_iff_stamped"):
        Booking.objects.filter(pk=booking.pk).update(cancelled_at=NOW)


def test_confirmed_booking_has_a_slot():
    booking = make.booking()
    with refused_by("confirmed_booking_has_a_slot"):
        booking.slot.delete()
    Booking.objects.update(is_walk_in=True)
    booking.slot.delete()


def test_confirmed_booking_has_a_room():
    booking = make.booking()
    with refused_by("confirmed_booking_has_a_room"):
        booking.room.delete()


def test_a_cancelled_booking_outlives_its_slot_and_its_room():
    booking = make.booking()
    booking.status, booking.cancelled_at = "cancelled", NOW
    booking.save()
    booking.slot.delete()
    booking.room.delete()
    booking.refresh_from_db()
    assert (booking.slot, booking.room) == (None, None)


def test_booking_begins_with_its_slot():
    booking = make.booking()
    Booking.objects.filter(pk=booking.pk).update(ends_at=booking.ends_at + HALF)  # it may last longer
    with refused_by("booking_begins_with_its_slot"):
        Booking.objects.filter(pk=booking.pk).update(ends_at=booking.starts_at + HALF / 10)
    with refused_by("booking_begins_with_its_slot"):
        Booking.objects.filter(pk=booking.pk).update(starts_at=booking.starts_at - HALF)
    with refused_by("booking_begins_with_its_slot"):
        Booking.objects.filter(pk=booking.pk).update(room=make.room())
    with refused_by("booking_begins_with_its_slot"):
        Booking.objects.filter(pk=booking.pk).update(slot=make.slot(starts_at=booking.starts_at))


def test_slot_with_meetings_keeps_its_times():
    booking = make.booking()
    with refused_by("slot_with_meetings_keeps_its_times"):
        booking.fair.slots.filter(pk=booking.slot_id).update(ends_at=booking.ends_at + HALF)
    booking.status, booking.cancelled_at = "cancelled", NOW
    booking.save()
    booking.fair.slots.filter(pk=booking.slot_id).update(ends_at=booking.ends_at + HALF)


def test_booking_links_safely():
    booking = make.booking()
    with refused_by("booking_links_safely"):
        Booking.objects.filter(pk=booking.pk).update(call_link="http://zoom.us/j/1")


# Attendances ----------------------------------------------------------------


@pytest.mark.parametrize("shift", [-24, 0, 24])
def test_person_in_one_place_at_a_time(shift):
    first = make.booking()
    person = first.attendances.get(role="host").participant
    elsewhere = make.fair()
    slot = make.slot(fair=elsewhere, starts_at=first.starts_at + timedelta(minutes=shift))
    there = make.participant(fair=elsewhere, user=person.user)
    with refused_by("person_in_one_place_at_a_time"):
        make.booking(slot=slot, guest=there)


@pytest.mark.parametrize("shift", [-25, 25])
def test_person_in_one_place_at_a_time_allows_back_to_back(shift):
    first = make.booking()
    person = first.attendances.get(role="host").participant
    slot = make.slot(fair=first.fair, starts_at=first.starts_at + timedelta(minutes=shift))
    assert make.booking(slot=slot, guest=person).attendances.count() == 2


def test_person_in_one_place_at_a_time_lets_the_excused_go():
    first = make.booking()
    seat = first.attendances.get(role="host")
    first.attendances.filter(pk=seat.pk).update(excused_at=NOW)
    assert make.booking(slot=first.slot, host=seat.participant).attendances.count() == 2
    with refused_by("person_in_one_place_at_a_time"):
        first.attendances.filter(pk=seat.pk).update(excused_at=None)


def test_a_booking_takes_its_attendances_along():
    booking = make.booking()
    later = make.slot(fair=booking.fair, starts_at=booking.starts_at + HALF)
    Booking.objects.filter(pk=booking.pk).update(slot=later, starts_at=later.starts_at, ends_at=later.ends_at)
    assert set(booking.attendances.values_list("starts_at", "ends_at")) == {(later.starts_at, later.ends_at)}
    Booking.objects.filter(pk=booking.pk).update(status="cancelled", cancelled_at=NOW)
    assert set(booking.attendances.values_list("status", flat=True)) == {"cancelled"}


def test_person_in_one_place_at_a_time_when_a_booking_is_moved():
    booking = make.booking()
    later = make.slot(fair=booking.fair, starts_at=booking.starts_at + HALF)
    make.booking(slot=later, host=booking.attendances.get(role="guest").participant)
    with refused_by("person_in_one_place_at_a_time"):
        Booking.objects.filter(pk=booking.pk).update(slot=later, starts_at=later.starts_at, ends_at=later.ends_at)


def test_attendance_says_what_its_booking_says():
    booking = make.booking()
    with refused_by("attendance_says_what_its_booking_says"):
        booking.attendances.update(starts_at=F("starts_at") - HALF)
    with refused_by("attendance_says_what_its_booking_says"):
        make.attendance(booking=booking, status="cancelled")


def test_one_seat_per_person_and_meeting():
    booking = make.booking()
    person = booking.attendances.get(role="host").participant
    booking.attendances.update(excused_at=NOW)
    with refused_by("one_seat_per_person_and_meeting"):
        make.attendance(booking=booking, participant=person)


def test_attendance_ends_after_it_begins():
    booking = make.booking()
    with refused_by("attendance_ends_after_it_begins"):
        booking.attendances.update(arrived_at=NOW, left_at=NOW - timedelta(seconds=1))


def test_attendance_is_its_persons_own():
    booking = make.booking()
    somebody = make.participant(fair=booking.fair)
    with refused_by("attendance_is_its_persons_own"):
        Attendance.objects.create(booking=booking, participant=somebody, user=make.user(), **span(booking))
    with refused_by("attendance_is_its_persons_own"):
        make.attendance(booking=booking, participant=make.participant())
    with refused_by("attendance_is_its_persons_own"):
        make.attendance(booking=booking, stand=make.exhibitor())
