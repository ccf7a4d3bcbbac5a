"""Views open a door, call an action and show the result."""

from matchmaking.exhibitors.views.finding import directory

__all__ = ["directory"]
