"""What an organiser sees of matching: how far it is, what it found for both sides, and who needs looking after."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.discovery.actions.matching import claim_run, give_up, want_run
from matchmaking.discovery.announcements import tell_worker
from matchmaking.discovery.models import Dossier, Run
from matchmaking.discovery.queries.stale import due_runs
from matchmaking.exhibitors.models import Representative
from matchmaking.meetings.models import Barrier
from matchmaking.organising.views import matching as organise
from tests import make
from tests.discovery import people
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HTMX = {"HX-Request": "true"}
PITCH = "We roast single-origin beans from Ecuador for hotels and patisseries."


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


def page_of(fair):
    return reverse("organising:organise-matching", args=[fair.slug])


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def crowd(fair):
    """Two stands with chocolate, one with tea that nobody wants; four who want chocolate, one who says nothing."""
    for _ in range(2):
        people.stand(fair)
    people.stand(fair, sells="090210", product="Green tea", languages=["nl"])
    for _ in range(4):
        people.visitor(fair)
    people.visitor(fair, wants="", languages=["ja"], country="JP")


# What was found ----------------------------------------------------------------


def test_figures_of_a_run_say_how_both_sides_fare(fair, crowd):
    equal = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    seen = {"unseen": 0, "drowning": 0, "gini": 0.0, "lorenz": equal}
    assert people.matched(fair).figures == {
        "stands": {"people": 3, "covered": 0, "without": 1, "bands": [1, 2, 0, 0, 0], **seen},
        "visitors": {"people": 5, "covered": 0, "without": 1, "bands": [1, 4, 0, 0, 0], **seen},
        "is_cleared": True,
    }


def test_page_says_in_words_and_pictures_what_was_found(desk, fair, crowd):
    people.matched(fair)
    response = desk.get(page_of(fair))
    (stands, visitors) = response.context["panels"]
    assert (stands.side, stands.people, stands.enough) == ("stands", 3, 5)
    assert (visitors.side, visitors.people, visitors.enough) == ("visitors", 5, 3)
    assert [(band.label, band.number, band.height) for band in visitors.bands] == [
        ("0", 1, 30),
        ("1–4", 4, 120),
        ("5–9", 0, 0),
        ("10–19", 0, 0),
        ("20+", 0, 0),
    ]
    assert visitors.curve == "0,200 20,180 40,160 60,140 80,120 100,100 120,80 140,60 160,40 180,20 200,0"
    page = words(response)
    for said in (
        "<strong>0</strong> of 5 have enough good matches (3 or more).",
        "1–4 good matches: 4 people.",
        "The half that is seen least has 50 % of all attention",
        "Gini coefficient: <strong>0.00</strong>",
        'id="side-stands"',
        'id="lorenz-visitors-table"',
    ):
        assert said in page


def test_page_of_a_fair_that_nobody_has_matched_says_so(desk, fair):
    assert "Nobody has been matched yet" in words(desk.get(page_of(fair)))


def test_page_of_a_fair_where_nobody_is_yet_draws_nothing(desk, fair):
    people.matched(fair)
    page = words(desk.get(page_of(fair)))
    assert page.count("There is nobody on this side yet.") == 2
    assert '<svg class="chart' not in page


def test_page_says_that_attention_is_nobodys_where_nobody_is_on_a_list(desk, fair):
    people.stand(fair)
    people.matched(fair)
    assert "Nobody is among anybody’s first ten." in words(desk.get(page_of(fair)))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_page_names_the_barriers(desk, fair, number):
    for role in ("visitor", "exhibitor", "press")[:number]:
        Barrier.objects.create(fair=fair, asking_role=role, asked_role="interpreter")
    said = {0: "No barrier stands", 1: "1 barrier stands", 3: "3 barriers stand"}
    assert said[number] in words(desk.get(page_of(fair)))


# Who needs looking after ----------------------------------------------------------------


def listed(client, fair, name):
    return client.get(page_of(fair), {"list": name}).context["rows"]


def lacking(client, fair, name="without"):
    return {str(dossier): [str(lack.name) for lack in lacks] for dossier, lacks in listed(client, fair, name)}


def test_left_without_are_those_with_too_few_good_matches_worst_first(desk, fair, crowd):
    people.matched(fair)
    rows = listed(desk, fair, "without")
    assert [dossier.good for dossier, _lacks in rows] == [0, 0, 2, 2, 2, 2, 4, 4]


def test_left_without_says_what_is_missing(desk, fair):
    silent = people.stand(fair, languages=[])
    unspoken = people.stand(fair)
    Representative.objects.filter(exhibitor=unspoken).delete()
    hidden = people.visitor(fair, wants="", visibility="nobody", languages=[], country="", looking_for="")
    eloquent = people.visitor(
        fair, wants="0902", looking_for="Green tea", markets=["CN"], volume="pallet", languages=["zh"]
    )
    people.matched(fair)
    assert lacking(desk, fair) == {
        str(silent): ["a pitch", "markets it looks for", "languages", "volumes"],
        str(unspoken): ["nobody speaks for it", "a pitch", "markets it looks for", "volumes"],
        str(hidden): [
            "is shown to nobody, as he wishes",
            "goods or services that he looks for",
            "what he looks for, in his own words",
            "countries he buys from",
            "languages",
            "volumes",
        ],
        str(eloquent): [],
    }


def test_left_without_says_who_has_no_free_times(desk, fair):
    stand, visitor = people.stand(fair), people.visitor(fair, looking_for="Tea", markets=["CN"], volume="pallet")
    people.matched(fair)
    Dossier.objects.update(capacity=0)
    assert {name: lacks[0] for name, lacks in lacking(desk, fair).items()} == {
        str(stand): "no free times",
        str(visitor): "no free times",
    }


def test_drowning_are_those_wanted_far_more_than_others_of_their_side(desk, fair):
    stands = [people.stand(fair) for _ in range(12)]
    people.matched(fair)
    Dossier.objects.filter(exhibitor=stands[3]).update(shown_to=61)
    Dossier.objects.filter(exhibitor=stands[4]).update(shown_to=11)
    assert [dossier.exhibitor for dossier, _lacks in listed(desk, fair, "drowning")] == [stands[3]]


def test_drowning_visitors_are_measured_by_those_who_are_shown(desk, fair):
    seen = people.visitor(fair)
    others = [people.visitor(fair) for _ in range(5)]
    hidden = [people.visitor(fair, visibility="nobody") for _ in range(20)]
    people.matched(fair)
    Dossier.objects.filter(profile=seen).update(shown_to=31)
    Dossier.objects.filter(profile__in=others).update(shown_to=0)
    Dossier.objects.filter(profile__in=hidden).update(shown_to=31)
    assert [dossier.profile for dossier, _lacks in listed(desk, fair, "drowning")] == [seen]


def copies(fair):
    """Two stands with one pitch, a visitor who has it too; and a colleague of the first, who may."""
    company = make.company(name="Roasters")
    people.stand(fair, company=company, pitch=PITCH, language="en")
    people.stand(fair, company=make.company(name="Copycats"), pitch=PITCH, language="en")
    for name, works_for in (("Ana Lopez", None), ("Colleague", company)):
        call(people.visitor(fair, looking_for=PITCH, language="en", company=works_for), name)


def call(profile, name):
    User.objects.filter(pk=profile.participant.user_id).update(name=name)


def test_same_words_are_those_of_different_owners(desk, fair):
    copies(fair)
    people.matched(fair)
    (group,) = listed(desk, fair, "same")
    assert (group.phrases, group.text, group.language, group.more) == (1, PITCH, "en", 0)
    assert sorted(each.name for each in group.speakers) == ["Ana Lopez", "Colleague", "Copycats", "Roasters"]
    page = words(desk.get(page_of(fair), {"list": "same"}))
    for stand in fair.exhibitors.all():
        assert reverse("exhibitors:show-exhibitor", args=[fair.slug, stand.slug]) in page


def test_same_words_of_one_company_are_nobodys_copy(desk, fair):
    company = make.company()
    people.stand(fair, company=company, pitch=PITCH)
    people.visitor(fair, looking_for=PITCH, company=company)
    without_saying_so = people.visitor(fair, looking_for=PITCH)
    make.membership(company=company, user=without_saying_so.participant.user)
    people.matched(fair)
    assert listed(desk, fair, "same").object_list == []


@pytest.mark.parametrize(("text", "is_chance"), [("Dark chocolate", True), ("可可含量百分之七十的黑巧克力", False)])
def test_same_words_that_two_may_write_by_chance_are_no_copy(desk, fair, text, is_chance):
    for _ in range(2):
        people.visitor(fair, looking_for=text, language="zh")
    people.matched(fair)
    assert (listed(desk, fair, "same").object_list == []) == is_chance


def test_same_words_of_many_name_the_first_of_them(desk, fair):
    for _ in range(14):
        people.visitor(fair, looking_for=PITCH, language="en")
    people.matched(fair)
    (group,) = listed(desk, fair, "same")
    assert (len(group.speakers), group.more) == (12, 2)


def test_same_words_of_another_fair_are_not_compared(desk, fair):
    people.visitor(fair, looking_for=PITCH)
    people.visitor(elsewhere := make.fair(), looking_for=PITCH)
    people.matched(fair)
    people.matched(elsewhere)
    assert listed(desk, fair, "same").object_list == []


@pytest.mark.parametrize("name", ["without", "drowning", "same"])
@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_often_for_three_as_for_one(desk, fair, name, number, django_assert_num_queries):
    for n in range(number):
        people.stand(fair, pitch=f"{n}: {PITCH}", language="en")
        people.visitor(fair, looking_for=f"{n}: {PITCH}", language="en")
    others = [people.visitor(fair).pk for _ in range(16)]
    people.matched(fair)
    Dossier.objects.update(good=0, shown_to=99)
    Dossier.objects.filter(profile__in=others).update(good=9, shown_to=0)
    desk.get(page_of(fair), {"list": name})
    # The reader with his session; the fair with his part in it; runs, weights, barriers; both sides; how many are left
    # without, and drown; who says the same; and one page of one list.
    with django_assert_num_queries(9 + (name != "same")):
        rows = desk.get(page_of(fair), {"list": name}).context["rows"]
    assert len(rows) == number * (1 + (name == "without"))


def test_lists_have_pages_that_keep_the_list(desk, fair, crowd, monkeypatch):
    monkeypatch.setattr(organise, "PER_PAGE", 3)
    people.matched(fair)
    response = desk.get(page_of(fair), {"list": "without", "page": "2"})
    assert [dossier.good for dossier, _lacks in response.context["rows"]] == [2, 2, 2]
    assert "?list=without&amp;page=3" in response.content.decode()


@pytest.mark.parametrize("query", ["list=nonsense&page=zzz", "list=same&page=99", "list=%00"])
def test_nonsense_in_the_address_is_a_sensible_page(desk, fair, crowd, query):
    people.matched(fair)
    assert desk.get(f"{page_of(fair)}?{query}").status_code == 200


# How far it is ----------------------------------------------------------------


def progress(run, **facts):
    Run.objects.filter(pk=run.pk).update(**facts)


def test_match_anew_has_a_run_wait_and_says_how_far_it_is(desk, fair, crowd):
    response = desk.post(reverse("organising:match-anew", args=[fair.slug]))
    assert response["Location"] == page_of(fair)
    run = Run.objects.get()
    wanted = (run.fair, run.kind, run.status, run.weights, run.wanted_by_id, run.wanted_at)
    assert wanted == (fair, "live", "waiting", {}, int(desk.session["_auth_user_id"]), NOW)
    page = words(desk.get(page_of(fair)))
    assert "It waits for its turn." in page
    assert '<progress id="matching-bar"></progress>' in page
    assert 'hx-trigger="every 2s"' in page
    assert "See how far it is" in page
    assert 'id="match-anew"' not in page


def test_an_open_page_is_told_how_far_it_is_and_then_what_was_found(desk, fair, crowd):
    run = claim_run(want_run(fair=fair, at=NOW).pk, at=NOW)
    progress(run, done=8, total=25)
    under_way = desk.get(page_of(fair), headers=HTMX)
    assert under_way.status_code == 200
    assert words(under_way).startswith('<div class="matching__live" id="matching-live">')
    assert '<progress id="matching-bar" max="25" value="8">32 %</progress>' in words(under_way)
    assert "HX-Retarget" not in under_way
    progress(run, status="waiting")
    Run.objects.all().delete()
    people.matched(fair)
    over = desk.get(page_of(fair), headers=HTMX)
    assert (over["HX-Retarget"], over["HX-Reswap"]) == ("#found", "outerHTML")
    assert words(over).startswith('<div id="found">')
    assert '<p id="matching-said" hx-swap-oob="innerHTML">Everybody is matched.</p>' in words(over)
    assert "hx-trigger" not in words(over)


def test_while_it_is_under_way_the_figures_are_those_of_before(desk, fair, crowd):
    people.matched(fair)
    want_run(fair=fair, at=NOW + MINUTE)
    response = desk.get(page_of(fair))
    assert [panel.people for panel in response.context["panels"]] == [3, 5]
    assert 'id="matching-bar"' in response.content.decode()


def test_a_run_whose_worker_has_died_says_so(desk, fair, time_machine):
    claim_run(want_run(fair=fair, at=NOW).pk, at=NOW)
    time_machine.move_to(NOW + 6 * MINUTE, tick=False)
    assert "It has not been heard of for a while" in words(desk.get(page_of(fair)))


def test_a_run_that_has_failed_says_so_until_another_is_done(desk, fair, crowd):
    people.matched(fair)
    Run.objects.update(wanted_at=NOW - MINUTE)
    give_up(claim_run(want_run(fair=fair, at=NOW).pk, at=NOW), at=NOW)
    page = words(desk.get(page_of(fair)))
    assert 'id="matching-failed"' in page
    assert 'id="matching-last"' in page
    assert "Matching has failed." in words(desk.get(page_of(fair), headers=HTMX))
    want_run(fair=fair, at=NOW + MINUTE)
    Run.objects.filter(status="waiting").update(status="done", ended_at=NOW + MINUTE)
    assert 'id="matching-failed"' not in words(desk.get(page_of(fair)))


def test_match_anew_refuses_while_it_is_under_way(desk, fair):
    want_run(fair=fair, at=NOW)
    response = desk.post(reverse("organising:match-anew", args=[fair.slug]))
    assert response.status_code == 409
    assert 'id="refusal"' in words(response)
    assert "This is being worked out already. Wait until it is done." in words(response)
    assert Run.objects.count() == 1


def test_a_worker_is_told_once_the_run_is_there(desk, fair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told:
        desk.post(reverse("organising:match-anew", args=[fair.slug]))
    assert len(told) == 1


def test_while_the_broker_is_away_the_run_waits_to_be_found(fair, caplog):
    """Nobody listens at the first port of a machine."""
    run = want_run(fair=fair, at=NOW)
    assert tell_worker("discovery.match_everybody", run.pk, broker="redis://127.0.0.1:1/0") is False
    assert "is found when it is due" in caplog.text
    assert list(due_runs(at=NOW)) == [run]


# Who may ----------------------------------------------------------------


@pytest.mark.parametrize("who", ["visitor", "other organiser", "nobody"])
@pytest.mark.parametrize(
    "verb", ["organise-matching", "match-anew", "preview-weights", "apply-weights", "reset-weights"]
)
def test_matching_is_for_the_organiser_of_this_fair(client, fair, who, verb):
    people_there = {
        "visitor": lambda: make.participant(fair=fair, user=make.member()).user,
        "other organiser": lambda: make.organiser(user=make.member()).user,
        "nobody": make.member,
    }
    client.force_login(people_there[who]())
    address = reverse(f"organising:{verb}", args=[fair.slug])
    response = client.get(address) if verb == "organise-matching" else client.post(address)
    assert response.status_code == 404
    assert not Run.objects.exists()
