"""Importing rooms: from the file to the halls and back. What every import shares is tested here."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from matchmaking.fairs.models import Room
from matchmaking.organising.actions.importing import passing, steps
from matchmaking.organising.actions.importing.passing import Superseded
from matchmaking.organising.errors.imports import FileIsGone, ImportUnderWay, NothingToImport, NotNow
from matchmaking.organising.models import Import, ImportedThing
from matchmaking.organising.rules.importing import KEPT, PATIENCE
from matchmaking.organising.tasks import carry_on_due_imports, carry_on_import, forget_old_imports
from tests import make
from tests.organising.tables import brought_in, checked, csv_of, found, undone, uploaded
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
HEADER = ["Hall", "Room name", "Type", "Capacity"]


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def hall(fair):
    return make.hall(fair=fair, name="Hall 1")


def rooms_of(fair):
    return list(Room.objects.filter(hall__fair=fair).order_by("pk").values_list("hall__name", "name", "kind", "seats"))


def test_columns_are_guessed_and_rows_come_in(fair, hall):
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1", "Table", "6"], ["hall 1", "A2", "", ""])
    assert imported.mapping == {"hall": 0, "name": 1, "kind": 2, "seats": 3}
    assert (imported.status, imported.counts) == ("done", {"created": 2, "changed": 0, "same": 0, "wrong": 0})
    assert rooms_of(fair) == [("Hall 1", "A1", "table", 6), ("Hall 1", "A2", "video", 4)]
    assert Room.history.count() == 2
    assert found(imported) == []


def test_a_look_changes_nothing_and_says_what_would_come(fair, hall):
    make.room(hall=hall, name="A1", seats=4)
    make.room(hall=hall, name="A2", seats=4)
    imported = checked(
        fair,
        "rooms",
        HEADER,
        ["Hall 1", "A1", "", "8"],
        ["Hall 1", "A2", "", "4"],
        ["Hall 1", "A3", "", ""],
        ["", "A4"],
    )
    assert (imported.status, imported.counts) == ("checked", {"created": 1, "changed": 1, "same": 1, "wrong": 1})
    assert found(imported) == [(5, "Hall", "missing")]
    assert Room.objects.count() == 2


def test_every_mistake_of_a_row_is_told_and_the_others_go_in(fair, hall):
    imported = brought_in(
        fair,
        "rooms",
        [*HEADER, "Zoom"],
        ["Hall 9", "A1", "sofa", "many", ""],
        ["Hall 1", "A" * 61, "", "1", "http://zoom.us/j/1"],
        ["Hall 1", "B1", "", "", ""],
        ["Hall 1", "b1", "", "", ""],
    )
    assert found(imported) == [
        (2, "Type", "not_a_choice"),
        (2, "Capacity", "not_a_number"),
        (2, "Hall", "no_such_hall"),
        (3, "Room name", "too_long"),
        (3, "Capacity", "out_of_range"),
        (3, "Zoom", "not_a_call_link"),
        (5, "Room name", "twice"),
    ]
    assert rooms_of(fair) == [("Hall 1", "B1", "video", 4)]


def test_halls_of_other_fairs_are_not_found(fair):
    make.hall(name="Hall 1")
    assert found(checked(fair, "rooms", HEADER, ["Hall 1", "A1"])) == [(2, "Hall", "no_such_hall")]


def test_a_veto_of_the_database_keeps_out_one_row_only(fair, hall, monkeypatch):
    """Somebody adds a room of the same name between the look and the write."""
    imported = checked(fair, "rooms", HEADER, ["Hall 1", "A1"], ["Hall 1", "A2"], ["Hall 1", "A3"])
    steps.bring_in(imported=imported, at=timezone.now())
    make.room(hall=hall, name="A2")
    monkeypatch.setattr(passing.Rooms, "learn", lambda self, rows: setattr(self, "rooms", {}))
    assert carry_on_import(str(imported.pk))
    imported.refresh_from_db()
    assert imported.counts == {"created": 2, "changed": 0, "same": 0, "wrong": 1}
    assert found(imported) == [(3, "", "refused")]
    assert sorted(Room.objects.values_list("name", flat=True)) == ["A1", "A2", "A3"]
    assert ImportedThing.objects.count() == 2


# Steps ----------------------------------------------------------------


def test_one_import_under_way_per_fair(fair, hall):
    first, second = (uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"])) for _ in range(2))
    steps.check(imported=first, mapping=first.mapping, at=timezone.now())
    with pytest.raises(ImportUnderWay):
        steps.check(imported=second, mapping=second.mapping, at=timezone.now())
    with refused_by("one_import_under_way_per_fair"):
        Import.objects.filter(pk=second.pk).update(status="importing")
    elsewhere = uploaded(make.fair(), "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    steps.check(imported=elsewhere, mapping=elsewhere.mapping, at=timezone.now())


def test_what_the_database_keeps_of_imports(fair, hall):
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1"])
    with refused_by("import_does_no_more_than_all"):
        Import.objects.update(done=imported.total + 1)
    with refused_by("import_is_over_when_it_says_so"):
        Import.objects.update(ended_at=None)
    with refused_by("thing_is_imported_once"):
        thing = imported.things.get()
        ImportedThing.objects.create(imported=imported, row=9, what=thing.what, key=thing.key)


def test_steps_come_one_after_the_other(fair, hall):
    at = timezone.now()
    imported = uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    for too_early in (steps.bring_in, steps.undo):
        with pytest.raises(NotNow):
            too_early(imported=imported, at=at)
    steps.check(imported=imported, mapping=imported.mapping, at=at)
    for too_late in (steps.bring_in, steps.undo):
        with pytest.raises(NotNow):
            too_late(imported=imported, at=at)
    with pytest.raises(NotNow):
        steps.discard(imported=imported)
    carry_on_import(str(imported.pk))
    steps.bring_in(imported=imported, at=at)
    carry_on_import(str(imported.pk))
    with pytest.raises(NotNow):
        steps.check(imported=imported, mapping=imported.mapping, at=at)
    with pytest.raises(NotNow):
        steps.discard(imported=imported)


def test_where_no_row_is_good_nothing_is_imported(fair):
    imported = checked(fair, "rooms", HEADER, ["Hall 9", "A1"])
    with pytest.raises(NothingToImport):
        steps.bring_in(imported=imported, at=timezone.now())


def test_a_discarded_file_is_gone(fair, django_capture_on_commit_callbacks):
    imported = uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    storage, name = imported.file.storage, imported.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        steps.discard(imported=imported)
    assert not storage.exists(name)
    assert not Import.objects.exists()


# Workers ----------------------------------------------------------------


def test_a_second_worker_leaves_an_import_to_the_first(fair, hall):
    imported = uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    steps.check(imported=imported, mapping=imported.mapping, at=timezone.now())
    assert steps.claim(imported.pk, at=timezone.now())
    assert not carry_on_import(str(imported.pk))
    assert carry_on_due_imports() == 0


def test_a_worker_that_died_is_followed_by_another_that_goes_on_behind_it(fair, hall, monkeypatch):
    monkeypatch.setattr(passing, "CHUNK", 2)
    rows = [["Hall 1", f"A{n}"] for n in range(6)] + [["Hall 1", "A0"]]
    imported = checked(fair, "rooms", HEADER, *rows)
    steps.bring_in(imported=imported, at=timezone.now())
    tell, told = passing.tell, []

    def dying(*args, **kw):
        tell(*args, **kw)
        told.append(kw["done"])
        if len(told) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(passing, "tell", dying)
    with pytest.raises(KeyboardInterrupt):
        carry_on_import(str(imported.pk))
    monkeypatch.setattr(passing, "tell", tell)
    assert Room.objects.count() == 2  # of the second chunk nothing is left: its transaction has died with the worker
    with time_machine.travel(timezone.now() + PATIENCE + timedelta(seconds=1)):
        assert carry_on_due_imports() == 1
    imported.refresh_from_db()
    assert (imported.status, imported.counts) == ("done", {"created": 6, "changed": 0, "same": 0, "wrong": 1})
    assert Room.objects.count() == 6
    assert found(imported) == [(8, "Room name", "twice")]


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(fair, hall):
    imported = checked(fair, "rooms", HEADER, ["Hall 1", "A1"])
    steps.bring_in(imported=imported, at=timezone.now())
    slow = steps.claim(imported.pk, at=timezone.now())
    assert steps.claim(imported.pk, at=timezone.now() + 2 * PATIENCE)
    with pytest.raises(Superseded):
        steps.carry_on(slow, now=timezone.now)
    assert not Room.objects.exists()


def test_an_import_that_fails_says_so(fair, hall, monkeypatch):
    imported = uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    steps.check(imported=imported, mapping=imported.mapping, at=timezone.now())
    monkeypatch.setattr(passing.Rooms, "judge", lambda *_: 1 / 0)
    assert not carry_on_import(str(imported.pk))
    imported.refresh_from_db()
    assert (imported.status, imported.step) == ("failed", "check")
    monkeypatch.undo()
    steps.check(imported=imported, mapping=imported.mapping, at=timezone.now())
    assert carry_on_import(str(imported.pk))


def test_a_month_later_only_the_figures_are_left(fair, hall, django_capture_on_commit_callbacks):
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1"], ["Hall 9", "A1"])
    storage, name = imported.file.storage, imported.file.name
    assert forget_old_imports() == 0
    with (
        time_machine.travel(timezone.now() + KEPT + timedelta(days=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert forget_old_imports() == 1
        assert forget_old_imports() == 0
    imported.refresh_from_db()
    assert not storage.exists(name)
    assert (imported.samples, imported.counts["created"], imported.file.name) == ([], 1, "")
    assert (imported.things.count(), imported.problems.count()) == (0, 0)
    with pytest.raises(FileIsGone):
        steps.undo(imported=imported, at=timezone.now())


# Undoing ----------------------------------------------------------------


def test_undoing_removes_what_was_made_and_puts_back_what_was_changed(fair, hall):
    room = make.room(hall=hall, name="A1", seats=4)
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1", "table", "8"], ["Hall 1", "A2"])
    undone(imported)
    assert imported.status == "undone"
    assert (imported.counts["undo_removed"], imported.counts["undo_restored"], imported.counts["undo_kept"]) == (
        1,
        1,
        0,
    )
    assert rooms_of(fair) == [("Hall 1", "A1", "video", 4)]
    assert Room.objects.get() == room
    assert not imported.file


def test_what_somebody_has_touched_or_what_something_hangs_on_stays(fair, hall):
    make.room(hall=hall, name="A1", seats=4)
    imported = brought_in(
        fair, "rooms", HEADER, ["Hall 1", "A1", "", "8"], ["Hall 1", "A2"], ["Hall 1", "A3"], ["Hall 1", "A4"]
    )
    Room.objects.filter(name="A1").update(seats=10)
    Room.objects.filter(name="A2").update(kind="table")
    make.booking(fair=fair, room=Room.objects.get(name="A3"))
    undone(imported)
    assert [name for _, name, _, _ in rooms_of(fair)] == ["A1", "A2", "A3"]
    assert list(imported.things.order_by("row").values_list("row", "kept", "kept_for")) == [
        (2, "touched", ""),
        (3, "touched", ""),
        (4, "needed", "meetings.booking"),
    ]
    assert (imported.counts["undo_removed"], imported.counts["undo_kept"]) == (1, 3)


def test_what_is_gone_already_needs_no_undoing(fair, hall):
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1"])
    Room.objects.all().delete()
    undone(imported)
    assert (imported.counts["undo_removed"], imported.things.count()) == (1, 0)


def test_what_was_changed_and_is_gone_is_told(fair, hall):
    room = make.room(hall=hall, name="A1", seats=4)
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1", "", "8"])
    room.delete()
    undone(imported)
    assert imported.things.get().kept == "gone"
