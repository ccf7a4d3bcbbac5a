from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.common.directory import PAGE_SIZE
from matchmaking.companies.models import HsLabel
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import Exhibitor, ShownProduct
from matchmaking.fairs.models import Fair
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


def stand(fair, name, *, country="BE", hall=None, products=(), languages=(), certificates=(), **kw):
    """An exhibitor in the directory: products are (name, HS code or None)."""
    stand = make.exhibitor(fair=fair, company=make.company(name=name, country=country), hall=hall, **kw)
    for product, code in products:
        sold = {"hs_code": make.hs_code(code, f"Goods {code}")} if code else {"service": make.service()}
        made = make.product(company=stand.company, name=product, certificates=list(certificates), **sold)
        ShownProduct.objects.create(exhibitor=stand, product=made)
    if languages:
        make.representative(exhibitor=stand, user=make.user(spoken_languages=list(languages)))
    index_exhibitors([stand.pk], at=NOW)
    return stand


def ask(client, fair, query="", **kw):
    return client.get(reverse("exhibitors:directory", kwargs={"fair": fair.slug}) + query, **kw)


def names_on(response):
    """The names of the cards, from first to last."""
    html = response.content.decode()
    places = sorted((html.index(f">{name}<"), name) for name in NAMES if f">{name}<" in html)
    return [name for _, name in places]


NAMES = ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]


def test_directory_lists_approved_stands_by_name(client, fair):
    stand(fair, "Bravo")
    stand(fair, "Alpha")
    stand(make.fair(), "Charlie")
    for status, decided_at in (("applied", None), ("declined", NOW), ("withdrawn", NOW)):
        stand(fair, "Delta", status=status, decided_at=decided_at)
    gone = stand(fair, "Echo")  # indexed while it was approved, then withdrawn behind the index's back
    Exhibitor.objects.filter(pk=gone.pk).update(status="withdrawn")
    response = ask(client, fair)
    assert response.status_code == 200
    assert names_on(response) == ["Alpha", "Bravo"]
    assert 'id="directory-count" role="status" aria-live="polite">2 exhibitors<' in response.content.decode()


def test_directory_is_public_once_the_fair_is(client, fair):
    assert ask(client, fair).status_code == 200
    assert ask(client, make.fair(status=Fair.Status.DRAFT)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("chocolate", ["Alpha"]),
        ("CHOCOLATE", ["Alpha"]),
        ("choclate", ["Alpha"]),
        ("chocolat", ["Alpha"]),
        ("chocolates dark", ["Alpha"]),
        ("vélo", ["Bravo"]),
        ("velo", ["Bravo"]),
        ("bicyclettes", ["Bravo"]),
        ("biciclettes", ["Bravo"]),
        ("شوكولاتة", ["Charlie"]),
        ("شوكولاته", ["Charlie"]),
        ("有机绿茶", ["Delta"]),
        ("绿茶", ["Delta"]),
        ("belgique velo", ["Bravo"]),
        ("delta", ["Delta"]),
        ("delt", ["Delta"]),
        ("chocolate velo", []),
        ("zzzzzz", []),
    ],
)
def test_search_forgives_and_finds_across_products_labels_and_texts(client, fair, query, found):
    HsLabel.objects.create(
        code=make.hs_code("871200", "Cycles"), language="fr", text="Bicyclettes", folded="bicyclettes"
    )
    stand(fair, "Alpha", products=[("Dark chocolate", None)], country="FR")
    stand(fair, "Bravo", products=[("Vélo de ville", "871200")])
    stand(fair, "Charlie", products=[("شوكولاتة داكنة", None)], country="AE")
    stand(fair, "Delta", products=[("有机绿茶", None)], country="CN")
    assert names_on(ask(client, fair, f"?q={quote(query)}")) == found


def test_the_exact_word_stands_above_what_looks_like_it(client, fair):
    stand(fair, "Alpha", products=[("Chocolates", None), ("Chocolat", None)], headline="chocolaty")
    stand(fair, "Bravo", pitch="We once made chocolate")
    stand(fair, "Charlie", products=[("Chocolate", None)])
    assert names_on(ask(client, fair, "?q=chocolate"))[0] == "Charlie"
    assert names_on(ask(client, fair, "?q=chocolate&sort=name"))[0] == "Alpha"


