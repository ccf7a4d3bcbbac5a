from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.companies.models import HsLabel, SearchWord
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.directory import stale_exhibitors
from matchmaking.exhibitors.models import DirectoryEntry, Exhibitor, ShownProduct
from matchmaking.exhibitors.tasks import index_stale_exhibitors
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def stand_with(**product):
    """A stand of an approved exhibitor that shows one product."""
    stand = make.exhibitor()
    ShownProduct.objects.create(exhibitor=stand, product=make.product(company=stand.company, **product))
    return stand


def words_of(stand):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(tsvector_to_array(words)) FROM exhibitors_directoryentry WHERE exhibitor_id = %s", [stand.pk]
        )
        return {word for (word,) in cursor.fetchall()}


def test_an_entry_says_what_the_stand_its_company_and_its_products_say():
    hall = make.hall(name="Food")
    stand = make.exhibitor(
        fair=hall.fair, company=make.company(name="Vélo Plus", city="Gent"), hall=hall, headline="Bikes", pitch="Strong"
    )
    make.company_text(company=stand.company, language="nl", headline="Fietsen", description="Sterk")
    HsLabel.objects.create(code=make.hs_code("871200"), language="fr", text="Bicyclettes", folded="bicyclettes")
    product = make.product(
        company=stand.company, hs_code_id="871200", name="City rider", certificates=["ce"], description="Light"
    )
    ShownProduct.objects.create(exhibitor=stand, product=product)
    seller = make.user(spoken_languages=["nl", "fr"])
    make.representative(exhibitor=stand, user=seller)
    index_exhibitors([stand.pk], at=NOW)

    entry = DirectoryEntry.objects.get()
    assert (entry.fair, entry.hall, entry.country, entry.sort_name) == (stand.fair, hall, "BE", "velo plus")
    assert (entry.chapters, entry.languages, entry.certificates) == (["87"], ["fr", "nl"], ["ce"])
    assert entry.indexed_at == NOW
    said = {"velo", "bikes", "strong", "fietsen", "sterk", "city", "light", "bicyclettes", "gent", "belgique", "belgie"}
    assert said <= words_of(stand)
    assert said <= set(SearchWord.objects.values_list("word", flat=True))


def test_indexing_again_replaces_the_entry():
    stand = make.exhibitor(headline="Chocolate")
    index_exhibitors([stand.pk], at=NOW)
    Exhibitor.objects.filter(pk=stand.pk).update(headline="Honey")
    index_exhibitors([stand.pk], at=LATER)
    assert DirectoryEntry.objects.get().indexed_at == LATER
    assert "honey" in words_of(stand)
    assert "chocolate" not in words_of(stand)


@pytest.mark.parametrize(
    ("status", "decided_at"),
    [(Exhibitor.Status.APPLIED, None), (Exhibitor.Status.DECLINED, NOW), (Exhibitor.Status.WITHDRAWN, NOW)],
)
def test_only_approved_stands_are_in_the_directory(status, decided_at):
    stand = make.exhibitor()
    index_exhibitors([stand.pk], at=NOW)
    Exhibitor.objects.filter(pk=stand.pk).update(status=status, decided_at=decided_at)
    assert list(stale_exhibitors()) == [stand]
    index_exhibitors([stand.pk], at=LATER)
    assert not DirectoryEntry.objects.exists()
    assert not stale_exhibitors().exists()


def test_indexing_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    stands = [stand_with(name=f"Thing {n}") for n in range(4)]
    with CaptureQueriesContext(
        connection,
    ) as one:
        index_exhibitors([stands[0].pk], at=NOW)
    with django_assert_num_queries(len(one)):
        index_exhibitors([stand.pk for stand in stands[1:]], at=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda stand: stand.save(),
        lambda stand: stand.company.save(),
        lambda stand: make.company_text(company=stand.company),
        lambda stand: stand.company.products.get().save(),
        lambda stand: stand.company.products.get().delete(),
        lambda stand: make.representative(exhibitor=stand),
        lambda stand: stand.representatives.get().delete(),
        lambda stand: stand.representatives.get().participant.user.save(),
    ],
    ids=["stand", "company", "text", "product", "product removed", "team", "team member removed", "person"],
)
def test_whatever_is_changed_behind_its_back_heals_itself(change, time_machine):
    time_machine.move_to(NOW, tick=False)
    stand = stand_with()
    make.representative(exhibitor=stand)
    assert list(stale_exhibitors()) == [stand]
    index_exhibitors([stand.pk], at=NOW)
    assert not stale_exhibitors().exists()
    time_machine.move_to(LATER, tick=False)
    change(stand)
    assert list(stale_exhibitors()) == [stand]
    assert index_stale_exhibitors() == 1
    assert index_stale_exhibitors() == 0
