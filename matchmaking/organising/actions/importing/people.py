"""People who come by an import: found by a confirmed address, else made; never mailed, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair, Participant
from matchmaking.organising.actions.importing.rows import Ledger, Row, What, history_of
from matchmaking.organising.models import ImportedThing

Status = Participant.Status
OF_PARTICIPANT = ("status", "roles", "duty")


@dataclass
class Person:
    """Who is meant: an account that is there, or the facts of a new one; and his registration at the fair, if any."""

    address: str
    user: User | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    participant: Participant | None = None
    role: str = Participant.Role.VISITOR

    @property
    def is_to_join(self) -> bool:
        """Whether anything is to be done so that he takes part in this role."""
        ours = self.participant
        return ours is None or ours.status != Status.APPROVED or self.role not in ours.roles


class People:
    """The accounts behind the addresses of a chunk, and who of them is registered."""

    def __init__(self, fair: Fair, by: User | None, at: datetime) -> None:
        self.fair, self.by, self.at = fair, by, at

    def learn(self, addresses: Iterable[str]) -> None:
        wanted = {address for address in addresses if address}
        confirmed = EmailAddress.objects.filter(email__in=wanted, verified=True).select_related("user")
        self.confirmed = {known.email: known.user for known in confirmed}
        self.accounts = {user.email: user for user in User.objects.filter(email__in=wanted)}
        users = {user.pk for user in (*self.confirmed.values(), *self.accounts.values())}
        self.registered = {ours.user_id: ours for ours in Participant.objects.filter(fair=self.fair, user__in=users)}
        keys = [str(user.pk) for user in self.accounts.values()]
        brought = ImportedThing.objects.filter(what=What.PERSON, key__in=keys, before__isnull=True)
        self.brought = {int(key) for key in brought.values_list("key", flat=True)}

    def judge(self, row: Row, column: str, address: str, role: str, facts: dict[str, Any]) -> Person | None:
        """Who it is; None if he cannot come, and the row says why."""
        user = self.confirmed.get(address) or self.accounts.get(address)
        person = Person(address, user, facts, self.registered.get(user.pk) if user else None, role)
        if user is None:
            return person
        if not user.is_active:
            row.wrong("account_closed", column)
        elif address not in self.confirmed and user.pk not in self.brought:
            row.wrong("account_unconfirmed", column)
        elif person.participant and person.participant.status == Status.DECLINED:
            row.wrong("person_declined", column)
        elif person.participant and person.participant.status == Status.LEFT:
            row.wrong("person_left", column)
        else:
            return person
        return None

    def welcome(self, rows: Sequence[tuple[Row, Person]], ledger: Ledger) -> None:
        """Each of them has an account, and takes part in his role. Nobody is told: who decided is left open on purpose,
        for whoever is decided about by somebody gets a mail."""
        self._make_accounts([(row, person) for row, person in rows if person.user is None], ledger)
        self._join([(row, person) for row, person in rows if person.participant is None], ledger)
        old = [(row, person) for row, person in rows if person.is_to_join]
        changed: list[Participant] = []
        for row, person in old:
            ours = person.participant
            assert ours is not None
            before = {name: getattr(ours, name) for name in (*OF_PARTICIPANT, "decided_at")}
            ours.roles = ours.roles if person.role in ours.roles else [*ours.roles, person.role]
            if ours.status != Status.APPROVED:
                ours.status, ours.decided_at = Status.APPROVED, self.at
            ledger.changed(row, What.PARTICIPANT, ours, before, {name: getattr(ours, name) for name in before})
            changed.append(ours)
        if changed:
            fields = ["roles", "status", "decided_at"]
            bulk_update_with_history(changed, Participant, fields, **history_of(self.by, self.at))

    def _make_accounts(self, rows: Sequence[tuple[Row, Person]], ledger: Ledger) -> None:
        known: dict[str, User] = {}
        fresh = []
        for row, person in rows:
            if person.address not in known:
                known[person.address] = User(
                    email=person.address, password=make_password(None), joined_at=self.at, **self._facts(person.facts)
                )
                fresh.append((row, known[person.address]))
            person.user = known[person.address]
        if not fresh:
            return
        made = bulk_create_with_history([user for _, user in fresh], User, **history_of(self.by, self.at))
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=False, primary=True) for user in made
        )
        for (row, _), user in zip(fresh, made, strict=True):
            ledger.made(row, What.PERSON, user, shows=("last_login",))

    def _facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Pages come in the person's language if we have it, else in the fair's first one."""
        ours = [code for code, _name in settings.LANGUAGES]
        wanted = [facts.pop("language", ""), *self.fair.languages, "en"]
        return {**facts, "language": next((code for code in wanted if code in ours), "en")}

    def _join(self, rows: Sequence[tuple[Row, Person]], ledger: Ledger) -> None:
        known: dict[int, Participant] = {}
        fresh = []
        for row, person in rows:
            assert person.user is not None
            if person.user.pk not in known:
                known[person.user.pk] = Participant(
                    fair=self.fair,
                    user=person.user,
                    roles=[person.role],
                    status=Status.APPROVED,
                    applied_at=self.at,
                    decided_at=self.at,
                )
                fresh.append((row, known[person.user.pk]))
            person.participant = known[person.user.pk]
        if not fresh:
            return
        made = bulk_create_with_history([ours for _, ours in fresh], Participant, **history_of(self.by, self.at))
        for (row, _), ours in zip(fresh, made, strict=True):
            ledger.made(row, What.PARTICIPANT, ours, shows=OF_PARTICIPANT)
