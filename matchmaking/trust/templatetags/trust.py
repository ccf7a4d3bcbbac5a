"""What pages of other apps show of trust."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.trust.access import stands_endorsable_by
from matchmaking.trust.queries import endorsements_of

register = template.Library()


@register.inclusion_tag("trust/_endorsements.html")
def endorsements(stand: Exhibitor, user: User | AnonymousUser) -> dict[str, Any]:
    """Who vouches for the stand, and the way to do so for whoever may. Two queries at most."""
    found = list(endorsements_of([stand]))
    may_endorse = user.is_authenticated and stands_endorsable_by(user).filter(pk=stand.pk).exists()
    is_mine = any(endorsement.endorser.user_id == user.pk for endorsement in found)
    return {"stand": stand, "endorsements": found, "may_endorse": may_endorse, "is_mine": is_mine}
