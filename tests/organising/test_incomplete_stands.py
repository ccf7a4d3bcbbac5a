"""Stands that lack something are listed with what it is, and their teams are asked to add it, once in three days."""

from datetime import timedelta
from itertools import product

import pytest

from matchmaking.exhibitors.lacking import LACKS, measured, readiness_measured
from matchmaking.exhibitors.models import Document, Exhibitor
from matchmaking.exhibitors.queries import readiness
from matchmaking.reminders.actions.nudging import nudge
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Notice, Nudge
from matchmaking.reminders.tellings import read
from tests import make
from tests.make import NOW
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def desk(client, fair):
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    return client


def complete(stand):
    """Nothing is missing."""
    stand.headline, stand.pitch, stand.website = "Fine chocolate", "x" * 200, "https://pont.example"
    stand.picture, stand.company.logo = "stands/a.png", "companies/a.png"
    stand.save()
    stand.company.save()
    for _ in range(3):
        stand.shown.create(product=make.product(company=stand.company))
    for _ in range(2):
        make.representative(exhibitor=stand, user=make.user(spoken_languages=["fr"]))
    Document.objects.create(exhibitor=stand, title="Prices", file="a.pdf", media_type="application/pdf", size=1)
    return stand


def test_the_meter_says_the_same_of_one_stand_and_of_many():
    fair = make.fair()
    for filled, products, team, spoken in product((True, False), (0, 2, 3), (0, 1, 2), ([], ["fr"])):
        stand = make.exhibitor(fair=fair, headline="Here" if filled else "", pitch="x" * (200 if filled else 199))
        for _ in range(products):
            stand.shown.create(product=make.product(company=stand.company))
        for _ in range(team):
            make.representative(exhibitor=stand, user=make.user(spoken_languages=spoken))
    complete(make.exhibitor(fair=fair))
    for stand in measured(Exhibitor.objects.filter(fair=fair)).select_related("company"):
        one, many = readiness(stand), readiness_measured(stand)
        assert [p.code for p in one.missing] == [p.code for p in many.missing]
        assert stand.percent == one.percent
        here = measured(Exhibitor.objects.filter(pk=stand.pk))
        assert {code for code, lacks in LACKS.items() if here.filter(lacks)} == {p.code for p in one.missing}


def test_list_has_the_emptiest_first_and_leaves_out_the_complete(desk, fair):
    empty, begun = make.exhibitor(fair=fair), make.exhibitor(fair=fair, headline="Fine chocolate")
    complete(make.exhibitor(fair=fair))
    make.exhibitor()
    make.exhibitor(fair=fair, status="withdrawn")
    shown = [stand for stand, _readiness, _nudge in desk.get(page("list-incomplete", fair)).context["lines"]]
    assert shown == [empty, begun]


@pytest.mark.parametrize(
    ("wanted", "which"),
    [({"what": "headline"}, [0]), ({"what": "logo"}, [0, 1]), ({"q": "pont"}, [1]), ({"what": "nonsense"}, [0, 1])],
)
def test_list_can_be_filtered(desk, fair, wanted, which):
    stands = [
        make.exhibitor(fair=fair),
        make.exhibitor(fair=fair, headline="Fine", company=make.company(name="Chocolaterie du Pont")),
    ]
    lines = desk.get(page("list-incomplete", fair), wanted).context["lines"]
    assert [line[0] for line in lines] == [stands[n] for n in which]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    for _ in range(number):
        make.representative(exhibitor=make.exhibitor(fair=fair))
    desk.get(page("list-incomplete", fair))
    with django_assert_num_queries(5):  # session and reader, the fair with his part; how many, stands, reminders
        desk.get(page("list-incomplete", fair))


def test_remind_stands_tells_the_team_what_is_missing(desk, fair):
    stand = make.exhibitor(fair=fair)
    seats = [make.representative(exhibitor=stand) for _ in range(2)]
    response = desk.post(page("remind-stands", fair) + "?what=logo", {"stands": [stand.pk]})
    assert response["Location"] == page("list-incomplete", fair) + "?what=logo"
    note_what_is_owed(at=NOW)
    note_what_is_owed(at=NOW)
    notices = list(Notice.objects.select_related("recipient", "fair"))
    assert {n.recipient for n in notices} == {seat.participant.user for seat in seats}
    said = read(notices, at=NOW)[notices[0].pk]
    assert said.is_true
    assert said.path == f"/fairs/{fair.slug}/exhibitors/{stand.slug}/edit/"
    assert said.facts[0][0] == "Show at least three products"
    complete(stand)
    assert not read(notices, at=NOW)[notices[0].pk].is_true


def test_remind_stands_leaves_a_team_in_peace_for_three_days(desk, fair, time_machine):
    stand, other = make.exhibitor(fair=fair), make.exhibitor(fair=fair)
    desk.post(page("remind-stands", fair), {"stands": [stand.pk]})
    shown = desk.post(page("remind-stands", fair), {"stands": [stand.pk, other.pk]}, follow=True).content.decode()
    assert "1 stand was asked in the last three days" in shown
    assert sorted(Nudge.objects.values_list("stand", flat=True)) == [stand.pk, other.pk]
    time_machine.move_to(NOW + 3 * DAY, tick=False)
    desk.post(page("remind-stands", fair), {"stands": [stand.pk]})
    assert Nudge.objects.filter(stand=stand).count() == 2


def test_remind_stands_wants_stands_of_this_fair(desk, fair):
    for stands in ([], [make.exhibitor().pk]):
        response = desk.post(page("remind-stands", fair), {"stands": stands})
        assert response.status_code == 422
        assert response.context["problems"]
    assert not Nudge.objects.exists()


def test_stand_is_nudged_once_in_a_while():
    stand = make.exhibitor()
    nudge(stands=[stand], by=make.user(), at=NOW)
    with refused_by("stand_is_nudged_once_in_a_while"):
        Nudge.objects.create(stand=stand, asked_at=NOW + DAY, rests_until=NOW + 4 * DAY)
    with refused_by("nudge_rests_for_a_while"):
        Nudge.objects.create(stand=make.exhibitor(), asked_at=NOW, rests_until=NOW)
