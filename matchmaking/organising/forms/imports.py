"""A table that is uploaded, and what its columns mean."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matchmaking.common.uploads import CleanDocumentField
from matchmaking.organising.models import Import
from matchmaking.organising.rules.importing import MOST_BYTES
from matchmaking.organising.rules.kinds import FIELDS, WHAT_FOR, missing_fields

PREFIX = "column-"


class TableField(CleanDocumentField):
    """A file of at most 20 MB. Whether it is a table shows when it is read."""

    accept = ".csv,.tsv,.txt,.xlsx"
    default_max_bytes = MOST_BYTES

    def judge(self, file: UploadedFile) -> "File[bytes]":
        return file

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        too_large = _("This file is too large. Choose one of at most 20 MB.")
        return {**super().widget_attrs(widget), "data-most-bytes": MOST_BYTES, "data-too-large": too_large}


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is in the table"),
        choices=[(kind.value, kind.label) for kind in Import.Kind],
        widget=forms.RadioSelect,
    )
    file = TableField(
        label=_("file"),
        help_text=_("CSV or Excel (.xlsx), at most 20 MB and 20,000 rows. The first row names the columns."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        line = gettext("%(kind)s: %(what)s")
        kinds.choices = [
            (kind.value, line % {"kind": kind.label, "what": WHAT_FOR[kind.value]}) for kind in Import.Kind
        ]


class ColumnsForm(forms.Form):
    """What each column of the file means. A column that means nothing here is left out."""

    def __init__(self, *args: Any, imported: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.imported = imported
        meanings: list[tuple[str, Any]] = [("", _("is left out"))]
        for field in FIELDS[imported.kind]:
            label = str(field.label)[:1].upper() + str(field.label)[1:]
            meanings.append((field.key, f"{label} *" if field.required else label))
        guessed = {place: key for key, place in imported.mapping.items()}
        for place, name in enumerate(imported.header):
            self.fields[f"{PREFIX}{place}"] = forms.ChoiceField(
                label=name, choices=meanings, required=False, initial=guessed.get(place, "")
            )

    @property
    def lines(self) -> list[tuple[Any, list[str]]]:
        """Each column with its first values."""
        return [
            (
                self[f"{PREFIX}{place}"],
                [row[place] for row in self.imported.samples if place < len(row) and row[place]][:3],
            )
            for place in range(len(self.imported.header))
        ]

    @property
    def mapping(self) -> dict[str, int]:
        return {key: int(name.removeprefix(PREFIX)) for name, key in self.cleaned_data.items() if key}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said: set[str] = set()
        for name, key in list(cleaned.items()):
            if key in said:
                self.add_error(name, _("Another column means this already. Leave one of the two out."))
            said |= {key} if key else set()
        if missing := [str(field.label) for field in missing_fields(self.imported.kind, dict.fromkeys(said, 0))]:
            self.add_error(None, _("Say which columns mean: %(fields)s.") % {"fields": ", ".join(missing)})
        return cleaned
