"""Importing exhibitors: companies, stands and contact persons; and whose word counts for what."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, Membership
from matchmaking.exhibitors.models import DirectoryEntry, Exhibitor, Representative
from matchmaking.fairs.models import Participant
from matchmaking.reminders.due import fairs as due
from tests import make
from tests.make import NOW
from tests.organising.tables import brought_in, checked, found, undone

pytestmark = pytest.mark.django_db
HEADER = ["Société", "Pays", "TVA", "Site web", "Pavillon", "N° de stand", "Accroche", "Contact", "E-mail", "Fonction"]
PLACE, PERSON = ["Hall 1", "a12", "Farines"], ["Anne", "Anne@Example.com", "Export"]
MILL = ["Moulin de Valmont", "Belgique", "BE0428759497", "moulin.example.com", *PLACE, *PERSON]


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def hall(fair):
    return make.hall(fair=fair, name="Hall 1")


def test_a_row_makes_a_company_a_stand_and_its_contact_person(fair, hall):
    imported = brought_in(fair, "exhibitors", HEADER, MILL)
    assert found(imported) == []
    stand = Exhibitor.objects.get()
    company = stand.company
    assert (company.name, company.country, company.vat_number) == ("Moulin de Valmont", "BE", "BE0428759497")
    assert (company.slug, company.website) == ("moulin-de-valmont", "https://moulin.example.com")
    assert (stand.fair, stand.status, stand.hall, stand.stand_number) == (fair, "approved", hall, "A12")
    assert (stand.headline, stand.slug, stand.decided_at) == ("Farines", company.slug, NOW)
    seat = Representative.objects.get()
    user = seat.participant.user
    assert (user.email, user.name, user.country) == ("anne@example.com", "Anne", "BE")
    assert not user.has_usable_password()
    assert (seat.exhibitor, seat.job_title, seat.participant.roles) == (stand, "Export", ["exhibitor"])
    assert seat.participant.is_approved
    assert Membership.objects.get().role == "owner"
    assert DirectoryEntry.objects.get().exhibitor == stand
    assert (Company.history.count(), User.history.count(), Participant.history.count()) == (1, 1, 1)


def test_nobody_is_written_to(fair, hall):
    brought_in(fair, "exhibitors", HEADER, MILL, by=make.organiser(fair=fair).user)
    assert mail.outbox == []
    assert due.decided(NOW, 10) == []


def test_who_was_imported_signs_in_with_a_code(fair, hall, client):
    brought_in(fair, "exhibitors", HEADER, MILL)
    client.post(reverse("account_request_login_code"), {"email": "anne@example.com"})
    (letter,) = mail.outbox
    assert letter.to == ["anne@example.com"]
    code = next(
        word for word in letter.body.split() if "-" in word and word.replace("-", "").isalnum() and word.isupper()
    )
    response = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert response.wsgi_request.user.email == "anne@example.com"
    assert EmailAddress.objects.get().verified


def test_the_same_again_changes_nothing(fair, hall):
    brought_in(fair, "exhibitors", HEADER, MILL)
    again = checked(fair, "exhibitors", HEADER, MILL)
    assert again.counts == {"created": 0, "changed": 0, "same": 1, "wrong": 0}


def test_what_our_own_import_made_may_be_changed_until_somebody_comes(fair, hall):
    brought_in(fair, "exhibitors", HEADER, MILL)
    other = [*MILL[:3], "new.example.com", "Hall 1", "B01", "Farines bio", "Bea", "bea@example.com", ""]
    imported = brought_in(fair, "exhibitors", HEADER, other)
    assert imported.counts["changed"] == 1
    stand = Exhibitor.objects.select_related("company").get()
    assert (stand.company.website, stand.stand_number) == ("https://new.example.com", "B01")
    assert stand.headline == "Farines bio"
    assert sorted(Membership.objects.values_list("user__name", "role")) == [("Anne", "owner"), ("Bea", "member")]
    User.objects.filter(name="Anne").update(last_login=NOW)
    third = [*MILL[:3], "third.example.com", "Hall 1", "C01", "Third", "", "", ""]
    assert brought_in(fair, "exhibitors", HEADER, third).counts["changed"] == 1
    stand.refresh_from_db()
    assert (stand.stand_number, stand.headline) == ("C01", "Farines bio")
    assert Company.objects.get().website == "https://new.example.com"
    undone(imported)
    assert imported.counts["undo_kept"] == 1


def test_a_company_that_looks_after_itself_is_only_linked(fair, hall):
    owner = make.member(email="owner@example.com")
    company = make.company(name="Moulin de Valmont", country="BE", website="https://old.example.com", owner=owner)
    imported = brought_in(fair, "exhibitors", HEADER, MILL)
    assert found(imported) == [
        (2, "Société", "note_company_linked"),
        (2, "E-mail", "note_not_a_member"),
    ]
    stand = Exhibitor.objects.get()
    company.refresh_from_db()
    assert (stand.company, stand.hall, company.website) == (company, hall, "https://old.example.com")
    assert not User.objects.filter(email="anne@example.com").exists()
    assert list(company.memberships.values_list("user", flat=True)) == [owner.pk]
    assert not Representative.objects.exists()


def test_who_works_there_already_speaks_for_the_stand(fair, hall):
    owner = make.member(email="anne@example.com", name="Anne Moreau")
    make.company(name="Moulin de Valmont", country="BE", owner=owner)
    brought_in(fair, "exhibitors", HEADER, MILL)
    assert Representative.objects.get().participant.user == owner
    owner.refresh_from_db()
    assert owner.name == "Anne Moreau"


def test_an_organiser_changes_the_company_that_he_owns(fair, hall):
    by = make.organiser(fair=fair).user
    company = make.company(name="Moulin de Valmont", country="BE", owner=by)
    brought_in(fair, "exhibitors", HEADER, MILL, by=by)
    company.refresh_from_db()
    assert company.website == "https://moulin.example.com"


def test_a_company_is_found_by_its_vat_number(fair, hall):
    company = make.company(name="Moulin SA", country="BE", vat_number="BE0428759497")
    imported = brought_in(fair, "exhibitors", HEADER, MILL)
    assert Exhibitor.objects.get().company == company
    assert (2, "TVA", "note_matched_by_vat") in found(imported)


def test_duplicates_and_taken_stands_are_told(fair, hall):
    make.exhibitor(fair=fair, company=make.company(name="First"), hall=hall, stand_number="A01")
    rows = [
        ["One", "BE", "", "", "Hall 1", "A01"],
        ["Two", "BE", "", "", "Hall 1", "A02"],
        ["TWO", "Belgium", "", "", "Hall 1", "A03"],
        ["Three", "BE", "", "", "Hall 1", "A02"],
        ["Four", "BE", "", "", "", "A09"],
        ["Five", "BE", "", "", "Hall 1", "too long a number"],
    ]
    assert found(checked(fair, "exhibitors", HEADER, *rows)) == [
        (2, "N° de stand", "stand_taken"),
        (4, "Société", "twice"),
        (5, "N° de stand", "stand_taken"),
        (6, "N° de stand", "number_without_hall"),
        (7, "N° de stand", "not_a_stand_number"),
    ]


def test_who_has_a_hall_but_no_number_gets_the_next_free_one(fair, hall):
    make.exhibitor(fair=fair, company=make.company(name="First"), hall=hall, stand_number="A01")
    rows = [[name, "BE", "", "", "Hall 1", number] for name, number in (("One", ""), ("Two", "A02"), ("Three", ""))]
    brought_in(fair, "exhibitors", HEADER, *rows)
    numbers = dict(Exhibitor.objects.values_list("company__name", "stand_number"))
    assert numbers == {"First": "A01", "One": "A03", "Two": "A02", "Three": "A04"}


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("Belgiqe", "country_is_nearly", {"nearest": "Belgium"}),
        ("Atlantis", "no_such_country", {}),
        ("XX", "no_such_country", {}),
    ],
)
def test_unknown_countries_are_told(fair, text, code, params):
    imported = checked(fair, "exhibitors", ["company", "country"], ["One", text])
    problem = imported.problems.get()
    assert (problem.code, problem.params, problem.value) == (code, params, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("België", "BE"), ("Deutschland", "DE"), ("中国", "CN"), ("Côte d’Ivoire", "CI"), ("cote d'ivoire", "CI"),
        ("USA", "US"), ("États-Unis", "US"), ("royaume uni", "GB"), ("pe", "PE"), ("PER", "PE"), ("مصر", "EG"),
        ("Korea, Republic of", "KR"), ("Россия", "RU"),
    ],
)  # fmt: skip
def test_countries_are_known_by_many_names(fair, text, code):
    imported = checked(fair, "exhibitors", ["company", "country"], ["One", text])
    assert found(imported) == []
    assert brought_in(fair, "exhibitors", ["company", "country"], ["One", text]).counts["created"] == 1
    assert Company.objects.get().country == code


def test_people_who_cannot_come_are_told(fair):
    make.user(email="open@example.com")  # signed up, and never confirmed
    closed = make.member(email="closed@example.com", is_active=False)
    declined = make.member(email="declined@example.com")
    make.participant(fair=fair, user=declined, status="declined")
    left = make.member(email="left@example.com")
    make.participant(fair=fair, user=left, status="left", left_at=NOW)
    header = ["company", "country", "contact", "email"]
    rows = [
        [f"C{n}", "BE", "X", f"{name}@example.com"] for n, name in enumerate(("open", "closed", "declined", "left"))
    ]
    rows += [["C5", "BE", "X", "nobody"], ["C6", "BE", "", "new@example.com"], ["C7", "BE", "Somebody", ""]]
    assert found(checked(fair, "exhibitors", header, *rows)) == [
        (2, "email", "account_unconfirmed"),
        (3, "email", "account_closed"),
        (4, "email", "person_declined"),
        (5, "email", "person_left"),
        (6, "email", "not_an_address"),
        (7, "contact", "contact_without_name"),
        (8, "contact", "note_contact_without_address"),
    ]
    assert closed.pk


def test_a_confirmed_second_address_is_the_same_person(fair):
    user = make.member(email="first@example.com", name="Anne")
    EmailAddress.objects.create(user=user, email="second@example.com", verified=True)
    brought_in(
        fair, "exhibitors", ["company", "country", "contact", "email"], ["C", "BE", "Other", "second@example.com"]
    )
    assert Representative.objects.get().participant.user == user


def test_a_stand_that_waits_is_approved_and_one_that_was_declined_is_told(fair):
    waiting, declined, withdrawn = (make.company(name=name) for name in ("Waiting", "Declined", "Withdrawn"))
    make.exhibitor(fair=fair, company=waiting, status="applied", decided_at=None)
    make.exhibitor(fair=fair, company=declined, status="declined")
    make.exhibitor(fair=fair, company=withdrawn, status="withdrawn")
    imported = brought_in(
        fair, "exhibitors", ["company", "country"], ["Waiting", "BE"], ["Declined", "BE"], ["Withdrawn", "BE"]
    )
    assert found(imported) == [(3, "company", "stand_declined"), (4, "company", "stand_withdrawn")]
    assert Exhibitor.objects.get(company=waiting).status == "approved"
    undone(imported)
    assert Exhibitor.objects.get(company=waiting).status == "applied"


def test_undoing_leaves_nothing_of_a_row(fair, hall):
    imported = undone(brought_in(fair, "exhibitors", HEADER, MILL))
    assert imported.counts["undo_removed"] == 1
    for model in (Exhibitor, Company, Membership, Representative, Participant, User, EmailAddress, DirectoryEntry):
        assert not model.objects.exists(), model
    assert not User.history.exists()


def test_whoever_has_signed_in_stays_with_all_that_came_with_him(fair, hall):
    imported = brought_in(fair, "exhibitors", HEADER, MILL, ["Two", "BE", "", "", "Hall 1"])
    User.objects.update(last_login=NOW)
    undone(imported)
    assert (imported.counts["undo_removed"], imported.counts["undo_kept"]) == (1, 1)
    assert Exhibitor.objects.get().company.memberships.get().role == "owner"


def test_a_contact_of_two_companies_stays_while_one_of_them_stays(fair, hall):
    second = ["Two", "BE", "", "", "Hall 1", "", "", "Anne", "anne@example.com", ""]
    imported = brought_in(fair, "exhibitors", HEADER, MILL, second)
    make.product(company=Company.objects.get(name="Two"))
    undone(imported)
    assert (imported.counts["undo_removed"], imported.counts["undo_kept"]) == (0, 2)
    assert User.objects.count() == 1
    assert Representative.objects.count() == 2


def test_number_of_queries_does_not_grow_with_rows(fair, hall, django_assert_max_num_queries):
    def rows(prefix, number):
        return [
            [f"{prefix}{n}", "BE", "", "", "Hall 1", "", "", "X", f"{prefix}{n}@example.com", ""] for n in range(number)
        ]

    brought_in(fair, "exhibitors", HEADER, *rows("warm", 2))
    with django_assert_max_num_queries(150):
        brought_in(fair, "exhibitors", HEADER, *rows("few", 3))
    with django_assert_max_num_queries(150):
        brought_in(fair, "exhibitors", HEADER, *rows("many", 40))
