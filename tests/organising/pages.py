"""Addresses of the organiser's desk."""

from django.urls import reverse


def page(name, fair, *args):
    return reverse(f"organising:{name}", args=[fair.slug, *args])
