"""What the database refuses, whatever code runs. One test per name."""

from datetime import timedelta

import pytest
from django.db.models import F

from matchmaking.meetings.models import (
    Agenda,
    Attendance,
    Availability,
    Barrier,
    Booking,
    BusyTime,
    Group,
    MeetingRequest,
    Quota,
    RequestedSlot,
    WaitingListEntry,
)
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)


def span(booking):
    return {"starts_at": booking.starts_at, "ends_at": booking.ends_at}


# Availability ----------------------------------------------------------------


def test_agenda_day_ends_after_it_begins():
    with refused_by("agenda_day_ends_after_it_begins"):
        Agenda.objects.create(participant=make.participant(), time_zone="UTC", works_from="18:00", works_to="09:00")


def test_slot_opened_once_per_person():
    person = make.participant()
    slot = make.slot(fair=person.fair)
    make.available(person, slot)
    make.available(make.participant(fair=person.fair), slot)
    with refused_by("slot_opened_once_per_person"):
        make.available(person, slot)


def test_availability_is_at_the_fair_of_its_slot():
    with refused_by("availability_is_at_the_fair_of_its_slot"):
        make.available(make.participant(), make.slot())


def test_availability_never_changes():
    person = make.participant()
    make.available(person, make.slot(fair=person.fair))
    with refused_by("availability_never_changes"):
        Availability.objects.update(participant=make.participant())


def test_busy_time_ends_after_it_begins():
    with refused_by("busy_time_ends_after_it_begins"):
        BusyTime.objects.create(user=make.user(), starts_at=NOW, ends_at=NOW)


# Terms ----------------------------------------------------------------


def test_one_quota_per_role_and_fair():
    fair = make.fair()
    Quota.objects.create(fair=fair, role="visitor")
    Quota.objects.create(fair=fair, role="exhibitor")
    with refused_by("one_quota_per_role_and_fair"):
        Quota.objects.create(fair=fair, role="visitor")


def test_one_group_per_name_and_fair():
    fair = make.fair()
    Group.objects.create(fair=fair, name="Press")
    Group.objects.create(fair=make.fair(), name="Press")
    with refused_by("one_group_per_name_and_fair"):
        Group.objects.create(fair=fair, name="Press")


def test_barrier_stands_between_some():
    fair = make.fair()
    Barrier.objects.create(fair=fair, asking_role="visitor")
    with refused_by("barrier_stands_between_some"):
        Barrier.objects.create(fair=fair)


def test_group_stays_at_its_fair():
    Group.objects.create(fair=make.fair(), name="Press")
    with refused_by("group_stays_at_its_fair"):
        Group.objects.update(fair=make.fair())


def test_group_holds_people_of_its_fair():
    group = Group.objects.create(fair=make.fair(), name="Press")
    group.participants.add(make.participant(fair=group.fair))
    with refused_by("group_holds_people_of_its_fair"):
        group.participants.add(make.participant())


@pytest.mark.parametrize("side", ["asking_group", "asked_group"])
def test_barrier_stands_at_the_fair_of_its_groups(side):
    group = Group.objects.create(fair=make.fair(), name="Press")
    Barrier.objects.create(fair=group.fair, **{side: group})
    with refused_by("barrier_stands_at_the_fair_of_its_groups"):
        Barrier.objects.create(fair=make.fair(), **{side: group})


# Requests ----------------------------------------------------------------


def test_request_is_to_a_person_or_a_stand():
    with refused_by("request_is_to_a_person_or_a_stand"):
        make.meeting_request(recipient=None)


def test_nobody_asks_himself():
    person, stand = make.participant(), make.exhibitor()
    with refused_by("nobody_asks_himself"):
        make.meeting_request(sender=person, recipient=person)
    seat = make.representative(exhibitor=stand)
    with refused_by("nobody_asks_himself"):
        make.meeting_request(sender=seat.participant, sender_stand=stand, recipient_stand=stand)


@pytest.mark.parametrize("is_reverse", [False, True])
def test_one_open_request_per_pair(is_reverse):
    first = make.meeting_request()
    sides = {"sender": first.sender, "recipient": first.recipient}
    if is_reverse:
        sides = {"sender": first.recipient, "recipient": first.sender}
    with refused_by("one_open_request_per_pair"):
        make.meeting_request(**sides)
    first.status, first.answered_at = "declined", NOW
    first.save()
    make.meeting_request(**sides)


