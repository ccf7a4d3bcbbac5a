"""Who organises, what was done, and whose data it is."""

from django.urls import URLPattern, path

from matchmaking.organising.views import deeds

urlpatterns: list[URLPattern] = [
    path("deeds/", deeds.list_deeds, name="list-deeds"),
    path("deeds/file/", deeds.export_deeds, name="export-deeds"),
]
