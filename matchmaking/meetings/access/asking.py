"""The doors to whom one may ask for a meeting, in plain SQL, each with all that its page wants to know of the two.

They let in whom `stands_asked_by` and `participants_asked_by` let in: writing those queries took longer than all the
rest of the page (docs/scaling.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404

from matchmaking.accounts.models import User
from matchmaking.common.plain import columns_of, record_of
from matchmaking.companies.models import Company
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import OWN
from matchmaking.fairs.models import Participant
from matchmaking.meetings import rules
from matchmaking.meetings.queries.lines import LIVE
from matchmaking.visitors.access import visible_to

STAND = ("id", "fair_id", "company_id", "slug", "status", "hall_id")  # in the order of the model, as `OWN`


@dataclass(frozen=True)
class Asked:
    """Whom I may ask, and what there is between us."""

    people: Sequence[Participant]  # the person, or everybody of the stand's team in its order
    stand: Exhibitor | None
    books_directly: bool
    wait: UUID | None  # my place on the waiting list for them
    mine: Sequence[Exhibitor]  # stands at this fair for which I speak
    barriers: Sequence[Mapping[str, Any]]  # of the fair, between whomever they stand
    asking: rules.Person
    asked: Sequence[rules.Person]

    @property
    def name(self) -> str:
        return self.stand.company.name if self.stand else str(self.people[0].user)


def stand_asked_by(me: Participant, slug: str) -> Asked:
    """The stand at this address, if I may ask it; 404 otherwise. One query."""
    return _asked(me, _STAND, slug=slug)


def visitor_asked_by(me: Participant, profile: UUID) -> Asked:
    """The visitor with this profile, if I may ask him; 404 otherwise. One query."""
    sees_all = me.user.is_superuser or me.is_organiser
    return _asked(me, _VISITOR, profile=profile, sees_all=sees_all, visible=visible_to(trades=me.is_exhibitor))


def _asked(me: Participant, statement: str, **facts: Any) -> Asked:
    """What the statement finds: one row for each person, or one without a person for a stand without a team."""
    assert me.is_approved, "Whoever does not take part asks nobody."
    facts |= {
        "me": me.pk,
        "user": me.user_id,
        "fair": me.fair_id,
        "approved": Participant.Status.APPROVED,
        "approved_stand": Exhibitor.Status.APPROVED,
        "live": list(LIVE),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        rows = cursor.fetchall()
    if not rows:
        raise Http404
    stand, books_directly, wait, mine, barriers, my_groups = rows[0][:SHARED]
    rows = [row[SHARED:] for row in rows if row[SHARED + 1]]
    people = [_person(row[1:]) for row in rows]
    return Asked(
        people=people,
        stand=_stand(stand) if stand else None,
        books_directly=bool(books_directly),
        wait=wait,
        mine=[_stand(values) for values in mine],
        barriers=barriers,
        asking=rules.Person(me.roles, my_groups),
        asked=[rules.Person(person.roles, row[0]) for person, row in zip(people, rows, strict=True)],
    )


def _person(values: Sequence[Any]) -> Participant:
    person = record_of(Participant, values[: len(OWN)], OWN)
    person.user = record_of(User, values[len(OWN) :])
    return person


def _stand(values: Sequence[Any]) -> Exhibitor:
    *stand, company = values
    found = record_of(Exhibitor, stand, STAND)
    found.company = record_of(Company, (found.company_id, company), ("id", "name"))
    return found


SHARED = 6  # columns that are the same in every row

# What is looked up by its number is a subquery of its own: of one large join all orders would first be planned.
_NAME = "(SELECT company.name FROM companies_company AS company WHERE company.id = stand.company_id)"
_STAND_AS_JSON = f"json_build_array({columns_of(Exhibitor, 'stand', STAND)}, {_NAME})"
_WORKS = """
    (
        SELECT true FROM companies_membership AS works
        WHERE works.user_id = {user} AND works.company_id = stand.company_id
    )
"""
_WAIT = """
    (
        SELECT entry.id FROM meetings_waitinglistentry AS entry
        WHERE entry.waiting_id = %(me)s AND entry.status = ANY(%(live)s) AND {wanted} LIMIT 1
    )
"""
_BETWEEN = f"""
    (
        SELECT coalesce(json_agg({_STAND_AS_JSON} ORDER BY {_NAME}), '[]')
        FROM exhibitors_representative AS seat
        JOIN exhibitors_exhibitor AS stand ON stand.id = seat.exhibitor_id
        WHERE seat.participant_id = %(me)s AND stand.status = %(approved_stand)s AND {_WORKS.format(user="%(user)s")}
    ),
    (
        SELECT coalesce(json_agg(json_build_object(
            'asking_role', asking_role, 'asking_group_id', asking_group_id,
            'asked_role', asked_role, 'asked_group_id', asked_group_id
        )), '[]') FROM meetings_barrier WHERE fair_id = %(fair)s
    ),
    ARRAY(SELECT group_id FROM meetings_group_participants WHERE participant_id = %(me)s),
    ARRAY(SELECT group_id FROM meetings_group_participants WHERE participant_id = person.id),
    {columns_of(Participant, "person", OWN)}, {columns_of(User, "account")}
"""
_STAND = f"""
    SELECT
        {_STAND_AS_JSON},
        (SELECT terms.books_directly FROM meetings_standterms AS terms WHERE terms.exhibitor_id = stand.id),
        {_WAIT.format(wanted="entry.wanted_stand_id = stand.id")}, {_BETWEEN}
    FROM exhibitors_exhibitor AS stand
    LEFT JOIN (
        exhibitors_representative AS seat
        JOIN fairs_participant AS person ON person.id = seat.participant_id AND person.status = %(approved)s
        JOIN accounts_user AS account ON account.id = person.user_id AND account.is_active
    ) ON seat.exhibitor_id = stand.id AND {_WORKS.format(user="account.id")}
    WHERE stand.fair_id = %(fair)s AND stand.slug = %(slug)s AND stand.status = %(approved_stand)s
    ORDER BY seat.position, seat.id
"""
_VISITOR = f"""
    SELECT NULL, NULL, {_WAIT.format(wanted="entry.wanted_id = person.id")}, {_BETWEEN}
    FROM visitors_visitorprofile AS profile
    JOIN fairs_participant AS person ON person.id = profile.participant_id
    JOIN accounts_user AS account ON account.id = person.user_id
    WHERE profile.id = %(profile)s AND person.fair_id = %(fair)s AND person.id <> %(me)s
        AND person.status = %(approved)s AND account.is_active
        AND (
            SELECT count(*) FROM accounts_block AS block
            WHERE (block.blocker_id = %(user)s AND block.blocked_id = account.id)
                OR (block.blocked_id = %(user)s AND block.blocker_id = account.id)
        ) = 0
        AND (
            %(sees_all)s OR profile.visibility = ANY(%(visible)s) OR EXISTS (
                SELECT FROM exhibitors_representative AS seat
                JOIN exhibitors_exhibitor AS stand ON stand.id = seat.exhibitor_id
                WHERE seat.participant_id = person.id AND stand.status = %(approved_stand)s
                    AND {_WORKS.format(user="account.id")}
            )
        )
"""
