"""Who may touch whom. A person is named from outside by a signed reference: numbers that can be counted tell names."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db.models import QuerySet

from matchmaking.accounts.models import Block, User
from matchmaking.accounts.queries import blocks_by

SALT = "matchmaking.accounts.person"


def reference_to(person: User) -> str:
    """The name under which a page that shows a person lets its reader speak of him."""
    return signing.dumps(person.pk, salt=SALT)


def people_named_by(reference: str, user: AbstractBaseUser | AnonymousUser) -> QuerySet[User]:
    """The person whom a page has shown to this reader, if the reference is ours and he is still here."""
    if not user.is_authenticated:
        return User.objects.none()
    try:
        pk = signing.loads(reference, salt=SALT)
    except signing.BadSignature:
        return User.objects.none()
    return User.objects.filter(pk=pk, left_at=None)


def blocks_editable_by(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Block]:
    """The blocks that one may lift: one's own."""
    if not isinstance(user, User):
        return Block.objects.none()
    return blocks_by(user)
