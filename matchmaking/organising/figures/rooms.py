"""How halls and rooms were used."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matchmaking.fairs.models import Room
from matchmaking.organising.figures import drawing
from matchmaking.organising.figures.base import Column, Figure, Kind, Table, all_together, number, per_cent
from matchmaking.organising.figures.results import Results
from matchmaking.organising.rules.results import share

HOUR = 3600


def halls(results: Results) -> Figure:
    """Hall by hour: how much of what the timetable offers there was taken."""
    names = {place.hall: place.hall_name for place in results.ground}
    hall_of = {place.room: place.hall for place in results.ground}
    rooms = {hall: sum(1 for place in results.ground if place.hall == hall) for hall in names}
    taken: dict[tuple[int, int], float] = defaultdict(float)
    for use in results.uses:
        taken[hall_of[use.room], use.hour] += use.seconds
    offered = results.hours_offered
    hours = _hours(offered, {hour for _hall, hour in taken})

    def used(hall: int, hour: int) -> float | None:
        return share(taken[hall, hour], rooms[hall] * offered.get(hour, 0))

    title = _("Halls by the hour")
    sentence = _busiest(names, hours, used)
    rows = [[name, *(used(hall, hour) for hour in hours)] for hall, name in names.items()]
    all_of = [
        share(sum(taken[hall, hour] for hall in names), sum(rooms.values()) * offered.get(hour, 0)) for hour in hours
    ]
    columns = (Column(_("Hall"), Kind.TEXT), *(Column(f"{hour:02}:00", Kind.SHARE) for hour in hours))
    fields = [
        [
            drawing.Heat(value or 0, str(round(100 * (value or 0))), f"{name}, {hour:02}:00: {per_cent(value)}")
            for hour, value in ((hour, used(hall, hour)) for hour in hours)
        ]
        for hall, name in names.items()
    ]
    gutter = min(92, 16 + 7 * max(map(len, names.values()), default=0))
    picture = drawing.heat(
        "halls", title, sentence, list(names.values()), [str(hour) for hour in hours], fields, left=gutter
    )
    zone = results.fair.time_zone
    notes = (
        _("Hours are those of the fair’s own clock, %(zone)s, over all its days together.") % {"zone": zone},
        _(
            "In per cent of the time that the timetable offers in all rooms of the hall. Meetings that are longer than "
            "their time, and walk-ins outside the timetable, may lead beyond a hundred."
        ),
    )
    table = Table("halls-by-hour", title, columns, rows, [all_together(), *all_of])
    return Figure("halls", title, sentence, (picture,) if taken and hours else (), (table,), notes)


def _hours(offered: dict[int, float], taken: set[int]) -> list[int]:
    """The hours of the day, without gaps, in which meetings are offered or took place."""
    known = {*offered, *taken}
    return list(range(min(known), max(known) + 1)) if known else []


def _busiest(names: dict[int, str], hours: list[int], used: Callable[[int, int], float | None]) -> str:
    fields = [(used(hall, hour) or 0, hall, hour) for hall in names for hour in hours]
    most, hall, hour = max(fields, default=(0, 0, 0))
    if not most:
        return _("No room has been used yet.")
    return _("The busiest hour is %(hour)s in %(hall)s: %(share)s of its rooms’ time was taken.") % {
        "hour": f"{hour:02}:00",
        "hall": names[hall],
        "share": per_cent(most),
    }


def occupancy(results: Results) -> Figure:
    """Each hall's video rooms and tables: how many meetings, for how long, and how full that is."""
    seconds: dict[int, float] = defaultdict(float)
    begun: dict[int, int] = defaultdict(int)
    for use in results.uses:
        seconds[use.room] += use.seconds
        begun[use.room] += use.meetings
    offered = sum(results.hours_offered.values())
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in results.ground:
        groups[place.hall_name, str(Room.Kind(place.kind).label)].append(place.room)
    every = [place.room for place in results.ground]
    total = share(sum(seconds.values()), len(every) * offered)
    title = _("How full rooms were")
    sentence = ngettext(
        "%(n)s room was taken for %(share)s of the time in which meetings were offered.",
        "%(n)s rooms were taken for %(share)s of the time in which meetings were offered.",
        len(every),
    ) % {"n": number(len(every)), "share": per_cent(total)}

    def line(rooms: list[int]) -> list[float | None]:
        used = sum(seconds[room] for room in rooms)
        return [sum(begun[room] for room in rooms), used / HOUR, share(used, len(rooms) * offered)]

    rows = [[f"{hall}, {kind}", len(rooms), *line(rooms)] for (hall, kind), rooms in groups.items()]
    bars = [
        drawing.Bar(str(row[0]), [(value, "one", per_cent(value))]) for row in rows for value in [float(row[-1] or 0)]
    ]
    counts = (Column(_("Meetings")), Column(_("Hours"), Kind.HOURS), Column(_("Occupancy"), Kind.SHARE))
    of_rooms = Table(
        "rooms",
        _("Room by room"),
        (Column(_("Room"), Kind.TEXT), *counts),
        [[f"{place.hall_name}, {place.name}", *line([place.room])] for place in results.ground],
        [all_together(), *line(every)],
    )
    of_halls = Table(
        "occupancy",
        title,
        (Column(_("Hall and kind"), Kind.TEXT), Column(_("Rooms")), *counts),
        rows,
        [all_together(), len(every), *line(every)],
    )
    pictures = (drawing.bars("occupancy", title, sentence, bars, whole=1),) if begun else ()
    note = _(
        "Every confirmed meeting counts from its beginning to its end, over or not, and whether or not anybody came."
    )
    return Figure("occupancy", title, sentence, pictures, (of_halls, of_rooms), (note,))
