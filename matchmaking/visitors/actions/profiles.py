"""The visitor writes down what he looks for and who may see him."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from matchmaking.companies.models import HsCode, Service
from matchmaking.fairs.models import Participant
from matchmaking.visitors import rules
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.errors import (
    NotAHeading,
    NotAtTheFair,
    NotAVisitor,
    ProfileChanged,
    VisitorRefused,
    WorkingDayBackwards,
)
from matchmaking.visitors.models import SoughtHeading, VisitorProfile

# What a person writes of himself; headings and services are said apart.
FIELDS = (
    "company", "organisation", "job_title", "country", "looking_for", "language", "markets", "languages",
    "certificates", "volume", "time_zone", "works_from", "works_to", "visibility",
)  # fmt: skip

REFUSALS: dict[str, type[VisitorRefused]] = {
    "working_day_ends_after_it_begins": WorkingDayBackwards,
    "sought_code_is_a_heading": NotAHeading,
}


def write_profile(
    *,
    participant: Participant,
    version: int,
    words: dict[str, Any],
    headings: Iterable[HsCode],
    services: Iterable[Service],
    at: datetime,
) -> VisitorProfile:
    """The participant's profile says this now and can be found by it.

    `version` is what the writer saw: 0 for a profile that did not exist. Whoever comes second is told.
    """
    try:
        with transaction.atomic():
            # The registration is the row that two tabs have in common, before and after the profile exists.
            locked = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
            _check_registration(locked)
            rules.check_working_day(words["works_from"], words["works_to"])
            profile = VisitorProfile.objects.filter(participant=locked).first() or VisitorProfile(
                participant=locked, version=0
            )
            if profile.version != version:
                raise ProfileChanged
            for field in FIELDS:
                setattr(profile, field, words[field])
            profile.version += 1
            profile.save()
            SoughtHeading.objects.filter(profile=profile).delete()
            SoughtHeading.objects.bulk_create(SoughtHeading(profile=profile, code=code) for code in set(headings))
            profile.services.set(services)
            index_visitors([profile.pk], at=at)
    except IntegrityError as error:
        raise refusal_from(error) from error
    return profile


def refusal_from(error: IntegrityError) -> Exception:
    """The refusal that a veto of the database stands for; the veto itself where nobody expected it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    refusal = REFUSALS.get(getattr(diagnosis, "constraint_name", None) or "")
    return refusal() if refusal else error


def _check_registration(participant: Participant) -> None:
    if participant.status not in (Participant.Status.APPLIED, Participant.Status.APPROVED):
        raise NotAtTheFair
    if Participant.Role.VISITOR not in participant.roles:
        raise NotAVisitor
