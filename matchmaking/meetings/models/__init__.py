"""The heart: when people can meet, who asks whom, who meets whom when and where, and who waits for a full person."""

from matchmaking.meetings.models.agendas import Agenda, AgendaFeed, Availability, BusyTime, OwnCalendar
from matchmaking.meetings.models.bookings import Attendance, Booking
from matchmaking.meetings.models.requests import MeetingRequest, RequestedSlot
from matchmaking.meetings.models.terms import Barrier, FairTerms, Group, Quota, StandTerms
from matchmaking.meetings.models.waiting import WaitingListEntry

__all__ = [
    "Agenda",
    "AgendaFeed",
    "Attendance",
    "Availability",
    "Barrier",
    "Booking",
    "BusyTime",
    "FairTerms",
    "Group",
    "MeetingRequest",
    "OwnCalendar",
    "Quota",
    "RequestedSlot",
    "StandTerms",
    "WaitingListEntry",
]
