"""Looking something up in a directory: everything that matches, its counts and one page of it, in one statement.

Nothing here knows a model: a directory hands in its queryset of lines and its facets. A line has a `sort_name`,
the vector `words` of all that it is found by, and the short vector `own_words` of what its owner wrote, which ranks it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, FloatField, Q, QuerySet
from django.db.models import Value as Constant
from django.db.models.expressions import Combinable

from matchmaking.common.directory import PAGE_SIZE, Counts, Facet, Found, Line, Sort, Value, Wanted
from matchmaking.common.search import Phrase

MOST_LINES = 1_000_000  # of all fairs together
TOTAL, PAGE = -1, -2  # what the rows of the statement are about, where it is not a facet
# Postgres takes reading a vector for cheap, though it lies outside of the row; whole tables of them would be read
# where the index knows the answer. For this statement alone: what is sent together is one transaction.
BY_INDEX = "SET LOCAL enable_seqscan = off; "


@dataclass(frozen=True)
class Answer:
    """The counts, and the keys of the lines on the page, best first; whether each has the words as they are written."""

    counts: Counts
    keys: dict[str, bool]


def look(lines: QuerySet[Line], facets: Sequence[Facet], wanted: Wanted, phrase: Phrase | None) -> Found[Line]:
    """What the directory answers: two statements, whatever its size. A page beyond the last is the last.

    `lines` are those that the reader may find, with what is drawn of them.
    """
    answer = _ask(lines, facets, wanted, phrase)
    wanted = wanted.on_page(min(wanted.page, answer.counts.last_page))
    if not answer.keys:
        return Found(wanted, answer.counts, [])
    shown = lines.filter(pk__in=answer.keys)
    is_unknown = phrase is not None and bool(phrase.similar) and wanted.page == 1 and not any(answer.keys.values())
    if phrase and is_unknown:
        shown = shown.annotate(alike=phrase.alike_in("words"))
    by_key = {str(line.pk): line for line in shown}
    page: list[Any] = [by_key[key] for key in answer.keys if key in by_key]  # but for those who went away meanwhile
    suggestion = phrase.corrected([line.alike for line in page]) if phrase and is_unknown else ""
    return Found(wanted, answer.counts, page, suggestion)


def _ask(lines: QuerySet[Line], facets: Sequence[Facet], wanted: Wanted, phrase: Phrase | None) -> Answer:
    """A facet's counts ignore what is chosen in it, and only that."""
    try:
        found, parameters = _found(lines, facets, phrase).query.sql_with_params()
    except EmptyResultSet:
        return Answer(Counts(), {})
    marks, chosen = _marks(facets, wanted)
    marked = ", ".join(["*", *(f"{mark} AS has_{n}" for n, mark in marks.items())])
    everything = _where(marks)
    by_rank = "is_exact DESC, rank DESC, " if phrase and wanted.sort == Sort.MATCH else ""
    questions = [f"SELECT {TOTAL}, '', '', number FROM total"]
    questions += [_question(n, facet, _where(marks, but=n)) for n, facet in enumerate(facets)]
    questions.append(
        f"""(
            SELECT {PAGE}, key::text, is_exact::text, row_number() OVER () FROM (
                SELECT key, is_exact FROM marked WHERE {everything} ORDER BY {by_rank}sort_name, key LIMIT {PAGE_SIZE}
                OFFSET (SELECT GREATEST(LEAST(%s, (number - 1) / {PAGE_SIZE}), 0) * {PAGE_SIZE} FROM total)
            ) AS page
        )"""
    )
    statement = f"""
        WITH found AS MATERIALIZED ({found}),
        marked AS MATERIALIZED (SELECT {marked} FROM found),
        total AS MATERIALIZED (SELECT count(*) AS number FROM marked WHERE {everything})
        {" UNION ALL ".join(questions)}
    """
    with connection.cursor() as cursor:
        cursor.execute((BY_INDEX if phrase else "") + statement, [*parameters, *chosen, wanted.page - 1])
        return _answer(cursor.fetchall(), facets)


def _found(lines: QuerySet[Line], facets: Sequence[Facet], phrase: Phrase | None) -> QuerySet[Line, Any]:
    """What the statement has to know of every line that matches."""
    columns: dict[str, Combinable] = {"key": F("pk")}
    columns |= {f"facet_{n}": F(facet.column) for n, facet in enumerate(facets)}
    columns |= {f"label_{n}": F(facet.label) for n, facet in enumerate(facets) if facet.label}
    columns |= {"is_exact": Constant(True), "rank": Constant(0.0, output_field=FloatField())}
    if phrase:
        # Asked for by themselves, so that nothing but the index of words comes into question. A limit, however high,
        # keeps Postgres from taking the two questions for one.
        everywhere = lines.model._default_manager
        lines = lines.filter(pk__in=everywhere.filter(phrase.found_in("words")).values("pk")[:MOST_LINES])
        columns["rank"] = phrase.rank_in("own_words")
        if phrase.similar:
            exact = everywhere.filter(phrase.exactly_in("words")).values("pk")
            columns["is_exact"] = Q(pk__in=exact)  # type: ignore[assignment]
    found: QuerySet[Line, Any] = lines.order_by().annotate(**columns).values_list(*columns, "sort_name")
    return found


def _marks(facets: Sequence[Facet], wanted: Wanted) -> tuple[dict[int, str], list[list[str]]]:
    """By the number of each facet in which something is chosen, the condition for having it; and what is chosen."""
    marks, chosen = {}, []
    for n, facet in enumerate(facets):
        if values := wanted.chosen.get(facet.name):
            marks[n] = f"facet_{n} && %s::varchar[]" if facet.is_list else f"facet_{n} = ANY(%s)"
            chosen.append(list(values))
    return marks, chosen


def _where(marks: Iterable[int], but: int | None = None) -> str:
    return " AND ".join([f"has_{n}" for n in marks if n != but]) or "TRUE"


def _question(n: int, facet: Facet, where: str) -> str:
    source = f"marked, unnest(facet_{n}) AS v" if facet.is_list else "marked"
    value = "v" if facet.is_list else f"facet_{n}"
    label = f"max(label_{n})" if facet.label else "''"
    return f"SELECT {n}, {value}, {label}, count(*) FROM {source} WHERE {where} AND {value} <> '' GROUP BY {value}"


def _answer(rows: Iterable[tuple[int, str, str, int]], facets: Sequence[Facet]) -> Answer:
    total, offers, page = 0, {facet.name: list[Value]() for facet in facets}, list[tuple[int, str, bool]]()
    for n, value, label, number in rows:
        if n == TOTAL:
            total = number
        elif n == PAGE:
            page.append((number, value, label == "true"))
        else:
            offers[facets[n].name].append(Value(value, label, number))
    return Answer(Counts(total=total, values=offers), {key: is_exact for _, key, is_exact in sorted(page)})
