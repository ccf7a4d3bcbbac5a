from django.urls import URLPattern, URLResolver, path

from matchmaking.discovery.views import discover, marks, why

app_name = "discovery"

FAIR = "fairs/<slug:fair>/discover/"
SEAT = FAIR + "<slug:seat>/"
OTHER = SEAT + "<slug:other>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FAIR, discover.discover, name="discover"),
    path(SEAT + "learnt/", why.show_taste, name="show-taste"),
    path(SEAT + "learnt/forget/", why.forget, name="forget"),
    path(OTHER + "why/", why.show_why, name="show-why"),
    path(OTHER + "mark/", marks.mark, name="mark"),
    path(OTHER + "rate/", marks.rate, name="rate"),
    path(OTHER + "opened/", marks.note_opening, name="note-opening"),
]
