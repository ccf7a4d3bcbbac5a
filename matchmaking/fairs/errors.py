"""Why the fair says no. Each refusal has a code for machines, a message for people and, where there is one, a field."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

NAMES_TOLD = 8


def some_of(names: Sequence[str]) -> str:
    """The names, the first ones of many."""
    return ", ".join(names[:NAMES_TOLD]) + (" …" if len(names) > NAMES_TOLD else "")


class FairRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


# The fair itself ----------------------------------------------------------------


class FairEndsBeforeItBegins(FairRefused):
    code = "ends_before_it_begins"
    message = _("The last day comes before the first day.")
    field = "ends_on"


class FairTooLong(FairRefused):
    code = "too_long"
    message = _("A fair lasts a month at most. Choose an earlier last day.")
    field = "ends_on"


class SlotTooShort(FairRefused):
    code = "slot_too_short"
    message = _("A meeting lasts five minutes at least.")
    field = "slot_minutes"


class DaysInUse(FairRefused):
    code = "days_in_use"
    message = _("There are opening hours or meeting slots outside these days. Change the opening hours first.")
    field = "starts_on"


class ChangedMeanwhile(FairRefused):
    """Somebody else was quicker. What is stored now is shown beside what was typed, so that nothing is lost."""

    code = "changed_meanwhile"
    message = _("Somebody else has changed this while you were editing. Compare, then save again.")


class NoSuchStep(FairRefused):
    code = "no_such_step"
    message = _("From its present status the fair cannot go there.")


class FairNotReady(FairRefused):
    """Something is missing. Carries the words for each missing thing."""

    code = "not_ready"
    message = _("Something is still missing before the fair can take this step.")

    def __init__(self, missing: Any = ()) -> None:
        super().__init__()
        self.missing = list(missing)


class FairIsOver(FairRefused):
    code = "is_over"
    message = _("The last day of the fair has passed. Change its days first.")


class PeopleHaveJoined(FairRefused):
    code = "people_have_joined"
    message = _("People have joined already: the fair can be closed, but no longer hidden.")


# Its calendar ----------------------------------------------------------------


class HoursEndBeforeTheyBegin(FairRefused):
    code = "hours_end_before_they_begin"
    message = _("Closing time comes after opening time.")
    field = "closes_at"


class HoursOverlap(FairRefused):
    code = "hours_overlap"
    message = _("These hours overlap with others of the same day.")
    field = "opens_at"


class HoursOutsideFair(FairRefused):
    code = "hours_outside_fair"
    message = _("The fair does not take place on this day.")
    field = "day"


class BreakEndsBeforeItBegins(FairRefused):
    code = "break_ends_before_it_begins"
    message = _("A break ends after it begins.")
    field = "ends_at"


class TimetableBeingChanged(FairRefused):
    code = "timetable_being_changed"
    message = _("Somebody else is changing the timetable. Look at it again, then repeat.")


# Halls and rooms ----------------------------------------------------------------


class HallNameTaken(FairRefused):
    code = "hall_name_taken"
    message = _("The fair has a hall of this name already.")
    field = "name"


class HallInUse(FairRefused):
    code = "hall_in_use"
    message = _("There are stands in this hall. Move them to another hall first.")


class HallHoldsMeetings(FairRefused):
    code = "hall_holds_meetings"
    message = _("Meetings are booked in rooms of this hall. Nothing is removed: move them to another hall first.")


class HallOfAnotherFair(FairRefused):
    code = "hall_of_another_fair"
    message = _("This hall belongs to another fair.")
    field = "hall"


class RoomNameTaken(FairRefused):
    """Carries the names that are taken, where several were wanted."""

    code = "room_name_taken"
    message: str | Promise = _("The hall has a room of this name already.")
    field = "name"

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        if names:
            words = ngettext(
                "The hall has this room already: %(names)s. No room was added.",
                "The hall has these rooms already: %(names)s. No room was added.",
                len(names),
            )
            self.message = words % {"names": some_of(names)}


class NameInBothHalls(RoomNameTaken):
    """A room of this name is in the hall already, or two of those that are to go there are called the same."""

    code = "name_in_both_halls"
    field = "hall"

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.message = _("The hall would have two rooms of one name: %(names)s. No room has moved.") % {
            "names": some_of(names)
        }


class RoomTooSmall(FairRefused):
    code = "room_too_small"
    message = _("A room seats two people at least.")
    field = "seats"


class MeetingsInTheWay(FairRefused):
    code = "meetings_in_the_way"
    message = _("Meetings are booked at times that would go. Nothing is changed: move or cancel these meetings first.")


class RoomInUse(FairRefused):
    code = "room_in_use"
    message = _("Meetings are booked in this room. Move them to another room first.")


class HallShutThen(FairRefused):
    code = "hall_shut_then"
    message = _("People meet in this room at times at which the other hall is not open.")
    field = "hall"


class MeetingsOutsideHours(FairRefused):
    code = "meetings_outside_hours"
    message = _("Meetings are booked in this hall outside these hours. Nothing is changed: move them first.")


class ClosureEndsBeforeItBegins(FairRefused):
    code = "closure_ends_before_it_begins"
    message = _("The room opens again after it has closed.")
    field = "ends_at"


class ClosedAlready(FairRefused):
    code = "closed_already"
    message = _("The room is closed in a part of this time already.")
    field = "starts_at"


class ClosedTooLate(FairRefused):
    code = "closed_too_late"
    message = _("This time has passed.")
    field = "ends_at"


class MeetingsInside(FairRefused):
    code = "meetings_inside"
    message = _("Meetings are booked in this room at that time. The room stays open until they are moved or cancelled.")


# Who takes part ----------------------------------------------------------------


class FairNotOpen(FairRefused):
    code = "not_open"
    message = _("Nobody can join this fair now.")


class RoleNotYoursToChoose(FairRefused):
    code = "role_not_yours_to_choose"
    message = _("One joins as a visitor or as an exhibitor. Other roles are given by the organiser.")
    field = "role"


class ParticipationDeclined(FairRefused):
    code = "declined"
    message = _("The organiser has declined your registration. Only the organiser can reopen it.")


class NotTakingPart(FairRefused):
    code = "not_taking_part"
    message = _("This person does not take part in the fair at present.")


class DecidedAlready(FairRefused):
    code = "decided_already"
    message = _("This registration has this decision already.")


class LastOrganiser(FairRefused):
    code = "last_organiser"
    message = _("A fair needs an organiser. Give somebody else the role first.")


class LastRole(FairRefused):
    code = "last_role"
    message = _("Everybody at a fair has a role. Give another one first, or decline the registration.")
    field = "roles"


# Founding, and the archive ----------------------------------------------------------------


class TooManyDrafts(FairRefused):
    code = "too_many_drafts"
    message = _(
        "You have five fairs in preparation, and more cannot be prepared at once. Open one of them for registration, "
        "or ask a colleague to begin this one."
    )


class AddressNotVerified(FairRefused):
    code = "address_not_verified"
    message = _("Confirm your e-mail address first: whoever organises a fair can be reached.")


class TooManyTries(FairRefused):
    code = "too_many_tries"
    message = _("That was very often within an hour. Wait a little, then try again.")


class NotClosedYet(FairRefused):
    code = "not_closed_yet"
    message = _("Only a fair that has closed goes into the archive. Close it first.")


class FairArchived(FairRefused):
    code = "archived"
    message = _("This fair is in the archive: one may read it, and change nothing. Take it out of the archive first.")


# Who organises ----------------------------------------------------------------


class NotAnOrganiser(FairRefused):
    code = "not_an_organiser"
    message = _("This person does not organise the fair.")


class OrganisesAlready(FairRefused):
    code = "organises_already"
    message = _("This person organises the fair already. Change the duty in the list.")
    field = "email"


class TooManyInvitations(FairRefused):
    code = "too_many_invitations"
    message = _("Too many invitations are waiting for an answer. Take one back before you send another.")


class InvitationUsed(FairRefused):
    code = "invitation_used"
    message = _("This invitation has been used already.")


class InvitationRevoked(FairRefused):
    code = "invitation_revoked"
    message = _("This invitation has been taken back. Ask whoever sent it for a new one.")


class InvitationExpired(FairRefused):
    code = "invitation_expired"
    message = _("This invitation has expired. Ask whoever sent it for a new one.")


class InvitationForAnother(FairRefused):
    code = "invitation_for_another"
    message = _("This invitation was sent to another address. Sign in with that address to accept it.")


# What is asked of those who register ----------------------------------------------------------------


class TooManyQuestions(FairRefused):
    code = "too_many_questions"
    message = _("A fair asks twenty questions at most. Retire one first.")


class ChoicesMissing(FairRefused):
    code = "choices_missing"
    message = _("Give at least two choices, one on each line.")
    field = "choices"


class CategoryNameTaken(FairRefused):
    code = "category_name_taken"
    message = _("The fair has a category of this name already.")
    field = "name"


class NothingAsked(FairRefused):
    code = "nothing_asked"
    message = _("Write what you want to know.")


class NotWaiting(FairRefused):
    code = "not_waiting"
    message = _("One asks back while a registration is waiting for the decision.")


class NoQuestionToYou(FairRefused):
    code = "no_question_to_you"
    message = _("The organiser has asked nothing that is still open.")
