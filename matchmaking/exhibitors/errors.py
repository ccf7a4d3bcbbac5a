"""Why a stand says no. Each refusal has a code for machines, a message for people and, where there is one, a field."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ExhibitorRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


# Exhibiting ----------------------------------------------------------------


class FairTakesNoStands(ExhibitorRefused):
    code = "fair_takes_no_stands"
    message = _("This fair takes no more stands.")


class ExhibitsAlready(ExhibitorRefused):
    code = "exhibits_already"
    message = _("This company has a stand at this fair already. Ask its team to invite you.")
    field = "company"


class StandDeclined(ExhibitorRefused):
    code = "stand_declined"
    message = _("The organiser has declined this company’s stand. Only the organiser can reopen it.")
    field = "company"


class DecidedAlready(ExhibitorRefused):
    code = "decided_already"
    message = _("This stand has this decision already.")


class NotExhibiting(ExhibitorRefused):
    code = "not_exhibiting"
    message = _("This stand does not take part at present.")


# The stand ----------------------------------------------------------------


class StandNotApproved(ExhibitorRefused):
    code = "stand_not_approved"
    message = _("Only a stand that is approved has rooms of its own.")
    field = "stand"


class StandTaken(ExhibitorRefused):
    code = "stand_taken"
    message = _("Another exhibitor has this stand number. Choose another, or leave it empty for the next free one.")
    field = "stand_number"


class HallOfAnotherFair(ExhibitorRefused):
    code = "hall_of_another_fair"
    message = _("This hall belongs to another fair.")
    field = "hall"


class ChangedMeanwhile(ExhibitorRefused):
    """Somebody else was quicker. What is stored now is shown beside what was typed, so that nothing is lost."""

    code = "changed_meanwhile"
    message = _("Somebody else has changed this stand while you were editing. Compare, then save again.")


class ProductOfAnother(ExhibitorRefused):
    code = "product_of_another"
    message = _("A stand shows only products of its own company.")
    field = "products"


# The team ----------------------------------------------------------------


class TooManyInvitations(ExhibitorRefused):
    code = "too_many_invitations"
    message = _("Too many invitations are waiting for an answer. Take one back before you send another.")


class OnTheTeamAlready(ExhibitorRefused):
    code = "on_the_team_already"
    message = _("This person is on the team already.")
    field = "email"


class InvitationUsed(ExhibitorRefused):
    code = "invitation_used"
    message = _("This invitation has been used already.")


class InvitationRevoked(ExhibitorRefused):
    code = "invitation_revoked"
    message = _("This invitation has been taken back. Ask the team for a new one.")


class InvitationExpired(ExhibitorRefused):
    code = "invitation_expired"
    message = _("This invitation has expired. Ask the team for a new one.")


class InvitationForAnother(ExhibitorRefused):
    code = "invitation_for_another"
    message = _("This invitation was sent to another address. Sign in with that address to accept it.")


class LastRepresentative(ExhibitorRefused):
    code = "last_representative"
    message = _("A stand needs somebody who speaks for it. Invite a colleague first.")


# Invitations to exhibit ----------------------------------------------------------------


class InvitationTakenBack(ExhibitorRefused):
    code = "invitation_taken_back"
    message = _("The organiser has taken this invitation back.")


class InvitationTooOld(ExhibitorRefused):
    code = "invitation_too_old"
    message = _("This invitation has expired. Ask the organiser for a new one.")


class InvitedJustNow(ExhibitorRefused):
    code = "invited_just_now"
    message = _("This invitation waits to be sent, or was sent less than an hour ago.")


# Documents ----------------------------------------------------------------


class TooManyDocuments(ExhibitorRefused):
    code = "too_many_documents"
    message = _("A stand hands out at most 20 documents. Remove one before you add another.")
