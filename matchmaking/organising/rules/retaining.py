"""When the time of a fair's personal data is over. Pure."""

import calendar
from datetime import date

from matchmaking.fairs.models import Fair
from matchmaking.organising.models.retention import NOTICE


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(fair: Fair) -> date | None:
    """The day on which the fair's data is erased; None while it is kept as long as the accounts, or the fair is on."""
    if fair.kept_months is None or fair.status != Fair.Status.CLOSED:
        return None
    return months_later(fair.ends_on, fair.kept_months)


def is_to_be_told(fair: Fair, today: date) -> bool:
    """Thirty days before, or as soon as somebody notices."""
    day = due_on(fair)
    return day is not None and day - NOTICE <= today
