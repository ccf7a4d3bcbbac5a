"""The frame of every page: its policy, its language, its errors, the page of components."""

import re
from http import HTTPStatus

import pytest
from django.template import loader
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import make

pytestmark = pytest.mark.django_db

ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]


def test_design_shows_every_section_that_it_promises(client):
    page = client.get(reverse("common:design")).content.decode()
    promised = [section for section, _name in client.get(reverse("common:design")).context["sections"]]
    assert set(promised) <= set(re.findall(r'<section class="section" id="([\w-]+)"', page))


def test_design_is_for_local_mode_only(client, settings):
    settings.LOCAL = False
    assert client.get(reverse("common:design")).status_code == HTTPStatus.NOT_FOUND


def test_a_page_allows_nothing_from_elsewhere(client):
    policy = client.get(reverse("common:design"))["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in policy


def test_a_page_tells_its_language_and_direction(client):
    page = client.get(reverse("common:design"), headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr" dir="ltr">' in page
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in loader.render_to_string("404.html")


def test_the_language_of_the_pages_can_be_chosen(client):
    answer = client.post(reverse("set_language"), {"language": "fr", "next": "/design/"})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, "/design/")
    assert '<html lang="fr"' in client.get("/design/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/"])
def test_choosing_a_language_leads_nowhere_else(client, elsewhere):
    assert client.post(reverse("set_language"), {"language": "fr", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_stands_alone(name, django_assert_num_queries):
    """It is made without a request, a database or a person: those may be what is broken."""
    with django_assert_num_queries(0):
        page = loader.get_template(name).render()
    assert page.count("<h1>") == 1
    assert re.search(r"<h1>\S", page)


def test_a_missing_page_says_so(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "There is nothing here for you" in answer.content.decode()


def test_a_form_without_its_proof_of_origin_is_refused_in_words():
    client, user = Client(enforce_csrf_checks=True), make.user(language="en")
    client.force_login(user)
    answer = client.post(reverse("set_language"), {"language": "fr"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This page had been open for too long" in answer.content.decode()
    assert type(user).objects.get(pk=user.pk).language == "en"


def test_somebody_unknown_switches_the_language_of_a_page_that_everybody_shares(client):
    answer = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, "/")
    assert answer.cookies["django_language"].value == "fr"
