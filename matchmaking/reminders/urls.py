from django.urls import URLPattern, URLResolver, path

from matchmaking.reminders.views import events, notices, wishes

app_name = "reminders"

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", notices.list_notices, name="list"),
    path("notices/read/", notices.mark_read, name="mark-read"),
    path("me/notices/", wishes.choose, name="choose"),
    path("mail/events/", events.take_events, name="mail-events"),
    path("notices/stop/<str:signed>/", wishes.stop, name="stop"),
]
