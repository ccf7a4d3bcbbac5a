"""How an organiser comes to be somebody else for half an hour."""

from datetime import timedelta

from django.urls import reverse

from tests.organising.pages import page

MINUTE = timedelta(minutes=1)
WHY = "She cannot open her times."


def proven(client, user):
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})


def begin(client, person, because=WHY, **headers):
    return client.post(page("begin-stead", person.fair, person.pk), {"because": because}, **headers)
