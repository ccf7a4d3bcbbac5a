"""The administration of meetings. What has side effects is shown here and done by the actions of the pages."""

from matchmaking.meetings.admin import agendas, bookings, requests, terms, waiting

__all__ = ["agendas", "bookings", "requests", "terms", "waiting"]
