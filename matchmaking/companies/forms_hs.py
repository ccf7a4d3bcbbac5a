"""The picker of HS codes: typed digits or words become codes that exist. Works without JavaScript, faster with it.

Without: what is typed is looked for on submit, and the candidates come back as radio buttons (or boxes) at the field.
With (static/js/hs.js): the same candidates appear in a list while one types.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from matchmaking.companies.models import HsCode
from matchmaking.companies.queries.classification import (
    LONGEST_QUERY,
    HsHeading,
    hs_lines,
    reader_language,
    search_hs,
)

_CODE = re.compile(r"[0-9]{4}(?:[ .]?[0-9]{2})?", re.ASCII)
MOST_CODES = 40


class HsPicker(forms.TextInput):
    """A text field, the candidates for what was typed in it, and (if there may be many) what is chosen already.

    `digits` is 4 for headings, 6 for subheadings. The field fills `candidates` when it could not decide by itself.
    """

    template_name = "companies/_hs_picker.html"
    many = False

    def __init__(self, attrs: dict[str, Any] | None = None, *, digits: int = 6) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", "maxlength": LONGEST_QUERY} | (attrs or {}))
        self.digits = digits
        self.candidates: list[HsHeading] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        language = reader_language()
        context["widget"] |= {
            "digits": self.digits,
            "many": self.many,
            "candidates": self.candidates,
            "search": reverse_lazy("companies:search-hs"),
            "chosen": list(hs_lines(self.chosen(value), language=language).values()) if not self.candidates else [],
        }
        return context

    def chosen(self, value: Any) -> list[str]:
        """The code to be shown with its label beneath the field."""
        return [as_code(str(value))] if value and as_code(str(value)) else []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The candidate that was chosen, unless something else has been typed since it was offered."""
        typed = data.get(name, "")
        chosen = data.get(f"{name}_choice", "")
        return chosen if chosen and data.get(f"{name}_asked", "") == typed else typed


class HsManyPicker(HsPicker):
    """The picker for several headings. Its value is a pair: what is typed, and the codes whose boxes are ticked."""

    many = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, digits=4)

    def format_value(self, value: Any) -> str:
        return str(value[0]) if value else ""

    def chosen(self, value: Any) -> list[str]:
        return list(value[1]) if value else []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        lines = hs_lines(self.chosen(value), language=reader_language())
        context["widget"]["chosen"] = list(lines.values())
        context["widget"]["candidates"] = [found for found in self.candidates if found.code not in lines]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, list[str]]:
        ticked = data.getlist(f"{name}_choice") if hasattr(data, "getlist") else data.get(f"{name}_choice", [])
        return data.get(name, ""), list(dict.fromkeys(ticked))[:MOST_CODES]


class HsCodeField(forms.CharField):
    """One subheading of six digits, with or without the dot that traders write. Words are looked for."""

    widget = HsPicker
    default_error_messages = {
        "no_such_code": _("“%(code)s” is not an HS code of six digits. One looks like 1806.32."),
        "choose": _("Choose the code that fits “%(typed)s” best."),
        "nothing_found": _("Nothing was found for “%(typed)s”. Try other words, or digits such as 1806.32."),
    }

    def clean(self, value: Any) -> str:
        typed = " ".join(str(super().clean(value)).split())
        code = as_code(typed)
        if not typed:
            return ""
        if len(code) == 6 and HsCode.objects.filter(code=code, level=HsCode.Level.SUBHEADING).exists():
            return code
        raise self.undecided(typed, candidates(self.widget, typed))

    def undecided(self, typed: str, found: list[HsHeading]) -> ValidationError:
        """Digits that are no code, words with candidates, or words without."""
        if len(as_code(typed)) == 6 or not re.search(r"[^\W\d]", typed):
            return ValidationError(self.error_messages["no_such_code"], code="no_such_code", params={"code": typed})
        why = "choose" if found else "nothing_found"
        return ValidationError(self.error_messages[why], code=why, params={"typed": typed})


class HsHeadingsField(forms.Field):
    """Headings of four digits, as `HsCode` rows: the ticked ones and those that are typed, with commas between them."""

    widget = HsManyPicker
    default_error_messages = {
        "not_a_heading": _("“%(code)s” is not a heading of four digits. One looks like 1806."),
        "choose": _("Tick the headings that fit “%(typed)s”."),
        "nothing_found": _("Nothing was found for “%(typed)s”. Try other words, or digits such as 1806."),
    }

    def prepare_value(self, value: Any) -> tuple[str, list[str]] | None:
        """What a form was filled from (codes or rows) as the picker has it; what was posted is that already."""
        if value is None or isinstance(value, tuple):
            return value
        return "", [str(getattr(one, "pk", one)) for one in value]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Something is typed, or other headings are ticked than the form was filled from."""
        typed, ticked = data or ("", [])
        before = self.prepare_value(initial) or ("", [])
        return bool(typed.strip()) or set(ticked) != set(before[1])

    def clean(self, value: Any) -> list[HsCode]:
        typed, ticked = value or ("", [])
        typed = " ".join(str(typed).split())[:LONGEST_QUERY]
        codes = [part.strip() for part in re.split(r"[,;]", typed)] if not re.search(r"[^\W\d]", typed) else []
        wanted = list(dict.fromkeys([*ticked, *filter(None, codes)]))
        headings = {row.pk: row for row in HsCode.objects.filter(pk__in=_decent(wanted), level=HsCode.Level.HEADING)}
        for code in wanted:
            if code not in headings:
                candidates(self.widget, code)
                raise ValidationError(
                    self.error_messages["not_a_heading"], code="not_a_heading", params={"code": code[:20]}
                )
        if typed and not codes:
            why = "choose" if candidates(self.widget, typed) else "nothing_found"
            raise ValidationError(self.error_messages[why], code=why, params={"typed": typed})
        if self.required and not headings:
            raise ValidationError(self.error_messages["required"], code="required")
        return [headings[code] for code in wanted]


def as_code(typed: str) -> str:
    """The digits of what looks like a heading or subheading, else nothing."""
    return re.sub(r"\D", "", typed) if _CODE.fullmatch(typed) else ""


def candidates(widget: Any, typed: str) -> list[HsHeading]:
    """What the text may mean; shown at the field. Digits that begin no code are cut until they begin one."""
    found = search_hs(typed, language=reader_language())
    digits = re.sub(r"\D", "", typed)[:6] if not re.search(r"[^\W\d]", typed) else ""
    while not found and len(digits) > 2:
        digits = digits[:-1]
        found = search_hs(digits, language=reader_language())
    widget.candidates = found
    return found


def _decent(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if as_code(code)]
