"""What may be said when a meeting is moved, cancelled or given to somebody else.

Whether a time or a person is free is the action's to say: whoever was slower than others is told so, not that he chose
what is not on offer. So a choice is shown here, but not judged.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.meetings.models import Booking
from matchmaking.meetings.programme import BEST, Alternative, Candidate


class Times(forms.RadioSelect):
    """Times to choose from, each with both clocks and how it suits. Its labels are alternatives of the programme."""

    template_name = "meetings/_alternatives.html"


class People(forms.RadioSelect):
    """People to choose from; who is not free is shown as such. Its labels are candidates of the programme."""

    template_name = "meetings/_candidates.html"


class MoveForm(forms.Form):
    """Another time: the best ones first, then the others in their order."""

    slot = forms.UUIDField(label=_("New time"), widget=Times, error_messages={"required": _("Choose a time.")})

    def __init__(self, *args: Any, choices: Sequence[Alternative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = sorted(choices[BEST:], key=lambda each: each.slot.starts_at)
        groups = [(_("Suits best"), choices[:BEST]), (_("Other times that are free for everybody"), others)]
        widget = self.fields["slot"].widget
        assert isinstance(widget, Times)
        widget.choices = [(title, [(str(each.slot.pk), each) for each in some]) for title, some in groups if some]


class CancelForm(forms.Form):
    """Why the meeting does not take place: for those who counted on it."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=Booking._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who is to be at the meeting reads it."),
    )


class PersonForm(forms.Form):
    """One of several people."""

    participant = forms.IntegerField(
        label=_("Who"),
        widget=People,
        min_value=1,
        max_value=2**31 - 1,
        error_messages={"required": _("Choose somebody.")},
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["participant"].widget
        assert isinstance(widget, People)
        widget.choices = [(each.participant.pk, each) for each in candidates]
