from datetime import date, time, timedelta

import pytest

from matchmaking.fairs.models import Answer, Break, Category, MeetingSlot, OrganiserInvitation
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


def test_a_fair_ends_on_or_after_its_first_day():
    with refused_by("fair_ends_on_or_after_its_first_day"):
        make.fair(starts_on=date(2030, 5, 14), ends_on=date(2030, 5, 13))


def test_a_fair_lasts_a_month_at_most():
    with refused_by("fair_lasts_a_month_at_most"):
        make.fair(starts_on=date(2030, 5, 14), ends_on=date(2030, 6, 15))


def test_a_fairs_slots_have_a_length():
    with refused_by("fair_slots_have_a_length"):
        make.fair(slot_minutes=4)


def test_opening_hours_end_after_they_begin():
    with refused_by("opening_hours_end_after_they_begin"):
        make.opening_hours(opens_at=time(9), closes_at=time(9))


@pytest.mark.parametrize(("opens_at", "closes_at"), [(time(8), time(10)), (time(12), time(13)), (time(17), time(19))])
def test_opening_hours_of_a_fair_do_not_overlap(opens_at, closes_at):
    first = make.opening_hours(opens_at=time(9), closes_at=time(18))
    with refused_by("opening_hours_of_a_fair_do_not_overlap"):
        make.opening_hours(fair=first.fair, opens_at=opens_at, closes_at=closes_at)


def test_opening_hours_back_to_back_or_of_another_fair_are_allowed():
    first = make.opening_hours(opens_at=time(9), closes_at=time(12))
    make.opening_hours(fair=first.fair, opens_at=time(12), closes_at=time(18))
    make.opening_hours(opens_at=time(9), closes_at=time(12))


@pytest.mark.parametrize("shift", [-1, 3])
def test_opening_hours_lie_inside_their_fair(shift):
    fair = make.fair()
    with refused_by("opening_hours_lie_inside_their_fair"):
        make.opening_hours(fair=fair, day=fair.starts_on + timedelta(days=shift))


@pytest.mark.parametrize("shift", [timedelta(days=-1), timedelta(days=3)])
def test_meeting_slots_lie_inside_their_fair(shift):
    with refused_by("meeting_slots_lie_inside_their_fair"):
        make.slot(starts_at=NOW + shift)


def test_a_slot_is_inside_by_the_clock_of_the_fair():
    """23:30 UTC on the day before is 01:30 of the first day in Brussels."""
    make.slot(starts_at=NOW.replace(day=13, hour=23, minute=30))


@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": date(2030, 5, 15)},
        {"ends_on": date(2030, 5, 15)},
        {"time_zone": "Pacific/Auckland"},
    ],
)
def test_fair_days_hold_its_hours_and_slots(days):
    fair = make.fair()
    make.opening_hours(fair=fair, day=date(2030, 5, 14))
    make.slot(fair=fair, starts_at=NOW.replace(day=16, hour=21))
    with refused_by("fair_days_hold_its_hours_and_slots"):
        type(fair).objects.filter(pk=fair.pk).update(**days)


def test_a_slot_ends_after_it_begins():
    with refused_by("meeting_slot_ends_after_it_begins"):
        make.slot(ends_at=NOW)


@pytest.mark.parametrize("shift", [-24, 0, 24])
def test_meeting_slots_of_a_fair_do_not_overlap(shift):
    first = make.slot()
    with refused_by("meeting_slots_of_a_fair_do_not_overlap"):
        make.slot(fair=first.fair, starts_at=NOW + timedelta(minutes=shift))


def test_slots_back_to_back_or_of_another_fair_are_allowed():
    first = make.slot()
    make.slot(fair=first.fair, starts_at=NOW + timedelta(minutes=25))
    make.slot()
    assert MeetingSlot.objects.count() == 3


def test_a_break_ends_after_it_begins():
    with refused_by("break_ends_after_it_begins"):
        Break.objects.create(fair=make.fair(), name="Lunch", starts_at=time(13), ends_at=time(12))


def test_one_hall_per_address():
    first = make.hall()
    with refused_by("one_hall_per_address"):
        make.hall(fair=first.fair, slug=first.slug)


