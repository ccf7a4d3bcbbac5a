"""The classification as it is shipped in data/ (sources and licences: data/README.md). Reads files, knows no table."""

import csv
import hashlib
import lzma
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data"
VECTORS = DATA / "hs2022_vectors.npz"

LABEL_LANGUAGES = (
    "en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr",
    "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip

Vectors = npt.NDArray[np.int8]


class Line(NamedTuple):
    """One line of the Harmonized System with its labels by language."""

    code: str
    level: int
    parent: str | None
    description: str
    labels: dict[str, str]


class Term(NamedTuple):
    """Words that lead to a code: its description or, at a heading, a name used in trade."""

    code: str
    kind: str
    language: str
    text: str


class ServiceLine(NamedTuple):
    code: str
    parent: str | None
    names: dict[str, str]


class OutOfStep(Exception):
    """The vectors were computed for other words than the files now hold: run `manage.py encode_classification`."""


@cache
def hs_lines() -> tuple[Line, ...]:
    """All lines of the Harmonized System 2022, every parent before its children."""
    with lzma.open(DATA / "hs2022.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return tuple(
            Line(
                code=row["code"],
                level=int(row["level"]),
                parent=row["parent"] or None,
                description=row["description"],
                labels={language: row[language] for language in LABEL_LANGUAGES if row[language]},
            )
            for row in sorted(csv.DictReader(file), key=lambda row: int(row["level"]))
        )


def services() -> Iterator[ServiceLine]:
    """The services sectors of the World Trade Organization, every parent before its children."""
    with (DATA / "services.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield ServiceLine(row["code"], row["parent"] or None, {"en": row["en"], "fr": row["fr"]})


def terms() -> list[Term]:
    """What headings and subheadings are found by, in the order of the vectors."""
    described = [Term(line.code, "description", "en", line.description) for line in hs_lines() if line.level >= 4]
    with (DATA / "trade_names.csv").open(encoding="utf-8", newline="") as file:
        return described + [Term(row["heading"], "name", row["language"], row["name"]) for row in csv.DictReader(file)]


def edition() -> str:
    """Changes when any shipped file does."""
    files = sorted(path for path in DATA.iterdir() if path.suffix in (".csv", ".xz", ".npz"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def fingerprint(of: list[Term]) -> str:
    """Changes when any text that was encoded does."""
    return hashlib.sha256("\n".join(term.text for term in of).encode()).hexdigest()


def vectors() -> Vectors:
    """One row of small whole numbers per term; only their direction means something."""
    with np.load(VECTORS) as file:
        if str(file["fingerprint"]) != fingerprint(terms()):
            raise OutOfStep
        rows: Vectors = file["rows"]
    return rows
