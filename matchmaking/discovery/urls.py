from django.urls import URLPattern, URLResolver, path

from matchmaking.discovery.views import discover, marks, organise, why

app_name = "discovery"

FAIR = "fairs/<slug:fair>/discover/"
SEAT = FAIR + "<slug:seat>/"
OTHER = SEAT + "<slug:other>/"
MATCHING = "fairs/<slug:fair>/organise/matching/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FAIR, discover.discover, name="discover"),
    path(SEAT + "learnt/", why.show_taste, name="show-taste"),
    path(SEAT + "learnt/forget/", why.forget, name="forget"),
    path(OTHER + "why/", why.show_why, name="show-why"),
    path(OTHER + "mark/", marks.mark, name="mark"),
    path(OTHER + "rate/", marks.rate, name="rate"),
    path(OTHER + "opened/", marks.note_opening, name="note-opening"),
    path(MATCHING, organise.organise_matching, name="organise-matching"),
    path(MATCHING + "match/", organise.match_anew, name="match-anew"),
    path(MATCHING + "previews/<int:pk>/", organise.show_preview, name="show-preview"),
    path(MATCHING + "preview/", organise.preview_weights, name="preview-weights"),
    path(MATCHING + "weights/", organise.apply_weights, name="apply-weights"),
    path(MATCHING + "weights/reset/", organise.reset_weights, name="reset-weights"),
]
