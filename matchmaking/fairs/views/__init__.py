"""Pages: open a door, call an action, show the result."""

from matchmaking.fairs.views.founding import found_fair
from matchmaking.fairs.views.home import home
from matchmaking.fairs.views.joining import answer_questions, join_fair, leave_fair, reply
from matchmaking.fairs.views.team import accept_invitation
from matchmaking.fairs.views.timetable import brand, show_timetable

__all__ = [
    "accept_invitation",
    "answer_questions",
    "brand",
    "found_fair",
    "home",
    "join_fair",
    "leave_fair",
    "reply",
    "show_timetable",
]
