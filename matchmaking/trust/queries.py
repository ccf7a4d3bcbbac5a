"""Who vouches for a stand, as pages and matching show it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from matchmaking.companies.models import Membership
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.trust.models import Endorsement


def endorsements_of(stands: Iterable[Exhibitor]) -> QuerySet[Endorsement]:
    """Those that stand, of people who take part and may still vouch; each with the name of his `organisation`."""
    works = Membership.objects.filter(user=OuterRef("endorser__user")).order_by("-role", "pk")
    return (
        Endorsement.objects.filter(
            exhibitor__in=stands,
            withdrawn_at=None,
            endorser__status=Participant.Status.APPROVED,
            endorser__roles__contains=[Participant.Role.SUPPORT],
            endorser__user__is_active=True,
        )
        .select_related("endorser__user")
        .annotate(organisation=Subquery(works.values("company__name")[:1]))
    )


def endorsers_of(stands: Iterable[Exhibitor]) -> dict[int, list[str]]:
    """By stand, the names of those who vouch for it: of the organisation where there is one, else of the person."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    for endorsement in endorsements_of(stands):
        organisation = getattr(endorsement, "organisation", None)
        names[endorsement.exhibitor_id].add(organisation or str(endorsement.endorser.user))
    return {stand: sorted(found) for stand, found in names.items()}
