"""Why nobody acts in somebody's name, and why somebody's data is not packed or erased."""

from django.utils.translation import gettext_lazy as _

from matchmaking.organising.errors.day import DeskRefused


class NotInHisName(DeskRefused):
    code = "not_in_his_name"
    message = _("Nobody acts in the name of organisers and administrators, or of somebody who does not take part.")


class InAName(DeskRefused):
    code = "in_a_name"
    message = _("You act in somebody’s name already. Go back to yourself first.")


class PackedAlready(DeskRefused):
    code = "packed_already"
    message = _("This data is being packed already. It will be ready in a moment.")


class StillOrganises(DeskRefused):
    code = "still_organises"
    message = _("This person organises the fair. Take the role away first, then erase.")


class HimselfOrNobody(DeskRefused):
    code = "himself_or_nobody"
    message = _("You cannot erase yourself here. You can leave the fair, or delete your account.")


class AddressNotTyped(DeskRefused):
    code = "address_not_typed"
    message = _("This is not the e-mail address of the person.")
    field = "typed"


class NotOursToMerge(DeskRefused):
    code = "not_ours_to_merge"
    message = _(
        "Accounts that somebody has signed in with, or that take part elsewhere, are merged by nobody but their owner. "
        "Suggest it to them instead."
    )


class BothMeetAtOnce(DeskRefused):
    code = "both_meet_at_once"
    message = _("Both have a meeting at the same time. Move or cancel one of them first.")


class BothAskTheSame(DeskRefused):
    code = "both_ask_the_same"
    message = _("Both have an open request to the same side. Withdraw one of them first.")
