"""Pages: open a door, call an action, show the result."""

from matchmaking.fairs.views.calendar import (
    arrange_timetable,
    change_meeting_length,
    lay_out_timetable,
    set_breaks,
    set_opening_hours,
)
from matchmaking.fairs.views.halls import (
    add_hall,
    add_rooms,
    arrange_hall,
    arrange_halls,
    change_hall,
    change_room,
    move_room,
    remove_hall,
    remove_room,
)
from matchmaking.fairs.views.home import home
from matchmaking.fairs.views.joining import join_fair, leave_fair
from matchmaking.fairs.views.organising import change_fair, change_status, organise
from matchmaking.fairs.views.participants import (
    change_role,
    decide_participants,
    list_participants,
    show_participant,
)
from matchmaking.fairs.views.timetable import brand, show_timetable

__all__ = [
    "add_hall",
    "add_rooms",
    "arrange_hall",
    "arrange_halls",
    "arrange_timetable",
    "brand",
    "change_fair",
    "change_hall",
    "change_meeting_length",
    "change_role",
    "change_room",
    "change_status",
    "decide_participants",
    "home",
    "join_fair",
    "lay_out_timetable",
    "leave_fair",
    "list_participants",
    "move_room",
    "organise",
    "remove_hall",
    "remove_room",
    "set_breaks",
    "set_opening_hours",
    "show_participant",
    "show_timetable",
]
