"""The forms of a person's own pages."""

from matchmaking.accounts.forms.farewell import FarewellForm
from matchmaking.accounts.forms.profile import ProfileForm

__all__ = ["FarewellForm", "ProfileForm"]
