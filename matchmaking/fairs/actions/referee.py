"""What the actions share: locks on a fair, and the database's vetoes put into words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction

from matchmaking.fairs import errors
from matchmaking.fairs.models import Fair

CALENDAR_LOCK = 7001  # the class of our advisory locks; the second key is the fair

VETOES: dict[str, type[errors.FairRefused]] = {
    "fair_ends_on_or_after_its_first_day": errors.FairEndsBeforeItBegins,
    "fair_lasts_a_month_at_most": errors.FairTooLong,
    "fair_slots_have_a_length": errors.SlotTooShort,
    "fair_days_hold_its_hours_and_slots": errors.DaysInUse,
    "opening_hours_end_after_they_begin": errors.HoursEndBeforeTheyBegin,
    "opening_hours_of_a_fair_do_not_overlap": errors.HoursOverlap,
    "opening_hours_lie_inside_their_fair": errors.HoursOutsideFair,
    "break_ends_after_it_begins": errors.BreakEndsBeforeItBegins,
    "meeting_slots_of_a_fair_do_not_overlap": errors.TimetableBeingChanged,
    "meeting_slots_lie_inside_their_fair": errors.TimetableBeingChanged,
    "one_hall_per_address": errors.HallNameTaken,
    "one_room_per_name_and_hall": errors.RoomNameTaken,
    "room_seats_two_or_more": errors.RoomTooSmall,
    "one_category_per_name_and_fair": errors.CategoryNameTaken,
    "question_has_choices_iff_one_chooses": errors.ChoicesMissing,
    "one_open_invitation_to_organise_a_fair": errors.TooManyInvitations,
    "room_stays_in_its_fair": errors.HallOfAnotherFair,
    "hall_hours_end_after_they_begin": errors.HoursEndBeforeTheyBegin,
    "hours_of_a_hall_do_not_overlap": errors.HoursOverlap,
    "hours_of_a_hall_lie_inside_their_fair": errors.HoursOutsideFair,
    "fair_days_hold_the_hours_of_its_halls": errors.DaysInUse,
    "closure_ends_after_it_begins": errors.ClosureEndsBeforeItBegins,
    "closures_of_a_room_do_not_overlap": errors.ClosedAlready,
    # `meetings` knows us, we know its vetoes only by name
    "closed_room_holds_no_meeting": errors.MeetingsInside,
    "hours_of_a_hall_hold_its_meetings": errors.MeetingsOutsideHours,
    "hours_that_go_leave_no_meeting_outside": errors.MeetingsOutsideHours,
    "room_moves_only_where_its_meetings_may_be": errors.HallShutThen,
    "clock_of_a_fair_leaves_its_meetings_in_open_halls": errors.MeetingsOutsideHours,
    "confirmed_booking_has_a_slot": errors.MeetingsInTheWay,
    "confirmed_booking_has_a_room": errors.RoomInUse,
}
DEADLOCK = "40P01"


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
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != DEADLOCK:
            raise
        raise errors.TimetableBeingChanged from error


def hold_calendar(fair: Fair) -> Fair:
    """The fair as it is now; until the transaction ends nobody else changes its days, hours or timetable."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CALENDAR_LOCK, fair.pk])
    return Fair.objects.get(pk=fair.pk)


def hold_fair(fair_id: int) -> Fair:
    """The fair as it is now, its row locked: nobody else changes it, or who organises it, in the meantime."""
    return Fair.objects.select_for_update(no_key=True).get(pk=fair_id)
