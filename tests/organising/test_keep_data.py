"""How long a fair keeps what it knows about people: its owner says it, is told in time, and it is done in batches."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from matchmaking.fairs.models import Fair
from matchmaking.organising.actions import retaining
from matchmaking.organising.actions.recording import record
from matchmaking.organising.actions.retaining import change_retention, erase_due, note_ends
from matchmaking.organising.due import erased_soon
from matchmaking.organising.models import Deed, Retention, Trace
from matchmaking.organising.rules.retaining import due_on, is_to_be_told, months_later
from matchmaking.organising.tasks import erase_when_due
from matchmaking.reminders import tellings
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Notice
from tests import make
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.holding import everything_of
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END = date(2032, 5, 16)  # of the data of a fair that closed on 16 May 2030
WARNED = datetime(2032, 4, 16, 12, tzinfo=UTC)
OVER = datetime(2032, 5, 16, 12, tzinfo=UTC)


@pytest.fixture
def over(fair):
    """The fair is over."""
    Fair.objects.filter(pk=fair.pk).update(status="closed")
    fair.refresh_from_db()
    return fair


# The day ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2030, 5, 16), 24, date(2032, 5, 16)),
        (date(2030, 1, 31), 13, date(2031, 2, 28)),
        (date(2030, 12, 31), 12, date(2031, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2030, 11, 30), 14, date(2032, 1, 30)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("status", "months", "day"),
    [("closed", 24, END), ("closed", None, None), ("live", 24, None), ("closed", 12, date(2031, 5, 16))],
)
def test_due_on_is_asked_of_closed_fairs(status, months, day):
    fair = Fair(status=status, kept_months=months, ends_on=date(2030, 5, 16))
    assert due_on(fair) == day
    assert is_to_be_told(fair, date(2032, 5, 16)) == (day is not None)
    assert not is_to_be_told(fair, date(2031, 4, 15))


# Told, and done ----------------------------------------------------------------


def test_owners_are_told_thirty_days_before(over):
    owner = make.organiser(fair=over, user=make.member())
    make.organiser(fair=over, duty="manager")
    assert note_ends(at=WARNED - DAY) == 0
    assert note_ends(at=WARNED) == 1
    assert note_ends(at=WARNED + DAY) == 0
    note_what_is_owed(at=WARNED)
    note_what_is_owed(at=WARNED + DAY)
    notice = Notice.objects.get(kind="personal")
    assert notice.recipient == owner.user
    said = tellings.read([notice], at=WARNED)[notice.pk]
    assert said.is_true
    assert "16 May 2032" in str(said.text)
    assert said.path == page("keep-data", over)
    assert erased_soon(WARNED, 10) == []


def test_nobody_is_erased_before_the_owners_have_known_for_thirty_days(over):
    """The task was away for a year: it tells first, and waits."""
    person = make.participant(fair=over, user=make.user(name="Ada"))
    late = OVER + 365 * DAY
    note_ends(at=late)
    assert erase_due(at=late + 29 * DAY) == 0
    assert erase_due(at=late + 30 * DAY) == 1
    person.refresh_from_db()
    assert str(person.user) == "Somebody who has left"


def test_the_data_of_a_fair_is_erased_in_batches_and_that_is_written_down(over, monkeypatch):
    monkeypatch.setattr(retaining, "BATCH", 2)
    everything_of(make.user(name="Renata"), over)
    owner = make.organiser(fair=over, user=make.user(name="Odile"))
    record(fair=over, by=owner.user, view="organising:add-hall", at=NOW)
    people = retaining.people_of(over).count()
    note_ends(at=WARNED)
    runs = []
    while erased := erase_due(at=OVER):
        runs.append(erased)
    assert (sum(runs), max(runs)) == (people, 2)
    assert retaining.people_of(over).count() == 0
    assert Trace.objects.count() == people
    retention = Retention.objects.get()
    assert (retention.people, retention.erased_at) == (people, OVER)
    assert list(Deed.objects.values_list("view", "kind", "by_name", "parts")) == [
        ("organising:erase-when-due", "rule", "", {"people": str(people)})
    ]
    owner.refresh_from_db()
    assert str(owner.user) == "Odile"
    assert erase_due(at=OVER + DAY) == note_ends(at=OVER + DAY) == 0


def test_who_cannot_be_erased_does_not_keep_the_others(over, monkeypatch, caplog):
    first, second = make.participant(fair=over), make.participant(fair=over)
    note_ends(at=WARNED)
    erase = retaining.erase

    def erase_or_fail(*, participant, at):
        erase(participant=participant, at=at)
        if participant.pk == first.pk:
            raise RuntimeError

    monkeypatch.setattr(retaining, "erase", erase_or_fail)
    assert erase_due(at=OVER) == 1
    assert Retention.objects.get().erased_at is None
    assert f"Registration {first.pk}" in caplog.text
    monkeypatch.setattr(retaining, "erase", erase)
    assert erase_due(at=OVER) == 1
    assert Retention.objects.get().people == 2
    assert second.pk != first.pk


def test_a_later_day_starts_anew(over):
    make.participant(fair=over)
    note_ends(at=WARNED)
    change_retention(fair=over, months=36)
    assert erase_due(at=OVER) == 0
    assert note_ends(at=OVER) == 0
    assert not Retention.objects.exists()
    change_retention(fair=over, months=None)
    assert note_ends(at=OVER + 3650 * DAY) == 0


def test_an_earlier_day_waits_for_its_own_thirty_days(over):
    make.participant(fair=over)
    note_ends(at=WARNED)
    change_retention(fair=over, months=23)
    note_ends(at=WARNED + DAY)
    assert erase_due(at=WARNED + 30 * DAY) == 0
    assert erase_due(at=WARNED + 31 * DAY) == 1


def test_a_fair_that_is_reopened_keeps_its_data(over):
    make.participant(fair=over)
    note_ends(at=WARNED)
    Fair.objects.filter(pk=over.pk).update(status="live")
    assert erase_due(at=OVER) == 0


def test_the_task_does_both(over, time_machine):
    make.participant(fair=over)
    time_machine.move_to(WARNED, tick=False)
    assert erase_when_due() == 0
    time_machine.move_to(OVER, tick=False)
    assert erase_when_due() == 1


@pytest.mark.parametrize("months", [0, 11, 121])
def test_the_database_keeps_the_time_within_bounds(fair, months):
    with refused_by("fair_keeps_data_for_one_year_to_ten"):
        Fair.objects.filter(pk=fair.pk).update(kept_months=months)


def test_data_is_never_erased_without_a_warning(fair):
    with refused_by("data_is_erased_after_a_warning"):
        Retention.objects.create(fair=fair, due_on=END, warned_at=OVER - 29 * DAY, erased_at=OVER)


# The page ----------------------------------------------------------------


def test_keep_data_page_changes_it_and_the_join_page_says_it(client, fair, organiser, during_the_fair):
    join = reverse("fairs:join-fair", args=[fair.slug])
    address = page("keep-data", fair)
    assert "24 months after its end" in words(client.get(join))
    assert client.post(address, {"keeps": "months", "months": 36}).url == address
    fair.refresh_from_db()
    assert fair.kept_months == 36
    assert "36 months after its end" in words(client.get(join))
    client.post(address, {"keeps": "accounts", "months": ""})
    fair.refresh_from_db()
    assert fair.kept_months is None
    assert "as long as you keep your account" in words(client.get(join))
    assert list(Deed.objects.order_by("pk").values_list("parts", flat=True)) == [
        {"keeps": "months", "months": "36"},
        {"keeps": "accounts"},
    ]
    assert [was.kept_months for was in fair.history.all()[:2]] == [None, 36]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"keeps": "months"},
        {"keeps": "months", "months": 11},
        {"keeps": "months", "months": 121},
        {"keeps": "months", "months": "x"},
        {"keeps": "for ever", "months": 24},
    ],
)
def test_keep_data_page_survives_nonsense(client, fair, organiser, during_the_fair, typed):
    assert client.post(page("keep-data", fair), typed).status_code == 422
    fair.refresh_from_db()
    assert fair.kept_months == 24


@pytest.mark.parametrize("duty", ["manager", "helper", "analyst"])
def test_keep_data_is_for_owners_of_this_fair(client, fair, during_the_fair, duty):
    for who in (make.organiser(fair=fair, duty=duty).user, make.organiser().user):
        client.force_login(who)
        assert client.post(page("keep-data", fair), {"keeps": "accounts"}).status_code == 404


def test_keep_data_page_asks_as_often_for_many(client, fair, organiser, during_the_fair):
    few = queries_of(client, page("keep-data", fair))
    for _ in range(3):
        make.participant(fair=fair)
    assert queries_of(client, page("keep-data", fair)) == few <= 15


def test_a_deed_is_safe_again_once_old_ones_are_forgotten(over):
    note_ends(at=WARNED)
    erase_due(at=OVER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('tradefair.forgets_deeds', true)")
        assert cursor.fetchone()[0] != "yes"
