"""The organiser's desk: one module of addresses for each part of it."""

from django.urls import URLPattern, URLResolver, include, path

from matchmaking.organising.urls import (
    calendar,
    day,
    ground,
    meeting,
    owning,
    people,
    preparing,
    results,
    telling,
)
from matchmaking.organising.views.owning import list_fairs

app_name = "organising"

DESK = "fairs/<slug:fair>/organise/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("organise/", list_fairs, name="list-fairs"),
    path(DESK, include(preparing.urlpatterns)),
    path(DESK, include(calendar.urlpatterns)),
    path(DESK, include(ground.urlpatterns)),
    path(DESK, include(people.urlpatterns)),
    path(DESK, include(meeting.urlpatterns)),
    path(DESK, include(telling.urlpatterns)),
    path(DESK, include(day.urlpatterns)),
    path(DESK, include(results.urlpatterns)),
    path(DESK, include(owning.urlpatterns)),
    path("me/", include(owning.own)),
]
