"""One person is erased from one fair: others keep what is theirs, and other fairs keep all."""

import pytest
from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.organising.actions.erasing import erase, erase_person
from matchmaking.organising.errors.data import AddressNotTyped, HimselfOrNobody, StillOrganises
from matchmaking.organising.holdings import HOLDINGS, held_about
from matchmaking.organising.models import Deed, Trace
from matchmaking.organising.queries.erasing import erasure_of
from tests import make
from tests.fairs.pages import queries_of
from tests.make import NOW
from tests.organising.holding import HOUR, everything_of
from tests.organising.pages import page
from tests.organising.steads.entering import proven
from tests.vetoes import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]

# An organiser answers for what he did at the desk, also after he has laid his duty down.
ANSWERED_FOR = {("organising.Deed", "by"), ("organising.Stead", "by")}


@pytest.fixture
def renata():
    return make.member(name="Renata Quispe", email="renata@example.com", country="CL")


@pytest.fixture
def person(fair, renata):
    return everything_of(renata, fair)


@pytest.fixture
def owner(client, fair):
    made = make.organiser(fair=fair, user=make.member())
    proven(client, made.user)
    return made


def held(user, fair):
    return {holding.table: len(rows) for holding, rows in held_about(user, fair) if rows}


def test_the_person_of_these_tests_has_something_in_every_table(person, renata, fair):
    """So that what follows proves something."""
    wanting = {holding.table for holding in HOLDINGS if holding.fair} - held(renata, fair).keys()
    assert wanting <= {"visitors.SoughtHeading", "reminders.HistoricalAnnouncement"}


def test_erase_leaves_nothing_that_says_who_it_was(person, renata, fair):
    erase(participant=person, at=NOW)
    assert held(renata, fair) == {}


def test_erase_leaves_other_fairs_and_the_account_alone(person, renata, fair):
    other = make.fair()
    everything_of(renata, other, shift=HOUR)
    everywhere = {h.table: [r["id"] for r in rows if "id" in r] for h, rows in held_about(renata, other)}
    account = User.objects.filter(pk=renata.pk).values().get()
    erase(participant=person, at=NOW)
    assert {h.table: [r["id"] for r in rows if "id" in r] for h, rows in held_about(renata, other)} == everywhere
    assert User.objects.filter(pk=renata.pk).values().get() == account


def test_erase_leaves_the_meetings_of_others_with_somebody_who_has_left(person, fair):
    before = set(Booking.objects.filter(fair=fair).values_list("pk", flat=True))
    erase(participant=person, at=NOW)
    person.refresh_from_db()
    assert set(Booking.objects.filter(fair=fair).values_list("pk", flat=True)) == before
    assert str(person.user) == "Somebody who has left"
    assert (person.status, person.left_at, person.message) == (Participant.Status.LEFT, NOW, "")
    seats = Attendance.objects.filter(participant=person)
    assert {seat.user for seat in seats} == {person.user}
    assert {seat.booking.status for seat in seats} == {"confirmed", "cancelled"}  # the past one, and the one ahead


def test_erase_keeps_the_country_for_the_figures(person):
    erase(participant=person, at=NOW)
    assert list(Trace.objects.values_list("participant", "country")) == [(person.pk, "PE")]


def test_whoever_was_erased_may_come_again(person, renata, fair):
    erase(participant=person, at=NOW)
    assert make.participant(fair=fair, user=renata).pk != person.pk


def test_erasure_says_beforehand_what_goes(person):
    goes = erasure_of(person, at=NOW)
    assert (goes.ahead, goes.past, goes.requests, goes.remarks, goes.seats, goes.has_profile) == (1, 1, 2, 1, 1, True)


# Refusals ----------------------------------------------------------------


def test_erase_refuses_organisers_oneself_and_slips(fair, person, renata):
    owner = make.organiser(fair=fair)
    helper = make.organiser(fair=fair, duty="helper")
    with pytest.raises(StillOrganises):
        erase_person(participant=helper, by=owner.user, typed=helper.user.email, at=NOW)
    with pytest.raises(HimselfOrNobody):
        erase_person(participant=owner, by=owner.user, typed=owner.user.email, at=NOW)
    with pytest.raises(AddressNotTyped):
        erase_person(participant=person, by=owner.user, typed="somebody@example.com", at=NOW)
    erase_person(participant=person, by=owner.user, typed=" Renata@Example.com ", at=NOW)
    person.refresh_from_db()
    with pytest.raises(HimselfOrNobody):
        erase_person(participant=person, by=owner.user, typed=person.user.email, at=NOW)


def test_a_trace_is_of_a_country(fair):
    with refused_by("trace_is_of_a_country"):
        Trace.objects.create(participant=make.participant(fair=fair), country="be", erased_at=NOW)


# The page ----------------------------------------------------------------


def test_erase_page_erases_and_leaves_a_deed_without_a_name(client, owner, person, fair):
    address = page("erase-data", fair, person.pk)
    assert client.post(address, {"typed": "renata@example.com"}).url == page("list-participants", fair)
    deed = Deed.objects.get(view="organising:erase-data")
    assert (deed.by, deed.parts) == (owner.user, {"participant": str(person.pk)})
    shown = client.get(page("list-deeds", fair)).content.decode()
    assert "Renata" not in shown
    assert "renata@" not in shown


def test_erase_page_says_at_the_field_what_was_mistyped(client, owner, person, fair):
    for typed in ("", "renata@example.org", "x\x00"):
        response = client.post(page("erase-data", fair, person.pk), {"typed": typed})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["typed"]
    person.refresh_from_db()
    assert person.is_approved


def test_erase_page_refuses_an_organiser(client, owner, fair):
    helper = make.organiser(fair=fair, duty="helper")
    response = client.post(page("erase-data", fair, helper.pk), {"typed": helper.user.email})
    assert response.status_code == 409
    assert 'id="organises"' in client.get(page("show-data", fair, helper.pk)).content.decode()


def test_erase_asks_who_one_is(client, fair, person):
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    response = client.post(page("erase-data", fair, person.pk), {"typed": "renata@example.com"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    person.refresh_from_db()
    assert person.is_approved


@pytest.mark.parametrize("duty", ["manager", "helper", "analyst"])
@pytest.mark.parametrize("name", ["show-data", "pack-data", "erase-data"])
def test_data_is_for_owners_of_this_fair(client, fair, duty, name):
    person = make.participant(fair=fair)
    for who in (make.organiser(fair=fair, user=make.member(), duty=duty), make.organiser(user=make.member())):
        proven(client, who.user)
        method = client.get if name == "show-data" else client.post
        assert method(page(name, fair, person.pk), {"typed": person.user.email}).status_code == 404
    person.refresh_from_db()
    assert person.is_approved


def test_data_page_asks_as_often_for_many_as_for_one(client, owner, fair):
    person = make.participant(fair=fair)
    few = queries_of(client, page("show-data", fair, person.pk))
    for hours in (1, 2):
        make.booking(slot=make.slot(fair=fair, starts_at=NOW.replace(hour=10 + hours)), guest=person)
    assert queries_of(client, page("show-data", fair, person.pk)) == few <= 15
