"""A row on its way in: what it says, what is the matter with it, and what would come of it."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model

from matchmaking.accounts.models import User
from matchmaking.organising.errors.problems import Unreadable
from matchmaking.organising.models import Import, ImportedThing
from matchmaking.organising.rules.kinds import FIELDS

What = ImportedThing.What
CREATED, CHANGED, SAME, WRONG = "created", "changed", "same", "wrong"


@dataclass(frozen=True)
class Finding:
    """Something about a row, as it is kept: see ImportProblem."""

    code: str
    key: str = ""  # of the field
    params: Mapping[str, Any] = field(default_factory=dict)
    is_note: bool = False


@dataclass(eq=False)
class Row:
    """`said`: its cells that say something, by field. `values`: what they mean. `plan`: what a register makes of it."""

    number: int
    said: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    outcome: str = ""
    plan: Any = None

    @property
    def is_good(self) -> bool:
        return all(finding.is_note for finding in self.findings)

    def wrong(self, code: str, key: str = "", **params: Any) -> None:
        self.findings.append(Finding(code, key, params))

    def note(self, code: str, key: str = "", **params: Any) -> None:
        self.findings.append(Finding(code, key, params, is_note=True))

    def get(self, key: str, otherwise: Any = "") -> Any:
        return self.values.get(key, otherwise)


def read_row(kind: str, mapping: Mapping[str, int], number: int, cells: Sequence[str]) -> Row:
    """The row with every cell that can be read, and what is the matter with the others."""
    said = {key: cells[place] for key, place in mapping.items() if place < len(cells) and cells[place]}
    row = Row(number, said)
    for each in FIELDS[kind]:
        cell = said.get(each.key)
        if cell is None:
            if each.required:
                row.wrong("missing", each.key)
            continue
        try:
            row.values[each.key] = each.read(cell)
        except Unreadable as error:
            row.wrong(error.code, each.key, **error.params)
    return row


def differences(thing: Model, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is wanted that which is not so yet."""
    return {name: value for name, value in wanted.items() if getattr(thing, name) != value}


class Ledger:
    """What an import makes and changes, written down as it goes, so that it can be undone."""

    def __init__(self, imported: Import) -> None:
        self.imported, self.things = imported, list[ImportedThing]()

    def made(self, row: Row, what: str, thing: Any, *, shows: Iterable[str] = (), name: str = "") -> None:
        """It did not exist. By the fields that it `shows` one will see whether somebody has touched it."""
        self._note(row, what, thing, None, {each: getattr(thing, each) for each in shows}, name)

    def changed(
        self, row: Row, what: str, thing: Any, before: Mapping[str, Any], after: Mapping[str, Any], name: str = ""
    ) -> None:
        self._note(row, what, thing, dict(before), dict(after), name)

    def _note(self, row: Row, what: str, thing: Any, before: Any, after: Any, name: str) -> None:
        self.things.append(
            ImportedThing(
                imported=self.imported,
                row=row.number,
                what=what,
                key=str(thing.pk),
                name=name[:200],
                before=before,
                after=after,
            )
        )


class Register(ABC):
    """Takes rows of one kind into a fair, by the chunk: it learns what there is, judges each row, writes the good."""

    kind: ClassVar[str]

    def __init__(self, imported: Import, *, at: datetime) -> None:
        self.imported, self.fair, self.by, self.at = imported, imported.fair, imported.by, at
        self.seen: dict[Hashable, int] = {}

    def once(self, row: Row, key: Hashable, column: str) -> bool:
        """True for the first row of the file with this key; the others are told which one that is."""
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            row.wrong("twice", column, row=first)
        return first == row.number

    @abstractmethod
    def learn(self, rows: Sequence[Row]) -> None:
        """What the rows of a chunk may touch is known; in a number of queries that does not grow with them."""

    @abstractmethod
    def judge(self, row: Row) -> None:
        """Whatever speaks against the row is found; if nothing does, its outcome and plan are said."""

    @abstractmethod
    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """These rows, good ones that do something, are in the database and in the directories."""


def untouched(imported: Import, what: str, things: Iterable[Any]) -> set[str]:
    """The keys of those which imports of this fair have written last: nobody has changed them since."""
    versions = {str(thing.pk): thing.version for thing in things}
    if not versions:
        return set()
    known = ImportedThing.objects.filter(imported__fair=imported.fair_id, what=what, key__in=versions)
    return {key for key, after in known.values_list("key", "after") if after.get("version") == versions[key]}


def history_of(by: User | None, at: datetime) -> dict[str, Any]:
    """What the record of changes says of rows that are written in bulk."""
    return {"default_user": by, "default_change_reason": "import", "default_date": at, "batch_size": 500}
