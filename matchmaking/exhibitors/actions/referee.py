"""What the actions share: locks on a hall and a stand, and the database's vetoes put into words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from matchmaking.exhibitors import errors
from matchmaking.exhibitors.models import Exhibitor

HALL_LOCK = 7002  # the class of our advisory locks; the second key is the hall

VETOES: dict[str, type[errors.ExhibitorRefused]] = {
    "one_stand_per_company_and_fair": errors.ExhibitsAlready,
    "one_exhibitor_per_stand": errors.StandTaken,
    "stand_is_in_a_hall_of_its_fair": errors.HallOfAnotherFair,
    "reserved_room_is_in_the_stands_fair": errors.HallOfAnotherFair,
    "shown_product_is_the_exhibitors_own": errors.ProductOfAnother,
    "one_seat_per_person_and_stand": errors.OnTheTeamAlready,
    "one_open_invitation_per_address_and_stand": errors.TooManyInvitations,
}


@contextmanager
def refereed() -> Iterator[None]:
    """One transaction; a veto of the database becomes the refusal that says it. An unexpected one stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint not in VETOES:
            raise
        raise VETOES[constraint] from error


def hold_hall(hall_id: int) -> None:
    """Until the transaction ends nobody else is given a number in this hall. The constraint is no queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [HALL_LOCK, hall_id])


def hold_exhibitor(exhibitor_id: int) -> Exhibitor:
    """The stand as it is now, its row locked until the transaction ends."""
    return Exhibitor.objects.select_for_update(no_key=True).get(pk=exhibitor_id)
