"""Exhibitors: a company, its stand in a hall, and its contact person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from matchmaking.companies.models import Company, Membership
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.referee import hold_hall
from matchmaking.exhibitors.models import Exhibitor, Representative, StandRoom
from matchmaking.exhibitors.rules import free_stand_numbers
from matchmaking.fairs.models import Hall, Participant
from matchmaking.organising.actions.importing.companies import Companies
from matchmaking.organising.actions.importing.people import People, Person
from matchmaking.organising.actions.importing.rooms import change, halls_by_name
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
)
from matchmaking.organising.models import Import
from matchmaking.organising.rules.places import plain

Status = Exhibitor.Status
WORDS = ("headline", "pitch", "language", "markets")
PLACE = ("hall_id", "stand_number", "status", "decided_at")


@dataclass
class Plan:
    """What becomes of a row: its company and stand (None for new ones) with what is to change, and who is seated."""

    company: Company | None
    stand: Exhibitor | None
    company_facts: dict[str, Any] = field(default_factory=dict)
    stand_facts: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    membership: str = ""  # in which role the contact person joins the company; "" if he is there or stays out
    is_seated: bool = False


class Exhibitors(Register):
    kind = Import.Kind.EXHIBITORS

    def __init__(self, imported: Import, *, at: datetime) -> None:
        super().__init__(imported, at=at)
        self.halls = halls_by_name(self.fair.pk)
        self.companies = Companies(imported, at)
        self.people = People(self.fair, self.by, at)
        self.claimed: dict[
            tuple[int, str], tuple[str, int]
        ] = {}  # by place: who has claimed it in this file, in which row

    def learn(self, rows: Sequence[Row]) -> None:
        self.companies.learn(rows)
        self.people.learn(row.get("contact_email") for row in rows)
        stands = Exhibitor.objects.filter(fair=self.fair, company__in=self.companies.known)
        self.stands = {stand.company_id: stand for stand in stands}
        placed = Exhibitor.objects.filter(
            fair=self.fair, stand_number__in={row.get("stand_number") for row in rows} - {""}
        )
        self.placed = {
            (hall, number): (pk, name)
            for hall, number, pk, name in placed.values_list("hall", "stand_number", "pk", "company__name")
        }
        seated = Representative.objects.filter(exhibitor__in=[stand.pk for stand in self.stands.values()])
        self.seated = set(seated.values_list("exhibitor", "participant__user"))

    def judge(self, row: Row) -> None:
        company = self.companies.judge(row)
        if "company" in row.values and "country" in row.values:
            meant = (company.pk,) if company else (plain(row.values["company"]), row.values["country"])
            self.once(row, meant, "company")
        stand = self.stands.get(company.pk) if company else None
        plan = Plan(company, stand)
        self._judge_company(row, plan)
        self._judge_stand(row, plan)
        self._judge_person(row, plan)
        if row.is_good:
            row.plan = plan
            row.outcome = CREATED if stand is None else CHANGED if self._does_something(plan) else SAME

    def _does_something(self, plan: Plan) -> bool:
        joins = plan.is_seated or bool(plan.membership) or bool(plan.person and plan.person.is_to_join)
        return bool(plan.company_facts or plan.stand_facts or joins)

    def _judge_company(self, row: Row, plan: Plan) -> None:
        facts = self.companies.facts_of(row)
        if plan.company is None:
            plan.company_facts = facts
        elif plan.company.pk in self.companies.ours:
            plan.company_facts = differences(plan.company, facts)
        elif plan.stand is None:
            row.note("note_company_linked", "company")

    def _judge_stand(self, row: Row, plan: Plan) -> None:
        stand, ours = plan.stand, plan.company is None or plan.company.pk in self.companies.ours
        if stand and stand.status == Status.DECLINED:
            row.wrong("stand_declined", "company")
        if stand and stand.status == Status.WITHDRAWN:
            row.wrong("stand_withdrawn", "company")
        words = {name: row.values[name] for name in WORDS if name in row.values}
        if stand and not ours:  # what its people have written stays; what they have left empty is filled
            words = {name: value for name, value in words.items() if name != "language" and not getattr(stand, name)}
        wanted = words | self._place(row, stand, plan.company)
        if stand and stand.status == Status.APPLIED:
            wanted |= {"status": Status.APPROVED, "decided_at": self.at}
        plan.stand_facts = differences(stand, wanted) if stand else wanted

    def _place(self, row: Row, stand: Exhibitor | None, company: Company | None) -> dict[str, Any]:
        """Hall and number as the row says them, if the place is free; a number alone is one of the hall that it has."""
        hall: Hall | None = self.halls.get(plain(row.get("hall"))) if "hall" in row.values else None
        if "hall" in row.values and hall is None:
            row.wrong("no_such_hall", "hall")
            return {}
        hall_id, number = hall.pk if hall else stand.hall_id if stand else None, row.get("stand_number")
        if number and hall_id is None:
            row.wrong("number_without_hall", "stand_number")
            return {}
        if hall_id is None:
            return {}
        if not number:
            stays = stand is not None and stand.hall_id == hall_id
            return {"hall_id": hall_id} | ({} if stays else {"stand_number": ""})
        holder = self.placed.get((hall_id, number))
        if holder and (stand is None or holder[0] != stand.pk):
            row.wrong("stand_taken", "stand_number", company=holder[1])
        name, first = self.claimed.setdefault((hall_id, number), (row.get("company"), row.number))
        if first != row.number:
            row.wrong("stand_taken", "stand_number", company=name)
        return {"hall_id": hall_id, "stand_number": number}

    def _judge_person(self, row: Row, plan: Plan) -> None:
        address, name = row.get("contact_email"), row.get("contact_name")
        if not address:
            if name and "contact_email" not in row.said:
                row.note("note_contact_without_address", "contact_name")
            return
        facts = {"name": name, "country": row.get("country"), "language": row.get("language")}
        person = self.people.judge(row, "contact_email", address, Participant.Role.EXHIBITOR, facts)
        if person is None:
            return
        if person.user is None and not name:
            row.wrong("contact_without_name", "contact_name")
            return
        company, user = plan.company, person.user
        members = self.companies.members[company.pk] if company else {}
        if company and company.pk not in self.companies.ours and (user is None or user.pk not in members):
            row.note("note_not_a_member", "contact_email")
            return
        plan.person = person
        if user is None or user.pk not in members:
            plan.membership = Membership.Role.MEMBER if members else Membership.Role.OWNER
        plan.is_seated = not (plan.stand and user and (plan.stand.pk, user.pk) in self.seated)

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        new = [row for row in rows if row.plan.company is None]
        made = self.companies.make([(row, row.plan.company_facts) for row in new], ledger)
        for row, company in zip(new, made, strict=True):
            row.plan.company, row.plan.company_facts = company, {}
        changed = [row for row in rows if row.plan.company_facts]
        self.companies.change([(row, row.plan.company, row.plan.company_facts) for row in changed], ledger)
        self._place_stands(rows)
        self._make_stands([row for row in rows if row.plan.stand is None], ledger)
        self._change_stands([row for row in rows if row.plan.stand_facts], ledger)
        self._seat([row for row in rows if row.plan.person], ledger)
        index_exhibitors([row.plan.stand.pk for row in rows], at=self.at)

    def _place_stands(self, rows: Sequence[Row]) -> None:
        """Who has a hall but no number gets the next free one; nobody else is given one of these halls meanwhile."""
        wanting: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            facts = row.plan.stand_facts
            if facts.get("hall_id") and not facts.get("stand_number", ""):
                wanting[facts["hall_id"]].append(facts)
        for hall, places in sorted(wanting.items()):
            hold_hall(hall)
            stands = Exhibitor.objects.filter(hall=hall).exclude(stand_number="")
            taken = set(stands.values_list("stand_number", flat=True))
            taken |= {number for place, number in self.claimed if place == hall}
            for facts, number in zip(places, free_stand_numbers(taken), strict=False):
                facts["stand_number"] = number
                self.claimed[hall, number] = ("", 0)

    def _make_stands(self, rows: Sequence[Row], ledger: Ledger) -> None:
        decided = {"status": Status.APPROVED, "applied_at": self.at, "decided_at": self.at}
        new = [
            Exhibitor(
                fair=self.fair,
                company=row.plan.company,
                slug=row.plan.company.slug,
                website=row.plan.company.website,
                linkedin=row.plan.company.linkedin,
                **decided | row.plan.stand_facts,
            )
            for row in rows
        ]
        made = bulk_create_with_history(new, Exhibitor, **history_of(self.by, self.at))
        for row, stand in zip(rows, made, strict=True):
            ledger.made(row, What.STAND, stand, shows=("version", *PLACE[:3]), name=row.plan.company.name)
            row.plan.stand, row.plan.stand_facts = stand, {}

    def _change_stands(self, rows: Sequence[Row], ledger: Ledger) -> None:
        stands: list[Exhibitor] = []
        for row in rows:
            stand: Exhibitor = row.plan.stand
            change(ledger, row, What.STAND, stand, row.plan.stand_facts, row.plan.company.name)
            stand.changed_at = self.at
            stands.append(stand)
            if "hall_id" in row.plan.stand_facts:
                StandRoom.objects.filter(exhibitor=stand).exclude(room__hall=stand.hall_id).delete()
        if stands:
            fields = [*WORDS, "hall", "stand_number", "status", "decided_at", "version", "changed_at"]
            bulk_update_with_history(stands, Exhibitor, fields, **history_of(self.by, self.at))

    def _seat(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """The contact persons take part, work for their companies where they may, and speak for the stands."""
        self.people.welcome([(row, row.plan.person) for row in rows], ledger)
        joining = [row for row in rows if row.plan.membership]
        new = [
            Membership(
                company=row.plan.company,
                user=row.plan.person.user,
                role=row.plan.membership,
                job_title=row.get("contact_job_title"),
            )
            for row in joining
        ]
        for row, membership in zip(
            joining, bulk_create_with_history(new, Membership, **history_of(self.by, self.at)), strict=True
        ):
            ledger.made(row, What.MEMBERSHIP, membership, shows=("role", "job_title"))
        sitting = [row for row in rows if row.plan.is_seated]
        seats = [
            Representative(
                exhibitor=row.plan.stand,
                participant=row.plan.person.participant,
                job_title=row.get("contact_job_title"),
            )
            for row in sitting
        ]
        for row, seat in zip(
            sitting, bulk_create_with_history(seats, Representative, **history_of(self.by, self.at)), strict=True
        ):
            ledger.made(row, What.REPRESENTATIVE, seat, shows=("job_title",))
