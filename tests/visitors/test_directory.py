import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.fairs.models import Fair, Participant
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.directory import stale_profiles
from matchmaking.visitors.models import DirectoryEntry, VisitorProfile
from matchmaking.visitors.tasks import index_stale_visitors
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

LATER = NOW.replace(hour=10)


@pytest.fixture
def fair():
    return make.fair()


def visitor(fair, name, *, headings=(), **kw):
    profile = make.visitor(fair=fair, user=make.user(name=name), **kw)
    for code in headings:
        profile.sought.create(code=make.hs_code(code, f"Goods {code}"))
    index_visitors([profile.pk], at=NOW)
    return profile


def ask(client, fair, query="", **kw):
    return client.get(reverse("visitors:directory", kwargs={"fair": fair.slug}) + query, **kw)


def test_directory_finds_by_what_is_looked_for_headings_and_names(client, fair):
    alice = visitor(fair, "Alice", looking_for="Du chocolat noir", language="fr")
    bob = visitor(fair, "Bob", headings=["8712"])
    client.force_login(make.organiser(fair=fair).user)
    for query, found in {"": {alice, bob}, "?q=chocolate": {alice}, "?q=alise": {alice}, "?chapter=87": {bob}}.items():
        html = ask(client, fair, query).content.decode()
        assert {p for p in (alice, bob) if f'id="visitor-{p.pk}"' in html} == found, query


@pytest.mark.parametrize(
    "query", ["?page=abc", "?page=999999", "?q=%00", "?country=%00", "?language=zz", "?q=" + "a" * 10_000]
)
def test_nonsense_in_the_address_is_a_sensible_page(client, fair, query):
    visitor(fair, "Alice")
    client.force_login(make.organiser(fair=fair).user)
    assert ask(client, fair, query).status_code == 200


@pytest.mark.parametrize(
    ("status", "stamps", "words"),
    [
        (Participant.Status.APPLIED, {"decided_at": None}, "waits for the organiser"),
        (Participant.Status.DECLINED, {"decided_at": NOW}, "do not take part"),
        (Participant.Status.LEFT, {"left_at": NOW}, "do not take part"),
    ],
)
def test_who_is_not_let_in_is_told_why(client, fair, status, stamps, words):
    client.force_login(make.participant(fair=fair, status=status, **stamps).user)
    response = ask(client, fair)
    assert response.status_code == 409
    assert words in response.content.decode()


def test_a_stranger_is_invited_to_join(client, fair):
    client.force_login(make.user())
    response = ask(client, fair)
    assert response.status_code == 409
    assert reverse("fairs:join-fair", kwargs={"fair": fair.slug}) in response.content.decode()


def test_a_draft_is_not_there_for_strangers(client):
    client.force_login(make.user())
    assert ask(client, make.fair(status=Fair.Status.DRAFT)).status_code == 404


def test_htmx_gets_what_changes(client, fair):
    visitor(fair, "Alice")
    client.force_login(make.organiser(fair=fair).user)
    response = ask(client, fair, "?sort=name", HTTP_HX_REQUEST="true")
    assert response["HX-Push-Url"].endswith("/visitors/?sort=name")
    assert "<html" not in response.content.decode()


VIEWERS = {
    "visitor": lambda fair: make.visitor(fair=fair, visibility=VisitorProfile.Visibility.NOBODY).participant.user,
    "exhibitor": lambda fair: make.participant(fair=fair, roles=[Participant.Role.EXHIBITOR]).user,
    "organiser": lambda fair: make.organiser(fair=fair).user,
}


@pytest.mark.parametrize("blocks", [False, True])
@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("query", ["", "?q=choclate+velo", "?country=BE&chapter=18&page=2"])
def test_directory_makes_eight_queries_at_most_whatever_its_size(client, fair, query, viewer, blocks):
    user = VIEWERS[viewer](fair)
    if blocks:
        Block.objects.create(blocker=user, blocked=make.user())

    def queries():
        client.force_login(user)
        client.get("/me/")  # the session is noted, as on anybody's first page
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, fair, query).status_code == 200
        return len(captured)

    visitor(fair, "Alice", headings=["1806"], country="BE", looking_for="Chocolate velo")
    one = queries()
    for name in ("Bob", "Charlie", "Delta", "Echo"):
        visitor(fair, name, headings=["1806"], country="BE", looking_for="Chocolate velo")
    assert queries() <= one <= 8


def test_indexing_takes_as_many_queries_for_three_as_for_one(fair, django_assert_num_queries):
    company = make.company_text().company
    profiles = [visitor(fair, f"V {n}", headings=["1806"], company=company) for n in range(4)]
    with CaptureQueriesContext(connection) as one:
        index_visitors([profiles[0].pk], at=NOW)
    with django_assert_num_queries(len(one)):
        index_visitors([profile.pk for profile in profiles[1:]], at=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda profile: profile.save(),
        lambda profile: profile.company.save(),
        lambda profile: make.company_text(company=profile.company),
        lambda profile: profile.participant.user.save(),
        lambda profile: DirectoryEntry.objects.all().delete(),
    ],
    ids=["profile", "company", "text", "person", "entry lost"],
)
def test_whatever_is_changed_behind_its_back_heals_itself(fair, change, time_machine):
    time_machine.move_to(NOW, tick=False)
    profile = make.visitor(fair=fair, company=make.company())
    assert list(stale_profiles()) == [profile]
    index_visitors([profile.pk], at=NOW)
    assert not stale_profiles().exists()
    time_machine.move_to(LATER, tick=False)
    change(profile)
    assert list(stale_profiles()) == [profile]
    assert index_stale_visitors() == 1
    assert index_stale_visitors() == 0
