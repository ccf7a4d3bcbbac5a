"""Who met at a distance, and where he lives."""

from datetime import datetime
from typing import NamedTuple

from matchmaking.fairs.models import Fair
from matchmaking.organising.queries.results.base import MEETINGS, rows_of
from matchmaking.organising.rules.travel import Home


class Distant(NamedTuple):
    """Whoever met somebody: at a distance only, by where he lives, or also at a table of the fair itself."""

    homes: list[Home]
    on_the_spot: int


def distant(fair: Fair, at: datetime) -> Distant:
    """Everybody once, however many meetings he had. Whoever sat at one table at least was there anyway.

    He lives in the country that his account names, else the one that his profile as a visitor, or his stand's company,
    names.
    """
    statement = f"""
        {MEETINGS}, goer AS (
            SELECT attendance.participant_id, max(attendance.stand_id) AS stand,
                bool_or(meeting.kind = 'table') AS was_there
            FROM meeting JOIN meetings_attendance AS attendance ON attendance.booking_id = meeting.id
            WHERE meeting.state = 'held' AND attendance.arrived_at IS NOT NULL
            GROUP BY attendance.participant_id
        )
        SELECT coalesce(goer.was_there, false),
            coalesce(nullif(person.country, ''), nullif(profile.country, ''), company.country, ''),
            person.time_zone, count(*)
        FROM goer JOIN fairs_participant AS participant ON participant.id = goer.participant_id
        JOIN accounts_user AS person ON person.id = participant.user_id
        LEFT JOIN visitors_visitorprofile AS profile ON profile.participant_id = participant.id
        LEFT JOIN exhibitors_exhibitor AS exhibitor ON exhibitor.id = goer.stand
        LEFT JOIN companies_company AS company ON company.id = exhibitor.company_id
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """
    rows = rows_of(statement, fair, at)
    homes = [Home(country, zone, people) for was_there, country, zone, people in rows if not was_there]
    return Distant(homes, sum(people for was_there, _country, _zone, people in rows if was_there))
