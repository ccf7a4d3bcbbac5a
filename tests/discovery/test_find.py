"""Looking for anything in any language: stands and people whom the reader may find, by what their texts mean."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.accounts.models import Block
from matchmaking.discovery.queries import searching
from tests import make
from tests.discovery import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def reader(fair):
    return people.visitor(fair).participant.user


def found(client, fair, words, user):
    client.force_login(user)
    answer = client.get(f"/fairs/{fair.slug}/discover/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("words", ["chocolat noir", "巧克力", "شوكولاتة داكنة", "Schokolade", "тёмный шоколад"])
def test_what_is_meant_is_found_in_any_language(client, fair, reader, words):
    stand = people.stand(fair, sells="721030", product="Dark chocolate bars")
    steel = people.stand(fair, sells="721030", product="Galvanised steel sheets")
    people.matched(fair)
    page = found(client, fair, words, reader)
    assert f'id="found-stand-{stand.pk}"' in page
    assert f'id="found-stand-{steel.pk}"' not in page
    assert ">Dark chocolate bars</blockquote>" in page


def test_people_are_found_by_what_they_look_for(client, fair, reader):
    buyer = people.visitor(fair, looking_for="Buscamos chocolate negro para pastelerías", language="es")
    people.matched(fair)
    page = found(client, fair, "dark chocolate for pastry shops", reader)
    assert f'id="found-visitor-{buyer.pk}"' in page
    assert '<blockquote class="likeness__said" lang="es" dir="ltr">' in page


@pytest.mark.parametrize("hidden", ["nobody", "exhibitors"])
def test_whoever_does_not_want_to_be_found_is_not(client, fair, reader, hidden):
    shy = people.visitor(fair, looking_for="Dark chocolate", visibility=hidden)
    people.matched(fair)
    assert f"found-visitor-{shy.pk}" not in found(client, fair, "dark chocolate", reader)


def test_a_block_hides_here_too(client, fair, reader):
    buyer = people.visitor(fair, looking_for="Dark chocolate")
    people.matched(fair)
    Block.objects.create(blocker=buyer.participant.user, blocked=reader)
    assert f"found-visitor-{buyer.pk}" not in found(client, fair, "dark chocolate", reader)


def test_what_is_at_another_fair_is_not_found(client, fair, reader):
    elsewhere = make.fair()
    stand = people.stand(elsewhere, product="Dark chocolate")
    people.matched(elsewhere)
    people.matched(fair)
    assert f"found-stand-{stand.pk}" not in found(client, fair, "dark chocolate", reader)


def test_where_nothing_is_near_it_says_so(client, fair, reader):
    people.stand(fair, product="Galvanised steel sheets")
    people.matched(fair)
    assert "Nothing means anything like this" in found(client, fair, "zzzz qqqq", reader)


@pytest.mark.parametrize("words", ["\x00\x01", "'; DROP TABLE", "a" * 5000, "%_\\", "<script>alert(1)</script>"])
def test_whatever_is_typed_is_looked_for_and_never_obeyed(client, fair, reader, words):
    page = found(client, fair, words, reader)
    assert "<script>alert" not in page


@pytest.mark.parametrize("words", ["!!!", "…", "🍫"])
def test_without_an_encoder_what_has_no_words_finds_nothing(client, fair, reader, words, monkeypatch):
    people.stand(fair)
    people.matched(fair)
    monkeypatch.setattr(searching, "is_there", lambda: False)
    page = found(client, fair, words, reader)
    assert "Nothing means anything like this" in page
    assert "Texts are compared by their words at the moment" in page


def test_a_search_answers_what_is_swapped_alone(client, fair, reader):
    client.force_login(reader)
    answer = client.get(f"/fairs/{fair.slug}/discover/?q=tea", HTTP_HX_REQUEST="true")
    assert answer.content.decode().lstrip().startswith('<div id="matches">')
    assert answer.headers["HX-Push-Url"] == f"/fairs/{fair.slug}/discover/?q=tea"


def test_the_number_of_queries_does_not_grow_with_what_is_found(client, fair, reader):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            people.stand(fair, product="Dark chocolate")
            people.visitor(fair, looking_for="Dark chocolate for shops")
        people.matched(fair)
        found(client, fair, "chocolate", reader)
        with CaptureQueriesContext(connection) as caught:
            found(client, fair, "chocolate", reader)
        counts.append(len(caught))
    assert counts[0] == counts[1]
