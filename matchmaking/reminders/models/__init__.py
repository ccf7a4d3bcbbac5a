"""What people are told: notices, how each of them goes out, and how everybody wants to be told."""

from matchmaking.reminders.models.addresses import DeadAddress
from matchmaking.reminders.models.announcements import Announcement, AnnouncementText
from matchmaking.reminders.models.notices import NOTHING, Delivery, Notice
from matchmaking.reminders.models.nudges import Nudge
from matchmaking.reminders.models.pushing import PushSubscription
from matchmaking.reminders.models.wishes import FairLeads, Habits, Wish

__all__ = [
    "NOTHING",
    "Announcement",
    "AnnouncementText",
    "DeadAddress",
    "Delivery",
    "FairLeads",
    "Habits",
    "Notice",
    "Nudge",
    "PushSubscription",
    "Wish",
]
