"""The place and its calendar: fairs, opening hours, halls, rooms, the timetable of meetings, and who takes part."""

from matchmaking.fairs.models.fairs import Break, Fair, MeetingSlot, OpeningHours, Participant, hours_of_a_day, span
from matchmaking.fairs.models.ground import Hall, HallHours, Room, RoomClosure
from matchmaking.fairs.models.presence import Badge, CheckIn

__all__ = [
    "Badge",
    "Break",
    "CheckIn",
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
