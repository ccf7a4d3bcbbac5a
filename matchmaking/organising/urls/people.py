"""Who takes part, and the stands."""

from django.urls import URLPattern, path

from matchmaking.organising.views import incomplete, inviting, participants, stands, twins

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
]
