"""Who may meet whom, by which terms, and how they are matched."""

from django.urls import URLPattern, path

from matchmaking.organising.views import groups, matching, terms

urlpatterns: list[URLPattern] = [
    path("meetings/", terms.edit_terms, name="edit-terms"),
    path("meetings/groups/add/", terms.create_group, name="create-group"),
    path("meetings/barriers/add/", terms.add_barrier, name="add-barrier"),
    path("meetings/barriers/<int:pk>/remove/", terms.remove_barrier, name="remove-barrier"),
    path("meetings/groups/<int:pk>/", groups.show_group, name="show-group"),
    path("meetings/groups/<int:pk>/rename/", groups.rename_group, name="rename-group"),
    path("meetings/groups/<int:pk>/remove/", groups.remove_group, name="remove-group"),
    path("meetings/groups/<int:pk>/people/", groups.change_members, name="change-members"),
    path("matching/", matching.organise_matching, name="organise-matching"),
    path("matching/match/", matching.match_anew, name="match-anew"),
    path("matching/previews/<int:pk>/", matching.show_preview, name="show-preview"),
    path("matching/preview/", matching.preview_weights, name="preview-weights"),
    path("matching/weights/", matching.apply_weights, name="apply-weights"),
    path("matching/weights/reset/", matching.reset_weights, name="reset-weights"),
]
