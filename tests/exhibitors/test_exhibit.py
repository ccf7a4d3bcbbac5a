"""Coming to a fair with a company, the organiser's decision, a place, and withdrawing."""

import pytest

from matchmaking.exhibitors.actions.exhibiting import (
    approve_exhibitor,
    decline_exhibitor,
    exhibit,
    place_stand,
    withdraw_exhibitor,
)
from matchmaking.exhibitors.errors import (
    DecidedAlready,
    ExhibitsAlready,
    FairTakesNoStands,
    HallOfAnotherFair,
    NotExhibiting,
    StandDeclined,
    StandTaken,
)
from matchmaking.exhibitors.models import DirectoryEntry, Exhibitor, Representative, StandRoom
from matchmaking.fairs.errors import ParticipationDeclined
from matchmaking.fairs.models import Fair, Participant
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def test_exhibit_at_an_open_fair_gives_a_stand_at_once():
    hall, user = make.hall(), make.user()
    company = make.company(owner=user, website="https://example.com/")
    stand = exhibit(fair=hall.fair, company=company, user=user, hall=hall, at=NOW)
    stand.refresh_from_db()
    assert (stand.status, stand.decided_at, stand.hall, stand.stand_number, stand.slug, stand.website) == (
        Exhibitor.Status.APPROVED,
        NOW,
        hall,
        "A01",
        company.slug,
        "https://example.com/",
    )
    seat = Representative.objects.get()
    assert (seat.exhibitor, seat.participant.user, seat.participant.roles) == (stand, user, ["exhibitor"])
    assert seat.participant.status == Participant.Status.APPROVED
    assert DirectoryEntry.objects.get().exhibitor == stand


def test_exhibit_by_approval_waits_without_a_number():
    hall = make.hall(fair=make.fair(registration=Fair.Registration.APPROVAL))
    stand = exhibit(fair=hall.fair, company=make.company(), user=make.user(), hall=hall, at=NOW)
    assert (stand.status, stand.decided_at, stand.stand_number) == (Exhibitor.Status.APPLIED, None, "")
    assert Participant.objects.get().status == Participant.Status.APPLIED
    assert not DirectoryEntry.objects.exists()


def test_exhibit_gives_the_next_free_number():
    hall = make.hall()
    for number in ("A01", "A02", "A04"):
        make.exhibitor(fair=hall.fair, hall=hall, stand_number=number)
    stand = exhibit(fair=hall.fair, company=make.company(), user=make.user(), hall=hall, at=NOW)
    assert stand.stand_number == "A03"


@pytest.mark.parametrize("status", [Fair.Status.DRAFT, Fair.Status.CLOSED])
def test_exhibit_refuses_where_nobody_may_join(status):
    with pytest.raises(FairTakesNoStands):
        exhibit(fair=make.fair(status=status), company=make.company(), user=make.user(), at=NOW)


@pytest.mark.parametrize("status", [Exhibitor.Status.APPLIED, Exhibitor.Status.APPROVED])
def test_exhibit_refuses_a_second_stand(status):
    decided = NOW if status == Exhibitor.Status.APPROVED else None
    first = make.exhibitor(status=status, decided_at=decided)
    with pytest.raises(ExhibitsAlready):
        exhibit(fair=first.fair, company=first.company, user=make.user(), at=NOW)
    assert not Participant.objects.exists()


def test_exhibit_refuses_a_declined_company():
    first = make.exhibitor(status=Exhibitor.Status.DECLINED)
    with pytest.raises(StandDeclined):
        exhibit(fair=first.fair, company=first.company, user=make.user(), at=NOW)


def test_exhibit_refuses_a_declined_person():
    declined = make.participant(status=Participant.Status.DECLINED)
    with pytest.raises(ParticipationDeclined):
        exhibit(fair=declined.fair, company=make.company(), user=declined.user, at=NOW)
    assert not Exhibitor.objects.exists()


