"""Who organises, what was done, and whose data it is."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
