"""The organiser says how long an answer may take, how much one may ask, and who may ask whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.meetings import barring, errors, queries
from matchmaking.meetings.actions import terms as acting
from matchmaking.meetings.actions.answering import accept_request
from matchmaking.meetings.models import Barrier, FairTerms, Group, Quota
from matchmaking.meetings.rules import Limits, Terms
from tests import make
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
WRITTEN = Terms(8, 30, {"visitor": Limits(open_requests=5), "exhibitor": Limits(meetings_per_day=6)})


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def organiser(fair, client):
    """Signed in."""
    ours = make.organiser(fair=fair)
    client.force_login(ours.user)
    return ours


def address(fair, verb="edit-terms", *args):
    return reverse(f"organising:{verb}", args=[fair.slug, *args])


def group(fair, name="Press"):
    return Group.objects.create(fair=fair, name=name)


def change(fair, terms=WRITTEN, seen=None):
    return acting.change_terms(fair=fair, seen=seen or queries.terms_written(fair).sign, terms=terms)


def words(response):
    return " ".join(response.content.decode().split())


# The terms ----------------------------------------------------------------


def test_a_fair_has_terms_before_any_are_written(fair):
    assert queries.terms_written(fair) == Terms(16, 120, {})


def test_change_terms_writes_them_and_forgets_what_is_no_limit_any_more(fair):
    change(fair)
    assert queries.terms_written(fair) == WRITTEN
    change(fair, Terms(16, 120, {"visitor": Limits(open_requests=4, meetings_per_day=2)}))
    assert list(Quota.objects.values_list("role", "open_requests", "meetings_per_day")) == [("visitor", 4, 2)]
    assert fair.terms.history.count() == 3
    assert [row.history_type for row in Quota.history.filter(role="exhibitor").order_by("pk")] == ["+", "-"]


def test_change_terms_tells_who_comes_second(fair):
    seen = queries.terms_written(fair).sign
    change(fair)
    with pytest.raises(errors.TermsChangedMeanwhile):
        change(fair, Terms(1, 5, {}), seen=seen)
    assert queries.terms_written(fair) == WRITTEN


def test_change_terms_notices_what_was_written_at_the_desk_of_the_administration(fair):
    seen = queries.terms_written(fair).sign
    Quota.objects.create(fair=fair, role="interpreter", meetings_per_day=3)
    with pytest.raises(errors.TermsChangedMeanwhile):
        change(fair, seen=seen)


def typed(fair, **kw):
    seen = queries.terms_written(fair).sign
    return {"seen": seen, "answer_hours": "8", "offer_minutes": "30", "open_requests_visitor": "5"} | kw


def test_the_page_saves_what_was_typed(client, organiser, fair):
    response = client.post(address(fair), typed(fair, meetings_exhibitor="6"))
    assert response.url == address(fair)
    assert queries.terms_written(fair) == WRITTEN
    page = client.get(address(fair))
    assert page.context["form"]["open_requests_visitor"].value() == 5
    assert "from now on" in words(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer_hours": "0"},
        {"answer_hours": "201"},
        {"offer_minutes": ""},
        {"open_requests_visitor": "-1"},
        {"open_requests_visitor": "many"},
        {"meetings_exhibitor": "51"},
        {"seen": ""},
        {"seen": "x" * 65},
    ],
)
def test_the_page_says_what_cannot_be(client, organiser, fair, wrong):
    response = client.post(address(fair), typed(fair, **wrong))
    assert response.status_code == 422
    assert not FairTerms.objects.exists()
    assert 'id="terms"' in response.content.decode()


def test_the_page_shows_what_another_wrote_beside_what_was_typed(client, organiser, fair):
    mine = typed(fair, answer_hours="9")
    change(fair)
    response = client.post(address(fair), mine)
    assert response.status_code == 409
    assert {row["label"]: (row["stored"], row["typed"]) for row in response.context["differences"]} == {
        "working hours in which a request is answered": (8, 9),
        "Meetings a day of one exhibitor": (6, None),
    }
    again = {name: field.value() or "" for name, field in ((f.name, f) for f in response.context["form"])}
    assert client.post(address(fair), again).status_code == 302
    assert queries.terms_written(fair) == Terms(9, 30, {"visitor": Limits(open_requests=5)})


# Barriers ----------------------------------------------------------------


def test_barrier_stands_once(fair):
    press = group(fair)
    acting.add_barrier(fair=fair, asking_role="visitor", asked_group=press)
    acting.add_barrier(fair=fair, asking_role="visitor")
    acting.add_barrier(fair=make.fair(), asking_role="visitor")
    with refused_by("barrier_stands_once"):
        Barrier.objects.create(fair=fair, asking_role="visitor", asked_group=press)
    with pytest.raises(errors.BarrierStandsAlready):
        acting.add_barrier(fair=fair, asking_role="visitor")


def test_add_barrier_refuses_one_between_everybody(fair):
    with pytest.raises(errors.BarrierBetweenAll):
        acting.add_barrier(fair=fair)


def test_add_barrier_refuses_groups_of_another_fair_and_those_that_are_gone(fair):
    with pytest.raises(errors.NotOfThisFair):
        acting.add_barrier(fair=fair, asking_group=group(make.fair()))
    gone = group(fair)
    Group.objects.all().delete()
    with pytest.raises(errors.GroupGone):
        acting.add_barrier(fair=fair, asking_group=gone)


def test_remove_barrier_twice_is_once_and_never_another_fairs(fair):
    barrier, other = (Barrier.objects.create(fair=f, asking_role="visitor") for f in (fair, make.fair()))
    for pk in (barrier.pk, barrier.pk, other.pk):
        acting.remove_barrier(fair=fair, barrier_id=pk)
    assert list(Barrier.objects.all()) == [other]


@pytest.mark.parametrize(
    ("asking", "asked", "sentence"),
    [
        (("visitor", None), ("exhibitor", None), "Visitors may not ask exhibitors for a meeting."),
        (
            ("visitor", "Press"),
            ("exhibitor", None),
            "Visitors of the group “Press” may not ask exhibitors for a meeting.",
        ),
        (
            ("", "Press"),
            ("", "VIP"),
            "People of the group “Press” may not ask people of the group “VIP” for a meeting.",
        ),
        (("", None), ("interpreter", "VIP"), "Nobody may ask interpreters of the group “VIP” for a meeting."),
        (("support", None), ("", None), "Support organisations may not ask anybody for a meeting."),
    ],
)
def test_a_barrier_is_said_in_a_sentence(asking, asked, sentence):
    sides = [(role, Group(pk=1, name=name) if name else None) for role, name in (asking, asked)]
    (asking_role, asking_group), (asked_role, asked_group) = sides
    barrier = Barrier(
        asking_role=asking_role, asking_group=asking_group, asked_role=asked_role, asked_group=asked_group
    )
    assert barring.said(barrier) == sentence


def test_every_role_has_its_words():
    assert set(barring.ASKING) == set(barring.ASKED) == set(Participant.Role)


def test_the_table_says_who_may_ask_whom(fair):
    barriers = [
        Barrier(asking_role="visitor", asked_role="visitor"),
        Barrier(asking_role="", asked_role="interpreter"),
        Barrier(asking_role="exhibitor", asked_group=Group(pk=1, name="VIP")),
    ]
    states = {role: {cell.asked: cell.state for cell in cells} for role, cells in barring.table(barriers)}
    free = {"visitor": "yes", "exhibitor": "yes", "organiser": "yes", "support organisation": "yes"}
    assert states["visitor"] == free | {"visitor": "no", "interpreter": "no"}
    assert states["exhibitor"] == dict.fromkeys(free, "part") | {"interpreter": "no"}
    assert states["organiser"] == free | {"interpreter": "no"}


def test_the_page_puts_up_a_barrier_and_takes_it_down(client, organiser, fair):
    press = group(fair)
    data = {"asking_role": "visitor", "asked_group": press.pk}
    assert client.post(address(fair, "add-barrier"), data).url == address(fair)
    barrier = Barrier.objects.get()
    page = client.get(address(fair))
    sentence = "Visitors may not ask people of the group “Press” for a meeting."
    assert [words for _, words in page.context["barriers"]] == [sentence]
    assert f'id="barrier-{barrier.pk}"' in page.content.decode()
    again = client.post(address(fair, "add-barrier"), data)
    assert again.status_code == 409
    assert "This barrier stands already." in again.content.decode()
    for _ in range(2):
        assert client.post(address(fair, "remove-barrier", barrier.pk)).url == address(fair)
    assert not Barrier.objects.exists()


@pytest.mark.parametrize("wrong", [{"asking_role": "emperor"}, {"asking_group": "999"}, {"asked_group": "x"}])
def test_the_page_refuses_a_barrier_of_nonsense(client, organiser, fair, wrong):
    assert client.post(address(fair, "add-barrier"), wrong).status_code == 422
    elsewhere = group(make.fair())
    assert client.post(address(fair, "add-barrier"), {"asking_group": elsewhere.pk}).status_code == 422
    assert not Barrier.objects.exists()


# Who may ----------------------------------------------------------------


@pytest.mark.parametrize("stranger", ["visitor", "exhibitor", "organiser of another fair", "organiser who has left"])
def test_only_organisers_of_the_fair_see_and_change_its_terms(client, fair, stranger):
    somebody = {
        "visitor": lambda: make.participant(fair=fair),
        "exhibitor": lambda: make.representative(exhibitor=make.exhibitor(fair=fair)).participant,
        "organiser of another fair": make.organiser,
        "organiser who has left": lambda: make.organiser(fair=fair, status="left", left_at=make.NOW),
    }[stranger]()
    press = group(fair)
    barrier = Barrier.objects.create(fair=fair, asking_role="visitor")
    client.force_login(somebody.user)
    assert client.get(address(fair)).status_code == 404
    assert client.get(address(fair, "show-group", press.pk)).status_code == 404
    for verb, args in (
        ("edit-terms", []),
        ("create-group", []),
        ("add-barrier", []),
        ("remove-barrier", [barrier.pk]),
        ("rename-group", [press.pk]),
        ("remove-group", [press.pk]),
        ("change-members", [press.pk]),
    ):
        assert client.post(address(fair, verb, *args), {"name": "x"}).status_code == 404
    assert (Group.objects.get().name, Barrier.objects.count()) == ("Press", 1)


def test_the_desk_leads_to_the_terms(client, organiser, fair):
    page = client.get(reverse("organising:change-fair", args=[fair.slug])).content.decode()
    assert f'href="{address(fair)}"' in page


def test_the_page_asks_as_often_for_three_as_for_one(client, organiser, fair):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(fair)).status_code == 200
        return len(seen)

    def more():
        one = group(fair, f"Group {Group.objects.count()}")
        one.participants.add(make.participant(fair=fair))
        Barrier.objects.create(fair=fair, asking_group=one, asked_role="visitor")

    more()
    asked()
    first = asked()
    more()
    more()
    assert asked() == first


# What they do ----------------------------------------------------------------


def ask(client, fair, person):
    page = reverse("meetings:ask-visitor", args=[fair.slug, person.visitor_profile.pk])
    slot = fair.slots.order_by("starts_at").first()
    return client.get(page), client.post(page, {"slot": [slot.pk], "message": "", "language": "en"})


def test_a_quota_is_refused_in_words_with_its_number(client, organiser, fair):
    make.slots(fair, 2)
    client.post(address(fair), typed(fair, open_requests_visitor="1"))
    buyer = make.participant(fair=fair)
    client.force_login(buyer.user)
    one, two = (make.visitor(fair=fair).participant for _ in range(2))
    assert ask(client, fair, one)[1].status_code == 302
    refused = ask(client, fair, two)[1]
    assert refused.status_code == 409
    assert "This fair allows you 1 open request at a time." in refused.content.decode()


def test_nobody_is_booked_more_often_a_day_than_his_role_may(client, organiser, fair):
    slots = make.slots(fair, 2)
    make.room(hall=make.hall(fair=fair))
    client.post(address(fair), typed(fair, meetings_visitor="1"))
    busy = make.booking(slot=slots[0]).attendances.get(role="guest").participant
    asked = make.meeting_request(sender=make.participant(fair=fair), recipient=busy, wishes=[slots[1]])
    with pytest.raises(errors.DayIsFull):
        accept_request(request_id=asked.pk, slot_id=slots[1].pk, by=busy.user, at=make.NOW)
    client.post(address(fair), typed(fair, meetings_visitor=""))
    assert accept_request(request_id=asked.pk, slot_id=slots[1].pk, by=busy.user, at=make.NOW).is_confirmed


@pytest.mark.parametrize(("number", "words"), [(1, "1 open request at"), (5, "5 open requests at")])
def test_the_number_of_a_quota_is_said_in_its_plural(number, words):
    assert words in str(errors.TooManyRequests(number))


def test_whoever_is_behind_a_barrier_is_told_before_he_writes_anything(client, organiser, fair):
    make.slots(fair, 1)
    press = group(fair)
    buyer, other, journalist = make.participant(fair=fair), make.visitor(fair=fair), make.visitor(fair=fair)
    press.participants.add(journalist.participant)
    client.post(address(fair, "add-barrier"), {"asking_role": "visitor", "asked_group": press.pk})
    client.force_login(buyer.user)
    for response in ask(client, fair, journalist.participant):
        assert response.status_code == 409
        assert "The organiser of this fair does not allow this request" in response.content.decode()
        assert "ask-form" not in response.content.decode()
    assert ask(client, fair, other.participant)[0].status_code == 200


def test_a_team_is_asked_as_long_as_one_of_it_may_be(client, organiser, fair):
    make.slots(fair, 1)
    press = group(fair)
    stand = make.exhibitor(fair=fair)
    seats = [make.representative(exhibitor=stand) for _ in range(2)]
    acting.add_barrier(fair=fair, asking_role="visitor", asked_group=press)
    page = reverse("meetings:ask-stand", args=[fair.slug, stand.slug])
    client.force_login(make.participant(fair=fair).user)
    press.participants.add(seats[0].participant)
    assert client.get(page).status_code == 200
    press.participants.add(seats[1].participant)
    assert client.get(page).status_code == 409


@pytest.mark.parametrize("number", [1, 3])
def test_barriers_cost_no_query_where_times_are_chosen(client, fair, number, django_assert_num_queries):
    stand = make.exhibitor(fair=fair)
    for n in range(number):
        seat = make.representative(exhibitor=stand)
        one = group(fair, f"Group {n}")
        one.participants.add(seat.participant)
        acting.add_barrier(fair=fair, asking_role="interpreter", asked_group=one)
    make.slots(fair, 1)
    client.force_login(make.participant(fair=fair).user)
    page = reverse("meetings:ask-stand", args=[fair.slug, stand.slug])
    client.get(page)
    with django_assert_num_queries(5):
        assert client.get(page).status_code == 200


def test_the_sentence_of_a_group_cannot_write_into_the_page(client, organiser, fair):
    evil = group(fair, "<script>alert(1)</script>")
    acting.add_barrier(fair=fair, asking_group=evil)
    page = client.get(address(fair)).content.decode()
    assert re.findall(r"<script>alert", page) == []
