"""Why a meeting does not come about. Each refusal has a code for machines and a message for people."""

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _


class MeetingRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


# Times ----------------------------------------------------------------


class SlotPast(MeetingRefused):
    code = "slot_past"
    message = _("This time has passed. Choose another one.")
    field = "slots"


class SlotOfAnotherFair(MeetingRefused):
    code = "slot_of_another_fair"
    message = _("This time is not in the timetable of this fair. Choose one that is shown.")
    field = "slots"


class SlotTwice(MeetingRefused):
    code = "slot_twice"
    message = _("The same time is chosen twice. Choose different ones.")
    field = "slots"


class NoSlot(MeetingRefused):
    code = "no_slot"
    message = _("Choose at least one time.")
    field = "slots"


class TooManySlots(MeetingRefused):
    code = "too_many_slots"
    message = _("Choose at most three times.")
    field = "slots"


class SlotClosed(MeetingRefused):
    """The other side has not opened this time, or is busy elsewhere."""

    code = "slot_closed"
    message = _("This time is not free for both of you. Choose another one.")
    field = "slots"


class SlotTaken(MeetingRefused):
    """Somebody else was quicker: a person of the meeting is booked by now."""

    code = "slot_taken"
    message = _("Somebody else was quicker: this time has just been taken. Nothing is lost, choose another one.")
    field = "slots"


class YouAreBusy(MeetingRefused):
    code = "you_are_busy"
    message = _("You have another meeting at this time.")
    field = "slots"


class NoRoomFree(MeetingRefused):
    code = "no_room_free"
    message = _("All rooms are taken at this time. Choose another one.")
    field = "slots"


class RoomJustTaken(NoRoomFree):
    """The room that was found was taken in that very moment: the whole deed finds another one, if there is any."""


class RoomTaken(MeetingRefused):
    code = "room_taken"
    message = _("This room is not free at that time. Choose another one.")


class NotSwappable(MeetingRefused):
    code = "not_swappable"
    message = _("These two cannot swap: a room is too small for the other meeting, or reserved to a stand.")


class BusyAtOnce(MeetingRefused):
    """Somebody is in a meeting now, or has to go to one at once."""

    code = "busy_at_once"

    def __init__(self, name: str) -> None:
        self.message = _("%(name)s is in a meeting now, or has to go to one in a few minutes.") % {"name": name}
        super().__init__(name)


class NotFreeForLonger(MeetingRefused):
    code = "not_free_for_longer"

    def __init__(self, names: list[str]) -> None:
        self.message = _("%(names)s cannot stay longer.") % {"names": get_text_list(names, gettext("and"))}
        super().__init__(names)


class RoomNotFreeForLonger(MeetingRefused):
    code = "room_not_free_for_longer"
    message = _("Another meeting begins in this room.")


class TooLittleBreak(MeetingRefused):
    code = "too_little_break"
    message = _("One of you wants a longer break between two meetings. Choose another time.")
    field = "slots"


class DayIsFull(MeetingRefused):
    code = "day_is_full"
    message = _("One of you has as many meetings as possible on this day. Choose another day.")
    field = "slots"


class DayEndsBeforeItBegins(MeetingRefused):
    code = "day_ends_before_it_begins"
    message = _("The working day ends before it begins.")
    field = "works_to"


class BusyTimeEndsBeforeItBegins(MeetingRefused):
    code = "busy_time_ends_before_it_begins"
    message = _("This ends before it begins.")
    field = "ends_at"


class BusyTooLong(MeetingRefused):
    code = "busy_too_long"
    message = _("Fourteen days at most. For longer, close the times of the fair.")
    field = "ends_at"


class BusyTimeOver(MeetingRefused):
    code = "busy_time_over"
    message = _("This is over. Choose an end that is still to come.")
    field = "ends_at"


class BusyTimeFarAway(MeetingRefused):
    code = "busy_time_far_away"
    message = _("This is more than two years away.")
    field = "starts_at"


class TooManyBusyTimes(MeetingRefused):
    code = "too_many_busy_times"
    message = _("200 entries at most. Remove some first.")


# One's own calendar ----------------------------------------------------------------


class TooManyAddresses(MeetingRefused):
    code = "too_many_addresses"
    message = _("You have changed the address five times within an hour. Try again in an hour.")
    field = "address"


class ReadJustNow(MeetingRefused):
    code = "read_just_now"
    message = _("Your calendar was read less than a minute ago. Wait a moment, then read it again.")


# People ----------------------------------------------------------------


class NotTakingPart(MeetingRefused):
    code = "not_taking_part"
    message = _("One of you does not take part in this fair at present.")


class FairTakesNoMeetings(MeetingRefused):
    code = "fair_takes_no_meetings"
    message = _("This fair takes no meetings at present.")


