"""Which countries met which, and what was sought, offered and met by chapters of the Harmonized System."""

from datetime import datetime
from typing import NamedTuple

from matchmaking.fairs.models import Fair
from matchmaking.organising.queries.results.base import MEETINGS, PERSON_COUNTRY, rows_of

# Of each meeting that was held its two sides; the stand's is the side that has one, the host's if both have.
SIDES = """
, side AS (
    SELECT DISTINCT ON (meeting.id, attendance.role) meeting.id, attendance.role,
        attendance.participant_id, attendance.stand_id
    FROM meeting JOIN meetings_attendance AS attendance ON attendance.booking_id = meeting.id
    WHERE meeting.state = 'held' AND attendance.role IN ('host', 'guest')
    ORDER BY meeting.id, attendance.role, attendance.stand_id NULLS LAST, attendance.id
), pair AS (
    SELECT host.id,
        CASE WHEN turned.turned THEN guest.stand_id ELSE host.stand_id END AS stand,
        CASE WHEN turned.turned THEN guest.participant_id ELSE host.participant_id END AS seller,
        CASE WHEN turned.turned THEN host.stand_id ELSE guest.stand_id END AS other_stand,
        CASE WHEN turned.turned THEN host.participant_id ELSE guest.participant_id END AS buyer
    FROM side AS host JOIN side AS guest ON guest.id = host.id AND host.role = 'host' AND guest.role = 'guest'
    CROSS JOIN LATERAL (SELECT host.stand_id IS NULL AND guest.stand_id IS NOT NULL AS turned) AS turned
)
"""


class Met(NamedTuple):
    """So many meetings between a visitor's country and an exhibitor's; empty where a country is not known."""

    visitor: str
    exhibitor: str
    meetings: int


def countries(fair: Fair, at: datetime) -> list[Met]:
    """Every meeting that was held, once. Whoever speaks for a stand comes from where its company is."""
    statement = f"""
        {MEETINGS} {SIDES}, home AS (
            SELECT participant.id, {PERSON_COUNTRY} AS country FROM fairs_participant AS participant
            JOIN accounts_user AS person ON person.id = participant.user_id
            LEFT JOIN visitors_visitorprofile AS profile ON profile.participant_id = participant.id
            WHERE participant.fair_id = %(fair)s
        ), house AS (
            SELECT exhibitor.id, company.country FROM exhibitors_exhibitor AS exhibitor
            JOIN companies_company AS company ON company.id = exhibitor.company_id
            WHERE exhibitor.fair_id = %(fair)s
        )
        SELECT coalesce(nullif(other_house.country, ''), buyer.country, ''),
            coalesce(nullif(house.country, ''), seller.country, ''), count(*)
        FROM pair
        JOIN home AS buyer ON buyer.id = pair.buyer JOIN home AS seller ON seller.id = pair.seller
        LEFT JOIN house ON house.id = pair.stand LEFT JOIN house AS other_house ON other_house.id = pair.other_stand
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
    """
    return [Met(*row) for row in rows_of(statement, fair, at)]


class Chapter(NamedTuple):
    """A chapter: how many visitors seek it, how many stands show it, in how many meetings it was both."""

    code: str
    sought: int
    offered: int
    met: int


def chapters(fair: Fair, at: datetime) -> list[Chapter]:
    """Every chapter that somebody seeks or shows. Whoever seeks several counts in each of them."""
    statement = f"""
        {MEETINGS} {SIDES}, wanted AS (
            SELECT DISTINCT profile.participant_id AS person, left(sought.code_id, 2) AS chapter
            FROM visitors_soughtheading AS sought
            JOIN visitors_visitorprofile AS profile ON profile.id = sought.profile_id
            JOIN fairs_participant AS participant ON participant.id = profile.participant_id
            WHERE participant.fair_id = %(fair)s AND participant.status = 'approved'
        ), shown AS (
            SELECT DISTINCT shown.exhibitor_id AS stand, left(product.hs_code_id, 2) AS chapter
            FROM exhibitors_shownproduct AS shown JOIN companies_product AS product ON product.id = shown.product_id
            JOIN exhibitors_exhibitor AS exhibitor ON exhibitor.id = shown.exhibitor_id
            WHERE exhibitor.fair_id = %(fair)s AND exhibitor.status = 'approved' AND product.hs_code_id IS NOT NULL
        ), counted AS (
            SELECT chapter, 1 AS sought, 0 AS offered, 0 AS met FROM wanted
            UNION ALL SELECT chapter, 0, 1, 0 FROM shown
            UNION ALL SELECT wanted.chapter, 0, 0, 1 FROM pair
            JOIN wanted ON wanted.person = pair.buyer JOIN shown ON shown.stand = pair.stand
            WHERE wanted.chapter = shown.chapter
        )
        SELECT chapter, sum(sought)::int, sum(offered)::int, sum(met)::int FROM counted
        GROUP BY chapter ORDER BY chapter
    """
    return [Chapter(*row) for row in rows_of(statement, fair, at)]
