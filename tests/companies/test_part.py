"""Somebody who works for a company deletes his account."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection
from django.urls import reverse

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.accounts.errors import AccountRefused, StillNeeded
from matchmaking.accounts.models import User
from matchmaking.companies.actions import parting, people
from matchmaking.companies.errors import CompanyRefused, LastOwner
from matchmaking.companies.models import Company, Membership, ProductImage
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW
from tests.vetoes import refused_by

OWNER, MEMBER = Membership.Role.OWNER, Membership.Role.MEMBER


def go(user):
    delete_account(user=user, typed_email=user.email, at=NOW)


def company_of(owner, *, members=0, owners=0, **kw):
    company = make.company(owner=owner, **kw)
    for role, count in ((MEMBER, members), (OWNER, owners)):
        for _ in range(count):
            make.membership(company=company, role=role)
    return company


@pytest.mark.django_db
def test_a_member_and_one_of_two_owners_work_for_nobody_any_more():
    alice = make.user()
    led, served = company_of(alice, owners=1, members=1), company_of(make.user())
    make.membership(company=served, user=alice)
    go(alice)
    assert not alice.memberships.exists()
    assert (led.memberships.count(), served.memberships.count()) == (2, 1)


@pytest.mark.django_db
def test_the_only_owner_of_a_company_with_colleagues_is_told_its_name():
    alice = make.user()
    companies = [company_of(alice, members=1, name=name) for name in ("Atelier Brun", "Brun & Filles")]
    company_of(alice, owners=1, members=1, name="Elsewhere")
    with pytest.raises(StillNeeded) as refused:
        go(alice)
    assert refused.value.reasons == [
        f"{name} needs an owner. Make one of your colleagues an owner first."
        for name in ("Atelier Brun", "Brun & Filles")
    ]
    alice.refresh_from_db()
    assert alice.left_at is None
    assert alice.memberships.count() == 3  # nothing has happened at all
    assert all(company.memberships.count() == 2 for company in companies)


@pytest.mark.django_db
def test_a_company_of_his_alone_goes_with_him(django_capture_on_commit_callbacks):
    alice = make.user()
    company = company_of(alice, logo=ContentFile(b"logo", name="logo.png"))
    product = make.product(company=company)
    picture = ProductImage.objects.create(product=product, image=ContentFile(b"picture", name="picture.png"))
    make.company_text(company=company)
    with django_capture_on_commit_callbacks(execute=True):
        go(alice)
    assert not Company.objects.filter(pk=company.pk).exists()
    assert not default_storage.exists(company.logo.name)
    assert not default_storage.exists(picture.image.name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fair", "stand"),
    [(Fair.Status.CLOSED, Exhibitor.Status.APPROVED), (Fair.Status.LIVE, Exhibitor.Status.WITHDRAWN)],
)
def test_a_company_that_had_a_stand_stays_without_people(fair, stand):
    """Fairs remember who was there."""
    alice = make.user()
    company = company_of(alice, logo=ContentFile(b"logo", name="logo.png"))
    make.exhibitor(company=company, fair=make.fair(status=fair), status=stand)
    go(alice)
    company.refresh_from_db()
    assert not company.memberships.exists()
    assert default_storage.exists(company.logo.name)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Exhibitor.Status.APPLIED, Exhibitor.Status.APPROVED])
def test_a_stand_that_only_he_looks_after_keeps_him(status):
    alice = make.user()
    company = company_of(alice, name="Atelier Brun")
    decided_at = NOW if status == Exhibitor.Status.APPROVED else None
    stand = make.exhibitor(company=company, fair=make.fair(name="Cacao Days"), status=status, decided_at=decided_at)
    make.representative(exhibitor=stand, user=alice)
    with pytest.raises(StillNeeded) as refused:
        go(alice)
    assert refused.value.reasons == [
        "Atelier Brun has a stand at Cacao Days. Withdraw it first, or make a colleague an owner of the company."
    ]
    assert stand.representatives.count() == company.memberships.count() == 1


@pytest.mark.django_db
def test_the_page_says_what_keeps_him_and_loses_nothing():
    alice = make.member()
    company_of(alice, members=1, name="Atelier Brun")
    client = signed_in(alice)
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})
    response = client.post(reverse("accounts:delete-account"), {"email": alice.email})
    assert response.status_code == 409
    page = response.content.decode()
    assert 'id="refusal"' in page
    assert "Atelier Brun needs an owner." in page
    assert f'value="{alice.email}"' in page
    assert client.get(reverse("accounts:me")).status_code == 200


# The referee ----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["delete", "update"])
def test_people_of_a_company_have_an_owner(deed):
    company = company_of(make.user(), members=1)
    owner = company.memberships.filter(role=OWNER)
    with refused_by("people_of_a_company_have_an_owner"):
        owner.update(role=MEMBER) if deed == "update" else owner.delete()


@pytest.mark.django_db
def test_who_has_left_works_for_nobody():
    gone = make.user()
    go(gone)
    with refused_by("who_has_left_works_for_nobody"):
        make.membership(user=gone)


def race(*runners):
    """Run all at once; the refusals that they met."""
    refusals = []

    def run(runner):
        try:
            runner()
        except (AccountRefused, CompanyRefused, IntegrityError) as refusal:
            refusals.append(type(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[runner]) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


@pytest.fixture
def together(monkeypatch):
    """Hold both between the look at the owners and the deed until both are there, or one surely waits."""
    barrier, check = Barrier(2), people._check_not_the_last_owner

    def look_and_wait(membership):
        check(membership)
        with suppress(BrokenBarrierError):
            barrier.wait(1)

    monkeypatch.setattr(people, "_check_not_the_last_owner", look_and_wait)


@pytest.fixture
def unlocked(monkeypatch):
    for module in (people, parting):
        monkeypatch.setattr(module, "hold_company", lambda company_id: None)


@pytest.fixture
def no_referee():
    """The veto is away for this one test."""
    change = "ALTER TABLE companies_membership {} TRIGGER people_of_a_company_have_an_owner"
    with connection.cursor() as cursor:
        cursor.execute(change.format("DISABLE"))
        yield
        cursor.execute(change.format("ENABLE"))


def one_goes_and_the_other_leaves():
    """Both owners of a company with a member: the refusals, and how many owners are left."""
    alice, bob = make.user(), make.user()
    company = company_of(alice, members=1)
    make.membership(company=company, user=bob, role=OWNER)
    refusals = race(lambda: go(alice), lambda: people.leave_company(company_id=company.pk, user_id=bob.pk))
    return refusals, company.memberships.filter(role=OWNER).count()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_lock_and_veto_nobody_would_own_the_company(no_referee, unlocked, together):
    assert one_goes_and_the_other_leaves() == ([], 0)  # the trap can spring …


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_veto_holds_without_the_lock(unlocked, together):
    refusals, owners = one_goes_and_the_other_leaves()
    assert owners == 1  # … the veto is what holds it …
    assert refusals in ([LastOwner], [IntegrityError])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_with_the_lock_the_later_one_is_told(together):
    refusals, owners = one_goes_and_the_other_leaves()
    assert owners == 1
    assert refusals in ([LastOwner], [StillNeeded])  # … and says so in words
    assert User.objects.filter(left_at=None).count() >= 2
