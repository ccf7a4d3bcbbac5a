from django.urls import URLPattern, URLResolver, path

from matchmaking.reminders.views import notices, organising, wishes

app_name = "reminders"

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", notices.list_notices, name="list"),
    path("notices/read/", notices.mark_read, name="mark-read"),
    path("notices/<uuid:pk>/", notices.open_notice, name="open"),
    path("me/notices/", wishes.choose, name="choose"),
    path("notices/stop/<str:signed>/", wishes.stop, name="stop"),
    path("fairs/<slug:fair>/organise/notices/", organising.list_told, name="organise-notices"),
    path("fairs/<slug:fair>/organise/notices/leads/", organising.change_leads, name="change-leads"),
]
