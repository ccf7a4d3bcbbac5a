"""How one wants to be told, how long before a meeting a fair reminds, and whom an organiser looks for.

Django's ModelForm is generic in its stubs alone: hence the ignored type arguments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.forms import TimeInput
from matchmaking.reminders import rules
from matchmaking.reminders.models import Habits, Notice, Wish
from matchmaking.reminders.rules import Manner

Kind = Notice.Kind
GROUPS: tuple[tuple[Promise, tuple[Kind, ...]], ...] = (
    (
        _("Requests"),
        (
            Kind.REQUEST_RECEIVED,
            Kind.REQUEST_CHANGED,
            Kind.REQUEST_ACCEPTED,
            Kind.REQUEST_DECLINED,
            Kind.REQUEST_WITHDRAWN,
            Kind.REQUEST_EXPIRING,
            Kind.REQUEST_EXPIRED,
            Kind.OFFER,
            Kind.NOT_DELIVERED,
        ),
    ),
    (_("Meetings"), (Kind.BOOKING_MADE, Kind.BOOKING_MOVED, Kind.BOOKING_CANCELLED, Kind.BOOKING_REASSIGNED)),
    (_("Reminders"), (Kind.DAY_AGENDA, Kind.DAY_BEFORE, Kind.SOON, Kind.WAITED_FOR)),
    (_("Before and after the fair"), (Kind.DEVICE_TEST, Kind.FOLLOW_UP)),
    (
        _("From the organiser"),
        (
            Kind.REGISTRATION,
            Kind.INQUIRY,
            Kind.ANNOUNCEMENT,
            Kind.DESK_MESSAGE,
            Kind.COMPLETE_STAND,
            Kind.NOBODY_TOLD,
            Kind.PERSONAL,
        ),
    ),
)
# Why of something there is less to choose.
WHY: dict[str, Promise] = {
    **dict.fromkeys(rules.NOT_MAILED, _("Among your notices only: a mail about a lost mail might be lost as well.")),
    **dict.fromkeys(
        rules.ALWAYS_MAILED, _("Always by e-mail, at once: without it you would not know whether to come.")
    ),
    Kind.PERSONAL: _("Always by e-mail, at once: it is about what is yours."),
    **dict.fromkeys(rules.WAKES, _("Not in a summary, which would come too late. Quiet hours do not hold this back.")),
}
MAIL_WORDS = {
    Wish.Mail.AT_ONCE: _("by e-mail at once"),
    Wish.Mail.DIGEST: _("in the daily summary"),
    Wish.Mail.NEVER: _("not by e-mail"),
}


@dataclass(frozen=True)
class Row:
    """One kind of thing, with what there is to choose about it."""

    kind: Kind
    mail: forms.BoundField | None
    push: forms.BoundField | None
    why: Promise | str


class WishesForm(forms.Form):
    """How somebody is told of each kind of thing: by mail at once, in the summary or not, and by push or not."""

    def __init__(self, *args: Any, manners: dict[str, Manner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manners = manners
        for kind in Kind:
            mails = rules.mails_open(kind)
            if len(mails) > 1:
                self.fields[f"mail_{kind}"] = forms.ChoiceField(
                    label=_("%(kind)s: e-mail") % {"kind": kind.label},
                    choices=[(mail, MAIL_WORDS[mail]) for mail in mails],
                    initial=manners[kind].mail,
                )
            if rules.is_pushed(kind):
                self.fields[f"push_{kind}"] = forms.BooleanField(
                    label=_("%(kind)s: push message") % {"kind": kind.label},
                    required=False,
                    initial=manners[kind].push,
                )

    def groups(self) -> Iterator[tuple[Promise, list[Row]]]:
        for title, kinds in GROUPS:
            yield title, [self.row(kind) for kind in kinds]

    def row(self, kind: Kind) -> Row:
        mail, push = f"mail_{kind}", f"push_{kind}"
        return Row(
            kind,
            self[mail] if mail in self.fields else None,
            self[push] if push in self.fields else None,
            WHY.get(kind, ""),
        )

    @property
    def wanted(self) -> dict[str, Manner]:
        """What is chosen, for every kind. What cannot be chosen is as it is."""
        said = self.cleaned_data
        return {
            kind: Manner(said.get(f"mail_{kind}", manner.mail), said.get(f"push_{kind}", manner.push))
            for kind, manner in self.manners.items()
        }


class HabitsForm(forms.ModelForm):  # type: ignore[type-arg]
    """When somebody wants to be told, by his own clock."""

    class Meta:
        model = Habits
        fields: ClassVar[list[str]] = [
            "is_quiet",
            "quiet_from",
            "quiet_to",
            "digest_at",
            "day_before_hours",
            "soon_minutes",
        ]
        widgets: ClassVar[dict[str, Any]] = {"quiet_from": TimeInput, "quiet_to": TimeInput, "digest_at": TimeInput}
        labels: ClassVar[dict[str, Any]] = {"quiet_to": _("quiet until")}
        help_texts: ClassVar[dict[str, Any]] = {
            "is_quiet": _("What comes meanwhile waits until you are awake, unless it cannot wait."),
            "day_before_hours": _("2 to 72. Empty: as the organiser of each fair wants it."),
            "soon_minutes": _("5 to 120. Empty: as the organiser of each fair wants it."),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("quiet_from") and said.get("quiet_from") == said.get("quiet_to"):
            self.add_error("quiet_to", _("Quiet hours end at another time than they begin."))
        return said
