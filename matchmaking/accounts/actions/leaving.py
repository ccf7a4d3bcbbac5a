"""Deleting an account. What others remember stays, without the name."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from matchmaking.accounts import rules
from matchmaking.accounts.actions.settling import forget_photo
from matchmaking.accounts.errors import StillNeeded
from matchmaking.accounts.models import Block, User
from matchmaking.common.elsewhere import ask


@transaction.atomic
def delete_account(*, user: User, typed_email: str, at: datetime) -> None:
    """Nobody can tell any more who this was: name, address, photo, keys, sessions and the record of changes are gone.

    The row stays, because the meetings and messages of others point to it. StillNeeded if another app says that
    something hangs on this person alone; nothing has changed then.
    """
    rules.check_farewell(user, typed_email=typed_email)
    user = User.objects.select_for_update().get(pk=user.pk)
    if reasons := list(_part_everywhere(user, at=at)):
        raise StillNeeded(reasons)
    for session in UserSession.objects.filter(user=user):
        session.end()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    Block.objects.filter(Q(blocker=user) | Q(blocked=user)).delete()
    user.groups.clear()
    user.user_permissions.clear()
    forget_photo(user)
    user.email = f"left-{uuid.uuid4().hex}@people.invalid"
    user.name = user.country = ""
    user.spoken_languages = []
    user.time_zone, user.is_time_zone_chosen = "UTC", False
    user.is_active = user.is_staff = user.is_superuser = False
    user.left_at = at
    user.set_unusable_password()
    user.save()
    user.history.all().delete()


@transaction.atomic
def forget_newcomer(*, user: User) -> None:
    """The sign-up of a moment ago has not happened: its code cannot be mailed, so nobody could use the account."""
    if User.objects.filter(pk=user.pk, last_login=None).delete()[0]:
        User.history.filter(id=user.pk).delete()  # that he was removed is in it too


def _part_everywhere(user: User, *, at: datetime) -> Iterator[str]:
    """Every app lets the person go, as settings.PARTINGS names them; what keeps him is said in sentences.

    See docs/decisions/0011-whoever-goes-takes-leave-everywhere.md.
    """
    for kept in ask("PARTINGS", user=user, at=at):
        yield from kept
