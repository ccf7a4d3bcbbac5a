"""The result of a fair: each figure against plain counting."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from matchmaking.discovery.models import Mark
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant, Room
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest
from matchmaking.organising.figures import drawing, overview
from matchmaking.organising.figures.results import Results
from matchmaking.organising.queries.results.people import alone
from tests import make
from tests.make import NOW
from tests.organising import results as made

pytestmark = pytest.mark.django_db
SEEDS = (1, 2)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(params=SEEDS)
def drawn(request):
    return made.drawn_fair(request.param)


def plain_state(booking):
    """What became of a meeting, read as the documentation says it, row by row."""
    came = {seat.role for seat in booking.attendances.all() if seat.arrived_at}
    if booking.status == "cancelled":
        return "cancelled"
    if booking.ends_at > NOW:
        return "ahead"
    if booking.met_seconds or {"host", "guest"} <= came:
        return "held"
    if came & {"host", "guest"}:
        return "missed"
    return "unrecorded" if booking.room.kind == "table" else "empty"


def bookings(fair):
    return list(Booking.objects.filter(fair=fair).select_related("room").prefetch_related("attendances"))


def held(fair):
    return [booking for booking in bookings(fair) if plain_state(booking) == "held"]


# Each figure against plain counting ----------------------------------------------------------------


def test_meetings_by_state_and_day_are_those_of_the_rows(drawn):
    zone = ZoneInfo(drawn.time_zone)
    plain = Counter((b.starts_at.astimezone(zone).date(), plain_state(b)) for b in bookings(drawn))
    counted = Counter()
    for row in Results(drawn, NOW).meetings:
        counted[row.day, row.state] += row.meetings
    assert counted == plain
    assert set(dict.fromkeys(state for _day, state in plain)) >= {"held", "missed", "ahead", "cancelled"}


def test_absences_are_those_of_the_rows(drawn):
    plain = Counter()
    for booking in bookings(drawn):
        came = {seat.role for seat in booking.attendances.all() if seat.arrived_at}
        if plain_state(booking) == "missed":
            plain["guest" if "host" in came else "host"] += 1
        if plain_state(booking) == "empty":
            plain["both"] += 1
    counted = Counter()
    for row in Results(drawn, NOW).meetings:
        if row.absent:
            counted[row.absent] += row.meetings
    assert counted == plain


def test_registrations_are_those_of_the_rows(drawn):
    zone = ZoneInfo(drawn.time_zone)
    first = ("exhibitor", "visitor", "support", "interpreter", "organiser")
    plain = Counter(
        (p.applied_at.astimezone(zone).date(), next(role for role in first if role in p.roles), p.status)
        for p in Participant.objects.filter(fair=drawn)
    )
    assert {(row.day, row.role, row.status): row.people for row in Results(drawn, NOW).registered} == plain


def test_answers_are_those_of_the_rows(drawn):
    requests = list(MeetingRequest.objects.filter(fair=drawn))
    found = Results(drawn, NOW).requests
    assert Counter({row.status: row.requests for row in found.asked}) == Counter(r.status for r in requests)
    direct = [r for r in requests if r.status == "accepted" and r.answered_at == r.sent_at]
    assert found.directly == len(direct)
    waited = [
        (r.answered_at - r.sent_at).total_seconds()
        for r in requests
        if r.status in ("accepted", "declined") and r not in direct
    ]
    assert found.median == pytest.approx(median(waited))


def test_countries_are_those_of_the_rows(drawn):
    plain = Counter()
    for booking in held(drawn):
        guest = booking.attendances.get(role="guest").participant
        stand = booking.attendances.get(role="host").stand
        plain[guest.user.country, stand.company.country] += 1
    assert {(row.visitor, row.exhibitor): row.meetings for row in Results(drawn, NOW).countries} == plain


def test_chapters_are_those_of_the_rows(drawn):
    sought, offered, met = Counter(), Counter(), Counter()
    chapter = {}
    for person in Participant.objects.filter(fair=drawn, roles__contains=["visitor"]):
        chapter[person.pk] = {code.code_id[:2] for code in person.visitor_profile.sought.all()}
        sought.update(chapter[person.pk])
    shown = {}
    for stand in Exhibitor.objects.filter(fair=drawn):
        shown[stand.pk] = {product.hs_code_id[:2] for product in stand.products.all()}
        offered.update(shown[stand.pk])
    for booking in held(drawn):
        seats = {seat.role: seat for seat in booking.attendances.all()}
        met.update(chapter[seats["guest"].participant_id] & shown[seats["host"].stand_id])
    found = Results(drawn, NOW).chapters
    assert {row.code: (row.sought, row.offered, row.met) for row in found} == {
        code: (sought[code], offered[code], met[code]) for code in {*sought, *offered}
    }


def test_rooms_are_taken_for_as_long_as_their_meetings_last(drawn):
    results = Results(drawn, NOW)
    plain, begun, zone = Counter(), Counter(), ZoneInfo(drawn.time_zone)
    for booking in bookings(drawn):
        if booking.status == "confirmed":
            begun[booking.room_id, booking.starts_at.astimezone(zone).hour] += 1
            minute = booking.starts_at
            while minute < booking.ends_at:
                plain[booking.room_id, minute.astimezone(zone).hour] += 60
                minute += timedelta(minutes=1)
    assert {(use.room, use.hour): use.seconds for use in results.uses} == plain
    assert {(use.room, use.hour): use.meetings for use in results.uses if use.meetings} == begun
    offered = sum((slot.ends_at - slot.starts_at).total_seconds() for slot in drawn.slots.all())
    assert sum(results.hours_offered.values()) == offered


def test_who_has_met_nobody_is_counted_once(drawn):
    plain = {"visitor": Counter(), "stand": Counter()}
    states = [
        (seat.participant_id, seat.stand_id, plain_state(b)) for b in bookings(drawn) for seat in b.attendances.all()
    ]
    requests = MeetingRequest.objects.filter(fair=drawn)
    for person in Participant.objects.filter(fair=drawn, roles__contains=["visitor"]):
        mine = {state for who, _stand, state in states if who == person.pk}
        plain["visitor"][_step(mine, requests.filter(sender=person).exists())] += 1
    for stand in Exhibitor.objects.filter(fair=drawn):
        mine = {state for _who, its, state in states if its == stand.pk}
        plain["stand"][_step(mine, requests.filter(recipient_stand=stand).exists())] += 1
    for row in Results(drawn, NOW).reach:
        assert Counter(met=row.met, ahead=row.ahead, asked=row.asked, nobody=row.nobody) == plain[row.side]
    without = alone(drawn, NOW, first=0, most=1000)
    assert len(without) == sum(plain[side][step] for side in plain for step in ("asked", "nobody"))
    assert without[1:4] == alone(drawn, NOW, first=1, most=3)


def _step(states, asked):
    if "held" in states:
        return "met"
    if "ahead" in states:
        return "ahead"
    return "asked" if asked else "nobody"


def test_whoever_met_at_a_distance_is_counted_once(drawn):
    at_tables, at_all = set(), set()
    for booking in held(drawn):
        there = {seat.participant_id for seat in booking.attendances.all() if seat.arrived_at}
        at_all |= there
        if booking.room.kind == Room.Kind.TABLE:
            at_tables |= there
    found = Results(drawn, NOW).distant
    assert found.on_the_spot == len(at_tables)
    assert sum(home.people for home in found.homes) == len(at_all - at_tables)


def test_ratings_are_those_of_the_rows(drawn):
    plain = Counter((mark.side, mark.stars) for mark in Mark.objects.filter(exhibitor__fair=drawn))
    assert {(row.side, row.stars): row.ratings for row in Results(drawn, NOW).ratings} == plain


# The parts of a whole ----------------------------------------------------------------

NOT_SUMMED = {"chapters", "without-meeting"}  # who counts in several rows; two sides with one person in both
SHARES = {"share", "text", "day"}


def tables(fair):
    figures = [figure for one in overview.all_pages(Results(fair, NOW)) for figure in one.figures]
    return {table.name: table for figure in figures for table in figure.tables}


def test_the_parts_of_every_table_are_its_whole(drawn):
    for name, table in tables(drawn).items():
        if name in NOT_SUMMED:
            continue
        for place, column in enumerate(table.columns):
            whole = table.whole[place]
            if column.kind.value in SHARES or whole is None:
                continue
            assert sum(row[place] for row in table.rows) == pytest.approx(whole), (name, column.title)


def test_shares_of_states_make_a_whole(drawn):
    assert sum(row[2] for row in tables(drawn)["meetings"].rows) == pytest.approx(1)


def test_six_figures_say_what_the_tables_say(drawn):
    found = tables(drawn)
    states = {row[0]: row[1] for row in found["meetings"].rows}
    values = overview.values_of(Results(drawn, NOW))
    assert values[0] == str(Participant.objects.filter(fair=drawn, status="approved").count())
    assert values[1] == str(states["Held"])
    missed = states["One side did not come"] + states["Nobody came"]
    assert values[3] == f"{round(100 * missed / (missed + states['Held']))}\N{NO-BREAK SPACE}%"
    assert float(values[5].replace(",", "")) == pytest.approx(found["travel"].whole[3], abs=0.05)


def test_a_picture_says_what_its_table_says(drawn):
    """The sums above the columns of a short fair are those of the table's last column."""
    results = Results(drawn, NOW)
    (states, *_others) = overview.page_of("meetings", results).figures
    written = [mark.words for mark in states.drawings[1].marks if 'class="number"' in mark.attributes]
    assert written == [str(row[-1]) for row in states.tables[1].rows if row[-1]]


