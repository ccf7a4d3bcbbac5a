from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.visitors import rules
from matchmaking.visitors.actions.profiles import write_profile
from matchmaking.visitors.errors import NotAHeading, NotAtTheFair, NotAVisitor, ProfileChanged, WorkingDayBackwards
from matchmaking.visitors.models import DirectoryEntry, VisitorProfile
from matchmaking.visitors.queries import filled_fields
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

Status = Participant.Status
GONE = {Status.DECLINED: {"decided_at": NOW}, Status.LEFT: {"decided_at": NOW, "left_at": NOW}}


def words(**kw):
    return {
        "company": None,
        "organisation": "Buying House",
        "job_title": "Buyer",
        "country": "FR",
        "looking_for": "Du chocolat noir",
        "language": "fr",
        "markets": ["BE", "CH"],
        "languages": ["fr", "en"],
        "certificates": ["fairtrade"],
        "volume": "pallet",
        "time_zone": "Europe/Paris",
        "works_from": time(8),
        "works_to": time(16),
        "visibility": "exhibitors",
    } | kw


def write(participant, *, version=0, headings=(), services=(), **kw):
    return write_profile(
        participant=participant, version=version, words=words(**kw), headings=headings, services=services, at=NOW
    )


def form(**kw):
    """The same as a browser sends it."""
    sent = {name: value for name, value in words().items() if value is not None}
    return sent | {"version": 0, "works_from": "08:00", "works_to": "16:00", "headings": "", "company": ""} | kw


def address(fair):
    return reverse("visitors:edit-profile", kwargs={"fair": fair.slug})


def test_write_profile_makes_the_profile_and_it_can_be_found():
    participant = make.participant()
    heading, service = make.hs_code("1806"), make.service()
    profile = write(participant, headings=[heading], services=[service])
    stored = VisitorProfile.objects.get()
    assert {name: getattr(stored, name) for name in words()} == words()
    assert (stored.pk, stored.participant, stored.version) == (profile.pk, participant, 1)
    assert (list(stored.headings.all()), list(stored.services.all())) == ([heading], [service])
    entry = DirectoryEntry.objects.get()
    assert (entry.profile, entry.fair, entry.country, entry.chapters) == (stored, participant.fair, "FR", ["18"])
    assert (entry.languages, entry.certificates, entry.visibility) == (["en", "fr"], ["fairtrade"], "exhibitors")


def test_write_profile_changes_what_was_there():
    participant = make.participant()
    first = write(participant, headings=[make.hs_code("1806")], services=[make.service()])
    again = write(participant, version=1, headings=[make.hs_code("8712")], looking_for="Fietsen")
    stored = VisitorProfile.objects.get()
    assert (again.pk, stored.pk, stored.version, stored.looking_for) == (first.pk, first.pk, 2, "Fietsen")
    assert [code.pk for code in stored.headings.all()] == ["8712"]
    assert not stored.services.exists()
    assert DirectoryEntry.objects.get().chapters == ["87"]


def test_somebody_who_waits_for_approval_may_prepare_his_profile():
    write(make.participant(status=Status.APPLIED, decided_at=None))
    assert VisitorProfile.objects.exists()


def test_the_form_takes_ticked_headings_and_typed_ones(client):
    participant = make.participant()
    make.hs_code("1806")
    make.hs_code("8712")
    client.force_login(participant.user)
    client.post(address(participant.fair), form(headings="8712") | {"headings_choice": ["1806"]})
    assert {code.pk for code in participant.visitor_profile.headings.all()} == {"1806", "8712"}


@pytest.mark.parametrize("version", [0, 2])
def test_the_later_of_two_tabs_is_told(version):
    participant = make.participant()
    write(participant)
    with pytest.raises(ProfileChanged):
        write(participant, version=version, looking_for="Overwritten")
    assert VisitorProfile.objects.get().looking_for == "Du chocolat noir"


@pytest.mark.parametrize("status", GONE)
def test_who_was_declined_or_left_writes_nothing(status):
    with pytest.raises(NotAtTheFair):
        write(make.participant(status=status, **GONE[status]))
    assert not VisitorProfile.objects.exists()


def test_only_visitors_have_a_profile():
    with pytest.raises(NotAVisitor):
        write(make.participant(roles=[Participant.Role.EXHIBITOR]))


def test_a_working_day_ends_after_it_begins():
    with pytest.raises(WorkingDayBackwards):
        write(make.participant(), works_from=time(17), works_to=time(17))


def test_the_database_refuses_a_code_that_is_no_heading():
    with pytest.raises(NotAHeading):
        write(make.participant(), headings=[make.hs_code("180632")])
    assert not VisitorProfile.objects.exists()


def test_the_database_refuses_a_backward_day_in_the_same_words(monkeypatch):
    monkeypatch.setattr(rules, "check_working_day", lambda *_: None)
    with pytest.raises(WorkingDayBackwards):
        write(make.participant(), works_from=time(17), works_to=time(9))