def test_exhibit_refuses_a_hall_of_another_fair():
    with pytest.raises(HallOfAnotherFair):
        exhibit(fair=make.fair(), company=make.company(), user=make.user(), hall=make.hall(), at=NOW)


def test_a_company_that_withdrew_may_come_back_and_finds_its_words():
    seat = make.representative(exhibitor=make.exhibitor(pitch="We make chocolate."))
    stand = withdraw_exhibitor(exhibitor=seat.exhibitor, at=NOW)
    back = exhibit(fair=stand.fair, company=stand.company, user=seat.participant.user, at=NOW)
    assert (back.pk, back.status, back.pitch) == (stand.pk, Exhibitor.Status.APPROVED, "We make chocolate.")
    assert Representative.objects.count() == 1


def test_approve_gives_a_number_and_lets_the_team_in():
    hall = make.hall()
    stand = make.exhibitor(fair=hall.fair, hall=hall, status=Exhibitor.Status.APPLIED, decided_at=None)
    waiting = make.participant(fair=hall.fair, roles=["exhibitor"], status=Participant.Status.APPLIED, decided_at=None)
    Representative.objects.create(exhibitor=stand, participant=waiting)
    organiser = make.organiser(fair=hall.fair).user
    stand = approve_exhibitor(exhibitor=stand, by=organiser, at=NOW)
    waiting.refresh_from_db()
    assert (stand.status, stand.stand_number, stand.decided_at) == (Exhibitor.Status.APPROVED, "A01", NOW)
    assert (waiting.status, waiting.decided_by) == (Participant.Status.APPROVED, organiser)


def test_approve_refuses_twice_and_after_withdrawing():
    stand = make.exhibitor()
    with pytest.raises(DecidedAlready):
        approve_exhibitor(exhibitor=stand, by=make.user(), at=NOW)
    withdraw_exhibitor(exhibitor=stand, at=NOW)
    with pytest.raises(NotExhibiting):
        approve_exhibitor(exhibitor=stand, by=make.user(), at=NOW)


def test_decline_frees_the_place_and_leaves_the_directory():
    hall, user = make.hall(), make.user()
    stand = exhibit(fair=hall.fair, company=make.company(owner=user), user=user, hall=hall, at=NOW)
    StandRoom.objects.create(room=make.room(hall=hall), exhibitor=stand)
    stand = decline_exhibitor(exhibitor=stand, at=NOW)
    assert (stand.status, stand.stand_number) == (Exhibitor.Status.DECLINED, "")
    assert not StandRoom.objects.exists()
    assert not DirectoryEntry.objects.exists()


def test_withdraw_refuses_a_stand_that_is_not_there():
    with pytest.raises(NotExhibiting):
        withdraw_exhibitor(exhibitor=make.exhibitor(status=Exhibitor.Status.DECLINED), at=NOW)


def test_place_stand_moves_it_and_lets_rooms_go():
    old, stand = make.hall(), None
    stand = make.exhibitor(fair=old.fair, hall=old, stand_number="A01")
    StandRoom.objects.create(room=make.room(hall=old), exhibitor=stand)
    new = make.hall(fair=old.fair)
    stand = place_stand(exhibitor=stand, hall=new, number="b07", at=NOW)
    assert (stand.hall, stand.stand_number) == (new, "B07")
    assert not StandRoom.objects.exists()


def test_place_stand_without_a_number_takes_the_next_free_one_or_keeps_its_own():
    hall = make.hall()
    make.exhibitor(fair=hall.fair, hall=hall, stand_number="A01")
    stand = place_stand(exhibitor=make.exhibitor(fair=hall.fair), hall=hall, at=NOW)
    assert stand.stand_number == "A02"
    assert place_stand(exhibitor=stand, hall=hall, at=NOW).stand_number == "A02"


def test_place_stand_refuses_a_number_that_is_taken():
    hall = make.hall()
    make.exhibitor(fair=hall.fair, hall=hall, stand_number="B07")
    with pytest.raises(StandTaken):
        place_stand(exhibitor=make.exhibitor(fair=hall.fair), hall=hall, number="B07", at=NOW)