def test_few_ratings_are_not_shown(fair):
    stand = made.stand_of(fair)
    for _ in range(4):
        Mark.objects.create(side="visitor", stars=5, exhibitor=stand, profile=made.buyer_of(fair).visitor_profile)
    assert tables(fair)["ratings"].whole[-1] == 0
    Mark.objects.create(side="visitor", stars=5, exhibitor=stand, profile=made.buyer_of(fair).visitor_profile)
    assert tables(fair)["ratings"].whole[-1] == 5


def test_of_two_stands_that_met_the_host_is_the_exhibitor(fair):
    host, guest = made.stand_of(fair, "BE"), made.stand_of(fair, "JP")
    room = make.room(hall=make.hall(fair=fair))
    met = made.meeting_of(host, guest.representatives.get().participant, room=room)
    Attendance.objects.filter(booking=met, role="guest").update(stand=guest)
    assert [tuple(row) for row in Results(fair, NOW).countries] == [("JP", "BE", 1)]


def test_a_stand_that_asked_is_the_exhibitor(fair):
    stand, buyer = made.stand_of(fair, "BE"), made.buyer_of(fair, "FR")
    met = made.meeting_of(stand, buyer, room=make.room(hall=make.hall(fair=fair)))
    met.attendances.filter(role="guest").update(role="introducer")
    met.attendances.filter(role="host").update(role="guest")
    met.attendances.filter(role="introducer").update(role="host")
    assert [tuple(row) for row in Results(fair, NOW).countries] == [("FR", "BE", 1)]


