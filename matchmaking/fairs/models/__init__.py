"""The place and its calendar: fairs, opening hours, halls, rooms, the timetable of meetings, and who takes part."""

from matchmaking.fairs.models.fairs import Break, Fair, MeetingSlot, OpeningHours, Participant, hours_of_a_day, span
from matchmaking.fairs.models.ground import Hall, HallHours, Room, RoomClosure

__all__ = [
    "Break",
    "Fair",
    "Hall",
    "HallHours",
    "MeetingSlot",
    "OpeningHours",
    "Participant",
    "Room",
    "RoomClosure",
    "hours_of_a_day",
    "span",
]