def test_what_an_exhibitor_wrote_stands_above_what_customs_call_it(client, fair):
    make.hs_code("180632", "Chocolate in blocks")
    stand(fair, "Alpha", products=[("Pralines", "180632")])
    stand(fair, "Bravo", products=[("Cocoa", "180632")], pitch="Chocolate since 1912")
    assert names_on(ask(client, fair, "?q=chocolate")) == ["Bravo", "Alpha"]


def test_a_page_beyond_the_last_of_a_search_is_the_last(client, fair):
    for n in range(PAGE_SIZE + 2):
        stand(fair, f"Stand {n:02}", products=[("Chocolate", None)])
    html = ask(client, fair, "?q=chocolate&page=99").content.decode()
    assert [n for n in range(PAGE_SIZE + 2) if f">Stand {n:02}<" in html] == [24, 25]


def test_other_words_are_proposed_only_where_the_typed_ones_find_nothing(client, fair):
    stand(fair, "Alpha", products=[("Dark chocolate", None)])
    html = ask(client, fair, "?q=dark+choclate").content.decode()
    assert 'id="directory-suggestion"' in html
    assert '?q=dark+chocolate" lang="">dark chocolate<' in html
    assert 'id="directory-suggestion"' not in ask(client, fair, "?q=dark+chocolate").content.decode()


def test_a_word_that_only_another_fair_has_is_not_proposed(client, fair):
    stand(make.fair(), "Alpha", products=[("Dark chocolate", None)])
    stand(fair, "Bravo", products=[("Chocolats", None)])
    html = ask(client, fair, "?q=choclate").content.decode()
    assert "?q=chocolate" not in html.replace("?q=choclate", "")


def count_of(html, facet, value):
    """The count beside a box; None where there is no such box."""
    box = f'id="{facet}-{value}"'
    if box not in html:
        return None
    return int(html.split(box)[1].split('facet__count">')[1].split("<")[0])


def test_filters_have_counts_that_ignore_their_own_choice(client, fair):
    food, tech = make.hall(fair=fair, name="Food", slug="food"), make.hall(fair=fair, name="Tech", slug="tech")
    stand(fair, "Alpha", country="BE", hall=food, products=[("x", "180632")], languages=["fr"], certificates=["halal"])
    stand(fair, "Bravo", country="FR", hall=food, products=[("x", "871200")], languages=["fr", "nl"])
    stand(fair, "Charlie", country="FR", hall=tech, products=[("x", "871200"), ("y", "180632")], languages=["de"])

    response = ask(client, fair, "?country=FR")
    html = response.content.decode()
    assert names_on(response) == ["Bravo", "Charlie"]
    assert [count_of(html, "country", c) for c in ("BE", "FR")] == [1, 2]
    assert [count_of(html, "hall", h) for h in ("food", "tech")] == [1, 1]
    assert [count_of(html, "chapter", c) for c in ("18", "87")] == [1, 2]
    assert [count_of(html, "language", c) for c in ("fr", "nl", "de")] == [1, 1, 1]
    assert count_of(html, "certificate", "halal") is None

    response = ask(client, fair, "?country=FR&country=BE&hall=food&chapter=18")
    html = response.content.decode()
    assert names_on(response) == ["Alpha"]
    assert [count_of(html, "country", c) for c in ("BE", "FR")] == [1, 0]
    assert [count_of(html, "hall", h) for h in ("food", "tech")] == [1, 1]
    assert [count_of(html, "chapter", c) for c in ("18", "87")] == [1, 1]
    assert ">Food <" in html  # a removable tag
    assert f'href="/fairs/{fair.slug}/exhibitors/?chapter=18&amp;country=BE&amp;country=FR"' in html


