"""What stands lack, asked of many at once: the meter of readiness.py as the database sees it.

Its conditions stand in both places, for one reads a stand and the other searches among thousands; a test holds that
they say the same of the same stand.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length

from matchmaking.exhibitors.models import Document, Exhibitor, Representative, ShownProduct
from matchmaking.exhibitors.readiness import Readiness, StandState, readiness_of
from matchmaking.fairs.models import Participant

ENOUGH = 70  # of a hundred: a buyer can judge the stand

# By the codes of the meter's points: what is true of a stand that lacks it, with what `measured` knows.
LACKS: Mapping[str, Q] = {
    "products": Q(product_count__lt=3),
    "pitch": Q(pitch_length__lt=200),
    "team": Q(team_count__lt=2),
    "headline": Q(headline=""),
    "logo": Q(company__logo=""),
    "languages": Q(is_spoken_with=False),
    "picture": Q(picture=""),
    "documents": Q(document_count=0),
    "website": Q(website=""),
}
NOTHING_DONE = readiness_of(StandState(False, False, "", "", 0, 0, 0, 0, False))
WEIGHTS = {point.code: point.weight for point in NOTHING_DONE.points}


def measured(stands: QuerySet[Exhibitor]) -> QuerySet[Any]:
    """The stands with what the meter looks at, and where it stands (`percent`)."""
    team = Representative.objects.filter(
        exhibitor=OuterRef("pk"),
        participant__status__in=(Participant.Status.APPROVED, Participant.Status.APPLIED),
    )
    counted = stands.annotate(
        product_count=_number(ShownProduct.objects.filter(exhibitor=OuterRef("pk"))),
        document_count=_number(Document.objects.filter(exhibitor=OuterRef("pk"))),
        team_count=_number(team),
        is_spoken_with=Exists(team.filter(participant__user__spoken_languages__len__gt=0)),
        pitch_length=Length("pitch"),
    )
    percent: Any = Value(0)
    for code, lacks in LACKS.items():
        percent = percent + Case(When(lacks, then=Value(0)), default=Value(WEIGHTS[code]))
    return counted.annotate(percent=percent)


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("exhibitor").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def incomplete_stands(fair: int) -> QuerySet[Exhibitor]:
    """Stands of the fair, waiting for approval or approved, of which a buyer would not know enough."""
    status = Exhibitor.Status
    ours = Exhibitor.objects.filter(fair=fair, status__in=(status.APPLIED, status.APPROVED))
    return measured(ours).filter(percent__lt=ENOUGH)


def readiness_measured(stand: Any) -> Readiness:
    """The meter of a stand that `measured` has found, with its company. No query."""
    return readiness_of(
        StandState(
            has_picture=bool(stand.picture),
            has_logo=bool(stand.company.logo),
            headline=stand.headline,
            pitch=stand.pitch,
            products=stand.product_count,
            team=stand.team_count,
            languages=int(stand.is_spoken_with),
            documents=stand.document_count,
            has_website=bool(stand.website),
        )
    )
