"""The place and its calendar: fairs, what they say, opening hours, halls, rooms, slots, and who takes part."""

from matchmaking.fairs.models.asking import Answer, Category, Question
from matchmaking.fairs.models.fairs import Break, Fair, MeetingSlot, OpeningHours, hours_of_a_day, span
from matchmaking.fairs.models.ground import Hall, HallHours, Room, RoomClosure
from matchmaking.fairs.models.people import Participant
from matchmaking.fairs.models.presence import Badge, CheckIn
from matchmaking.fairs.models.team import OrganiserInvitation
from matchmaking.fairs.models.words import FairText

__all__ = [
    "Answer",
    "Badge",
    "Break",
    "Category",
    "CheckIn",
    "Fair",
    "FairText",
    "Hall",
    "HallHours",
    "MeetingSlot",
    "OpeningHours",
    "OrganiserInvitation",
    "Participant",
    "Question",
    "Room",
    "RoomClosure",
    "hours_of_a_day",
    "span",
]
