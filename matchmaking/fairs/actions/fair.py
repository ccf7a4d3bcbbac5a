"""The fair itself: its settings and its way from draft to closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from matchmaking.common.uploads import forget_file
from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions.referee import hold_calendar, hold_fair, refereed
from matchmaking.fairs.errors import ChangedMeanwhile
from matchmaking.fairs.models import Fair

CHANGEABLE = frozenset(
    {
        "name",
        "registration",
        "starts_on",
        "ends_on",
        "time_zone",
        "city",
        "languages",
        "brand_colour",
        "picture",
        "logo",
        "slot_minutes",
        "gap_minutes",
    }
)


def change_fair(*, fair: Fair, version: int, changes: Mapping[str, Any]) -> Fair:
    """The fair says what was typed, unless somebody else has changed it since this version was read."""
    if not changes.keys() <= CHANGEABLE:
        raise TypeError(f"change_fair does not change {sorted(changes.keys() - CHANGEABLE)}.")
    with refereed():
        hold_calendar(fair)
        stored = hold_fair(fair.pk)
        if stored.version != version:
            raise ChangedMeanwhile
        for picture in ("picture", "logo"):
            if picture in changes:
                forget_file(getattr(stored, picture))
        for name, value in changes.items():
            setattr(stored, name, "" if value is False else value)  # False is how a form says: no picture any more
        rules.check_days(stored.starts_on, stored.ends_on)
        stored.version += 1
        stored.save()
    return stored


def archive_fair(*, fair: Fair, at: datetime) -> Fair:
    """The closed fair is in the archive: off the public lists, and nobody changes it. Twice is once."""
    with refereed():
        stored = hold_fair(fair.pk)
        rules.check_archivable(stored)
        if stored.archived_at is None:
            stored.archived_at = at
            stored.version += 1
            stored.save(update_fields=["archived_at", "version", "changed_at"])
    return stored


def restore_fair(*, fair: Fair) -> Fair:
    """The fair is out of the archive, closed as it was."""
    with refereed():
        stored = hold_fair(fair.pk)
        if stored.archived_at is not None:
            stored.archived_at = None
            stored.version += 1
            stored.save(update_fields=["archived_at", "version", "changed_at"])
    return stored


def change_status(*, fair: Fair, status: str, at: datetime) -> Fair:
    """The fair has taken the step, or the FairRefused says what it lacks."""
    with refereed():
        stored = hold_fair(fair.pk)
        rules.check_step(stored, status, queries.preparation(stored), at)
        stored.status = status
        stored.version += 1
        stored.save(update_fields=["status", "version", "changed_at"])
    return stored
