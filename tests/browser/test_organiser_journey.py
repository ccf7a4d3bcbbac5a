"""A new organiser, alone: a fair from nothing, two hundred exhibitors from a spreadsheet, the day, the report."""

from datetime import timedelta
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant, Room
from matchmaking.meetings.models import Attendance
from matchmaking.organising.tasks import carry_on_due_imports, make_due_reports
from matchmaking.reminders.actions import owing
from matchmaking.reminders.models import Announcement, Delivery, Habits
from matchmaking.reminders.tasks import send_mails
from tests import make
from tests.browser.rooms import OVERHANG, both_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = Path(__file__).parents[1] / "organising/files/two-hundred-exhibitors.xlsx"  # written by LibreOffice Calc
HOW_IT_BEGINS = "async (path) => (await (await fetch(path)).text()).slice(0, 5)"


def let_workers_work(*tasks):
    """What waits for a worker is done by one, on a connection of its own."""

    def work():
        for task in tasks:
            task()
        connection.close()

    worker = Thread(target=work)
    worker.start()
    worker.join()


@pytest.fixture
def somebody():
    """Signed up, and nothing else."""
    person = make.member(name="Odile Marchand", time_zone="Europe/Brussels")
    return type("Somebody", (), {"user": person})


@pytest.fixture
def desk(window_of, server, somebody, axe):
    """The organiser's window. Every page that he comes to is judged: nothing for axe to find, nothing wider than it."""
    window = window_of(somebody)

    def look(heading):
        assert window.locator("h1").all_inner_texts() == [heading]
        assert axe(window) == []
        assert window.evaluate(OVERHANG) <= 0

    window.look = look
    window.goto(server)
    return window


def press(window, name, role="button"):
    """The thing is pressed, and the page to which it leads is there."""
    window.evaluate("window.isTheOldPage = true")
    window.get_by_role(role, name=name, exact=True).first.click()
    window.wait_for_function("() => !window.isTheOldPage && document.readyState === 'complete'")


def test_from_nothing_to_the_report(desk, window_of, server, somebody, axe):
    begins_a_fair(desk)
    fair = Fair.objects.get()
    lays_the_ground(desk, fair)
    brings_in_the_exhibitors(desk, fair)
    opens_it(desk, fair)
    tells_everybody(desk, fair)
    keeps_the_day(desk, fair, window_of, server)
    has_the_report(desk, fair)


def midday_zone():
    """Where it is neither early nor late at this moment: the test runs at any hour, meetings do not."""
    return "Europe/Brussels" if 6 <= timezone.now().hour < 20 else "America/Los_Angeles"


def begins_a_fair(desk):
    desk.goto(desk.url.rstrip("/") + "/fairs/new/")
    desk.look("Begin a fair")
    zone = midday_zone()
    today = timezone.localdate(timezone=ZoneInfo(zone))
    desk.locator("[name=name]").fill("Feria de Montbrun")
    desk.locator("[name=starts_on]").fill(today.isoformat())
    desk.locator("[name=ends_on]").fill((today + timedelta(days=1)).isoformat())
    desk.locator("[name=time_zone]").select_option(zone)
    desk.locator("[name=city]").fill("Montbrun")
    press(desk, "Begin the fair")
    desk.look("Feria de Montbrun")


def go(desk, fair, path=""):
    desk.goto(f"{desk.url.split('/fairs/')[0]}/fairs/{fair.slug}/organise/{path}")


def lays_the_ground(desk, fair):
    go(desk, fair, "hours/")
    desk.look("Opening hours and breaks")
    desk.locator("[name=hours-0-opens_at]").fill("00:00")
    desk.locator("[name=hours-0-closes_at]").fill("23:59")
    press(desk, "Take the first day's hours for all days")
    go(desk, fair, "halls/")
    for hall in ("Hall A", "Hall B"):
        desk.locator("#add-hall [name=name]").fill(hall)
        press(desk, "Add the hall")
        go(desk, fair, "halls/")
    rooms = desk.locator("#add-rooms")
    rooms.locator("[name=hall]").select_option(label="Hall A")
    rooms.locator("[name=number]").fill("30")
    rooms.locator("[name=name]").fill("A")
    press(desk, "Add the rooms")
    desk.look("Halls and rooms")
    assert [str(room) for room in Room.objects.order_by("name")] == [f"A {n:02d}" for n in range(1, 31)]
    go(desk, fair, "timetable/")
    desk.locator("#length [name=gap_minutes]").fill("0")
    press(desk, "Save and preview")
    press(desk, "Lay out the timetable")
    desk.look("Meeting times")
    assert fair.slots.exists()


