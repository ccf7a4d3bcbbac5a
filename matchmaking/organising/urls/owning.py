"""Who organises, what was done, and whose data it is."""

from django.urls import URLPattern, path

from matchmaking.organising.views import deeds, owning, team

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
]
