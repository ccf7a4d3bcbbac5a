"""`seconds_12000`: how long the demo fair of 2,000 exhibitors and 10,000 visitors takes to fill a fresh database.

Making the tables and loading the classification are measured apart: an installation does both once.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from tests.bench.figures import figure
from tradefair.processes import ROOT

EXHIBITORS, VISITORS = 2_000, 10_000
AT_MOST = 180


@contextlib.contextmanager
def fresh_database() -> Iterator[str]:
    """The address of an empty database beside the one that we were given; it is dropped at the end."""
    beside = os.environ["DATABASE_URL"]
    name = f"bench_seed_{os.getpid()}"
    with contextlib.closing(psycopg2.connect(beside)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(beside)._replace(path=f"/{name}"))
        finally:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def seconds_of(database: str, *command: str) -> float:
    began = time.perf_counter()
    environment = os.environ | {"DATABASE_URL": database}
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, stdout=sys.stderr, check=True)
    return time.perf_counter() - began


def main() -> None:
    with fresh_database() as database:
        migrated = seconds_of(database, "migrate", "--verbosity", "0")
        classified = seconds_of(database, "load_classification")
        seeded = seconds_of(
            database, "seed_demo", "--exhibitors", str(EXHIBITORS), "--visitors", str(VISITORS), "--seed", "7"
        )
    size = {"exhibitors": EXHIBITORS, "visitors": VISITORS}
    figure("seed", "seconds_12000", seeded, "s", {"at_most": AT_MOST, **size})
    figure("seed", "seconds_to_migrate", migrated, "s", {"what": "all migrations on an empty database"})
    figure("seed", "seconds_to_classify", classified, "s", {"what": "load_classification, once per installation"})


if __name__ == "__main__":
    main()
