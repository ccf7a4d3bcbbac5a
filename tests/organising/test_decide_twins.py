"""People who look like one: merged where nobody has ever used either account, told apart, or written to."""

import threading

import pytest
from django.db import IntegrityError, connection

from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Answer, Participant
from matchmaking.meetings.models import Attendance, Availability, MeetingRequest
from matchmaking.meetings.queries import live_attendances
from matchmaking.organising.actions import merging
from matchmaking.organising.actions.merging import merge_people, suggest, tell_apart
from matchmaking.organising.errors.data import BothAskTheSame, BothMeetAtOnce, NotOursToMerge
from matchmaking.organising.models import Deed, TwoPeople
from matchmaking.organising.queries.twins import alike
from matchmaking.reminders import tellings
from matchmaking.reminders.models import Notice
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.fairs.pages import queries_of
from tests.make import NOW
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]


def imported(fair, email, name="Renata Quispe", **kw):
    """A registration that an organiser has made."""
    return make.participant(fair=fair, user=make.user(name=name, email=email), **kw)


@pytest.fixture
def twins(fair):
    return imported(fair, "renata@quispe.pe"), imported(fair, "r.quispe@quispe.pe")


# Who looks like one ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "email", "found"),
    [
        ("renata  QUISPE", "x@elsewhere.com", True),
        ("Renata Quispes", "x@quispe.pe", True),
        ("Renata Quispes", "x@elsewhere.com", False),
        ("Bob Stone", "x@quispe.pe", False),
        ("", "x@quispe.pe", False),
    ],
)
def test_alike_are_those_of_one_name_or_nearly_so_at_one_house(fair, name, email, found):
    one = imported(fair, "renata@quispe.pe")
    other = imported(fair, email, name)
    assert alike(fair) == ([(one, other)] if found else [])


def test_alike_leaves_out_other_fairs_organisers_and_whoever_is_gone(fair):
    imported(fair, "a@quispe.pe")
    imported(make.fair(), "b@quispe.pe")
    imported(fair, "c@quispe.pe", roles=["organiser"])
    imported(fair, "d@quispe.pe", status="left", left_at=NOW)
    imported(fair, "e@quispe.pe", status="declined")
    assert alike(fair) == []


def test_who_was_told_apart_is_not_offered_again(twins, fair, organiser):
    one, other = twins
    tell_apart(one=other, other=one, by=organiser.user, at=NOW)
    tell_apart(one=one, other=other, by=organiser.user, at=NOW)
    assert alike(fair) == []
    assert TwoPeople.objects.count() == 1


# Merging ----------------------------------------------------------------


def test_merge_moves_everything_and_the_other_has_left(twins, fair):
    stays, goes = twins
    slots = make.slots(fair, 3)
    make.available(stays, slots[0], slots[1])
    make.available(goes, slots[1], slots[2])
    make.visitor(participant=goes, organisation="Casa Quispe")
    seat = make.representative(exhibitor=make.exhibitor(fair=fair), user=goes.user)
    booking = make.booking(slot=slots[2], guest=goes)
    asked = make.meeting_request(sender=goes, wishes=[slots[0]])
    wait = make.wait(waiting=goes)
    Participant.objects.filter(pk=goes.pk).update(roles=["exhibitor"])
    merge_people(stays=stays, goes=goes, at=NOW)
    for row in (stays, goes, seat, asked, wait):
        row.refresh_from_db()
    assert set(Availability.objects.values_list("participant", "slot")) == {(stays.pk, slot.pk) for slot in slots}
    assert VisitorProfile.objects.get(participant=stays).organisation == "Casa Quispe"
    assert (seat.participant, asked.sender, wait.waiting) == (stays, stays, stays)
    assert Attendance.objects.get(booking=booking, role="guest").user == stays.user
    assert set(stays.roles) == {"visitor", "exhibitor"}
    assert (goes.status, goes.left_at) == ("left", NOW)
    assert not Attendance.objects.filter(participant=goes).exists()
    assert (stays, goes) not in alike(fair)


def test_merge_leaves_what_both_have_to_whoever_stays(twins, fair):
    stays, goes = twins
    make.visitor(participant=stays, organisation="Mine")
    make.visitor(participant=goes, organisation="Theirs")
    make.laid_out(stays, goes)
    stand = make.exhibitor(fair=fair)
    for one in twins:
        make.representative(exhibitor=stand, user=one.user)
    merge_people(stays=stays, goes=goes, at=NOW)
    assert list(VisitorProfile.objects.values_list("organisation", flat=True)) == ["Mine"]
    assert list(Representative.objects.filter(exhibitor=stand).values_list("participant", flat=True)) == [stays.pk]


