"""The page that a reader asks for: its address, the trays, the filters and their counts."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.discovery.access import Candidate
from matchmaking.discovery.browsing import PAGE, Asked, Order, Tray, answer_to, asked_by, trays_of

REQUEST, MEETING = "a request", "a meeting"


def candidate(pk=1, **kw):
    facts = {"worth": 1.0, "own_view": 0.5, "other_view": 0.5, "country": "BE", "chapters": ["18"]}
    facts |= {"languages": ["fr"], "certificates": [], "mark": "", "cause": "", "stars": None}
    return Candidate(pk=pk, **facts | {"request": None, "meeting": None, "has_met": False} | kw)


def by_code(_facet, value):
    return value


def shown(candidates, **kw):
    return answer_to(Asked(**kw), candidates, by_code)


def pks(answer):
    return [each.pk for each in answer.candidates]


def counts(answer):
    return {group.name: {option.value: option.count for option in group.options} for group in answer.facets}


# Addresses ----------------------------------------------------------------

chosen = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sets(st.sampled_from(["BE", "MX", "CL"]), min_size=1),
        "chapter": st.sets(st.sampled_from(["18", "09"]), min_size=1),
        "language": st.sets(st.sampled_from(["fr", "es", "zh"]), min_size=1),
        "certificate": st.sets(st.sampled_from(["haccp", "ifs"]), min_size=1),
    },
).map(lambda some: {name: tuple(sorted(values)) for name, values in some.items()})
pages = st.builds(
    Asked,
    seat=st.sampled_from(["", "visitor", "stand-7"]),
    tray=st.sampled_from(Tray.values),
    order=st.sampled_from(Order.values),
    query=st.sampled_from(["", "chocolat noir", "شوكولاتة", "a&b=c #1 %"]),
    chosen=chosen,
    page=st.integers(1, 999_999),
)


@given(pages)
def test_an_address_leads_back_to_the_page_that_has_it(asked):
    assert asked_by(QueryDict(asked.address()[1:]), asked.seat) == asked


def test_the_plain_page_has_the_plain_address():
    assert Asked().address() == "?"
    assert asked_by(QueryDict(""), "") == Asked()


@given(st.text(max_size=60))
def test_whatever_the_address_is_it_is_a_page(nonsense):
    asked = asked_by(QueryDict(f"show={nonsense}&sort={nonsense}&country={nonsense}&page={nonsense}&q={nonsense}"), "")
    assert (asked.tray in Tray.values, asked.order in Order.values, asked.page >= 1) == (True, True, True)
    assert asked_by(QueryDict(asked.address()[1:]), "") == asked


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("show", "x"), ("sort", "x"), ("sort", "name"), ("page", "0"), ("page", "-1"), ("page", "²")),
        *(("country", "XX"), ("country", "be"), ("chapter", "1"), ("language", "xx"), ("certificate", "moon")),
        *(("q", "%00"), ("q", "+"), ("colour", "red")),
    ],
)
def test_what_cannot_be_meant_is_left_out(name, value):
    assert asked_by(QueryDict(f"{name}={value}"), "") == Asked()


def test_another_tray_begins_anew():
    asked = Asked("stand-7", Tray.SUGGESTED, Order.LIKENESS, "cacao", {"country": ("BE",)}, 3)
    assert asked.showing(Tray.KEPT) == Asked("stand-7", Tray.KEPT, Order.LIKENESS)


def test_a_filter_is_taken_away_alone():
    asked = Asked(chosen={"country": ("BE", "MX"), "language": ("fr",)}, page=3)
    assert asked.without("country", "BE") == Asked(chosen={"country": ("MX",), "language": ("fr",)})
    assert asked.without("language", "fr") == Asked(chosen={"country": ("BE", "MX")})
    assert asked.without("language", "BE") == asked.on_page(1)


# Trays ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "trays"),
    [
        ({}, {"suggested"}),
        ({"own_view": None}, set()),
        ({"mark": "saved"}, {"suggested", "kept"}),
        ({"mark": "shortlisted"}, {"suggested", "kept"}),
        ({"mark": "saved", "own_view": None}, {"kept"}),
        ({"request": REQUEST}, {"asked"}),
        ({"meeting": MEETING, "has_met": True}, {"asked"}),
        ({"meeting": MEETING, "mark": "saved"}, {"asked", "kept"}),
        ({"request": REQUEST, "own_view": None}, {"asked"}),
        ({"mark": "dismissed", "cause": "goods"}, {"dismissed"}),
        ({"mark": "dismissed", "cause": "goods", "meeting": MEETING}, {"dismissed"}),
        ({"stars": 4, "meeting": MEETING}, {"asked"}),
    ],
)
def test_trays_of_a_candidate(facts, trays):
    assert trays_of(candidate(**facts)) == trays


def test_every_tray_says_how_many_lie_in_it_whatever_is_chosen():
    people = [candidate(1), candidate(2, mark="saved", country="MX"), candidate(3, mark="dismissed")]
    answer = shown(people, tray=Tray.KEPT, chosen={"country": ("BE",)})
    assert answer.trays == {"suggested": 2, "kept": 1, "asked": 0, "dismissed": 1}
    assert (answer.total, pks(answer)) == (0, [])
    assert pks(shown(people, tray=Tray.KEPT)) == [2]


# Filters ----------------------------------------------------------------

CROWD = [
    candidate(1, country="BE", chapters=["18", "09"], languages=["fr", "nl"]),
    candidate(2, country="BE", chapters=["09"], languages=["fr"], certificates=["ifs"]),
    candidate(3, country="MX", chapters=["18"], languages=["es"]),
    candidate(4, country="", chapters=[], languages=[]),
]


def test_filters_of_one_kind_widen_and_of_several_narrow():
    assert pks(shown(CROWD, chosen={"country": ("BE",)})) == [1, 2]
    assert pks(shown(CROWD, chosen={"country": ("BE", "MX")})) == [1, 2, 3]
    assert pks(shown(CROWD, chosen={"country": ("BE",), "chapter": ("18",)})) == [1]
    assert pks(shown(CROWD, chosen={"language": ("es", "nl")})) == [1, 3]


def test_counts_of_a_facet_ignore_what_is_chosen_in_it_and_only_that():
    found = counts(shown(CROWD, chosen={"country": ("BE",)}))
    assert found == {
        "country": {"BE": 2, "MX": 1},
        "chapter": {"18": 1, "09": 2},
        "language": {"fr": 2, "nl": 1},
        "certificate": {"ifs": 1},
    }


def test_what_is_chosen_stays_to_be_taken_away_though_nobody_has_it():
    answer = shown(CROWD, chosen={"country": ("CL",)})
    assert counts(answer)["country"] == {"CL": 0, "BE": 2, "MX": 1}
    assert [(tag.label, tag.address) for tag in answer.tags] == [("CL", "?")]


def test_a_facet_without_any_value_is_not_shown():
    assert [group.name for group in shown([candidate()]).facets] == ["country", "chapter", "language"]
    assert shown([]).facets == []


def test_options_are_the_chosen_first_then_the_most_frequent_then_by_name():
    answer = shown([candidate(n, country=code) for n, code in enumerate(["MX", "CL", "BE", "MX"])])
    assert list(counts(answer)["country"]) == ["MX", "BE", "CL"]
    ticked = shown(
        [candidate(n, country=code) for n, code in enumerate(["MX", "CL", "MX"])], chosen={"country": ("CL",)}
    )
    assert list(counts(ticked)["country"]) == ["CL", "MX"]


# Order and pages ----------------------------------------------------------------


def test_the_order_is_the_markets_or_that_of_likeness():
    people = [candidate(1, own_view=0.4), candidate(2, own_view=0.9), candidate(3, own_view=None, mark="saved")]
    assert pks(shown(people)) == [1, 2]
    assert pks(shown(people, order=Order.LIKENESS)) == [2, 1]
    assert pks(shown(people, order=Order.LIKENESS, tray=Tray.KEPT)) == [3]


@pytest.mark.parametrize(
    ("people", "asked", "page", "first", "here", "numbers"),
    [
        (0, 1, 1, 1, 0, []),
        (PAGE, 5, 1, 1, PAGE, []),
        (PAGE + 1, 2, 2, PAGE + 1, 1, [1, 2]),
        (PAGE + 1, 99, 2, PAGE + 1, 1, [1, 2]),
        (9 * PAGE, 1, 1, 1, PAGE, [1, 2, 3, None, 9]),
    ],
)
def test_pages(people, asked, page, first, here, numbers):
    answer = shown([candidate(n) for n in range(people)], page=asked)
    assert (answer.asked.page, answer.first_number, len(answer.candidates)) == (page, first, here)
    assert [number for number, _address in answer.pages] == numbers
    assert all((address == "") == (number is None) for number, address in answer.pages)
