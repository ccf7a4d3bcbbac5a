"""What is owed to whom at a moment: asked afresh each time, so that what has moved, ended or been told drops out."""

from collections.abc import Callable
from datetime import datetime

from matchmaking.common.elsewhere import ask
from matchmaking.reminders.due import fairs, meetings, news, requests
from matchmaking.reminders.due.owed import Owed

Question = Callable[[datetime, int], list[Owed]]  # the moment, and how many answers at the most


def above(at: datetime, most: int) -> list[Owed]:
    """What apps above owe to somebody: settings.OWED_ABOVE names whom to ask (docs/decisions/0038)."""
    return [owed for found in ask("OWED_ABOVE", at=at, most=most) for owed in found][:most]


# The most urgent first: what is owed on time is not kept waiting by what is owed to thousands.
QUESTIONS: tuple[Question, ...] = (
    meetings.soon,
    meetings.waited_for,
    requests.offered,
    meetings.cancelled,
    meetings.made,
    meetings.moved,
    meetings.reassigned,
    requests.waiting_for_an_answer,
    requests.ended,
    requests.expiring,
    meetings.day_before,
    fairs.decided,
    fairs.asked_back,
    news.announced,
    news.nobody_told,
    news.nudged,
    fairs.agendas_of_the_day,
    fairs.to_test_devices,
    fairs.to_follow_up,
    fairs.not_delivered,
    above,
)
