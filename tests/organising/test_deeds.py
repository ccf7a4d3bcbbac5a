"""What was done at the desk is written down, by the door itself: who, when, from where, and with what outcome."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.organising.actions.recording import address_of, forget_deeds, record
from matchmaking.organising.models import Deed
from matchmaking.organising.rules.files import csv_lines, harmless
from matchmaking.organising.rules.recording import browser_of, outcome_of, parts_of
from matchmaking.organising.verbs import verb_of
from matchmaking.organising.views.doors import desk
from tests import make
from tests.architecture.world import address, addresses, build, knock
from tests.fairs.pages import queries_of
from tests.make import NOW
from tests.organising.pages import page
from tests.vetoes import refused_by

DESK = {name: parts for name, parts in addresses() if name.startswith("organising:") and "fair" in parts}
DAY = timedelta(days=1)
SAFARI = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36 Edg/124.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(during_the_fair):
    """The first morning of the fair."""


# No page can forget it ----------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        made = build()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize("name", sorted(DESK))
def test_every_address_of_the_desk_that_takes_a_post_leaves_a_deed(world, name):
    path = address(world, name, DESK[name])
    fair = Fair.objects.get(slug=world.arguments["fair"])
    client = Client()
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})  # who was not asked has done nothing
    point = transaction.savepoint()
    answer = knock(client, "POST", path)
    left = [(deed.view, deed.outcome) for deed in Deed.objects.filter(fair=fair)]
    transaction.savepoint_rollback(point)
    outcomes = {"2": "done", "R": "done", "9": "refused", "3": "forbidden"}
    assert left == ([(name, outcomes[answer])] if answer in outcomes else []), f"{name} answered {answer}"


def test_every_page_of_the_desk_goes_through_its_door(world):
    for name, parts in DESK.items():
        assert isinstance(resolve(address(world, name, parts)).func.right, Right), name


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "done"), (204, "done"), (302, "done"), (409, "refused"), (403, "forbidden"), (422, None), (404, None)],
)
def test_outcome_follows_from_the_answer(status, outcome):
    assert outcome_of(status) == outcome


@pytest.mark.parametrize(("method", "hands_out", "written"), [("get", False, 0), ("get", True, 1), ("head", True, 0)])
def test_only_reading_what_hands_out_data_is_a_deed(rf, method, hands_out, written):
    who = make.organiser()
    request = getattr(rf, method)(page("list-deeds", who.fair))
    request.user = who.user
    desk(Right.AUDIT, hands_out=hands_out)(lambda request, fair: HttpResponse("x"))(request, fair=who.fair.slug)
    assert list(Deed.objects.values_list("kind", flat=True)) == ["file"] * written


def test_a_deed_says_who_when_where_and_on_what(client, fair, organiser, day):
    person = make.participant(fair=fair)
    headers = {"HTTP_USER_AGENT": EDGE, "REMOTE_ADDR": "203.0.113.9"}
    client.post(page("change-role", fair, person.pk), {"role": "interpreter", "do": "give"}, **headers)
    facts = "fair", "by", "by_name", "as_whom", "kind", "right", "view", "parts", "outcome", "at", "address", "browser"
    assert list(Deed.objects.values(*facts)) == [
        {
            "fair": fair.pk,
            "by": organiser.user_id,
            "by_name": str(organiser.user),
            "as_whom": None,
            "kind": "change",
            "right": "people",
            "view": "organising:change-role",
            "parts": {"participant": str(person.pk), "role": "interpreter", "do": "give"},
            "outcome": "done",
            "at": NOW,
            "address": "203.0.113.9",
            "browser": "Edge",
        }
    ]


def test_a_refused_deed_is_one_too(client, fair, organiser, day):
    client.post(page("change-role", fair, organiser.pk), {"role": "organiser", "do": "take"})
    assert [(deed.view, deed.outcome) for deed in Deed.objects.all()] == [("organising:change-role", "refused")]


def test_the_address_is_what_our_own_proxy_says(client, fair, organiser, settings, day):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = {"HTTP_X_FORWARDED_FOR": "10.9.9.9, 198.51.100.7", "REMOTE_ADDR": "10.0.0.1"}
    client.post(page("match-anew", fair), **forged)
    assert Deed.objects.get().address == "198.51.100.7"


def test_an_address_that_makes_no_sense_is_none(rf):
    assert address_of(rf.get("/", REMOTE_ADDR="unix:")) is None


def test_words_passwords_and_files_are_never_in_a_deed():
    typed = {"decision": ["approve"], "role": ["=cmd()"], "password": ["secret"], "message": ["Dear"], "do": ["x" * 41]}
    assert parts_of({"fair": "f", "participant": 7}, typed) == {"participant": "7", "decision": "approve"}
    assert len(parts_of({}, {"participants": [str(n) for n in range(90)]})["participants"].split()) == 50


@pytest.mark.parametrize(("agent", "family"), [(SAFARI, "Safari"), (EDGE, "Edge"), ("curl/8", ""), ("", "")])
def test_browsers_are_known_by_their_family(agent, family):
    assert browser_of(agent) == family


# Written once ----------------------------------------------------------------


def deed(fair, **kw):
    return record(**{"fair": fair, "by": make.user(), "view": "organising:match-anew", "at": NOW} | kw)


@pytest.mark.parametrize("change", [{"view": "x"}, {"by_name": "x"}, {"outcome": "refused"}, {"at": NOW + DAY}])
def test_a_deed_is_not_rewritten(fair, change):
    written = deed(fair)
    with refused_by("deed_is_written_once"):
        Deed.objects.filter(pk=written.pk).update(**change)


def test_a_deed_is_not_laid_on_somebody_else(fair):
    written = deed(fair)
    with refused_by("deed_is_written_once"):
        Deed.objects.filter(pk=written.pk).update(by=make.user())


def test_a_deed_outlives_the_account_of_its_doer(fair):
    who = make.user(name="Ada")
    written = deed(fair, by=who)
    who.delete()
    written.refresh_from_db()
    assert (written.by, written.by_name) == (None, "Ada")


def test_a_deed_is_not_removed(fair):
    written = deed(fair)
    with refused_by("deed_stays_until_its_time_is_over"):
        Deed.objects.filter(pk=written.pk).delete()
    forget_deeds(fair=fair, before=NOW)
    with refused_by("deed_stays_until_its_time_is_over"):
        Deed.objects.filter(pk=written.pk).delete()


def test_what_was_done_in_a_name_says_by_whom(fair):
    with refused_by("deed_in_anothers_name_is_somebodys"):
        deed(fair, by=None, kind="stead")


def test_old_deeds_of_one_fair_are_forgotten(fair):
    deed(fair, at=NOW - timedelta(days=2))
    kept = [deed(fair, at=NOW), deed(make.fair(), at=NOW - timedelta(days=2))]
    assert forget_deeds(fair=fair, before=NOW - timedelta(days=1)) == 1
    assert list(Deed.objects.order_by("pk")) == kept


# The page ----------------------------------------------------------------


def found(client, fair, **wanted):
    return [row[0] for row in client.get(page("list-deeds", fair), wanted).context["rows"]]


def test_list_deeds_finds_by_who_what_kind_outcome_and_day(client, fair, organiser, day):
    ada = deed(fair, by=make.user(name="Ada"), view="organising:add-hall", at=NOW - timedelta(minutes=1))
    late = NOW - timedelta(hours=11, minutes=30)  # half past eleven in the evening in Brussels, the day before
    bob = deed(fair, by=make.user(name="Bob"), kind="file", outcome="refused", at=late)
    deed(make.fair())
    assert found(client, fair) == [ada, bob]
    assert found(client, fair, q="ada") == [ada]
    assert found(client, fair, q="added a HALL") == [ada]
    assert found(client, fair, kind="file") == [bob]
    assert found(client, fair, outcome="refused") == [bob]
    assert found(client, fair, day="2030-05-13") == [bob]
    assert found(client, fair, q="nobody") == []
    assert found(client, fair, kind="x", outcome="x", day="x", page="-3") == [ada, bob]


def test_list_deeds_names_people_only_while_they_have_a_name(client, fair, organiser, day):
    person = make.participant(fair=fair, user=make.user(name="Carla"))
    client.post(page("change-role", fair, person.pk), {"role": "interpreter", "do": "give"})
    assert "Carla" in client.get(page("list-deeds", fair)).content.decode()
    person.delete()
    shown = client.get(page("list-deeds", fair)).content.decode()
    assert "Carla" not in shown
    assert "somebody who is gone" in shown


def test_list_deeds_asks_as_often_for_three_as_for_one(client, fair, organiser, day):
    def one():
        parts = {"participant": str(make.participant(fair=fair).pk)}
        deed(fair, as_whom=make.user(), parts=parts)

    one()
    few = queries_of(client, page("list-deeds", fair))
    one()
    one()
    assert queries_of(client, page("list-deeds", fair)) == few <= 15


def test_every_deed_has_a_name_in_words():
    assert verb_of("organising:move-room") == "moved a room"
    assert verb_of("organising:show-preview") == "Matching: show preview"
    assert verb_of("meetings:add-person") == "add person"


# The file ----------------------------------------------------------------


def test_the_file_holds_what_is_shown_and_taking_it_is_a_deed(client, fair, organiser, day):
    deed(fair, by=make.user(name="=HYPERLINK(1)"), view="organising:add-hall")
    response = client.get(page("export-deeds", fair), {"q": "hall"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["2030-05-14T09:00:00+00:00,'=HYPERLINK(1),,added a hall,,done,change,"]
    assert response["Content-Disposition"] == f'attachment; filename="{fair.slug}-deeds.csv"'
    assert "no-store" in response["Cache-Control"]
    taken = Deed.objects.get(view="organising:export-deeds")
    assert (taken.kind, taken.by) == ("file", organiser.user)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless(None) == ""
    assert "'=1+1" in "".join(csv_lines(["a"], [["=1+1"]]))


# Strangers ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["list-deeds", "export-deeds"])
@pytest.mark.parametrize("duty", ["helper", "analyst"])
def test_deeds_are_for_owners_and_managers_of_this_fair(client, fair, name, duty, day):
    for stranger in (make.organiser(fair=fair, duty=duty).user, make.organiser().user, make.participant().user):
        client.force_login(stranger)
        assert client.get(page(name, fair)).status_code == 404
    client.force_login(make.organiser(fair=fair, duty=Participant.Duty.MANAGER).user)
    assert client.get(page(name, fair)).status_code == 200
