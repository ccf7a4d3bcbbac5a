"""Why something is not done in a lobby. Each refusal has a code for machines and a message for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LobbyRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None  # what is to be put right, where it is one thing

    def __str__(self) -> str:
        return str(self.message)


class NotThere(LobbyRefused):
    """The right is gone, or the meeting is: nothing more is said here."""

    code = "not_there"
    message = _("This lobby is not open to you any more.")


class Forgotten(LobbyRefused):
    """The page was not heard of for so long that it counts as closed: it has to come again."""

    code = "forgotten"


class NotOpenYet(LobbyRefused):
    code = "not_open_yet"
    message = _("The room opens when both sides are here and it is time. The host can open it earlier.")


class OnlyTheHost(LobbyRefused):
    code = "only_the_host"
    message = _("Only the host can open the room earlier.")


class CallIsFull(LobbyRefused):
    code = "call_is_full"

    def __init__(self, places: int) -> None:
        self.message = _(
            "%(number)s people are in this call already, and it holds no more. Ask one of them to leave, or use one of "
            "the other ways to talk."
        ) % {"number": places}
        super().__init__(places)


class NotInTheCall(LobbyRefused):
    code = "not_in_the_call"
    message = _("Only people in the call hear each other.")


class NothingSaid(LobbyRefused):
    code = "nothing_said"
    message = _("Write something first.")


class TooLong(LobbyRefused):
    code = "too_long"
    message = _("This is too long. Send it in several pieces.")


class TooEarlyToExtend(LobbyRefused):
    code = "too_early"
    message = _("A meeting can be extended in its last ten minutes.")


class OnlyThoseWhoDeal(LobbyRefused):
    code = "only_those_who_deal"
    message = _("Only the two sides of the meeting can do this.")


class OnlyThoseExpected(LobbyRefused):
    code = "only_those_expected"
    message = _("Only those who are expected at the meeting can do this.")


# Numbers cards ----------------------------------------------------------------


class NotUnderstood(LobbyRefused):
    """What was entered in one field cannot be."""

    code = "not_understood"

    def __init__(self, field: str, message: str | Promise) -> None:
        self.field, self.message = field, message
        super().__init__(field)


class CardIncomplete(NotUnderstood):
    code = "incomplete"


class TooManyCards(LobbyRefused):
    code = "too_many_cards"
    message = _("Ten cards are the most that a meeting can have.")


class NoSuchCard(LobbyRefused):
    code = "no_such_card"
    message = _("This card is not there any more.")


class ChangedMeanwhile(LobbyRefused):
    code = "changed_meanwhile"
    message = _("The card was changed meanwhile. Read it again before you confirm it.")


class AgreedAlready(LobbyRefused):
    code = "agreed_already"
    message = _("Both sides have confirmed this card. Change it if it is not right.")


# Walk-ins ----------------------------------------------------------------


class NotOfTheTeam(LobbyRefused):
    code = "not_of_the_team"
    message = _("Only the stand's team can do this.")


class OneOfUs(LobbyRefused):
    code = "one_of_us"
    message = _("You speak for this stand yourself.")


class QueueIsFull(LobbyRefused):
    code = "queue_is_full"
    message = _("Too many people wait already. Ask for a meeting instead.")


class WaitsNoMore(LobbyRefused):
    code = "waits_no_more"
    message = _("Nobody waits at this place any more.")


class NoCommonTime(LobbyRefused):
    code = "no_common_time"
    message = _("There is no time at which you are both free.")
