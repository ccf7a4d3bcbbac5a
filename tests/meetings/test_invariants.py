"""What the database refuses of times, terms and requests, whatever code runs. One test per name."""

import pytest

from matchmaking.meetings.models import (
    Agenda,
    Availability,
    Barrier,
    BusyTime,
    Group,
    MeetingRequest,
    Quota,
    RequestedSlot,
)
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db

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


def test_stand_links_safely():
    terms = make.stand_terms(exhibitor=make.exhibitor())
    with refused_by("stand_links_safely"):
        type(terms).objects.update(call_link="javascript:alert(1)")


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
