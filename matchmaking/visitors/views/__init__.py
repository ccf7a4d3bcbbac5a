"""Views open a door, call an action and show the result."""

from matchmaking.visitors.views.finding import directory, show_visitor
from matchmaking.visitors.views.writing import edit_profile

__all__ = ["directory", "edit_profile", "show_visitor"]
