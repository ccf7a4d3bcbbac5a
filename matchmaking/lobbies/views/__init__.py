"""Pages of lobbies."""

from matchmaking.lobbies.views.checking import check_devices
from matchmaking.lobbies.views.rooms import enter_room, offer_time
from matchmaking.lobbies.views.stands import stand

__all__ = ["check_devices", "enter_room", "offer_time", "stand"]