def test_merge_keeps_an_answer_that_only_the_other_gave(twins, fair):
    stays, goes = twins
    both, one = make.question(fair=fair), make.question(fair=fair)
    Answer.objects.create(participant=stays, question=both, value=["mine"])
    Answer.objects.create(participant=goes, question=both, value=["theirs"])
    Answer.objects.create(participant=goes, question=one, value=["theirs"])
    merge_people(stays=stays, goes=goes, at=NOW)
    said = Answer.objects.values_list("participant", "question", "value")
    assert {(who, asked, *value) for who, asked, value in said} == {
        (stays.pk, both.pk, "mine"),
        (stays.pk, one.pk, "theirs"),
    }


@pytest.mark.parametrize("which", [0, 1])
def test_merge_refuses_accounts_that_somebody_has_signed_in_with(twins, which):
    user = twins[which].user
    user.last_login = NOW
    user.save()
    with pytest.raises(NotOursToMerge):
        merge_people(stays=twins[0], goes=twins[1], at=NOW)
    assert not Participant.objects.filter(status="left").exists()


@pytest.mark.parametrize("which", [0, 1])
def test_merge_refuses_whoever_takes_part_elsewhere(twins, which):
    make.participant(user=twins[which].user)
    with pytest.raises(NotOursToMerge):
        merge_people(stays=twins[0], goes=twins[1], at=NOW)


def test_merge_refuses_organisers_people_of_two_fairs_and_whoever_is_gone(twins, fair):
    stays, goes = twins
    helper = imported(fair, "h@quispe.pe", roles=["organiser"], duty="helper")
    gone = imported(fair, "g@quispe.pe", status="left", left_at=NOW)
    for one, other in ((stays, stays), (stays, helper), (helper, goes), (stays, gone), (stays, make.participant())):
        with pytest.raises(NotOursToMerge):
            merge_people(stays=one, goes=other, at=NOW)


def test_merge_refuses_two_who_meet_at_once_or_each_other(twins, fair):
    stays, goes = twins
    slot = make.slot(fair=fair)
    make.booking(slot=slot, guest=stays)
    make.booking(slot=slot, guest=goes)
    with pytest.raises(BothMeetAtOnce):
        merge_people(stays=stays, goes=goes, at=NOW)
    one, other = imported(fair, "a@b.pe", "Ada"), imported(fair, "b@b.pe", "Ada")
    make.booking(slot=make.slots(fair, 1)[0], host=one, guest=other)
    with pytest.raises(BothMeetAtOnce):
        merge_people(stays=one, goes=other, at=NOW)
    assert not Participant.objects.filter(status="left").exists()


def test_merge_refuses_two_who_ask_the_same(twins, fair):
    stays, goes = twins
    asked = make.participant(fair=fair)
    for one in twins:
        make.meeting_request(sender=one, recipient=asked)
    with pytest.raises(BothAskTheSame):
        merge_people(stays=stays, goes=goes, at=NOW)
    assert set(MeetingRequest.objects.values_list("sender", flat=True)) == {stays.pk, goes.pk}


# Merging and booking at once ----------------------------------------------------------------


def merged_beside_a_booking(fair, twins, monkeypatch):
    """Between the look at the clashes and the move somebody books `stays` for the time at which `goes` meets."""
    stays, goes = twins
    slot = make.slot(fair=fair)
    make.booking(slot=slot, guest=goes)
    look, looked, booked = merging.meetings_at_once, threading.Event(), threading.Event()
    refusals = []

    def look_and_wait(one, other):
        found = look(one, other)
        looked.set()
        booked.wait(3)
        return found

    def book():
        looked.wait(5)
        try:
            with merging.transaction.atomic():
                merging.hold_people([stays.user_id])
                make.booking(slot=slot, guest=Participant.objects.get(pk=stays.pk))
        except IntegrityError as error:
            refusals.append(error)
        finally:
            booked.set()
            connection.close()

    monkeypatch.setattr(merging, "meetings_at_once", look_and_wait)
    booker = threading.Thread(target=book)
    booker.start()
    try:
        merge_people(stays=stays, goes=goes, at=NOW)
    except BothMeetAtOnce as error:
        refusals.append(error)
    booker.join(10)
    return [type(refusal) for refusal in refusals]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_booking_waits_for_the_merge_and_is_then_refused_by_the_database(fair, twins, monkeypatch):
    assert merged_beside_a_booking(fair, twins, monkeypatch) == [IntegrityError]
    twins[1].refresh_from_db()
    assert twins[1].status == "left"
    assert live_attendances().filter(user=twins[0].user).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_booking_comes_first_and_the_merge_is_refused(fair, twins, monkeypatch):
    """The trap can spring: without holding the people the booking slips in, and the constraint is the referee."""
    monkeypatch.setattr(merging, "hold_people", lambda people: None)
    assert merged_beside_a_booking(fair, twins, monkeypatch) == [BothMeetAtOnce]
    assert live_attendances().filter(user=twins[0].user).count() == 1
    assert not Participant.objects.filter(status="left").exists()


