"""Where everything is. Each app says its own addresses; words as in docs/the-walk.md."""

from django.contrib import admin
from django.urls import include, path

from tradefair.health import health

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/", health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("matchmaking.common.urls")),
    path("", include("matchmaking.accounts.urls")),
    path("", include("matchmaking.companies.urls")),
    path("", include("matchmaking.fairs.urls")),
    path("", include("matchmaking.exhibitors.urls")),
    path("", include("matchmaking.visitors.urls")),
]
