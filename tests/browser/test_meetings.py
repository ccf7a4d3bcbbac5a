"""Two people in two windows, half a world apart, agree on a time: asked, accepted, moved, called off, waited for."""

import re
from datetime import UTC, datetime

import icalendar
import pytest

from matchmaking.meetings.models import Booking, MeetingRequest, WaitingListEntry
from matchmaking.meetings.tasks import offer_freed_slots
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MESSAGE = "Chocolate for two hundred shops."


class World:
    """A stand's Thibault in Brussels, and people who want to meet him, at a fair with these slots."""

    def __init__(self, starts, there):
        days = sorted({moment.date() for moment in starts})
        self.fair = make.fair(name="Wereldmarkt", starts_on=days[0], ends_on=days[-1])
        hall = make.hall(fair=self.fair)
        for _ in range(2):
            make.room(hall=hall)
        self.slots = [make.slot(fair=self.fair, starts_at=moment) for moment in starts]
        self.stand = make.exhibitor(fair=self.fair, company=make.company(name="Valmoulin"), hall=hall)
        seat = make.representative(exhibitor=self.stand, user=self.member("Thibault Belrouet", "Europe/Brussels"))
        self.exporter = seat.participant
        self.buyer, self.other = (self.visitor(name, there) for name in ("Renata Quispe", "Inés Huamán"))
        make.laid_out(self.exporter, self.buyer, self.other)
        for who in (self.exporter, self.buyer):
            make.available(who, *self.slots)

    def member(self, name, zone):
        return make.member(name=name, time_zone=zone, is_time_zone_chosen=True)

    def visitor(self, name, zone):
        return make.visitor(participant=make.participant(fair=self.fair, user=self.member(name, zone))).participant


@pytest.fixture
def windows(open_window, sign_in, live_server):
    """window(somebody) is his own browser, on his own clock, signed in."""

    def opened(who, **options):
        window = open_window(timezone_id=who.user.time_zone, reduced_motion="reduce", **options)
        sign_in(window, who.user)
        return window

    return opened


@pytest.fixture
def go(live_server):
    return lambda window, path: window.goto(live_server.url + path)


def begins(window, selector):
    """At what time something begins, as it is written there: by one's own clock, then by the other."""
    return tuple(re.findall(r"\b\d\d:00\b", window.locator(selector).inner_text()))


def fit(window, axe):
    assert axe(window) == []
    assert window.evaluate(OVERHANG) <= 0


BRUSSELS_AND_LIMA = (
    "America/Lima",
    [datetime(2030, 5, 14, hour, tzinfo=UTC) for hour in (13, 14, 15, 16)],
    {"asked": ("15:00", "08:00"), "moved": ("18:00", "11:00")},
    3,
)
OVER_THE_CHANGE = (  # in the night to 31 March 2030 the clocks of Europe are put forward, those of China are not
    "Asia/Shanghai",
    [datetime(2030, 3, day, 8, tzinfo=UTC) for day in (30, 31)] + [datetime(2030, 4, 1, 8, tzinfo=UTC)],
    {"asked": ("09:00", "16:00"), "moved": ("10:00", "16:00")},
    2,
)