def test_pages_are_numbered_and_hold_everybody_once(client, fair):
    for n in range(50):
        stand(fair, f"Company {n:02}")
    pages = [ask(client, fair, f"?page={page}").content.decode() for page in (1, 2, 3)]
    assert [page.count('class="card"') for page in pages] == [24, 24, 2]
    assert all(sum(f">Company {n:02}<" in page for page in pages) == 1 for n in range(50))
    assert all(f'<span id="page-{n + 1}" aria-current="page">' in page for n, page in enumerate(pages))
    assert ask(client, fair, "?page=999999").content.decode().count('class="card"') == 2


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?page=-1",
        "?page=0",
        "?page=" + "9" * 5000,
        "?page=%00",
        "?page=²",
        "?country=XX",
        "?country=%00",
        "?country=BE'--",
        "?hall=%F0%9F%98%80",
        "?hall=../..",
        "?chapter=abc",
        "?chapter=٣٤",
        "?language=klingon",
        "?certificate=" + "x" * 10_000,
        "?sort=price",
        "?q=%00",
        "?q=%20%09",
        "?q='%20%26%20!()%3A*%20%5C",
        "?q=!!!",
        "?unknown=1",
        "?" + "&".join(f"country={n}" for n in range(900)),
    ],
)
def test_nonsense_in_the_address_is_a_sensible_page(client, fair, query):
    stand(fair, "Alpha", products=[("Chocolate", None)])
    response = ask(client, fair, query)
    assert response.status_code == 200
    assert names_on(response) == ["Alpha"]


@pytest.mark.parametrize("query", ["a" * 10_000, "\u202echocolate\u0000", "😀" * 300, "x' OR 1=1 --", "\ud800"])
def test_nonsense_words_are_a_sensible_page(client, fair, query):
    stand(fair, "Alpha")
    assert ask(client, fair, f"?q={quote(query, errors='surrogatepass')}").status_code == 200


def test_htmx_gets_what_changes_and_the_address_of_it(client, fair):
    stand(fair, "Alpha")
    address = reverse("exhibitors:directory", kwargs={"fair": fair.slug})
    response = ask(client, fair, "?q=&sort=match&country=BE&page=7", HTTP_HX_REQUEST="true")
    html = response.content.decode()
    assert response["HX-Push-Url"] == f"{address}?country=BE"
    assert "<html" not in html
    assert html.startswith('<div id="directory"') or '<div id="directory"' in html[:300]
    assert '<p id="directory-count" hx-swap-oob="innerHTML">1 exhibitor</p>' in html
    assert "HX-Request" in response["Vary"]
    restored = ask(client, fair, "", HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<html" in restored.content.decode()


def test_a_reader_is_told_who_speaks_his_language(client, fair):
    stand(fair, "Alpha", languages=["fr"])
    client.force_login(make.user(spoken_languages=["fr", "de"]))
    assert "speaks your language" in ask(client, fair).content.decode()
    client.force_login(make.user(spoken_languages=["nl"]))
    assert "speaks your language" not in ask(client, fair).content.decode()


def test_a_headline_is_in_the_readers_language_where_there_is_one(client, fair):
    shown = stand(fair, "Alpha", headline="Wij maken fietsen", language="nl")
    make.company_text(company=shown.company, language="fr", headline="Nous fabriquons des vélos")
    index_exhibitors([shown.pk], at=NOW)
    french, english = make.user(language="fr"), make.user()
    client.force_login(french)
    assert '<p class="card__text" lang="fr" dir="ltr">Nous fabriquons' in ask(client, fair).content.decode()
    client.force_login(english)
    assert '<p class="card__text" lang="nl" dir="ltr">Wij maken' in ask(client, fair).content.decode()


@pytest.mark.parametrize("reader", ["anonymous", "participant"])
@pytest.mark.parametrize("query", ["", "?q=choclate+velo", "?country=BE&chapter=18&page=2"])
def test_directory_makes_eight_queries_at_most_whatever_its_size(client, fair, query, reader):
    """Cold: nothing is in the cache but the session."""
    if reader == "participant":
        client.force_login(make.participant(fair=fair).user)

    def queries():
        make_cold()
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, fair, query).status_code == 200
        return len(captured)

    stand(fair, "Alpha", products=[("Chocolate velo", "180632")], languages=["fr"], hall=make.hall(fair=fair))
    one = queries()
    for name in NAMES[1:]:
        stand(fair, name, products=[("Chocolate velo", "180632")], languages=["fr"], hall=make.hall(fair=fair))
    assert queries() == one <= 8


def make_cold():
    from django.core.cache import cache  # noqa: PLC0415

    for key in ("results:", "chapter-names:"):
        for kept in cache._cache.get_client().scan_iter(f"*{key}*"):
            cache._cache.get_client().delete(kept)