def test_a_hall_stays_in_its_fair():
    hall = make.hall()
    with refused_by("hall_stays_in_its_fair"):
        type(hall).objects.filter(pk=hall.pk).update(fair=make.fair())


def test_one_room_per_name_and_hall():
    first = make.room()
    with refused_by("one_room_per_name_and_hall"):
        make.room(hall=first.hall, name=first.name)


def test_a_room_seats_two_or_more():
    with refused_by("room_seats_two_or_more"):
        make.room(seats=1)


def test_a_room_stays_in_its_fair():
    room = make.room()
    with refused_by("room_stays_in_its_fair"):
        type(room).objects.filter(pk=room.pk).update(hall=make.hall())


def test_a_room_may_move_to_another_hall_of_its_fair():
    room = make.room()
    type(room).objects.filter(pk=room.pk).update(hall=make.hall(fair=room.hall.fair))


def test_hours_of_a_hall_end_after_they_begin():
    with refused_by("hall_hours_end_after_they_begin"):
        make.hall_hours(opens_at=time(9), closes_at=time(9))


@pytest.mark.parametrize(("opens_at", "closes_at"), [(time(8), time(10)), (time(12), time(13)), (time(17), time(19))])
def test_hours_of_a_hall_do_not_overlap(opens_at, closes_at):
    first = make.hall_hours()
    with refused_by("hours_of_a_hall_do_not_overlap"):
        make.hall_hours(hall=first.hall, opens_at=opens_at, closes_at=closes_at)


def test_hours_of_a_hall_back_to_back_or_of_another_hall_are_allowed():
    first = make.hall_hours(opens_at=time(9), closes_at=time(12))
    make.hall_hours(hall=first.hall, opens_at=time(12), closes_at=time(18))
    make.hall_hours(hall=make.hall(fair=first.hall.fair), opens_at=time(9), closes_at=time(12))


@pytest.mark.parametrize("shift", [-1, 3])
def test_hours_of_a_hall_lie_inside_their_fair(shift):
    hall = make.hall()
    with refused_by("hours_of_a_hall_lie_inside_their_fair"):
        make.hall_hours(hall=hall, day=hall.fair.starts_on + timedelta(days=shift))


def test_fair_days_hold_the_hours_of_its_halls():
    fair = make.hall_hours().hall.fair
    with refused_by("fair_days_hold_the_hours_of_its_halls"):
        type(fair).objects.filter(pk=fair.pk).update(starts_on=date(2030, 5, 15))


def test_a_closure_ends_after_it_begins():
    with refused_by("closure_ends_after_it_begins"):
        make.closure(ends_at=NOW)


@pytest.mark.parametrize("shift", [-59, 0, 59])
def test_closures_of_a_room_do_not_overlap(shift):
    first = make.closure()
    with refused_by("closures_of_a_room_do_not_overlap"):
        make.closure(room=first.room, starts_at=NOW + timedelta(minutes=shift))


@pytest.mark.parametrize("shift", [-60, 60])
def test_closures_back_to_back_are_allowed(shift):
    make.closure(room=make.closure().room, starts_at=NOW + timedelta(minutes=shift))


def test_one_participation_per_person_and_fair():
    first = make.participant()
    with refused_by("one_participation_per_person_and_fair"):
        make.participant(fair=first.fair, user=first.user)


def test_a_participant_has_a_role():
    with refused_by("participant_has_a_role"):
        make.participant(roles=[])


@pytest.mark.parametrize(("roles", "duty"), [(["organiser"], ""), (["visitor"], "owner")])
def test_an_organiser_has_a_duty_and_nobody_else(roles, duty):
    with refused_by("organiser_has_a_duty"):
        make.participant(roles=roles, duty=duty)


@pytest.mark.parametrize(("status", "decided_at"), [("applied", NOW), ("approved", None), ("declined", None)])
def test_participant_decided_iff_stamped(status, decided_at):
    with refused_by("participant_decided_iff_stamped"):
        make.participant(status=status, decided_at=decided_at)


@pytest.mark.parametrize(("status", "left_at"), [("left", None), ("approved", NOW)])
def test_participant_left_iff_stamped(status, left_at):
    with refused_by("participant_left_iff_stamped"):
        make.participant(status=status, left_at=left_at)


