"""At which fairs a company exhibits, as each reader may know it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from tests import make

pytestmark = pytest.mark.django_db


def ask(client, company):
    return client.get(reverse("exhibitors:stands-of-company", args=[company.slug]))


def shown(response, *stands):
    html = response.content.decode()
    return [f'id="stand-{stand.pk}"' in html for stand in stands]


@pytest.fixture
def stands():
    """Of one company: one approved, one waiting, one at a fair that is still a draft."""
    company = make.company()
    approved = make.exhibitor(company=company)
    waiting = make.exhibitor(company=company, status=Exhibitor.Status.APPLIED, decided_at=None)
    hidden = make.exhibitor(company=company, fair=make.fair(status=Fair.Status.DRAFT))
    return approved, waiting, hidden


def test_a_stranger_sees_approved_stands_of_open_fairs(client, stands):
    response = ask(client, stands[0].company)
    assert shown(response, *stands) == [True, False, False]
    assert reverse("exhibitors:edit-stand", args=[stands[0].fair.slug, stands[0].slug]) not in response.content.decode()


def test_an_owner_sees_those_that_wait_and_the_way_to_prepare_them(client, stands):
    client.force_login(make.membership(company=stands[0].company, role="owner").user)
    response = ask(client, stands[0].company)
    assert shown(response, *stands) == [True, True, True]
    assert reverse("exhibitors:edit-stand", args=[stands[1].fair.slug, stands[1].slug]) in response.content.decode()


def test_a_company_without_stands_says_so(client):
    response = ask(client, make.company())
    assert "No stand yet" in response.content.decode()


def test_the_company_leads_there(client, stands):
    company = stands[0].company
    page = client.get(reverse("companies:show-company", args=[company.slug])).content.decode()
    assert reverse("exhibitors:stands-of-company", args=[company.slug]) in page


def test_three_stands_take_as_many_queries_as_one(client):
    company = make.company()
    client.force_login(make.membership(company=company, role="owner").user)
    ask(client, company)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, company).status_code == 200
        return len(captured)

    make.exhibitor(company=company)
    one = queries()
    for _ in range(2):
        make.exhibitor(company=company)
    assert queries() == one