def brings_in_the_exhibitors(desk, fair):
    go(desk, fair, "import/")
    desk.look("Import")
    desk.locator("#upload [name=kind][value=exhibitors]").check()
    desk.locator("#upload [name=file]").set_input_files(TABLE)
    press(desk, "Upload and look at it")
    desk.look("What the columns mean")
    press(desk, "Check every row")
    let_workers_work(carry_on_due_imports)
    desk.reload()
    press(desk, "Import the 200 good rows")
    let_workers_work(carry_on_due_imports)
    desk.reload()
    assert desk.get_by_text("200 rows are imported.").is_visible()
    assert axe_free(desk)
    assert Exhibitor.objects.filter(fair=fair, hall__name="Hall B").count() == 100


def axe_free(desk):
    desk.look(desk.locator("h1").inner_text())
    return True


def opens_it(desk, fair):
    go(desk, fair)
    desk.look("Feria de Montbrun")
    press(desk, "Open for registration")
    press(desk, "Go live")
    fair.refresh_from_db()
    assert fair.status == Fair.Status.LIVE
    desk.look("Feria de Montbrun")


def tells_everybody(desk, fair):
    go(desk, fair, "news/write/")
    desk.look("Write an announcement")
    desk.locator("[name=title]").fill("The doors are open")
    desk.locator("[name=text]").fill("Come in: the first meetings begin now.")
    press(desk, "Save and see how it looks")
    desk.look("The doors are open")
    people = Participant.objects.filter(fair=fair, status=Participant.Status.APPROVED)
    Habits.objects.bulk_create(Habits(user_id=person.user_id, is_quiet=False) for person in people)  # at any hour
    told = len(people)
    press(desk, f"Send to {told} people now")
    let_workers_work(lambda: owing.note_what_is_owed(at=timezone.now()), send_mails)
    desk.reload()
    desk.look("The doors are open")
    news = Announcement.objects.get()
    assert Delivery.objects.filter(notice__subject=news.pk, way="mail", status="sent").count() == told


def keeps_the_day(desk, fair, window_of, server):
    """Two people meet in a room of his, and he sees it as it happens."""
    now = timezone.now()
    host = Participant.objects.filter(fair=fair, represents__isnull=False).order_by("pk").first()
    guest = make.participant(fair=fair, user=make.member(name="Renata Quispe"))
    fair.slots.filter(starts_at__lt=now + timedelta(minutes=30)).delete()  # those laid out are all to come
    slot = make.slot(fair=fair, starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(minutes=24))
    meeting = make.booking(slot=slot, room=Room.objects.get(name="A 07"), host=host, guest=guest)
    Attendance.objects.filter(booking=meeting, role="host").update(stand=host.represents.get().exhibitor)
    go(desk, fair, "day/")
    desk.locator("[data-day-live]").wait_for()
    both_in([window_of(host), window_of(guest)], server, meeting)
    desk.locator(f'#room-{meeting.room_id}[data-state="on"]').wait_for()
    assert axe_free(desk)


def has_the_report(desk, fair):
    go(desk, fair, "results/")
    assert axe_free(desk)
    go(desk, fair, "results/report/")
    desk.look("Report")
    desk.locator("#make-report [name=language]").select_option("fr")
    press(desk, "Make the report")
    let_workers_work(make_due_reports)
    desk.reload()
    desk.look("Report")
    assert (
        desk.evaluate(HOW_IT_BEGINS, desk.locator("a[href*='/results/report/']").last.get_attribute("href")) == "%PDF-"
    )
