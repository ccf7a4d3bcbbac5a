"""Who organises, what was done, and whose data it is."""

from django.urls import URLPattern, path

from matchmaking.organising.views import data, deeds, owning, retention, steads, team

urlpatterns: list[URLPattern] = [
    path("deeds/", deeds.list_deeds, name="list-deeds"),
    path("deeds/file/", deeds.export_deeds, name="export-deeds"),
    path("copy/", owning.copy_fair, name="copy-fair"),
    path("archive/", owning.archive_fair, name="archive-fair"),
    path("archive/restore/", owning.restore_fair, name="restore-fair"),
    path("team/", team.list_organisers, name="list-organisers"),
    path("team/<int:organiser>/duty/", team.change_duty, name="change-duty"),
    path("team/<int:organiser>/remove/", team.remove_organiser, name="remove-organiser"),
    path("team/invitations/<uuid:pk>/take-back/", team.take_back_invitation, name="take-back-invitation"),
    path("participants/<int:participant>/in-this-name/", steads.begin_stead, name="begin-stead"),
    path("participants/<int:participant>/data/", data.show_data, name="show-data"),
    path("participants/<int:participant>/data/pack/", data.pack_data, name="pack-data"),
    path("participants/<int:participant>/data/erase/", data.erase_data, name="erase-data"),
    path("participants/<int:participant>/data/<uuid:parcel>/", data.take_data, name="take-data"),
    path("personal-data/", retention.keep_data, name="keep-data"),
    path("in-a-name/end/", steads.end_stead, name="end-stead"),
]

# What everybody may do with his own data.
own: list[URLPattern] = [
    path("data/", data.own_data, name="own-data"),
    path("data/<uuid:pk>/", data.own_parcel, name="own-parcel"),
]
