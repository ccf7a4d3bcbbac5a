"""What people are told."""

from django.urls import URLPattern, path

from matchmaking.organising.views import notices

urlpatterns: list[URLPattern] = [
    path("notices/", notices.list_told, name="organise-notices"),
    path("notices/leads/", notices.change_leads, name="change-leads"),
]
