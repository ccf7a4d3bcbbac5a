"""Bring the shipped classification into the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import chain

from django.db import connection, transaction
from django.db.models import Model

from matchmaking.common.words import fold, words
from matchmaking.companies import classification
from matchmaking.companies.models import HsCode, HsLabel, HsTerm, HsWord, Service

Progress = Callable[[str], None]


def load_classification(*, progress: Progress = lambda said: None) -> None:
    """The tables of the classification hold what is shipped: nothing missing, nothing outdated, nothing twice."""
    edition = classification.edition()
    if HsTerm.objects.exists() and _loaded_edition() == edition:
        progress("up to date")
        return
    with transaction.atomic():
        _load_codes()
        _load_services()
        progress("codes and services")
        _replace(HsLabel, ("code_id", "language", "text", "folded"), _labels())
        progress("labels")
        _replace(HsWord, ("word", "headings"), _words())
        progress("words")
        _replace(HsTerm, ("code_id", "kind", "language", "text", "folded", "meaning"), _terms())
        progress("terms and their vectors")
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON TABLE companies_hsterm IS %s", [edition])
            cursor.execute("ANALYZE companies_hscode, companies_hslabel, companies_hsterm, companies_hsword")


def _loaded_edition() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('companies_hsterm'::regclass)")
        row = cursor.fetchone()
    return row[0] if row else None


def _load_codes() -> None:
    HsCode.objects.bulk_create(
        [
            HsCode(code=line.code, level=line.level, parent_id=line.parent, description=line.description)
            for line in classification.hs_lines()
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "parent", "description"],
    )


def _load_services() -> None:
    Service.objects.bulk_create(
        [Service(code=code, parent_id=parent, names=names) for code, parent, names in classification.services()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["parent", "names"],
    )


def _labels() -> Iterator[tuple[str, str, str, str]]:
    for line in classification.hs_lines():
        for language, text in line.labels.items():
            yield line.code, language, text, fold(text)


def _words() -> Iterator[tuple[str, str]]:
    headings: dict[str, set[str]] = defaultdict(set)
    for line in classification.hs_lines():
        if line.level >= 4:
            for word in chain(words(line.description), *map(words, line.labels.values())):
                headings[word].add(line.code[:4])
    for term in classification.terms():
        for word in words(term.text):
            headings[word].add(term.code[:4])
    for word, codes in headings.items():
        yield word, "{" + ",".join(sorted(codes)) + "}"


def _terms() -> Iterator[tuple[str, ...]]:
    for term, row in zip(classification.terms(), classification.vectors(), strict=True):
        yield *term, fold(term.text), "[" + ",".join(map(str, row.tolist())) + "]"


def _replace(model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """The table holds these rows, which nothing refers to. COPY, and indexes built at once, save most of the time."""
    file = StringIO()
    for row in rows:
        file.write("\t".join(map(_escape, row)) + "\n")
    file.seek(0)
    model._default_manager.all().delete()
    with connection.schema_editor(atomic=False) as editor:
        for index in model._meta.indexes:
            editor.remove_index(model, index)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({", ".join(columns)}) FROM STDIN', file)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending takes no index
    with connection.schema_editor(atomic=False) as editor:
        for index in model._meta.indexes:
            editor.add_index(model, index)


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
