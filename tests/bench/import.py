"""How long a table of 10,000 rows takes to come in, and how much memory that needs. One JSON line per figure.

`seconds_10000`: the slowest kind, from the file to the fair and its directories, in a process that does nothing else,
as a worker does; the look that comes before it is measured beside it, and a bare COPY of as many rows of text, in the
same run. `memory_mb`: the most that process ever held, against one that has only set Django up.
"""

# ruff: noqa: PLC0415 - Django is set up first

import contextlib
import csv
import io
import os
import resource
import time
from multiprocessing import get_context
from typing import Any

import psycopg2

from tests.bench.figures import figure
from tests.bench.seed import fresh_database, seconds_of

ROWS, AT_MOST, MEGABYTES = 10_000, 60, 300
COUNTRIES = ("Belgium", "Allemagne", "FR", "Perú", "中国", "United States")
VISITORS = ["email", "name", "company", "country", "looking for", "HS", "languages", "volume", "time zone"]
EXHIBITORS = [
    "company",
    "country",
    "city",
    "website",
    "hall",
    "headline",
    "pitch",
    "contact",
    "contact email",
    "function",
]
PRODUCTS = ["company", "name", "description", "HS code", "certificates", "incoterms", "lead time"]
ROOMS = ["hall", "name", "kind", "seats"]
WORDS = "Organic flour, chocolate and green tea for forty shops in three countries, pallets every second week."
SPAWN = get_context("spawn")


def tables() -> dict[str, list[list[str]]]:
    """As many rows of each kind; products are of the exhibitors that came before them."""
    numbers, places = range(ROWS), len(COUNTRIES)
    return {
        "rooms": [ROOMS, *([f"Hall {n % 4 + 1}", f"R{n}", "table", "4"] for n in numbers)],
        "exhibitors": [
            EXHIBITORS,
            *(
                [
                    f"Company {n}",
                    COUNTRIES[n % places],
                    "Namur",
                    f"c{n}.example.com",
                    f"Hall {n % 4 + 1}",
                    WORDS[:90],
                    WORDS,
                    f"Person {n}",
                    f"exporter{n}@example.com",
                    "Export manager",
                ]
                for n in numbers
            ),
        ],
        "products": [
            PRODUCTS,
            *([f"Company {n // 4}", f"Product {n}", WORDS, "1806.32", "haccp", "FCA", "14"] for n in numbers),
        ],
        "visitors": [
            VISITORS,
            *(
                [
                    f"buyer{n}@example.com",
                    f"Buyer {n}",
                    f"Shop {n}",
                    COUNTRIES[n % places],
                    WORDS,
                    "1806; 0902",
                    "en; fr",
                    "pallet",
                    "Europe/Brussels",
                ]
                for n in numbers
            ),
        ],
    }


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def set_up(database: str) -> None:
    os.environ["DATABASE_URL"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
    import django

    django.setup()


def held() -> float:
    """The most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare(database: str, told: Any) -> None:
    set_up(database)
    from matchmaking.fairs.models import Fair

    Fair.objects.count()
    told.put(held())


def work(database: str, pk: str, told: Any) -> None:
    """One step of an import, as a worker takes it."""
    set_up(database)
    from matchmaking.organising.tasks import carry_on_import

    began, spent = time.perf_counter(), time.process_time()
    done = carry_on_import(pk)
    told.put((done, time.perf_counter() - began, time.process_time() - spent, held()))


def alone(target: Any, *arguments: Any) -> Any:
    """What a process of its own says."""
    told = SPAWN.Queue()
    process = SPAWN.Process(target=target, args=(*arguments, told))
    process.start()
    said = told.get(timeout=600)
    process.join()
    return said


def brought_in(database: str, fair: Any, kind: str, rows: list[list[str]]) -> dict[str, float]:
    """Seconds and megabytes of both steps."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from matchmaking.organising.actions.importing import steps

    file = ContentFile(as_csv(rows), name=f"{kind}.csv")
    imported = steps.upload(fair=fair, kind=kind, file=file, by=None, at=timezone.now())
    took = {}
    for name, begin in (("check", lambda: steps.check(imported=imported, mapping=imported.mapping, at=timezone.now())),
                        ("import", lambda: steps.bring_in(imported=imported, at=timezone.now()))):  # fmt: skip
        begin()
        done, took[name], took[f"{name}_cpu"], took[f"{name}_mb"] = alone(work, database, str(imported.pk))
        imported.refresh_from_db()
        assert done, imported.status
        assert imported.counts["created"] == ROWS, imported.counts
    return took


def copied(database: str, rows: list[list[str]]) -> float:
    """Seconds of a bare COPY of the same rows into a table of text."""
    with contextlib.closing(psycopg2.connect(database)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_copied (" + ", ".join(f"c{n} text" for n in range(len(rows[0]))) + ")")
        began = time.perf_counter()
        cursor.copy_expert("COPY bench_copied FROM STDIN WITH (FORMAT csv, HEADER)", io.BytesIO(as_csv(rows)))
        connection.commit()
        return time.perf_counter() - began


def main() -> None:
    with fresh_database() as database:
        seconds_of(database, "migrate", "--verbosity", "0")
        seconds_of(database, "load_classification")
        set_up(database)
        from django.db import connections

        from tests import make

        fair = make.fair()
        for number in range(1, 5):
            make.hall(fair=fair, name=f"Hall {number}")
        made = tables()
        took = {kind: brought_in(database, fair, kind, rows) for kind, rows in made.items()}
        reference: dict[str, Any] = {"at_most": AT_MOST, "bare_copy": round(copied(database, made["visitors"]), 3)}
        reference |= {
            f"{kind}_{step}": round(said[step], 1)
            for kind, said in took.items()
            for step in ("check", "import", "import_cpu")
        }
        figure("import", "seconds_10000", max(said["import"] for said in took.values()), "s", reference)
        most = max(max(said["check_mb"], said["import_mb"]) for said in took.values())
        reference = {"at_most": MEGABYTES, "bare_django": round(alone(bare, database), 1)}
        figure("import", "memory_mb", most, "MB", reference)
        connections.close_all()


if __name__ == "__main__":
    main()
