"""Addresses of a fair's pages, and what tests ask of an answer."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def page(name, fair, *args):
    return reverse(f"fairs:{name}", args=[fair.slug, *args])


def queries_of(client, url):
    client.get(url)  # what is kept in memory is there
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def words(response):
    return " ".join(response.content.decode().split())
