from django.urls import URLPattern, URLResolver, path

from matchmaking.discovery.views import organise

app_name = "discovery"

FAIR = "fairs/<slug:fair>/"
MATCHING = FAIR + "organise/matching/"

desk: list[URLPattern | URLResolver] = [
    path(MATCHING, organise.organise_matching, name="organise-matching"),
    path(MATCHING + "match/", organise.match_anew, name="match-anew"),
    path(MATCHING + "previews/<int:pk>/", organise.show_preview, name="show-preview"),
    path(MATCHING + "preview/", organise.preview_weights, name="preview-weights"),
    path(MATCHING + "weights/", organise.apply_weights, name="apply-weights"),
    path(MATCHING + "weights/reset/", organise.reset_weights, name="reset-weights"),
]

urlpatterns = [*desk]
