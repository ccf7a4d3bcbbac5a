"""What somebody's devices and line can do is kept for whoever helps him."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.lobbies import rules
from matchmaking.lobbies.actions.staying import held
from matchmaking.lobbies.models import DeviceCheck


def keep_check(*, user: User, found: Mapping[str, Any], at: datetime) -> DeviceCheck:
    """His last check is this one; what his page has not tried now stays as it was."""
    facts = rules.check_found(found)
    check, _is_new = DeviceCheck.objects.update_or_create(user=user, defaults={**facts, "checked_at": at})
    return check


def keep_check_in_lobby(*, user: User, stay_id: UUID, found: Mapping[str, Any], at: datetime) -> DeviceCheck:
    """The same, said by a page in a lobby."""
    with transaction.atomic():
        held(user, stay_id, at)
        return keep_check(user=user, found=found, at=at)