@pytest.mark.parametrize(
    ("width", "there", "starts", "clocks", "target"),
    [(1280, *BRUSSELS_AND_LIMA), (390, *BRUSSELS_AND_LIMA), (1280, *OVER_THE_CHANGE)],
    ids=["lima at a desk", "lima on a phone", "shanghai over the change"],
)
def test_two_people_agree_move_call_off_and_the_next_one_gets_it(
    windows, go, axe, width, there, starts, clocks, target
):
    world = World(starts, there)
    fair, slots = world.fair, world.slots
    view = {"width": width, "height": 844}
    buyer, exporter = windows(world.buyer, viewport=view), windows(world.exporter, viewport=view)
    stand = f"/fairs/{fair.slug}/exhibitors/{world.stand.slug}/"

    # Asked: from the stand's page, with three times in an order of one's own.
    go(buyer, f"{stand}meet/")
    fit(buyer, axe)
    for n in range(1, buyer.locator("details.slots").count()):  # the first one is open
        buyer.locator("details.slots > summary").nth(n).click()
    for slot in (slots[0], slots[1], slots[2]):
        buyer.locator(f"label[for='slot-{slot.pk}']").click()
    buyer.get_by_label("Your message").fill(MESSAGE)
    buyer.get_by_role("button", name="Send the request").click()
    buyer.wait_for_url("**/requests/*/")
    asked = MeetingRequest.objects.get()
    assert [wish.slot for wish in asked.wishes.order_by("rank")] == slots[:3]
    fit(buyer, axe)

    # Accepted: by the other side, on its own clock.
    go(exporter, f"/fairs/{fair.slug}/requests/")
    exporter.get_by_role("link", name="Renata Quispe").click()
    exporter.wait_for_url(f"**/requests/{asked.pk}/")
    assert MESSAGE in exporter.locator("main").inner_text()
    assert begins(exporter, f"label[for='wish-{slots[0].pk}']") == clocks["asked"]
    fit(exporter, axe)
    exporter.get_by_role("button", name="Accept this time").click()
    exporter.wait_for_url("**/meetings/*/")
    booked = Booking.objects.get()
    assert (booked.slot, booked.starts_at) == (slots[0], starts[0])

    # Both agendas, each with its own clock first, and the file with the same moment.
    here, abroad = clocks["asked"]
    go(exporter, f"/fairs/{fair.slug}/agenda/?day=all")
    assert begins(exporter, f"#meeting-{booked.pk} .meeting__time") == (here, abroad)
    go(buyer, f"/fairs/{fair.slug}/agenda/?day=all")
    assert begins(buyer, f"#meeting-{booked.pk} .meeting__time") == (abroad, here)
    fit(buyer, axe)
    assert file_of(buyer, booked) == (0, "CONFIRMED", starts[0])

    # Moved: to a day that has other clocks.
    go(exporter, f"/meetings/{booked.pk}/move/")
    exporter.locator(f"input[name=slot][value='{slots[target].pk}']").check(force=True)
    fit(exporter, axe)
    exporter.get_by_role("button", name="Move the meeting").click()
    exporter.wait_for_url(f"**/meetings/{booked.pk}/")
    go(buyer, f"/meetings/{booked.pk}/")
    here, abroad = clocks["moved"]
    assert begins(buyer, "h1 + .lede") == (abroad, here)
    assert file_of(buyer, booked) == (1, "CONFIRMED", starts[target])

    # A third one finds no time, for Thibault has closed all others, and waits.
    go(exporter, f"/fairs/{fair.slug}/availability/")
    exporter.locator("#stretch").select_option("all")
    exporter.locator("#stretch-close").click()
    exporter.wait_for_function("() => document.querySelector('.toast')")
    other = windows(world.other, viewport=view)
    go(other, f"{stand}meet/")
    fit(other, axe)
    other.get_by_label("Your message").fill("Any half hour would do.")
    other.get_by_role("button", name="Put me on the waiting list").click()
    other.wait_for_url("**/waiting/*/")

    # Called off, with a reason that the other side reads.
    go(buyer, f"/meetings/{booked.pk}/cancel/")
    buyer.locator("#id_reason").fill("The buyer of sweets is ill.")
    buyer.get_by_role("button", name="Cancel the meeting").click()
    buyer.wait_for_url(f"**/meetings/{booked.pk}/")
    go(exporter, f"/meetings/{booked.pk}/")
    assert "The buyer of sweets is ill." in exporter.locator("#cancelled").inner_text()
    assert file_of(exporter, booked)[:2] == (2, "CANCELLED")

    # The waiting list gets it.
    assert offer_freed_slots() == 1
    waits = WaitingListEntry.objects.get()
    assert waits.slot == slots[target]
    go(other, f"/waiting/{waits.pk}/")
    assert begins(other, "#offer .offer__time") == (abroad, here)
    fit(other, axe)
    other.get_by_role("button", name="Take this time").click()
    other.wait_for_url("**/requests/*/")
    go(exporter, f"/fairs/{fair.slug}/requests/")
    exporter.get_by_role("link", name="Inés Huamán").click()
    exporter.get_by_role("button", name="Accept this time").click()
    exporter.wait_for_url("**/meetings/*/")
    assert Booking.objects.get(status="confirmed").attendances.filter(user=world.other.user).exists()


