"""What is owed because an organiser says so: announcements to many, and reminders to stands that lack something."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from matchmaking.exhibitors.lacking import incomplete_stands
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import CheckIn, Participant
from matchmaking.meetings.queries import live_attendances, seats_of_everybody
from matchmaking.reminders import rules
from matchmaking.reminders.due.owed import Owed, ask
from matchmaking.reminders.models import Announcement, Notice


def announced(at: datetime, most: int) -> list[Owed]:
    """What an organiser says, to those whom it concerns, from when it has begun to go out until everybody has it."""
    found: list[Owed] = []
    for news in going_out(at):
        people = untold(news).order_by("pk").values_list("user", flat=True)
        assert news.send_at is not None
        found += [
            Owed(user, news.fair_id, Notice.Kind.ANNOUNCEMENT, news.send_at, subject=news.pk)
            for user in people[: most - len(found)]
        ]
        if len(found) == most:
            break
    return found


def going_out(at: datetime) -> QuerySet[Announcement]:
    """Those that have begun and are not done, the oldest first."""
    return Announcement.objects.filter(begun_at__gt=at - rules.MEMORY, ended_at=None, reached__gt=0).order_by(
        "begun_at"
    )


def untold(news: Announcement) -> QuerySet[Participant]:
    """Of those whom it concerns whoever has not been told."""
    told = Notice.objects.filter(
        recipient=OuterRef("user"), kind=Notice.Kind.ANNOUNCEMENT, subject=news.pk, fair=news.fair_id
    )
    return audience(news).exclude(Exists(told))


def audience(news: Announcement) -> QuerySet[Participant]:
    """Those who take part and whom the announcement concerns. It need not be saved."""
    people = Participant.objects.filter(fair=news.fair_id, status=Participant.Status.APPROVED, user__is_active=True)
    if news.roles:
        people = people.filter(roles__overlap=news.roles)
    if news.hall_id:
        people = people.filter(at_stands(Exhibitor.objects.filter(hall=news.hall_id)))
    if news.at_incomplete_stands:
        people = people.filter(at_stands(incomplete_stands(news.fair_id)))
    if news.countries:
        at_home = Q(user__country__in=news.countries) | Q(visitor_profile__country__in=news.countries)
        people = people.filter(at_home)
    if news.languages:
        people = people.filter(user__language__in=news.languages)
    if news.not_checked_in:
        people = people.exclude(Exists(CheckIn.objects.filter(participant=OuterRef("pk"), undone_at=None)))
    if news.without_meetings:
        meetings = live_attendances().filter(user=OuterRef("user"), booking__fair=news.fair_id)
        people = people.exclude(Exists(meetings))
    return people


def at_stands(stands: QuerySet[Exhibitor]) -> Exists:
    """Whoever speaks for one of these, if it takes part."""
    there = stands.filter(status=Exhibitor.Status.APPROVED).values("pk")
    return Exists(seats_of_everybody().filter(exhibitor__in=there, participant=OuterRef("pk")))


def nobody_told(at: datetime, most: int) -> list[Owed]:
    """News that were to go out when they concerned nobody any more, to whoever wrote them."""
    return ask(_NOBODY_TOLD, since=at - rules.MEMORY, most=most)


_NOBODY_TOLD = """
    SELECT
        news.written_by_id AS recipient, news.fair_id AS fair, 'nobody_told' AS kind, news.id AS subject,
        news.begun_at AS due_at
    FROM reminders_announcement AS news
    WHERE news.begun_at > %(since)s AND news.reached = 0 AND news.written_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = news.written_by_id AND told.kind = 'nobody_told' AND told.subject = news.id
        )
    ORDER BY news.begun_at LIMIT %(most)s
"""


def nudged(at: datetime, most: int) -> list[Owed]:
    """That a stand lacks something, to everybody who speaks for it."""
    return ask(_NUDGED, since=at - rules.MEMORY, most=most)


_NUDGED = """
    SELECT
        person.user_id AS recipient, stand.fair_id AS fair, 'complete_stand' AS kind, nudge.id AS subject,
        nudge.asked_at AS due_at
    FROM reminders_nudge AS nudge
    JOIN exhibitors_exhibitor AS stand ON stand.id = nudge.stand_id AND stand.status IN ('applied', 'approved')
    JOIN exhibitors_representative AS speaker ON speaker.exhibitor_id = stand.id
    JOIN fairs_participant AS person ON person.id = speaker.participant_id
        AND person.status IN ('applied', 'approved')
    WHERE nudge.asked_at > %(since)s
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = person.user_id AND told.kind = 'complete_stand' AND told.subject = nudge.id
        )
    ORDER BY nudge.asked_at LIMIT %(most)s
"""
