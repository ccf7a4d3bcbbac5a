"""Who may be stood in for, and what may be done meanwhile. Pure.

Everything is closed that is not named here: what somebody else adds to the house is closed, too.
"""

from collections.abc import Mapping

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.organising.errors.data import NotInHisName

END = "organising:end-stead"

# Pages of the fair at which one stands in. What people write to each other is on none of them.
READ = frozenset(
    {
        "exhibitors:show-fair",
        "exhibitors:list-halls",
        "exhibitors:show-hall",
        "exhibitors:directory",
        "exhibitors:show-exhibitor",
        "exhibitors:my-stand",
        "exhibitors:edit-stand",
        "exhibitors:show-products",
        "visitors:directory",
        "visitors:show-visitor",
        "visitors:edit-profile",
        "discovery:discover",
        "discovery:show-why",
        "meetings:edit-availability",
        "meetings:show-agenda",
        "meetings:show-booking",
        "meetings:move-booking",
        "meetings:cancel-booking",
        "fairs:show-timetable",
        "fairs:brand",
    }
)
# What an organiser is asked to do for somebody who cannot.
DONE = frozenset(
    {
        "meetings:edit-availability",
        "meetings:change-agenda",
        "meetings:lay-out-anew",
        "meetings:move-booking",
        "meetings:cancel-booking",
        "exhibitors:edit-stand",
        "exhibitors:show-products",
        "visitors:edit-profile",
    }
)
# What belongs to no fair and to nobody: pictures, icons, the list of goods.
OF_THE_SITE = frozenset(
    {
        "common:media",
        "common:favicon",
        "common:manifest",
        "common:worker",
        "common:offline",
        "companies:search-hs",
    }
)
OF_A_MEETING = frozenset({"meetings:show-booking", "meetings:move-booking", "meetings:cancel-booking"})


def is_open(view: str, method: str, parts: Mapping[str, object], *, fair: str) -> bool:
    """Whether an address may be asked for in somebody's name. Of a meeting it is still to be asked whose it is."""
    if method in ("GET", "HEAD") and view in OF_THE_SITE:
        return True
    if view not in (READ if method in ("GET", "HEAD") else DONE):
        return False
    return method in ("GET", "HEAD", "POST") and (view in OF_A_MEETING or parts.get("fair") == fair)


def check_may_be_stood_in_for(person: Participant, *, by: User, organises: bool) -> None:
    """A participant of the fair, who organises none and administers nothing. NotInHisName otherwise."""
    whom = person.user
    if (
        not person.is_approved
        or organises
        or whom.pk == by.pk
        or whom.is_staff
        or whom.is_superuser
        or not whom.is_active
        or whom.left_at is not None
    ):
        raise NotInHisName
