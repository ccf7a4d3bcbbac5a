"""What became of meetings and of the requests for them, who did not come, and how meetings were liked."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from matchmaking.common.templatetags.tradefair import short_day
from matchmaking.meetings.models import MeetingRequest
from matchmaking.organising.figures import drawing
from matchmaking.organising.figures.base import (
    Column,
    Figure,
    Kind,
    Table,
    all_together,
    lasting,
    number,
    per_cent,
)
from matchmaking.organising.figures.results import Results
from matchmaking.organising.queries.results.base import State
from matchmaking.organising.rules.results import every_day, share

TONES = {State.HELD: "two", State.MISSED: "bad", State.EMPTY: "four", State.UNRECORDED: "five"}
TONES |= {State.AHEAD: "one", State.CANCELLED: "three"}
Status = MeetingRequest.Status
FEWEST_RATINGS = 5


def state_names() -> dict[str, str]:
    return {
        State.HELD: pgettext("of a meeting", "Held"),
        State.MISSED: _("One side did not come"),
        State.EMPTY: _("Nobody came"),
        State.UNRECORDED: _("At a table, not recorded"),
        State.AHEAD: pgettext("of a meeting", "Ahead"),
        State.CANCELLED: pgettext("of a meeting", "Cancelled"),
    }


def states(results: Results) -> Figure:
    """Every meeting by what has become of it, in all and day by day."""
    counted: Counter[tuple[date, str]] = Counter()
    for row in results.meetings:
        counted[row.day, row.state] += row.meetings
    names = state_names()
    total, held = sum(counted.values()), results.in_state(State.HELD)
    walk_ins = sum(row.meetings for row in results.meetings if row.is_walk_in)
    title = _("Meetings by state")
    sentence = ngettext(
        "%(n)s meeting was booked: %(held)s held, %(ahead)s ahead, %(cancelled)s cancelled.",
        "%(n)s meetings were booked: %(held)s held, %(ahead)s ahead, %(cancelled)s cancelled.",
        total,
    ) % {
        "n": number(total),
        "held": number(held),
        "ahead": number(results.in_state(State.AHEAD)),
        "cancelled": number(results.in_state(State.CANCELLED)),
    }
    notes = (
        _("A meeting was held if both sides were in its call, or both came to its lobby."),
        _("Of a table that nobody reports to the lobby of, nobody knows: such meetings are counted apart."),
        ngettext("%(n)s of all was a walk-in.", "%(n)s of all were walk-ins.", walk_ins) % {"n": number(walk_ins)},
    )
    pictures = _pictures(counted, names, total, sentence) if total else ()
    return Figure("meetings", title, sentence, pictures, _tables(counted, names, total, title), notes)


def _pictures(
    counted: Counter[tuple[date, str]], names: Mapping[str, str], total: int, says: str
) -> tuple[drawing.Drawing, ...]:
    in_all = {state: sum(number for (_day, s), number in counted.items() if s == state) for state in names}
    bars = [
        drawing.Bar(name, [(in_all[state], TONES[State(state)], _of_all(in_all[state], total))])
        for state, name in names.items()
        if in_all[state]
    ]
    days = every_day(day for day, _state in counted)
    labels = [short_day(day, "d MMM") for day in days]
    series = [
        drawing.Series(name, TONES[State(state)], [counted[day, state] for day in days])
        for state, name in names.items()
        if in_all[state]
    ]
    sums = [number(sum(counted[day, state] for state in names)) for day in days]
    return (
        drawing.bars("meeting-states", _("Meetings by state"), says, bars),
        drawing.columns("meeting-days", _("Meetings by day"), says, labels, series, sums),
    )


def _of_all(part: int, whole: int) -> str:
    return f"{number(part)} · {per_cent(share(part, whole))}"


def _tables(counted: Counter[tuple[date, str]], names: Mapping[str, str], total: int, title: str) -> tuple[Table, ...]:
    days = every_day(day for day, _state in counted)
    sums = {state: sum(counted[day, state] for day in days) for state in names}
    by_state = [[name, sums[state], share(sums[state], total)] for state, name in names.items()]
    by_day = [[day, *(counted[day, s] for s in names), sum(counted[day, s] for s in names)] for day in days]
    day_columns = (Column(_("Day"), Kind.DAY), *(Column(name) for name in names.values()), Column(all_together()))
    return (
        Table(
            "meetings",
            title,
            (Column(_("State"), Kind.TEXT), Column(_("Meetings")), Column(_("Share"), Kind.SHARE)),
            by_state,
            [all_together(), total, 1.0 if total else None],
        ),
        Table("meetings-by-day", _("Meetings by day"), day_columns, by_day, [all_together(), *sums.values(), total]),
    )


def absences(results: Results) -> Figure:
    """Meetings that failed because somebody did not come, by whose side it was."""
    sides = {"host": _("The side that was asked"), "guest": _("The side that asked"), "both": _("Both sides")}
    counted = {side: sum(row.meetings for row in results.meetings if row.absent == side) for side in sides}
    missed = sum(counted.values())
    due = missed + results.in_state(State.HELD)
    title = _("Who did not come")
    sentence = ngettext(
        "%(n)s of %(due)s meetings that were due failed because somebody did not come: %(share)s.",
        "%(n)s of %(due)s meetings that were due failed because somebody did not come: %(share)s.",
        missed,
    ) % {"n": number(missed), "due": number(due), "share": per_cent(share(missed, due))}
    rows = [[name, counted[side], share(counted[side], due)] for side, name in sides.items()]
    bars = [drawing.Bar(name, [(counted[side], "bad", _of_all(counted[side], due))]) for side, name in sides.items()]
    columns = (Column(_("Who was missing"), Kind.TEXT), Column(_("Meetings")), Column(_("Of all due"), Kind.SHARE))
    table = Table("no-shows", title, columns, rows, [all_together(), missed, share(missed, due)])
    pictures = (drawing.bars("no-shows", title, sentence, bars, whole=due),) if due else ()
    note = _("Due are meetings that are over, were not cancelled, and of which it is known who came.")
    return Figure("no-shows", title, sentence, pictures, (table,), (note,))


def acceptance(results: Results) -> Figure:
    """How requests ended, by who asked, and how long an answer took."""
    answers = results.requests
    askers = {
        "visitor": _("Visitors ask stands"),
        "stand": _("Stands ask"),
        "person": _("People ask people"),
    }
    names = {status: str(Status(status).label).capitalize() for status in Status.values}
    counted: Counter[tuple[str, str]] = Counter()
    for row in answers.asked:
        counted[row.asker, row.status] += row.requests
    rows = [
        [name, *(counted[asker, status] for status in names), sum(counted[asker, status] for status in names)]
        for asker, name in askers.items()
    ]
    sums = [answers.with_status(status) for status in names]
    title = _("Requests and their answers")
    rate = share(answers.with_status(Status.ACCEPTED), answers.ended)
    sentence = ngettext(
        "Of %(n)s request that came to an answer or expired, %(share)s was accepted; half of the answers took "
        "%(median)s or less.",
        "Of %(n)s requests that came to an answer or expired, %(share)s were accepted; half of the answers took "
        "%(median)s or less.",
        answers.ended,
    ) % {"n": number(answers.ended), "share": per_cent(rate), "median": lasting(answers.median)}
    tones = dict(zip(names, ("one", "two", "bad", "five", "four"), strict=True))
    bars = [
        drawing.Bar(name, [(value, tones[status], _of_all(value, answers.requests))])
        for (status, name), value in zip(names.items(), sums, strict=True)
    ]
    columns = (Column(_("Who asks"), Kind.TEXT), *(Column(name) for name in names.values()), Column(all_together()))
    table = Table("requests", title, columns, rows, [all_together(), *sums, answers.requests])
    directly = ngettext(
        "%(n)s was booked directly, without an answer: it counts as accepted, and not for the time to answer.",
        "%(n)s were booked directly, without an answer: they count as accepted, and not for the time to answer.",
        answers.directly,
    ) % {"n": number(answers.directly)}
    notes = (
        _("What was withdrawn or still waits is not part of the share that was accepted."),
        directly,
        _("The time to answer is that of the last word: other times that were proposed in between are not counted."),
    )
    pictures = (drawing.bars("requests", title, sentence, bars),) if answers.requests else ()
    return Figure("requests", title, sentence, pictures, (table,), notes)


def liked(results: Results) -> Figure:
    """How many stars both sides gave each other."""
    sides = {"visitor": _("Visitors of stands"), "stand": _("Stands of visitors")}
    given = sum(row.ratings for row in results.ratings)
    counted = {(row.side, row.stars): row.ratings for row in results.ratings if given >= FEWEST_RATINGS}
    total = sum(counted.values())
    mean = sum(stars * ratings for (_side, stars), ratings in counted.items()) / total if total else 0.0
    title = _("How meetings were rated")
    sentence = ngettext(
        "%(n)s rating, with %(mean)s stars of five on average.",
        "%(n)s ratings, with %(mean)s stars of five on average.",
        total,
    ) % {"n": number(total), "mean": number(mean, places=1) if total else "–"}
    tones = {"visitor": "one", "stand": "two"}
    rows, bars = [], []
    for stars in range(5, 0, -1):
        label = ngettext("%(n)s star", "%(n)s stars", stars) % {"n": stars}
        values = [counted.get((side, stars), 0) for side in sides]
        rows.append([label, *values, sum(values)])
        drawn = [(value, tones[side], number(value)) for side, value in zip(sides, values, strict=True)]
        bars.append(drawing.Bar(label, drawn))
    sums = [sum(counted.get((side, stars), 0) for stars in range(1, 6)) for side in sides]
    columns = (Column(_("Stars"), Kind.TEXT), *(Column(name) for name in sides.values()), Column(all_together()))
    legend = [drawing.Series(name, tones[side], ()) for side, name in sides.items()]
    table = Table("ratings", title, columns, rows, [all_together(), *sums, total])
    pictures = (drawing.bars("ratings", title, sentence, bars, legend),) if total else ()
    notes = (
        _("Whoever has met somebody may rate it under the suggestions, once for each. Few do: these are opinions."),
        _("Less than %(n)s ratings are not shown, so that nobody is recognised.") % {"n": FEWEST_RATINGS},
    )
    return Figure("ratings", title, sentence, pictures, (table,), notes)
