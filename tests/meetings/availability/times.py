"""The slots that somebody has opened, and the page on which he does."""

from datetime import timedelta

from django.urls import reverse

from matchmaking.meetings.models import Availability

HOUR = timedelta(hours=1)


def opened(who):
    return set(Availability.objects.filter(participant=who).values_list("slot", flat=True))


def page(fair, name="edit-availability", *args):
    return reverse(f"meetings:{name}", args=[fair.slug, *args])
