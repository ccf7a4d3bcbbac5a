"""The day itself."""

from django.urls import URLPattern, path

from matchmaking.organising.views import checking_in, lobbies, signs

urlpatterns: list[URLPattern] = [
    path("lobbies/", lobbies.organise_lobbies, name="organise-lobbies"),
    path("lobbies/<uuid:pk>/close/", lobbies.close_room, name="close-room"),
    path("lobbies/<uuid:pk>/open/", lobbies.open_room, name="open-room"),
    path("check-in/", checking_in.list_check_ins, name="organise-check-in"),
    path("check-in/badges/<str:token>/", checking_in.check_in_by_badge, name="check-in-by-badge"),
    path("check-in/people/<int:participant>/", checking_in.check_in_person, name="check-in-person"),
    path("check-in/people/<int:participant>/undo/", checking_in.undo_check_in, name="undo-check-in"),
    path("signs/", signs.print_signs, name="print-signs"),
]