def file_of(window, booked):
    """What the meeting's file says: how often it was changed, how it stands, and when it begins."""
    text = window.evaluate(
        "(path) => fetch(path).then((answer) => answer.text())", f"/meetings/{booked.pk}/meeting.ics"
    )
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    return int(event["SEQUENCE"]), str(event["STATUS"]), event.start.astimezone(UTC)


# With nothing but a keyboard ----------------------------------------------------------------


def test_the_same_way_with_a_keyboard_alone(windows, go, keyboard, axe):
    there, starts, _clocks, _target = BRUSSELS_AND_LIMA
    world = World(starts, there)
    fair = world.fair
    buyer, exporter = windows(world.buyer), windows(world.exporter)

    go(buyer, f"/fairs/{fair.slug}/exhibitors/{world.stand.slug}/")
    keys = keyboard(buyer)
    keys.skip()
    keys.follow("link", re.compile("meeting|Meet", re.IGNORECASE))
    keys.skip()
    for _ in range(3):
        keys.reach("checkbox", re.compile(r"\d\d:\d\d.*Brussels"), at_most=10)  # among the best ones
        keys.press("Space", "Tab")
    keys.write(re.compile("^Your message"), MESSAGE)
    keys.follow("button", "Send the request")
    asked = MeetingRequest.objects.get()
    assert (asked.message, asked.wishes.count()) == (MESSAGE, 3)

    go(exporter, f"/fairs/{fair.slug}/requests/")
    keys = keyboard(exporter)
    keys.skip()
    keys.follow("link", re.compile("Renata Quispe"))
    keys.skip()
    keys.reach("radio", re.compile(r"\d\d:\d\d"))
    keys.press("ArrowDown")  # the second of the three
    keys.follow("button", "Accept this time")
    booked = Booking.objects.get()
    assert booked.slot == asked.wishes.get(rank=2).slot

    keys.follow("link", "Move")
    keys.skip()
    keys.reach("radio", re.compile(r"\d\d:\d\d"))
    keys.press("Space")
    keys.follow("button", "Move the meeting")
    before, booked = booked, Booking.objects.get()
    assert (booked.slot != before.slot, booked.sequence) == (True, 1)

    go(buyer, f"/fairs/{fair.slug}/agenda/?day=all")
    keys = keyboard(buyer)
    keys.skip()
    keys.follow("link", re.compile("Thibault Belrouet"))
    keys.follow("link", "Cancel")
    keys.skip()
    keys.write(re.compile("reason|why", re.IGNORECASE), "Ill.")
    keys.follow("button", "Cancel the meeting")
    assert (Booking.objects.get().status, Booking.objects.get().reason) == ("cancelled", "Ill.")


# What others take meanwhile ----------------------------------------------------------------


def test_a_page_that_nobody_told_is_told_when_it_is_sent_and_loses_nothing(windows, go):
    there, starts, _clocks, _target = BRUSSELS_AND_LIMA
    world = World(starts, there)
    make.stand_terms(exhibitor=world.stand, books_directly=True)
    buyer = windows(world.buyer)
    go(buyer, f"/fairs/{world.fair.slug}/exhibitors/{world.stand.slug}/meet/")
    buyer.locator(f"label[for='slot-{world.slots[0].pk}']").click()
    buyer.get_by_label("Your message").fill(MESSAGE)
    make.booking(slot=world.slots[0], host=world.buyer, guest=make.participant(fair=world.fair))
    buyer.get_by_role("button", name="Book the meeting").click()
    buyer.wait_for_load_state()
    assert not MeetingRequest.objects.exists()
    assert buyer.get_by_label("Your message").input_value() == MESSAGE
    assert buyer.locator("[role=alert]").first.inner_text() != ""


def test_an_agenda_that_stays_open_looks_again_by_itself_but_not_under_ones_fingers(windows, go):
    world = World(*reversed(BRUSSELS_AND_LIMA[:2]))
    window = windows(world.buyer)
    window.clock.install()
    go(window, f"/fairs/{world.fair.slug}/agenda/")
    make.booking(slot=world.slots[0], host=world.exporter, guest=world.buyer)
    window.locator("#agenda a").first.focus()
    window.clock.fast_forward(61_000)
    window.wait_for_timeout(500)
    assert window.locator(".meeting").count() == 0
    window.locator("h1").evaluate("() => document.activeElement.blur()")
    window.clock.fast_forward(61_000)
    window.clock.fast_forward(1_000)
    window.locator(".meeting").first.wait_for()
