"""Visitors: a person who takes part, and what he looks for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.companies.models import HsCode
from matchmaking.fairs.models import Participant
from matchmaking.organising.actions.importing.people import People, Person
from matchmaking.organising.actions.importing.products import services_by_name
from matchmaking.organising.actions.importing.rows import (
    CHANGED,
    CREATED,
    SAME,
    Ledger,
    Register,
    Row,
    What,
    differences,
    history_of,
    untouched,
)
from matchmaking.organising.models import Import
from matchmaking.organising.rules.places import plain
from matchmaking.organising.rules.values import MOST_HEADINGS
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import SoughtHeading, VisitorProfile

SAID = (
    "organisation", "job_title", "country", "looking_for", "language", "markets", "languages", "certificates",
    "volume", "time_zone", "works_from", "works_to", "visibility",
)  # fmt: skip
LISTS = ("headings", "services")
Line = VisitorProfile.services.through


class Visitors(Register):
    kind = Import.Kind.VISITORS

    def __init__(self, imported: Import, *, at: datetime) -> None:
        super().__init__(imported, at=at)
        self.people = People(self.fair, self.by, at)
        self.headings = set(HsCode.objects.filter(level=HsCode.Level.HEADING).values_list("pk", flat=True))
        self.services = services_by_name()

    def learn(self, rows: Sequence[Row]) -> None:
        self.people.learn(row.get("email") for row in rows)
        registered = [ours.pk for ours in self.people.registered.values()]
        profiles = list(VisitorProfile.objects.filter(participant__in=registered))
        self.profiles = {profile.participant_id: profile for profile in profiles}
        self.ours = untouched(self.imported, What.PROFILE, profiles)
        self.lists: dict[str, defaultdict[Any, list[str]]] = {name: defaultdict(list) for name in LISTS}
        sought = SoughtHeading.objects.filter(profile__in=profiles).order_by("code")
        for profile, code in sought.values_list("profile", "code"):
            self.lists["headings"][profile].append(code)
        for profile, code in (
            Line.objects.filter(visitorprofile__in=profiles)
            .order_by("service")
            .values_list("visitorprofile", "service")
        ):
            self.lists["services"][profile].append(code)

    def judge(self, row: Row) -> None:
        facts: dict[str, Any] = {name: row.values[name] for name in SAID if name in row.values}
        facts |= self._lists(row)
        person = None
        if address := row.get("email"):
            self.once(row, address, "email")
            about = {"name": row.get("name"), "country": row.get("country"), "language": row.get("language")}
            about |= {
                "spoken_languages": row.get("languages", []),
                "time_zone": row.get("time_zone", self.fair.time_zone),
            }
            person = self.people.judge(row, "email", address, Participant.Role.VISITOR, about)
        if person is None:
            return
        profile = self.profiles.get(person.participant.pk) if person.participant else None
        self._judge_day(row, profile)
        if row.is_good:
            self._plan(row, person, profile, facts)

    def _plan(self, row: Row, person: Person, profile: VisitorProfile | None, facts: dict[str, Any]) -> None:
        changes = facts
        if profile:
            changes = differences(profile, {name: facts[name] for name in SAID if name in facts})
            for name in LISTS:
                if name in facts and facts[name] != self.lists[name][profile.pk]:
                    changes[name] = facts[name]
            if changes and str(profile.pk) not in self.ours:
                row.note("note_own_profile", "email")
                changes = {}
        row.plan = (person, profile, changes)
        row.outcome = CREATED if profile is None else CHANGED if changes or person.is_to_join else SAME

    def _judge_day(self, row: Row, profile: VisitorProfile | None) -> None:
        like = profile or VisitorProfile()
        if row.get("works_to", like.works_to) <= row.get("works_from", like.works_from):
            row.wrong("working_day", "works_to")

    def _lists(self, row: Row) -> dict[str, list[str]]:
        """The headings and services that the row names, as the classification has them."""
        found: dict[str, list[str]] = {}
        if "headings" in row.values:
            codes = {code for said in row.values["headings"] if (code := self._heading(row, said))}
            if len(codes) > MOST_HEADINGS:
                row.wrong("too_many_headings", "headings", most=MOST_HEADINGS)
            found["headings"] = sorted(codes)
        if "services" in row.values:
            known = {name: self.services.get(plain(name)) for name in row.values["services"]}
            if not all(known.values()):
                row.wrong("no_such_service", "services")
            found["services"] = sorted(code for code in known.values() if code)
        return found

    def _heading(self, row: Row, said: str) -> str:
        """The heading that is meant by a heading or a code below it; one out of a range need not exist."""
        digits = said.rstrip("*")
        for code in (digits[:4], f"0{digits}"[:4] if len(digits) in (3, 5) else ""):
            if len(code) == 4 and code in self.headings:
                return code
        if not said.endswith("*"):
            row.wrong("no_such_heading", "headings")
        return ""

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self.people.welcome([(row, row.plan[0]) for row in rows], ledger)
        changed = [row for row in rows if row.plan[1] and row.plan[2]]
        self._make([row for row in rows if row.plan[1] is None], ledger)
        self._change(changed, ledger)
        index_visitors([row.plan[1].pk for row in rows], at=self.at)

    def _make(self, rows: Sequence[Row], ledger: Ledger) -> None:
        beginning = {"time_zone": self.fair.time_zone, "created_at": self.at}
        new = []
        for row in rows:
            person, _profile, facts = row.plan
            said = {name: facts[name] for name in SAID if name in facts}
            new.append(VisitorProfile(participant=person.participant, **beginning | said))
        made = bulk_create_with_history(new, VisitorProfile, **history_of(self.by, self.at))
        for row, profile in zip(rows, made, strict=True):
            ledger.made(row, What.PROFILE, profile, shows=("version",))
            row.plan = (row.plan[0], profile, row.plan[2])
        write_lists([(profile.pk, row.plan[2]) for row, profile in zip(rows, made, strict=True)])

    def _change(self, rows: Sequence[Row], ledger: Ledger) -> None:
        profiles: list[VisitorProfile] = []
        for row in rows:
            _person, profile, changes = row.plan
            changes = changes | {"version": profile.version + 1}
            before = {name: getattr(profile, name) for name in changes if name not in LISTS}
            before |= {name: self.lists[name][profile.pk] for name in LISTS if name in changes}
            for name in before:
                if name not in LISTS:
                    setattr(profile, name, changes[name])
            profile.changed_at = self.at
            ledger.changed(row, What.PROFILE, profile, before, changes)
            profiles.append(profile)
        if profiles:
            fields = [*SAID, "version", "changed_at"]
            bulk_update_with_history(profiles, VisitorProfile, fields, **history_of(self.by, self.at))
        write_lists([(row.plan[1].pk, row.plan[2]) for row in rows])


def write_lists(wanted: Sequence[tuple[Any, dict[str, Any]]]) -> None:
    """The profiles look for these headings and services, and no others; a list that is not said stays."""
    by_headings = {pk: facts["headings"] for pk, facts in wanted if "headings" in facts}
    SoughtHeading.objects.filter(profile__in=by_headings).delete()
    SoughtHeading.objects.bulk_create(
        SoughtHeading(profile_id=pk, code_id=code) for pk, codes in by_headings.items() for code in codes
    )
    by_services = {pk: facts["services"] for pk, facts in wanted if "services" in facts}
    Line.objects.filter(visitorprofile__in=by_services).delete()
    Line.objects.bulk_create(
        Line(visitorprofile_id=pk, service_id=code) for pk, codes in by_services.items() for code in codes
    )
