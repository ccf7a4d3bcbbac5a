"""Whoever deletes his account: what the organiser's desk knew of him is gone."""

import pytest
from django.utils import timezone

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.accounts.models import User
from matchmaking.organising.actions import exporting
from matchmaking.organising.models import Export, ImportedThing
from matchmaking.organising.tasks import write_export
from tests import make
from tests.organising.tables import brought_in, checked, undone

pytestmark = pytest.mark.django_db
HEADER = ["email", "name", "looking for"]


def test_imports_forget_whoever_leaves_and_can_still_be_undone():
    fair = make.fair()
    imported = brought_in(fair, "visitors", HEADER, ["a@example.com", "A", "Tea"], ["b@example.com", "B", "Tea"])
    problem = checked(fair, "visitors", HEADER, ["a@example.com", "", ""], ["a@example.com", "A", ""]).problems.last()
    assert problem.value == "a@example.com"
    leaving = User.objects.get(email="a@example.com")
    delete_account(user=leaving, typed_email=leaving.email, at=timezone.now())
    assert set(ImportedThing.objects.values_list("row", flat=True)) == {3}
    assert not type(problem).objects.filter(value="a@example.com").exists()
    undone(imported)
    assert (imported.counts["undo_removed"], imported.counts["undo_kept"]) == (1, 0)
    assert list(User.objects.exclude(left_at=None)) == [leaving]


def test_lists_that_were_written_for_whoever_leaves_are_gone(django_capture_on_commit_callbacks):
    fair, user = make.fair(), make.member()
    wanted = exporting.want_export(fair=fair, what="rooms", form="csv", language="en", by=user, at=timezone.now())
    write_export(str(wanted.pk))
    wanted.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(user=user, typed_email=user.email, at=timezone.now())
    assert not Export.objects.exists()
    assert not wanted.file.storage.exists(wanted.file.name)
