"""The tabs of a fair: who finds which, and which of them says "you are here"."""

import re

import pytest
from django.urls import reverse

from matchmaking.exhibitors.models import Document
from matchmaking.fairs.models import Participant
from tests import make

pytestmark = pytest.mark.django_db
TAB = re.compile(r'<li><a href="([^"]+)"([^>]*)>([^<]+)</a></li>')


def tabs(client, name, *args):
    """The fair's tabs on that page: each one's words, and what it says of being current."""
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    bar = response.content.decode().split('<nav class="tabs tabs--fair"')[1].split("</nav>")[0]
    return {words: said.strip() for _href, said, words in TAB.findall(bar)}


def test_who_organises_finds_the_desk_whether_he_takes_part_or_not(client, fair):
    for user in (make.organiser(fair=fair).user, make.user(is_staff=True, is_superuser=True)):
        client.force_login(user)
        assert "Organise" in tabs(client, "exhibitors:show-fair", fair.slug)


@pytest.mark.parametrize("status", [Participant.Status.APPROVED, Participant.Status.APPLIED])
def test_who_does_not_organise_does_not_find_it(client, fair, status):
    decided_at = make.NOW if status == Participant.Status.APPROVED else None
    client.force_login(make.participant(fair=fair, status=status, decided_at=decided_at).user)
    assert "Organise" not in tabs(client, "exhibitors:show-fair", fair.slug)


def test_every_page_of_the_desk_is_at_the_desk(client, fair, organiser):
    hall = make.hall(fair=fair)
    make.room(hall=hall)
    assert tabs(client, "organising:organise", fair.slug)["Organise"] == 'aria-current="page"'
    for name, *args in (
        ("organising:change-fair",),
        ("organising:set-opening-hours",),
        ("organising:arrange-timetable",),
        ("organising:arrange-halls",),
        ("organising:arrange-hall", hall.slug),
        ("organising:change-room", hall.rooms.get().pk),
        ("organising:list-participants",),
        ("organising:show-participant", organiser.pk),
        ("organising:organise-stands",),
        ("organising:place-stand", make.exhibitor(fair=fair).pk),
    ):
        current = {words for words, said in tabs(client, name, fair.slug, *args).items() if "aria-current" in said}
        assert current == {"Organise"}, name


def test_every_page_of_the_workshop_is_at_my_stand(client, fair):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    stand = seat.exhibitor
    document = Document.objects.create(
        exhibitor=stand, title="Prices", file="prices.pdf", media_type="application/pdf", size=8
    )
    stand.company.memberships.update(role="owner")
    client.force_login(seat.participant.user)
    for name, *args in (
        ("exhibitors:edit-stand",),
        ("exhibitors:show-products",),
        ("exhibitors:list-team",),
        ("exhibitors:change-representative", seat.pk),
        ("exhibitors:list-documents",),
        ("exhibitors:change-document", document.pk),
        ("exhibitors:withdraw",),
    ):
        found = tabs(client, name, fair.slug, stand.slug, *args)
        assert {words for words, said in found.items() if "aria-current" in said} == {"My stand"}, name


def test_a_changed_colour_has_an_address_of_its_own(client, fair):
    """The old one may be kept for a year (test_pages.py)."""
    type(fair).objects.filter(pk=fair.pk).update(version=7)
    page = client.get(reverse("exhibitors:show-fair", args=[fair.slug])).content.decode()
    assert f'href="{reverse("fairs:brand", args=[fair.slug])}?v=7"' in page