def test_one_open_request_per_pair_of_a_person_and_a_stand():
    """Whoever of the team is asked or asks, it is one pair."""
    fair = make.fair()
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    visitor = make.participant(fair=fair)
    make.meeting_request(sender=visitor, recipient_stand=seat.exhibitor)
    with refused_by("one_open_request_per_pair"):
        make.meeting_request(sender=visitor, recipient_stand=seat.exhibitor, recipient=seat.participant)
    with refused_by("one_open_request_per_pair"):
        make.meeting_request(sender=seat.participant, sender_stand=seat.exhibitor, recipient=visitor)
    make.meeting_request(sender=visitor, recipient=seat.participant)  # himself, for another matter


def test_request_answered_iff_stamped():
    request = make.meeting_request()
    with refused_by("request_answered_iff_stamped"):
        MeetingRequest.objects.filter(pk=request.pk).update(status="declined")
    with refused_by("request_answered_iff_stamped"):
        MeetingRequest.objects.filter(pk=request.pk).update(answered_at=NOW)


@pytest.mark.parametrize("side", ["sender", "recipient", "sender_stand", "recipient_stand"])
def test_request_stays_within_its_fair(side):
    request = make.meeting_request()
    stranger = make.exhibitor() if side.endswith("stand") else make.participant()
    with refused_by("request_stays_within_its_fair"):
        MeetingRequest.objects.filter(pk=request.pk).update(**{side: stranger})


def test_slot_asked_for_once_and_one_slot_per_rank():
    request = make.meeting_request()
    wish = request.wishes.get()
    with refused_by("slot_asked_for_once"):
        RequestedSlot.objects.create(request=request, slot=wish.slot, rank=2)
    with refused_by("one_slot_per_rank"):
        RequestedSlot.objects.create(request=request, slot=make.slot(fair=request.fair), rank=1)


def test_three_ranks_at_most():
    request = make.meeting_request()
    with refused_by("three_ranks_at_most"):
        RequestedSlot.objects.create(request=request, slot=make.slot(fair=request.fair), rank=4)


def test_requested_slot_is_of_the_requests_fair():
    request = make.meeting_request()
    with refused_by("requested_slot_is_of_the_requests_fair"):
        RequestedSlot.objects.create(request=request, slot=make.slot(), rank=2)


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


# The waiting list ----------------------------------------------------------------


def wait(**kw):
    waiting = kw.pop("waiting", None) or make.participant()
    return WaitingListEntry.objects.create(**{"fair": waiting.fair, "waiting": waiting} | kw)


def test_one_waits_for_a_person_or_a_stand():
    fair = make.fair()
    person, stand = make.participant(fair=fair), make.exhibitor(fair=fair)
    for wanted in ({}, {"wanted": person, "wanted_stand": stand}):
        with refused_by("one_waits_for_a_person_or_a_stand"):
            wait(waiting=make.participant(fair=fair), **wanted)


def test_nobody_waits_for_himself():
    person = make.participant()
    with refused_by("nobody_waits_for_himself"):
        wait(waiting=person, wanted=person)


def test_one_place_per_person_in_a_persons_list():
    waiting = make.participant()
    wanted = make.participant(fair=waiting.fair)
    first = wait(waiting=waiting, wanted=wanted)
    with refused_by("one_place_per_person_in_a_persons_list"):
        wait(waiting=waiting, wanted=wanted)
    first.status = "withdrawn"
    first.save()
    wait(waiting=waiting, wanted=wanted)


def test_one_place_per_person_in_a_stands_list():
    waiting = make.participant()
    stand = make.exhibitor(fair=waiting.fair)
    wait(waiting=waiting, wanted_stand=stand)
    with refused_by("one_place_per_person_in_a_stands_list"):
        wait(waiting=waiting, wanted_stand=stand)


def test_freed_slot_offered_to_one_at_a_time():
    host = make.participant()
    offer = {
        "wanted": host,
        "host": host,
        "slot": make.slot(fair=host.fair),
        "status": "offered",
        "offered_at": NOW,
        "offer_ends_at": NOW + HALF,
    }
    wait(waiting=make.participant(fair=host.fair), **offer)
    with refused_by("freed_slot_offered_to_one_at_a_time"):
        wait(waiting=make.participant(fair=host.fair), **offer)


def test_offer_made_iff_stamped():
    waiting = make.participant()
    with refused_by("offer_made_iff_stamped"):
        wait(waiting=waiting, wanted=make.participant(fair=waiting.fair), status="offered")


def test_waiting_list_stays_within_its_fair():
    with refused_by("waiting_list_stays_within_its_fair"):
        wait(wanted=make.participant())


def test_booking_links_safely():
    booking = make.booking()
    with refused_by("booking_links_safely"):
        Booking.objects.filter(pk=booking.pk).update(call_link="http://zoom.us/j/1")


def test_stand_links_safely():
    terms = make.stand_terms(exhibitor=make.exhibitor())
    with refused_by("stand_links_safely"):
        type(terms).objects.update(call_link="javascript:alert(1)")
