"""Whoever deletes his account takes leave of the desk, too."""

from datetime import timedelta

import pytest

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.organising.actions.parcels import pack_parcel, want_parcel
from matchmaking.organising.actions.recording import record
from matchmaking.organising.models import Deed, Parcel, Stead, TwoPeople
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def gone(user, at=NOW):
    delete_account(user=user, typed_email=user.email, at=at)


def stead(fair, by, whom):
    times = {"began_at": NOW, "ends_at": NOW + 30 * MINUTE}
    return Stead.objects.create(fair=fair, by=by, whom=whom, because="She cannot open her times.", **times)


def test_whoever_goes_leaves_no_parcel_no_reason_and_no_pair(fair, django_capture_on_commit_callbacks):
    me = make.participant(fair=fair)
    parcel = want_parcel(person=me.user, fair=None, by=me.user, at=NOW)
    assert pack_parcel(parcel, now=lambda: NOW)
    parcel.refresh_from_db()
    stead(fair, make.user(), me.user)
    TwoPeople.objects.create(fair=fair, one=me, other=make.participant(fair=fair), said_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        gone(me.user)
    assert not Parcel.objects.exists()
    assert not Stead.objects.exists()
    assert not TwoPeople.objects.exists()
    assert not parcel.file.storage.exists(parcel.file.name)


@pytest.mark.parametrize(("minutes", "ended"), [(10, 10), (40, 30)])
def test_whoever_goes_in_somebodys_name_has_ended_it(fair, minutes, ended):
    by = make.user()
    left = stead(fair, by, make.user())
    gone(by, at=NOW + minutes * MINUTE)
    left.refresh_from_db()
    assert left.ended_at == NOW + ended * MINUTE


def test_what_somebody_has_done_stays_with_the_name_of_then(fair):
    who = make.user(name="Ada")
    record(fair=fair, by=who, view="organising:add-hall", at=NOW)
    gone(who)
    assert Deed.objects.get().by_name == "Ada"
