"""Profiles with what a page of theirs shows."""

from django.db.models import QuerySet

from matchmaking.companies.queries.companies import labels_in_reading
from matchmaking.visitors.models import VisitorProfile


def with_details(profiles: QuerySet[VisitorProfile]) -> QuerySet[VisitorProfile]:
    """Profiles with the person, the company, the headings and the services, in a constant number of queries."""
    return profiles.select_related("participant__user", "participant__fair", "company").prefetch_related(
        "headings__parent", labels_in_reading("headings__labels"), "services"
    )


def filled_fields(profile: VisitorProfile) -> set[str]:
    """The names of what the profile says, as `rules.missing` counts it. Reads headings and services."""
    plain = ("looking_for", "markets", "languages", "volume", "job_title")
    filled = {name for name in plain if getattr(profile, name)}
    if profile.organisation or profile.company_id:
        filled.add("organisation")
    if profile.headings.all() or profile.services.all():
        filled.add("headings")
    return filled