@pytest.mark.parametrize(("values", "widths"), [((0.08, 0.5), (0.08, 0.5)), ((0.6, 1.2), (0.5, 1.0))])
def test_a_bar_is_a_part_of_the_whole_and_never_leaves_its_track(values, widths):
    rows = [drawing.Bar("Hall", [(value, "one", "") for value in values])]
    drawn = [mark for mark in drawing.bars("x", "X", "", rows, whole=1).marks if mark.tag == "rect"]
    track, *others = [float(re.search(r'\bwidth="([\d.]+)"', mark.attributes)[1]) for mark in drawn]
    assert [width / track for width in others[::2]] == pytest.approx(widths, abs=0.01)


# Days and hours of the fair's own clock ----------------------------------------------------------------


@pytest.fixture
def spring_fair():
    """In Brussels the clocks go forward on 31 March 2030, at one in the morning by UTC."""
    return make.fair(starts_on=date(2030, 3, 30), ends_on=date(2030, 3, 31))


def test_days_and_hours_are_those_of_the_fair_across_the_change_to_summer_time(spring_fair):
    at = datetime(2030, 4, 2, tzinfo=UTC)
    room = make.room(hall=make.hall(fair=spring_fair))
    for starts_at in (
        datetime(2030, 3, 30, 9, 0, tzinfo=UTC),  # ten o'clock
        datetime(2030, 3, 30, 22, 50, tzinfo=UTC),  # ten to midnight, into the next day
        datetime(2030, 3, 31, 0, 50, tzinfo=UTC),  # ten to two, into what is three o'clock then
        datetime(2030, 3, 31, 8, 0, tzinfo=UTC),  # ten o'clock again
    ):
        made.meeting_of(made.stand_of(spring_fair), made.buyer_of(spring_fair), room=room, starts_at=starts_at)
    results = Results(spring_fair, at)
    days = Counter()
    for row in results.meetings:
        days[row.day] += row.meetings
    assert days == {date(2030, 3, 30): 2, date(2030, 3, 31): 2}
    hours = {use.hour: (use.seconds, use.meetings) for use in results.uses}
    assert hours == {10: (3000, 2), 23: (600, 1), 0: (900, 0), 1: (600, 1), 3: (900, 0)}
    assert results.hours_offered == {10: 3000, 23: 600, 0: 900, 1: 600, 3: 900}


def test_hours_of_a_zone_with_half_an_hour_are_its_own(spring_fair):
    spring_fair.time_zone = "Asia/Kolkata"
    spring_fair.save()
    room = make.room(hall=make.hall(fair=spring_fair))
    starts_at = datetime(2030, 3, 30, 4, 20, tzinfo=UTC)  # ten to ten
    made.meeting_of(made.stand_of(spring_fair), made.buyer_of(spring_fair), room=room, starts_at=starts_at)
    uses = Results(spring_fair, NOW).uses
    assert {use.hour: (use.seconds, use.meetings) for use in uses} == {9: (600, 1), 10: (900, 0)}
