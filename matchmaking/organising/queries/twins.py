"""Registrations at a fair that look like one person's."""

from django.db import connection

from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings.models import Attendance
from matchmaking.meetings.queries import live_attendances

MOST = 50  # pairs on the page

# The same name, letter for letter but for its size and spaces; or nearly so, and an address of the same house.
_ALIKE = """
    WITH here AS MATERIALIZED (
        SELECT person.id, lower(regexp_replace(trim(account.name), '\\s+', ' ', 'g')) AS name,
            split_part(account.email, '@', 2) AS house
        FROM fairs_participant AS person
        JOIN accounts_user AS account ON account.id = person.user_id AND account.left_at IS NULL
        WHERE person.fair_id = %(fair)s AND person.status IN ('applied', 'approved') AND person.duty = ''
            AND account.name <> ''
    )
    SELECT one.id, other.id FROM here AS one
    JOIN here AS other ON one.id < other.id
        AND (one.name = other.name OR (one.house = other.house AND similarity(one.name, other.name) >= 0.6))
    WHERE NOT EXISTS (
        SELECT FROM organising_twopeople AS said WHERE said.one_id = one.id AND said.other_id = other.id
    )
    ORDER BY one.name, one.id, other.id LIMIT %(most)s
"""


def alike(fair: Fair) -> list[tuple[Participant, Participant]]:
    """Pairs that nobody has told apart yet. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"fair": fair.pk, "most": MOST})
        pairs = cursor.fetchall()
    people = Participant.objects.select_related("user").in_bulk({n for pair in pairs for n in pair})
    return [(people[one], people[other]) for one, other in pairs]


def meetings_at_once(one: Participant, other: Participant) -> list[Attendance]:
    """Meetings of the one during which the other is at a meeting, too."""
    theirs = list(live_attendances().filter(participant=other).values_list("starts_at", "ends_at"))
    mine = live_attendances().filter(participant=one).select_related("booking__room").order_by("starts_at")
    return [seat for seat in mine if any(seat.starts_at < ends and starts < seat.ends_at for starts, ends in theirs)]


def is_of_this_fair_alone(person: Participant) -> bool:
    """Whoever has never signed in and takes part nowhere else: made by an organiser, and nobody's own yet."""
    user = person.user
    elsewhere = Participant.objects.filter(user=user).exclude(pk=person.pk).exists()
    return user.last_login is None and not elsewhere and not user.is_staff and not user.is_superuser
