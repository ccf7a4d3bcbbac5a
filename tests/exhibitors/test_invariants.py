from datetime import timedelta

import pytest

from matchmaking.exhibitors.models import Exhibitor, Representative, ShownProduct, StandRoom, TeamInvitation
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


def invitation(exhibitor, **kw):
    digest = f"{TeamInvitation.objects.count():064}"
    return TeamInvitation.objects.create(
        **{"exhibitor": exhibitor, "email": "ada@example.com", "digest": digest, "expires_at": NOW + timedelta(days=7)}
        | kw
    )


def test_one_stand_per_company_and_fair():
    first = make.exhibitor()
    make.exhibitor(company=first.company)
    with refused_by("one_stand_per_company_and_fair"):
        make.exhibitor(fair=first.fair, company=first.company, slug="another")


def test_one_exhibitor_per_address():
    first = make.exhibitor()
    make.exhibitor(slug=first.slug)
    with refused_by("one_exhibitor_per_address"):
        make.exhibitor(fair=first.fair, slug=first.slug)


def test_one_exhibitor_per_stand():
    hall = make.hall()
    make.exhibitor(fair=hall.fair, hall=hall, stand_number="A1")
    make.exhibitor(fair=hall.fair, hall=hall, stand_number="")
    make.exhibitor(fair=hall.fair, hall=hall, stand_number="")
    with refused_by("one_exhibitor_per_stand"):
        make.exhibitor(fair=hall.fair, hall=hall, stand_number="A1")


def test_a_stand_number_only_in_a_hall():
    with refused_by("stand_number_only_in_a_hall"):
        make.exhibitor(stand_number="A1")


@pytest.mark.parametrize(("status", "decided_at"), [("applied", NOW), ("approved", None), ("declined", None)])
def test_exhibitor_decided_iff_stamped(status, decided_at):
    with refused_by("exhibitor_decided_iff_stamped"):
        make.exhibitor(status=status, decided_at=decided_at)


def test_an_exhibitor_stays_in_its_fair():
    exhibitor = make.exhibitor()
    with refused_by("exhibitor_stays_in_its_fair"):
        Exhibitor.objects.filter(pk=exhibitor.pk).update(fair=make.fair())


def test_an_exhibitor_stays_with_its_company():
    exhibitor = make.exhibitor()
    with refused_by("exhibitor_stays_with_its_company"):
        Exhibitor.objects.filter(pk=exhibitor.pk).update(company=make.company())


def test_a_stand_is_in_a_hall_of_its_fair():
    with refused_by("stand_is_in_a_hall_of_its_fair"):
        make.exhibitor(hall=make.hall())


def test_a_stand_does_not_move_to_a_hall_of_another_fair():
    hall = make.hall()
    exhibitor = make.exhibitor(fair=hall.fair, hall=hall)
    with refused_by("stand_is_in_a_hall_of_its_fair"):
        Exhibitor.objects.filter(pk=exhibitor.pk).update(hall=make.hall())


def test_a_product_is_shown_once_per_stand():
    exhibitor = make.exhibitor()
    product = make.product(company=exhibitor.company)
    ShownProduct.objects.create(exhibitor=exhibitor, product=product)
    with refused_by("product_shown_once_per_stand"):
        ShownProduct.objects.create(exhibitor=exhibitor, product=product)


def test_a_shown_product_is_the_exhibitors_own():
    with refused_by("shown_product_is_the_exhibitors_own"):
        ShownProduct.objects.create(exhibitor=make.exhibitor(), product=make.product())


def test_a_reserved_room_is_in_the_stands_fair():
    exhibitor = make.exhibitor()
    StandRoom.objects.create(exhibitor=exhibitor, room=make.room(hall=make.hall(fair=exhibitor.fair)))
    with refused_by("reserved_room_is_in_the_stands_fair"):
        StandRoom.objects.create(exhibitor=exhibitor, room=make.room())


def test_one_seat_per_person_and_stand():
    first = make.representative()
    with refused_by("one_seat_per_person_and_stand"):
        Representative.objects.create(exhibitor=first.exhibitor, participant=first.participant)


def test_a_representative_participates_in_the_same_fair():
    with refused_by("representative_participates_in_the_same_fair"):
        Representative.objects.create(exhibitor=make.exhibitor(), participant=make.participant())


def test_one_open_invitation_per_address_and_stand():
    exhibitor = make.exhibitor()
    invitation(exhibitor)
    invitation(make.exhibitor())
    invitation(exhibitor, revoked_at=NOW)
    invitation(exhibitor, accepted_at=NOW)
    with refused_by("one_open_invitation_per_address_and_stand"):
        invitation(exhibitor, email="ADA@example.com")


def test_an_invitation_is_accepted_or_revoked_not_both():
    with refused_by("invitation_accepted_or_revoked_not_both"):
        invitation(make.exhibitor(), accepted_at=NOW, revoked_at=NOW)
