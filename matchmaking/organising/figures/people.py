"""Who registered, and who has met nobody."""

from collections import Counter
from datetime import date
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matchmaking.common.templatetags.tradefair import short_day
from matchmaking.fairs.models import Participant
from matchmaking.organising.figures import drawing
from matchmaking.organising.figures.base import Column, Figure, Kind, Table, all_together, number, per_cent
from matchmaking.organising.figures.results import Results
from matchmaking.organising.rules.results import beginning_of, share, step_of, stretch

Role, Status = Participant.Role, Participant.Status
TONES = {Role.VISITOR: "one", Role.EXHIBITOR: "two", Role.SUPPORT: "three", Role.INTERPRETER: "four"}
TONES |= {Role.ORGANISER: "five"}


def role_names() -> dict[str, str]:
    """The roles as the head of a column says them."""
    return {
        Role.VISITOR: _("Visitors"),
        Role.EXHIBITOR: _("Exhibitors"),
        Role.SUPPORT: _("Support organisations"),
        Role.INTERPRETER: _("Interpreters"),
        Role.ORGANISER: _("Organisers"),
    }


def registrations(results: Results) -> Figure:
    """Everybody who registered, by the day on which he did; and what has become of the registrations."""
    days, by_day = _by_day(results)
    roles = {role: name for role, name in role_names().items() if any(by_day[day, role] for day in days)}
    total = sum(by_day.values())
    title = _("Registrations over time")
    step = step_of(days) if days else 1
    head = _("Day") if step == 1 else _("Week from")
    columns = (Column(head, Kind.DAY), *map(Column, roles.values()), Column(_("New")), Column(_("So far")))
    new = [[by_day[day, role] for role in roles] for day in days]
    so_far = list(accumulate(map(sum, new)))
    rows = [[day, *of_day, sum(of_day), then] for day, of_day, then in zip(days, new, so_far, strict=True)]
    sums = [sum(by_day[day, role] for day in days) for role in roles]
    approved = sum(row.people for row in results.registered if row.status == Status.APPROVED)
    sentence = ngettext(
        "%(n)s person registered; %(approved)s take part now.",
        "%(n)s people registered; %(approved)s take part now.",
        total,
    ) % {"n": number(total), "approved": number(approved)}
    table = Table("registrations", title, columns, rows, [all_together(), *sums, total, None])
    return Figure(
        "registrations",
        title,
        sentence,
        _pictures(days, roles, by_day, so_far, sentence) if total else (),
        (table, _statuses(results, roles)),
        (
            _("Days are those of the fair’s own clock. Whoever has several roles counts once, as an exhibitor first."),
            _("Whoever was declined or has left since is among the registrations of his day."),
        ),
    )


def _by_day(results: Results) -> tuple[list[date], Counter[tuple[date, str]]]:
    """The days, or weeks, from the first to the last, and how many of each role registered in them."""
    known = [row.day for row in results.registered]
    days, step = stretch(known), step_of(known) if known else 1
    by_day: Counter[tuple[date, str]] = Counter()
    for row in results.registered:
        by_day[beginning_of(row.day, step), row.role] += row.people
    return days, by_day


def _pictures(
    days: list[date], roles: dict[str, str], by_day: Counter[tuple[date, str]], so_far: list[int], says: str
) -> tuple[drawing.Drawing, ...]:
    labels = [short_day(day, "d MMM") for day in days]
    series = [
        drawing.Series(name, TONES[Role(role)], [by_day[day, role] for day in days]) for role, name in roles.items()
    ]
    sums = [number(sum(by_day[day, role] for role in roles)) for day in days]
    title = _("All registrations so far")
    return (
        drawing.columns("registrations", _("New registrations"), says, labels, series, sums),
        drawing.area("registered", title, says, labels, so_far, number(so_far[-1])),
    )


def _statuses(results: Results, roles: dict[str, str]) -> Table:
    """What has become of the registrations, by role."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in results.registered:
        counted[row.role, row.status] += row.people
    titles = [str(Status(status).label).capitalize() for status in Status.values]
    columns = (Column(_("Role"), Kind.TEXT), *(Column(title) for title in titles), Column(all_together()))
    rows = []
    for role, name in roles.items():
        cells = [counted[role, status] for status in Status.values]
        rows.append([name, *cells, sum(cells)])
    sums = [sum(counted[role, status] for role in roles) for status in Status.values]
    return Table("registrations-now", _("What has become of them"), columns, rows, [all_together(), *sums, sum(sums)])


def reached(results: Results) -> Figure:
    """Who has met somebody, and who has nobody: numbers alone."""
    sides = {"visitor": _("Visitors"), "stand": _("Stands")}
    words = [_("Met somebody"), _("Has a meeting ahead"), _("Asked or was asked, nothing more"), _("No request at all")]
    rows = [[sides[row.side], row.met, row.ahead, row.asked, row.nobody, row.everybody] for row in results.reach]
    without = sum(row.asked + row.nobody for row in results.reach)
    everybody = sum(row.everybody for row in results.reach)
    title = _("Who has no meeting")
    sentence = ngettext(
        "%(n)s visitor or stand of %(everybody)s (%(share)s) has no meeting, neither held nor ahead.",
        "%(n)s visitors and stands of %(everybody)s (%(share)s) have no meeting, neither held nor ahead.",
        without,
    ) % {"n": number(without), "everybody": number(everybody), "share": per_cent(share(without, everybody))}
    tones, line = ("two", "one", "three", "bad"), _("%(kind)s: %(what)s")
    bars = [
        drawing.Bar(
            line % {"kind": sides[row.side], "what": word},
            [(value, tone, f"{number(value)} · {per_cent(share(value, row.everybody))}")],
        )
        for row in results.reach
        for word, value, tone in zip(words, row[1:], tones, strict=True)
    ]
    columns = (Column(_("Side"), Kind.TEXT), *(Column(word) for word in words), Column(all_together()))
    table = Table("without-meeting", title, columns, rows)
    pictures = (drawing.bars("without-meeting", title, sentence, bars),) if everybody else ()
    note = _("Visitors who take part, and stands that are approved. Whoever has both roles is counted on both sides.")
    return Figure("without-meeting", title, sentence, pictures, (table,), (note,))
