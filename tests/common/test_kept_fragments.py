"""Fragments that a process keeps for whoever has the same: never for anybody else."""

from urllib.parse import quote

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from matchmaking.common.templatetags.tradefair import ADDRESS, TOKEN, WAY_BACK
from tests import make

pytestmark = pytest.mark.django_db
FRAGMENT = '{% load tradefair %}{% kept "common/_site_foot.html" place=place %}'


def page_of(user, path="/companies/"):
    client = Client()
    client.force_login(user)
    return client.get(path).content.decode()


def test_two_people_of_one_name_see_their_own_head():
    one, other = (make.user(name="Alex Doe") for _ in range(2))
    for user, stranger in ((one, other), (other, one)):
        page = page_of(user)
        assert user.email in page
        assert stranger.email not in page


def test_who_becomes_staff_is_shown_the_administration():
    user = make.user()
    assert reverse("admin:index") not in page_of(user)
    type(user).objects.filter(pk=user.pk).update(is_staff=True)
    assert reverse("admin:index") in page_of(user)


def test_every_reader_gets_a_token_and_an_address_of_his_own():
    users = [make.user(name="Alex Doe") for _ in range(2)]
    pages = [page_of(user, f"/companies/?n={n}&x=<b>") for n, user in enumerate(users)]
    for n, page in enumerate(pages):
        assert TOKEN not in page
        assert ADDRESS not in page
        assert WAY_BACK not in page
        assert f'name="next" value="/companies/?n={n}&amp;x=%3Cb%3E"' in page
    tokens = {page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in pages}
    assert len(tokens) == 2


def test_whoever_signs_in_comes_back_to_the_page_on_which_he_was(client):
    fair = make.fair()
    path = f"{reverse('exhibitors:directory', kwargs={'fair': fair.slug})}?q=a+b&hall=one"
    page = client.get(path).content.decode()
    for door in ("account_login", "account_signup"):
        assert f'href="{reverse(door)}?next={quote(path)}"' in page
        for plain in ("/", reverse("account_login"), reverse("account_signup")):
            assert f'href="{reverse(door)}"' in client.get(plain).content.decode()


def test_the_fair_of_one_tab_is_not_that_of_another():
    user = make.user()
    one, other = make.participant(user=user, fair=make.fair()).fair, make.fair()
    pages = [page_of(user, reverse("exhibitors:show-fair", kwargs={"fair": fair.slug})) for fair in (one, other)]
    visitors = [reverse("visitors:directory", kwargs={"fair": fair.slug}) for fair in (one, other)]
    assert [visitors[0] in pages[0], visitors[1] in pages[1]] == [True, False]


def test_a_fragment_is_kept_by_language():
    context = Context({"place": "Brussels"})
    with translation.override("fr"):
        french = Template(FRAGMENT).render(context)
    with translation.override("en"):
        assert Template(FRAGMENT).render(context) != french


def test_a_record_is_refused():
    """It would be taken for the same after it has changed."""
    with pytest.raises(TypeError, match="not from records"):
        Template(FRAGMENT).render(Context({"place": make.user()}))
