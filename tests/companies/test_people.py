import threading
from contextlib import suppress

import pytest
from django.db import connection

from matchmaking.companies.actions import people as acting
from matchmaking.companies.errors import CompanyRefused, LastOwner, NotAMember
from matchmaking.companies.models import Membership
from tests import make
from tests.companies.pages import at, people, signed_in
from tests.vetoes import refused_by

OWNER, MEMBER = Membership.Role.OWNER, Membership.Role.MEMBER


def roles(company):
    return dict(company.memberships.values_list("user", "role"))


@pytest.mark.django_db
def test_one_membership_per_person_and_company():
    first = make.membership()
    with refused_by("one_membership_per_person_and_company"):
        make.membership(company=first.company, user=first.user)


@pytest.mark.django_db
def test_remove_member():
    company, alice, [bob] = people()
    acting.remove_member(company_id=company.pk, membership_id=bob.pk)
    assert roles(company) == {alice.pk: OWNER}


@pytest.mark.django_db
def test_change_role_both_ways():
    company, alice, [bob] = people()
    acting.change_role(company_id=company.pk, membership_id=bob.pk, role=OWNER)
    assert roles(company) == {alice.pk: OWNER, bob.user_id: OWNER}
    acting.change_role(company_id=company.pk, membership_id=bob.pk, role=MEMBER)
    assert roles(company) == {alice.pk: OWNER, bob.user_id: MEMBER}


@pytest.mark.django_db
def test_leave_company():
    company, alice, [bob] = people()
    acting.leave_company(company_id=company.pk, user_id=bob.user_id)
    assert roles(company) == {alice.pk: OWNER}


@pytest.mark.django_db
def test_a_company_keeps_its_last_owner():
    company, alice, _ = people()
    before = roles(company)
    own = company.memberships.get(user=alice).pk
    for deed in (
        lambda: acting.leave_company(company_id=company.pk, user_id=alice.pk),
        lambda: acting.remove_member(company_id=company.pk, membership_id=own),
        lambda: acting.change_role(company_id=company.pk, membership_id=own, role=MEMBER),
    ):
        with pytest.raises(LastOwner):
            deed()
    assert roles(company) == before


@pytest.mark.django_db
def test_somebody_of_another_company_is_nobody_here():
    company, *_ = people()
    with pytest.raises(NotAMember):
        acting.remove_member(company_id=company.pk, membership_id=make.membership().pk)


# Two owners leave at once ----------------------------------------------------------------


@pytest.fixture
def together(monkeypatch):
    """Hold both leavers between the look at the owners and the deed until both are there, or one surely waits."""
    barrier, check = threading.Barrier(2), acting._check_not_the_last_owner

    def look_and_wait(membership):
        check(membership)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=1)

    monkeypatch.setattr(acting, "_check_not_the_last_owner", look_and_wait)


def both_leave():
    """Who was refused, and how many owners are left, after both owners of a company left at the same time."""
    company, alice, [bob] = people()
    Membership.objects.filter(pk=bob.pk).update(role=OWNER)
    refused = []

    def leave(user_id):
        try:
            acting.leave_company(company_id=company.pk, user_id=user_id)
        except CompanyRefused as refusal:
            refused.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[user_id]) for user_id in (alice.pk, bob.user_id)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused, company.memberships.count()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_owners_would_leave(together, monkeypatch):
    monkeypatch.setattr(acting, "hold_company", lambda company_id: None)
    assert both_leave() == ([], 0)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays(together):
    assert both_leave() == ([LastOwner], 1)


# The pages ----------------------------------------------------------------

pages = pytest.mark.django_db


@pages
def test_the_list_has_everybody():
    company, alice, [bob] = people()
    page = signed_in(alice).get(at("list-people", company.slug))
    assert page.status_code == 200
    assert f'id="membership-{bob.pk}"' in page.content.decode()


@pages
def test_an_owner_removes_a_member_and_changes_a_role():
    company, alice, [bob, carol] = people(2)
    client = signed_in(alice)
    assert client.post(at("remove-member", company.slug, bob.pk)).url == at("list-people", company.slug)
    assert client.post(at("change-role", company.slug, carol.pk), {"role": "owner"}).status_code == 302
    assert roles(company) == {alice.pk: OWNER, carol.user_id: OWNER}


@pages
def test_an_owner_who_makes_himself_a_member_is_led_to_what_he_may_see():
    company, alice, [bob] = people()
    Membership.objects.filter(pk=bob.pk).update(role=OWNER)
    own = company.memberships.get(user=alice).pk
    response = signed_in(alice).post(at("change-role", company.slug, own), {"role": "member"})
    assert response.url == at("edit-company", company.slug)


@pages
def test_an_owner_who_removes_himself_is_led_home():
    company, alice, [bob] = people()
    Membership.objects.filter(pk=bob.pk).update(role=OWNER)
    own = company.memberships.get(user=alice).pk
    assert signed_in(alice).post(at("remove-member", company.slug, own)).url == at("mine")


@pages
@pytest.mark.parametrize("verb", ["remove-member", "change-role", "leave-company"])
def test_the_last_owner_is_told_why_he_stays(verb):
    company, alice, _ = people()
    own = company.memberships.get(user=alice).pk
    arguments = [company.slug] if verb == "leave-company" else [company.slug, own]
    response = signed_in(alice).post(at(verb, *arguments), {"role": "member"})
    assert response.status_code == 409
    assert 'id="refusal"' in response.content.decode()


@pages
def test_a_role_that_does_not_exist_is_not_found():
    company, alice, [bob] = people()
    response = signed_in(alice).post(at("change-role", company.slug, bob.pk), {"role": "emperor"})
    assert response.status_code == 404


@pages
def test_a_member_leaves_after_being_asked():
    company, _alice, [bob] = people()
    client = signed_in(bob.user)
    assert client.get(at("leave-company", company.slug)).status_code == 200
    assert client.post(at("leave-company", company.slug)).url == at("mine")
    assert client.get(at("edit-company", company.slug)).status_code == 404
