"""What may be said about the terms of meetings: of a fair by its organiser, of a stand by its team."""

from typing import ClassVar

from django import forms

from matchmaking.meetings.models import StandTerms


class StandTermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a stand's team wants to be met."""

    class Meta:
        model = StandTerms
        fields: ClassVar[list[str]] = ["books_directly", "call_link", "call_phone"]
