"""Where everything is. Each app says its own addresses; words as in docs/the-walk.md."""

from django.contrib import admin
from django.urls import include, path

from matchmaking.accounts.views import set_language
from matchmaking.fairs.views import accept_invitation, found_fair
from tradefair.health import health

# What is asked for most comes first: an address is looked for from the top. No fair is called `new`.
urlpatterns = [
    path("fairs/new/", found_fair, name="found-fair"),
    path("", include("matchmaking.exhibitors.urls")),
    path("", include("matchmaking.visitors.urls")),
    path("", include("matchmaking.trust.urls")),
    path("", include("matchmaking.lobbies.urls")),
    path("", include("matchmaking.discovery.urls")),
    path("", include("matchmaking.meetings.urls")),
    path("", include("matchmaking.reminders.urls")),
    path("", include("matchmaking.fairs.urls")),
    path("", include("matchmaking.organising.urls")),
    path("", include("matchmaking.companies.urls")),
    path("", include("matchmaking.accounts.urls")),
    path("", include("matchmaking.common.urls")),
    path("organise/invitations/<uuid:pk>/<str:secret>/", accept_invitation, name="accept-organiser-invitation"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
]
