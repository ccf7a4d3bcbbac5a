"""Pages of lobbies."""

from matchmaking.lobbies.views.checking import check_devices
from matchmaking.lobbies.views.organising import close_room, open_room, organise_lobbies
from matchmaking.lobbies.views.rooms import enter_room, offer_time
from matchmaking.lobbies.views.stands import stand

__all__ = ["check_devices", "close_room", "enter_room", "offer_time", "open_room", "organise_lobbies", "stand"]
