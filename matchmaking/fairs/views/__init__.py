"""Pages: open a door, call an action, show the result."""

from matchmaking.fairs.views.home import home
from matchmaking.fairs.views.joining import join_fair, leave_fair
from matchmaking.fairs.views.timetable import brand, show_timetable

__all__ = [
    "brand",
    "home",
    "join_fair",
    "leave_fair",
    "show_timetable",
]
