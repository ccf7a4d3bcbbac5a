"""How far the fair is, its settings and its status."""

from django.urls import URLPattern, path

from matchmaking.organising.views import preparing

urlpatterns: list[URLPattern] = [
    path("", preparing.organise, name="organise"),
    path("status/", preparing.change_status, name="change-status"),
    path("settings/", preparing.change_fair, name="change-fair"),
]
