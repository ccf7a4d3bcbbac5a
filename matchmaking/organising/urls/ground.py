"""Halls and rooms."""

from django.urls import URLPattern, path

from matchmaking.organising.views import board, halls, rooms

urlpatterns: list[URLPattern] = [
    path("halls/", board.arrange_halls, name="arrange-halls"),
    path("halls/add/", board.add_hall, name="add-hall"),
    path("rooms/add/", board.add_rooms_at_once, name="add-rooms-at-once"),
    path("rooms/move/", board.move_rooms, name="move-rooms"),
    path("rooms/seats/", board.seat_rooms, name="seat-rooms"),
    path("rooms/remove/", board.remove_rooms, name="remove-rooms"),
    path("halls/<slug:hall>/order/", board.order_hall, name="order-hall"),
    path("halls/<slug:hall>/plan/", halls.arrange_hall, name="arrange-hall"),
    path("halls/<slug:hall>/change/", halls.change_hall, name="change-hall"),
    path("halls/<slug:hall>/remove/", halls.remove_hall, name="remove-hall"),
    path("halls/<slug:hall>/rooms/add/", halls.add_rooms, name="add-rooms"),
    path("rooms/reserve/", rooms.reserve_rooms, name="reserve-rooms"),
    path("rooms/release/", rooms.release_rooms, name="release-rooms"),
    path("rooms/closures/<int:closure>/reopen/", rooms.reopen_room, name="reopen-room"),
    path("rooms/<int:room>/close/", rooms.shut_room, name="shut-room"),
    path("rooms/<int:room>/close/clear/", rooms.clear_room, name="clear-room"),
    path("rooms/<int:room>/", halls.change_room, name="change-room"),
    path("rooms/<int:room>/move/", halls.move_room, name="move-room"),
    path("rooms/<int:room>/remove/", halls.remove_room, name="remove-room"),
]
