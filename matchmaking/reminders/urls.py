from django.urls import URLPattern, URLResolver, path

from matchmaking.reminders.views import events, notices, pushing, wishes

app_name = "reminders"

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", notices.list_notices, name="list"),
    path("notices/read/", notices.mark_read, name="mark-read"),
    path("notices/push/", pushing.subscribe, name="subscribe"),
    path("notices/push/forget/", pushing.forget, name="forget-browser"),
    path("notices/<uuid:pk>/", notices.open_notice, name="open"),
    path("me/notices/", wishes.choose, name="choose"),
    path("mail/events/", events.take_events, name="mail-events"),
    path("notices/stop/<str:signed>/", wishes.stop, name="stop"),
]
