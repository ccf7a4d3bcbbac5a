"""Who takes part, and the stands."""

from django.urls import URLPattern, path, re_path

from matchmaking.organising.views import exports, imports, incomplete, inviting, participants, stands, twins

urlpatterns: list[URLPattern] = [
    path("participants/", participants.list_participants, name="list-participants"),
    path("participants/decide/", participants.decide_participants, name="decide-participants"),
    path("participants/<int:participant>/", participants.show_participant, name="show-participant"),
    path("participants/<int:participant>/role/", participants.change_role, name="change-role"),
    path("participants/<int:participant>/category/", participants.put_into_category, name="put-into-category"),
    path("twice/", twins.list_twins, name="list-twins"),
    path("twice/decide/", twins.decide_twins, name="decide-twins"),
    path("stands/", stands.organise_stands, name="organise-stands"),
    path("stands/incomplete/", incomplete.list_incomplete, name="list-incomplete"),
    path("stands/incomplete/remind/", incomplete.remind_stands, name="remind-stands"),
    path("invitations/", inviting.list_invitations, name="organise-invitations"),
    path("invitations/invite/", inviting.invite_exhibitors, name="invite-exhibitors"),
    path("invitations/<uuid:pk>/revoke/", inviting.revoke_invitation, name="revoke-exhibitor-invitation"),
    path("invitations/<uuid:pk>/resend/", inviting.resend_invitation, name="resend-exhibitor-invitation"),
    path("stands/<int:pk>/decide/", stands.decide_stand, name="decide-stand"),
    path("stands/<int:pk>/place/", stands.place_stand, name="place-stand"),
    path("import/", imports.import_table, name="import-table"),
    re_path(
        r"^import/templates/(?P<kind>exhibitors|products|visitors|rooms)\.(?P<form>csv|xlsx)$",
        imports.import_template,
        name="import-template",
    ),
    path("import/<uuid:pk>/", imports.show_import, name="show-import"),
    path("import/<uuid:pk>/columns/", imports.map_columns, name="map-columns"),
    path("import/<uuid:pk>/bring-in/", imports.bring_in, name="bring-in"),
    path("import/<uuid:pk>/undo/", imports.undo_import, name="undo-import"),
    path("import/<uuid:pk>/discard/", imports.discard_import, name="discard-import"),
    path("import/<uuid:pk>/problems.csv", imports.import_problems, name="import-problems"),
    path("export/", exports.export_lists, name="export-lists"),
    path("export/<uuid:pk>/download/", exports.download_export, name="download-export"),
]
