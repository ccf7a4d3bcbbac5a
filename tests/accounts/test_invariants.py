import pytest

from matchmaking.accounts.models import Block, User
from tests import make
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


def test_one_account_per_address():
    first = make.user()
    with refused_by("one_account_per_address"):
        make.user(email=first.email)


def test_addresses_are_in_small_letters():
    with refused_by("addresses_are_in_small_letters"):
        User.objects.create(email="Ada@example.com")


def test_somebody_is_blocked_once():
    ours, theirs = make.user(), make.user()
    Block.objects.create(blocker=ours, blocked=theirs)
    Block.objects.create(blocker=theirs, blocked=ours)
    with refused_by("blocked_once"):
        Block.objects.create(blocker=ours, blocked=theirs)


def test_nobody_blocks_himself():
    user = make.user()
    with refused_by("nobody_blocks_himself"):
        Block.objects.create(blocker=user, blocked=user)
