"""Halls and rooms."""

from django.urls import URLPattern, path

from matchmaking.organising.views import halls

urlpatterns: list[URLPattern] = [
    path("halls/", halls.arrange_halls, name="arrange-halls"),
    path("halls/add/", halls.add_hall, name="add-hall"),
    path("halls/<slug:hall>/plan/", halls.arrange_hall, name="arrange-hall"),
    path("halls/<slug:hall>/change/", halls.change_hall, name="change-hall"),
    path("halls/<slug:hall>/remove/", halls.remove_hall, name="remove-hall"),
    path("halls/<slug:hall>/rooms/add/", halls.add_rooms, name="add-rooms"),
    path("rooms/<int:room>/", halls.change_room, name="change-room"),
    path("rooms/<int:room>/move/", halls.move_room, name="move-room"),
    path("rooms/<int:room>/remove/", halls.remove_room, name="remove-room"),
]
