"""What somebody is told to add, and what it would bring."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from matchmaking.discovery.hints import hints_for
from matchmaking.discovery.models import Dossier

FULL_VISITOR = {
    "seeks": {"headings": ["1806"], "markets": ["BE"]},
    "languages": ["es"],
    "said": ["need"],
}
FULL_STAND = {
    "seeks": {"markets": ["MX"]},
    "offers": {"codes": ["180632"]},
    "languages": ["fr"],
    "said": ["pitch"],
}
GOODS = {"1806": "Chocolate"}


def told(dossier, goods=GOODS):
    return [(str(hint.what), str(hint.why)) for hint in hints_for(dossier, goods)]


def visitor(facts, gains=()):
    return Dossier(profile_id=uuid4(), facts=facts, gains=list(gains))


def stand(facts, gains=()):
    return Dossier(exhibitor_id=1, facts=facts, gains=list(gains))


def test_a_visitor_of_whom_nothing_is_known_is_told_all_that_helps():
    assert [what for what, _why in told(visitor({}))] == [
        "HS headings or services",
        "What you look for, in your own words",
        "Countries you buy from",
        "Languages you speak",
    ]


def test_a_stand_of_which_nothing_is_known_is_told_all_that_helps():
    assert [what for what, _why in told(stand({}))] == [
        "Products with their HS code",
        "A pitch",
        "Markets you look for",
        "Languages your team speaks",
    ]


def test_whoever_has_said_all_is_told_nothing():
    assert told(visitor(FULL_VISITOR)) == []
    assert told(stand(FULL_STAND)) == []


@pytest.mark.parametrize("said", [{"headings": ["1806"]}, {"services": ["1B"]}])
def test_either_goods_or_services_are_enough(said):
    assert told(visitor(FULL_VISITOR | {"seeks": said | {"markets": ["BE"]}})) == []
    offered = {"codes" if kind == "headings" else kind: values for kind, values in said.items()}
    assert told(stand(FULL_STAND | {"offers": offered})) == []


def test_what_a_text_seems_to_be_about_is_offered_to_choose_from():
    guessed = FULL_VISITOR | {"seeks": {"markets": ["BE"]}, "guessed": ["1704", "1806"]}
    assert told(visitor(guessed)) == [
        ("HS headings or services", "By your text it could be: 1704 (1704); Chocolate (1806). Choose what is right.")
    ]
    without = FULL_VISITOR | {"seeks": {"markets": ["BE"]}}
    ((_what, why),) = told(visitor(without))
    assert why == "Without them nobody knows what you buy: all stands look alike."


def test_a_text_that_cannot_be_compared_is_named_by_its_language():
    assert told(stand(FULL_STAND | {"unread": ["fa"]})) == [
        (
            "A text in another language than Persian",
            "Texts in this language cannot be compared. English, or one of fifteen others, can.",
        )
    ]


def test_gains_say_how_many_they_would_bring():
    gains = [["certificate", "haccp", 3], ["language", "es", 2], ["certificate", "ifs", 1]]
    assert told(stand(FULL_STAND, gains)) == [
        ("HACCP", "3 buyers of your goods need it"),
        ("Somebody who speaks Spanish", "2 buyers of your goods speak it, and none of your languages"),
        ("IFS Food", "1 buyer of your goods needs it"),
    ]
    assert told(visitor(FULL_VISITOR, [["language", "fr", 1], ["language", "zh", 4]])) == [
        ("French", "1 stand with your goods speaks it, and none of your languages"),
        ("Chinese", "4 stands with your goods speak it, and none of your languages"),
    ]


def test_a_certificate_that_is_none_any_more_is_not_told():
    assert told(stand(FULL_STAND, [["certificate", "of yesterday", 9]])) == []
    assert told(Dossier(exhibitor_id=1, facts=FULL_STAND, gains=None)) == []


def test_hints_are_in_the_readers_language():
    with override("fr"):
        ((what, why),) = told(stand(FULL_STAND, [["language", "es", 2]]))
    assert what == "Quelqu’un pour cette langue : Espagnol"
    assert why.startswith("2 acheteurs")