# Writing to them ----------------------------------------------------------------


def test_suggest_writes_to_whoever_has_signed_in_and_tells_nothing_of_the_other(twins):
    one, other = twins
    one.user.last_login = NOW
    one.user.save()
    assert suggest(one=one, other=other, at=NOW) == 1
    assert suggest(one=other, other=one, at=NOW) == 0
    notice = Notice.objects.get()
    said = tellings.read([notice], at=NOW)[notice.pk]
    assert notice.recipient == one.user
    assert other.user.email not in f"{said.title} {said.text}"


# The page ----------------------------------------------------------------


def decide(client, fair, decision, stays, goes):
    typed = {"decision": decision, "stays": stays.pk, "goes": goes.pk}
    return client.post(page("decide-twins", fair), typed)


def test_decide_twins_merges_and_leaves_a_deed(client, fair, organiser, twins):
    stays, goes = twins
    assert "This one stays" in client.get(page("list-twins", fair)).content.decode()
    assert decide(client, fair, "merge", stays, goes).url == page("list-twins", fair)
    goes.refresh_from_db()
    assert goes.status == "left"
    parts = {"decision": "merge", "stays": str(stays.pk), "goes": str(goes.pk)}
    assert Deed.objects.get().parts == parts


def test_decide_twins_says_which_meetings_clash(client, fair, organiser, twins):
    slot = make.slot(fair=fair)
    for one in twins:
        make.booking(slot=slot, guest=one)
    response = decide(client, fair, "merge", *twins)
    assert response.status_code == 409
    assert [seat.starts_at for seat in response.context["clashes"]] == [slot.starts_at]


def test_decide_twins_remembers_that_they_are_two_and_writes_to_them(client, fair, organiser, twins):
    assert decide(client, fair, "suggest", *twins).status_code == 302
    assert decide(client, fair, "two", *twins).status_code == 302
    assert "Nobody seems to be registered twice" in client.get(page("list-twins", fair)).content.decode()


def test_decide_twins_survives_nonsense_and_people_of_other_fairs(client, fair, organiser, twins):
    one, _other = twins
    assert client.post(page("decide-twins", fair), {}).status_code == 422
    assert decide(client, fair, "merge", one, one).status_code == 422
    assert decide(client, fair, "marry", *twins).status_code == 422
    assert decide(client, fair, "merge", one, make.participant()).status_code == 422


@pytest.mark.parametrize("duty", ["helper", "analyst"])
def test_twins_are_for_who_decides_about_people_of_this_fair(client, fair, twins, duty):
    for who in (make.organiser(fair=fair, duty=duty).user, make.organiser().user):
        client.force_login(who)
        assert client.get(page("list-twins", fair)).status_code == 404
        assert decide(client, fair, "merge", *twins).status_code == 404


def test_list_twins_asks_as_often_for_three_pairs_as_for_one(client, fair, organiser, twins):
    few = queries_of(client, page("list-twins", fair))
    for number in range(2):
        imported(fair, f"a{number}@x.pe", f"Twin {number}")
        imported(fair, f"b{number}@x.pe", f"Twin {number}")
    assert queries_of(client, page("list-twins", fair)) == few <= 15


def test_two_people_are_named_once_and_in_order(fair, twins):
    one, other = sorted(twins, key=lambda person: person.pk)
    TwoPeople.objects.create(fair=fair, one=one, other=other, said_at=NOW)
    with refused_by("two_people_are_told_apart_once"):
        TwoPeople.objects.create(fair=fair, one=one, other=other, said_at=NOW)
    with refused_by("two_people_are_named_in_order"):
        TwoPeople.objects.create(fair=fair, one=other, other=one, said_at=NOW)
