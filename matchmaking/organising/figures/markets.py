"""Which countries met, and which goods brought people together."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matchmaking.common.places import country_name
from matchmaking.organising.figures import drawing
from matchmaking.organising.figures.base import Column, Figure, Kind, Table, all_together, number
from matchmaking.organising.figures.results import Results
from matchmaking.organising.rules.results import top

MOST_COUNTRIES, MOST_CHAPTERS = 12, 8
OTHERS = "*"


def name_of(code: str) -> str:
    if code == OTHERS:
        return _("Others")
    return country_name(code) if code else _("Not known")


def countries(results: Results) -> Figure:
    """Visitors' countries down, exhibitors' across: the twelve of each that met most, the others together."""
    down = _chosen(Counter(), [(row.visitor, row.meetings) for row in results.countries])
    across = _chosen(Counter(), [(row.exhibitor, row.meetings) for row in results.countries])
    counted: Counter[tuple[str, str]] = Counter()
    for row in results.countries:
        visitor = row.visitor if row.visitor in down else OTHERS
        counted[visitor, row.exhibitor if row.exhibitor in across else OTHERS] += row.meetings
    total = sum(counted.values())
    title = _("Countries that met")
    rows = [
        [name_of(one), *(counted[one, other] for other in across), sum(counted[one, other] for other in across)]
        for one in down
    ]
    sums = [sum(counted[one, other] for one in down) for other in across]
    columns = (
        Column(_("Visitors from"), Kind.TEXT),
        *(Column(name_of(code), short=_short(code)) for code in across),
        Column(all_together()),
    )
    sentence = met_most(results)
    sides = _("Rows are countries of visitors, columns countries of exhibitors.")
    fields = [[_field(one, other, counted[one, other]) for other in across] for one in down]
    picture = drawing.heat(
        "countries",
        title,
        f"{sentence} {sides}",
        [_short(code) for code in down],
        [_short(code) for code in across],
        fields,
        left=34,
    )
    notes = (
        sides,
        _("Only meetings that were held are counted."),
        _("Whoever speaks for a stand comes from the country of its company; everybody else from his own."),
    )
    table = Table("countries", title, columns, rows, [all_together(), *sums, total])
    return Figure("countries", title, sentence, (picture,) if total else (), (table,), notes)


def _chosen(sums: Counter[str], met: Sequence[tuple[str, int]]) -> list[str]:
    """The countries that have a row or a column of their own, then the others and the unknown, if there are any."""
    for code, meetings in met:
        sums[code] += meetings
    first = top(sums, MOST_COUNTRIES)
    has_others = any(code and code not in first for code in sums)
    return [*first, *([OTHERS] if has_others else []), *([""] if "" in sums else [])]


def _short(code: str) -> str:
    return {OTHERS: "…", "": "?"}.get(code, code)


def _field(one: str, other: str, meetings: int) -> drawing.Heat:
    return drawing.Heat(meetings, str(meetings), f"{name_of(one)} × {name_of(other)}: {number(meetings)}")


def known_countries(results: Results) -> set[str]:
    """Every country from which somebody was in a meeting that was held."""
    return {code for row in results.countries for code in (row.visitor, row.exhibitor) if code}


def met_most(results: Results) -> str:
    """How many countries met, and which two most often."""
    met = known_countries(results)
    best = next((row for row in results.countries if row.visitor and row.exhibitor), None)
    if best is None:
        return _("No countries have met yet.")
    if best.meetings == 1:
        return ngettext(
            "People from %(n)s country met; no two countries met more than once.",
            "People from %(n)s countries met; no two countries met more than once.",
            len(met),
        ) % {"n": number(len(met))}
    return ngettext(
        "People from %(n)s country met; most often visitors from %(visitor)s and exhibitors from %(exhibitor)s.",
        "People from %(n)s countries met; most often visitors from %(visitor)s and exhibitors from %(exhibitor)s.",
        len(met),
    ) % {"n": number(len(met)), "visitor": name_of(best.visitor), "exhibitor": name_of(best.exhibitor)}


def chapters(results: Results) -> Figure:
    """Chapters of the Harmonized System: sought, offered and met."""
    names = results.chapter_names
    words = [_("Visitors who seek it"), _("Stands that show it"), _("Meetings in which it was both")]
    tones = ("one", "three", "two")
    ranked = sorted(results.chapters, key=lambda row: (-row.met, -row.sought - row.offered, row.code))
    rows = [[f"{row.code} {names.get(row.code, '')}".strip(), row.sought, row.offered, row.met] for row in ranked]
    wanting = sum(1 for row in results.chapters if row.sought and not row.offered)
    title = _("Goods sought, offered and met")
    sentence = ngettext(
        "%(n)s chapter of the Harmonized System was sought or shown; %(wanting)s was sought and shown by nobody.",
        "%(n)s chapters of the Harmonized System were sought or shown; %(wanting)s were sought and shown by nobody.",
        len(rows),
    ) % {"n": number(len(rows)), "wanting": number(wanting)}
    bars = [
        drawing.Bar(f"{row.code} {names.get(row.code, '')}".strip(), list(zip(values, tones, words_of, strict=True)))
        for row in ranked[:MOST_CHAPTERS]
        for values in [(row.sought, row.offered, row.met)]
        for words_of in [[number(value) for value in values]]
    ]
    legend = [drawing.Series(word, tone, ()) for word, tone in zip(words, tones, strict=True)]
    table = Table("chapters", title, (Column(_("Chapter"), Kind.TEXT), *(Column(word) for word in words)), rows)
    notes = (
        _("Whoever seeks or shows goods of several chapters counts in each of them, so nothing is summed up here."),
        _("The picture shows the eight chapters that were met most; the table shows all."),
    )
    picture = (drawing.bars("chapters", title, sentence, bars, legend),) if rows else ()
    return Figure("chapters", title, sentence, picture, (table,), notes)