def test_the_page_begins_with_what_the_account_knows(client):
    user = make.user(country="JP", time_zone="Asia/Tokyo", spoken_languages=["ja"])
    participant = make.participant(user=user)
    client.force_login(user)
    html = client.get(address(participant.fair)).content.decode()
    assert '<option value="JP" selected>' in html
    assert '<option value="Asia/Tokyo" selected>' in html
    assert 'value="ja" ' in html
    assert 'name="works_from" value="09:00"' in html


def test_saving_leads_to_the_page_that_others_see(client):
    participant = make.participant()
    client.force_login(participant.user)
    make.hs_code("1806")
    response = client.post(address(participant.fair), form(headings="1806"))
    profile = VisitorProfile.objects.get()
    shown = reverse("visitors:show-visitor", kwargs={"fair": participant.fair.slug, "pk": profile.pk})
    assert (response.status_code, response["Location"]) == (302, shown)
    html = client.get(shown).content.decode()
    assert "Du chocolat noir" in html
    assert 'lang="fr"' in html
    assert "1806" in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"works_to": "08:00"}, "works_to"),
        ({"works_from": "25:00"}, "works_from"),
        ({"headings": "9999"}, "headings"),
        ({"headings": "180632"}, "headings"),
        ({"country": "XX"}, "country"),
        ({"languages": ["klingon"]}, "languages"),
        ({"certificates": ["best-in-show"]}, "certificates"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"visibility": "some"}, "visibility"),
        ({"looking_for": "a" * 10_000}, "looking_for"),
        ({"looking_for": "nul \0 byte"}, "looking_for"),
        ({"organisation": "x" * 121}, "organisation"),
        ({"company": "4711"}, "company"),
    ],
)
def test_a_wrong_field_is_said_at_the_field(client, wrong, field):
    participant = make.participant()
    client.force_login(participant.user)
    make.hs_code("180632")
    response = client.post(address(participant.fair), form(**wrong))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not VisitorProfile.objects.exists()


def test_one_cannot_come_for_a_company_one_does_not_work_for(client):
    participant, mine = make.participant(), make.company()
    make.membership(company=mine, user=participant.user)
    client.force_login(participant.user)
    assert client.post(address(participant.fair), form(company=make.company().pk)).status_code == 422
    assert client.post(address(participant.fair), form(company=mine.pk)).status_code == 302
    assert VisitorProfile.objects.get().company == mine


def test_two_tabs_the_second_is_told_and_nothing_is_lost(client):
    participant = make.participant()
    client.force_login(participant.user)
    client.post(address(participant.fair), form(looking_for="First tab", works_to="17:00"))
    response = client.post(address(participant.fair), form(looking_for="Second tab"))
    html = response.content.decode()
    assert response.status_code == 409
    assert {(d["theirs"], d["mine"]) for d in response.context["differences"]} == {
        ("First tab", "Second tab"),
        ("17:00", "16:00"),
    }
    assert 'id="differences"' in html
    assert VisitorProfile.objects.get().looking_for == "First tab"
    version = response.context["form"]["version"].value()
    assert client.post(address(participant.fair), form(looking_for="Second tab", version=version)).status_code == 302
    assert VisitorProfile.objects.get().looking_for == "Second tab"


@pytest.mark.parametrize(
    "stranger",
    [
        lambda fair: make.user(),
        lambda fair: make.participant().user,
        lambda fair: make.participant(fair=fair, roles=[Participant.Role.EXHIBITOR]).user,
        lambda fair: make.participant(fair=fair, status=Status.LEFT, left_at=NOW).user,
        lambda fair: make.participant(fair=fair, status=Status.DECLINED).user,
    ],
    ids=["stranger", "elsewhere", "exhibitor", "left", "declined"],
)
def test_who_is_no_visitor_here_has_no_such_page(client, stranger):
    fair = make.fair()
    client.force_login(stranger(fair))
    assert client.get(address(fair)).status_code == 404
    assert client.post(address(fair), form()).status_code == 404
    assert not VisitorProfile.objects.exists()


def test_what_is_missing_is_said_with_its_use():
    profile = write(make.participant(), looking_for="", markets=[])
    assert [hint.field for hint in rules.missing(filled_fields(profile))] == ["looking_for", "headings", "markets"]
    assert rules.completeness(filled_fields(profile)) == 57
    full = write(profile.participant, version=1, services=[make.service()])
    assert rules.completeness(filled_fields(full)) == 100


def test_a_page_takes_the_same_queries_whatever_is_said(client):
    participant = make.participant()
    client.force_login(participant.user)

    def queries(version, **said):
        profile = write(participant, version=version, **said)
        shown = reverse("visitors:show-visitor", kwargs={"fair": participant.fair.slug, "pk": profile.pk})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(shown).status_code == 200
        return len(captured)

    one = queries(0, headings=[make.hs_code("1806")], services=[make.service()])
    many = [make.hs_code(code) for code in ("1806", "8712", "0902")]
    assert queries(1, headings=many, services=[make.service("1B"), make.service("1C", "Others")]) == one
