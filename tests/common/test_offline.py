"""What a browser keeps of the site: how it is installed, its worker, and the page without network."""

import json
import re
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


def shell_of(client):
    script = client.get("/sw.js").content.decode()
    return json.loads(re.match(r"self\.shell = (\{.*\});\n", script)[1])


def file_of(address):
    return finders.find(address.removeprefix("/static/"))


def test_the_worker_is_for_the_whole_site_and_looked_at_anew(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert 'importScripts("/static/js/worker.js")' in answer.content.decode()


def test_all_that_the_worker_keeps_is_there(client):
    shell = shell_of(client)
    assert client.get(shell["page"]).status_code == 200
    drawn_with = set(re.findall(r'<link [^>]*href="([^"]+)"', client.get(shell["page"]).content.decode()))
    assert drawn_with == set(shell["files"])
    assert all(file_of(each) for each in [*shell["files"], shell["icon"]])


def test_another_language_is_another_release(client):
    english = shell_of(client)["version"]
    client.force_login(make.user(language="fr"))
    assert shell_of(client)["version"] not in ("", english)
    assert "Tradefair est injoignable" in client.get("/offline/").content.decode()


def test_the_page_without_network_asks_for_nothing_but_styles(client):
    page = client.get("/offline/").content.decode()
    assert "<script" not in page
    assert "<img" not in page


def test_the_manifest_says_all_that_a_device_wants_to_know(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    facts = answer.json()
    for name in ("name", "short_name", "description", "id", "start_url", "scope", "lang", "dir", "theme_color"):
        assert facts[name]
    assert (facts["display"], facts["lang"], facts["dir"]) == ("standalone", "en", "ltr")
    assert client.get(facts["start_url"]).status_code == 200
    sizes = set()
    for icon in facts["icons"]:
        with open(file_of(icon["src"]), "rb") as file:
            if icon["type"] == "image/png":
                picture = Image.open(BytesIO(file.read()))
                assert (picture.format, "{}x{}".format(*picture.size)) == ("PNG", icon["sizes"])
        sizes.add((icon["sizes"], icon.get("purpose", "any")))
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


def test_the_manifest_is_in_the_readers_language(client):
    client.force_login(make.user(language="fr"))
    assert client.get("/manifest.webmanifest").json()["lang"] == "fr"


def test_every_page_says_how_it_is_installed_and_who_reads_it(client):
    drawn = client.get(reverse("fairs:home")).content.decode()
    assert f'<link rel="manifest" href="{reverse("common:manifest")}" crossorigin="use-credentials">' in drawn
    assert file_of(re.search('rel="apple-touch-icon" href="([^"]+)"', drawn)[1])
    assert 'data-reader=""' in drawn
    reader = make.user()
    client.force_login(reader)
    assert f'data-reader="{reader.pk}"' in client.get(reverse("fairs:home")).content.decode()
