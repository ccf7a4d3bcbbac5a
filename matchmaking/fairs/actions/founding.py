"""How a fair begins: as a draft that belongs to whoever begins it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress

from matchmaking.accounts.models import User
from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions.referee import refereed
from matchmaking.fairs.addresses import address_of
from matchmaking.fairs.errors import AddressNotVerified
from matchmaking.fairs.models import Fair, Participant


def found_fair(*, facts: Mapping[str, Any], by: User, at: datetime) -> Fair:
    """There is one more draft, at an address made from its name, and its maker owns it."""
    with refereed():
        hold_founder(by)
        return lay_foundation(facts, by=by, at=at)


def hold_founder(by: User) -> None:
    """The person may begin one more fair; until the transaction ends he begins no other."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not EmailAddress.objects.filter(user=by, verified=True).exists():
        raise AddressNotVerified
    rules.check_may_found(queries.drafts_of(by).count())


def lay_foundation(facts: Mapping[str, Any], *, by: User, at: datetime) -> Fair:
    """The draft and its owner. The caller holds the founder."""
    rules.check_days(facts["starts_on"], facts["ends_on"])
    wish = address_of(facts["name"], ())
    taken = set(Fair.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    fair = Fair.objects.create(slug=address_of(facts["name"], taken), status=Fair.Status.DRAFT, created_at=at, **facts)
    Participant.objects.create(
        fair=fair,
        user=by,
        roles=[Participant.Role.ORGANISER],
        duty=Participant.Duty.OWNER,
        status=Participant.Status.APPROVED,
        applied_at=at,
        decided_at=at,
    )
    return fair