class NotOneself(MeetingRefused):
    code = "not_oneself"
    message = _("You cannot ask yourself for a meeting.")


class OwnCompany(MeetingRefused):
    code = "own_company"
    message = _("You work for the same company. You need no request to meet.")


class BehindABarrier(MeetingRefused):
    code = "behind_a_barrier"
    message = _("The organiser of this fair does not allow this request.")


class NobodyThere(MeetingRefused):
    code = "nobody_there"
    message = _("Nobody of this stand’s team takes part in the fair yet.")


class NotOnTheTeam(MeetingRefused):
    code = "not_on_the_team"
    message = _("This person does not speak for the stand.")
    field = "participant"


class TooManyPeople(MeetingRefused):
    code = "too_many_people"
    message = _("Eight people meet at most.")


class ThereAlready(MeetingRefused):
    code = "there_already"
    message = _("This person is at the meeting already.")


class LastOfHisSide(MeetingRefused):
    code = "last_of_his_side"
    message = _("A meeting needs both sides. Cancel it, or hand it to a colleague.")


# Requests ----------------------------------------------------------------


class AskedAlready(MeetingRefused):
    code = "asked_already"
    message = _("A request between you is waiting for an answer already.")


class TooManyRequests(MeetingRefused):
    code = "too_many_requests"

    def __init__(self, allowed: int) -> None:
        self.message = ngettext_lazy(
            "This fair allows you %(allowed)d open request at a time. Withdraw it, or wait for an answer.",
            "This fair allows you %(allowed)d open requests at a time. Withdraw one, or wait for an answer.",
            allowed,
        ) % {"allowed": allowed}


class AnsweredAlready(MeetingRefused):
    code = "answered_already"
    message = _("This request is not open any more.")


class RequestExpired(MeetingRefused):
    code = "request_expired"
    message = _("This request has expired. You may send a new one.")


class NotYetDue(MeetingRefused):
    code = "not_yet_due"
    message = _("This request may still be answered, or has been answered.")


class NotYourTurn(MeetingRefused):
    code = "not_your_turn"
    message = _("The other side has to answer first.")


class ChangedMeanwhile(MeetingRefused):
    code = "changed_meanwhile"
    message = _("This request has changed while you were looking at it. Look again, then answer.")


# Bookings ----------------------------------------------------------------


class CancelledAlready(MeetingRefused):
    code = "cancelled_already"
    message = _("This meeting has been cancelled already.")


class MeetingOver(MeetingRefused):
    code = "meeting_over"
    message = _("This meeting is over.")


class BusyNow(MeetingRefused):
    """Two deeds got in each other's way and the database gave up one of them: nothing has happened."""

    code = "busy_now"
    message = _("Many people are booking at this moment. Nothing has happened yet: please try again.")


# The waiting list ----------------------------------------------------------------


class NotWaiting(MeetingRefused):
    code = "not_waiting"
    message = _("This place on the waiting list is given up already.")


class WaitsAlready(MeetingRefused):
    code = "waits_already"
    message = _("You are on this waiting list already.")


class TooManyWaits(MeetingRefused):
    code = "too_many_waits"
    message = _("You are on 20 waiting lists. Leave one of them first.")


class NothingToWaitFor(MeetingRefused):
    code = "nothing_to_wait_for"
    message = _("The fair has no times for meetings any more.")


class NotFull(MeetingRefused):
    code = "not_full"
    message = _("There are free times: choose one of them.")


class NotFreeTogether(MeetingRefused):
    code = "not_free_together"
    message = _("The two are not free together any more. Choose somebody else.")


class OfferOver(MeetingRefused):
    code = "offer_over"
    message = _("This offer has ended.")


# Terms ----------------------------------------------------------------


class QuotaWrittenAlready(MeetingRefused):
    code = "quota_written_already"
    message = _("There is a quota for this role already.")
    field = "role"


class GroupNamedAlready(MeetingRefused):
    code = "group_named_already"
    message = _("There is a group of this name already.")
    field = "name"


class GroupGone(MeetingRefused):
    code = "group_gone"
    message = _("This group has been removed meanwhile.")


class GroupInBarriers(MeetingRefused):
    code = "group_in_barriers"
    message = _("A barrier names this group. Remove the barrier first: it would fall with the group.")


class NotOfThisFair(MeetingRefused):
    code = "not_of_this_fair"
    message = _("This belongs to another fair.")


class BarrierBetweenAll(MeetingRefused):
    code = "barrier_between_all"
    message = _("Say whom this is about: a role or a group, on one side at least.")


class BarrierStandsAlready(MeetingRefused):
    code = "barrier_stands_already"
    message = _("This barrier stands already.")


class TermsChangedMeanwhile(MeetingRefused):
    code = "terms_changed_meanwhile"
    message = _("Somebody else has changed this while you were typing. Compare, then save again.")