def test_a_participant_stays_in_his_fair():
    participant = make.participant()
    with refused_by("participant_stays_in_his_fair"):
        type(participant).objects.filter(pk=participant.pk).update(fair=make.fair())


def test_room_links_safely():
    room = make.room()
    with refused_by("room_links_safely"):
        type(room).objects.filter(pk=room.pk).update(call_link="http://example.org/")


# The archive, texts, the team, and what is asked ----------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "open", "live"])
def test_only_a_closed_fair_is_archived(status):
    make.fair(status="closed", archived_at=NOW)
    with refused_by("only_a_closed_fair_is_archived"):
        make.fair(status=status, archived_at=NOW)


def test_one_text_per_language_and_fair():
    text = make.fair_text()
    make.fair_text(fair=text.fair, language="fr")
    with refused_by("one_text_per_language_and_fair"):
        make.fair_text(fair=text.fair)


def test_fair_text_says_something():
    make.fair_text(tagline="", welcome="Hello")
    with refused_by("fair_text_says_something"):
        make.fair_text(tagline="")


def test_one_open_invitation_to_organise_a_fair():
    first = make.organiser_invitation(email="anna@example.com")
    make.organiser_invitation(email="anna@example.com")
    with refused_by("one_open_invitation_to_organise_a_fair"):
        make.organiser_invitation(fair=first.fair, email="Anna@example.com")
    OrganiserInvitation.objects.update(revoked_at=NOW)
    make.organiser_invitation(fair=first.fair, email="anna@example.com")


def test_organiser_invitation_accepted_or_revoked():
    with refused_by("organiser_invitation_accepted_or_revoked"):
        make.organiser_invitation(accepted_at=NOW, revoked_at=NOW)


def test_one_category_per_name_and_fair():
    first = Category.objects.create(fair=make.fair(), name="Press")
    Category.objects.create(fair=make.fair(), name="Press")
    with refused_by("one_category_per_name_and_fair"):
        Category.objects.create(fair=first.fair, name="Press")


def test_category_is_of_the_fair():
    person = make.participant()
    person.category = Category.objects.create(fair=person.fair, name="Press")
    person.save()
    person.category = Category.objects.create(fair=make.fair(), name="Press")
    with refused_by("category_is_of_the_fair"):
        person.save()


@pytest.mark.parametrize(
    ("kind", "choices"), [("one", ["a"]), ("several", []), ("short", ["a", "b"]), ("yes_no", ["a"])]
)
def test_question_has_choices_iff_one_chooses(kind, choices):
    make.question(kind="one", choices=["a", "b"])
    with refused_by("question_has_choices_iff_one_chooses"):
        make.question(kind=kind, choices=choices)


def test_one_answer_per_question():
    question = make.question()
    person = make.participant(fair=question.fair)
    Answer.objects.create(participant=person, question=question, value=["Cocoa"])
    with refused_by("one_answer_per_question"):
        Answer.objects.create(participant=person, question=question, value=["Tea"])


def test_answer_says_something():
    question = make.question()
    with refused_by("answer_says_something"):
        Answer.objects.create(participant=make.participant(fair=question.fair), question=question, value=[])


def test_answer_is_to_a_question_of_the_fair():
    with refused_by("answer_is_to_a_question_of_the_fair"):
        Answer.objects.create(participant=make.participant(), question=make.question(), value=["Cocoa"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"inquiry": "Who are you?"},
        {"inquired_at": NOW},
        {"reply": "Me", "replied_at": NOW},
        {"inquiry": "Who are you?", "inquired_at": NOW, "reply": "Me"},
        {"inquiry": "Who are you?", "inquired_at": NOW, "replied_at": NOW},
    ],
)
def test_participant_asked_iff_stamped(wrong):
    make.participant(inquiry="Who are you?", inquired_at=NOW, reply="Me", replied_at=NOW)
    with refused_by("participant_asked_iff_stamped"):
        make.participant(**wrong)


def test_participant_presence_is_one_of_three():
    make.participant(presence="either")
    with refused_by("participant_presence_is_one_of_three"):
        make.participant(presence="by pigeon")
