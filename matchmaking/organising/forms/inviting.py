"""Whom an organiser invites to exhibit: a line for each, as people paste them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_LINES = 200
LONGEST_NAME = 140
IN_BRACKETS = re.compile(r"^(?P<name>.*?)\s*<(?P<email>[^<>]+)>$")
PARTED = re.compile(r"[\t;,]")


@dataclass(frozen=True)
class Line:
    """What stands in one line, and what is wrong with it."""

    number: int
    email: str
    company: str
    problem: str | Promise = ""


def read_line(number: int, text: str) -> Line:
    """An address and, if one is there, a company's name: “a@b.example, Company” or “Company <a@b.example>”."""
    if found := IN_BRACKETS.match(text):
        email, name = found["email"], found["name"]
    else:
        email, name = ([*PARTED.split(text, maxsplit=1), ""])[:2]
    email, name = email.strip().lower(), name.strip(' "')
    try:
        validate_email(email)
    except ValidationError:
        return Line(number, email, name, _("This is no e-mail address."))
    if len(name) > LONGEST_NAME:
        return Line(number, email, name, _("The company’s name is longer than 140 characters."))
    return Line(number, email, name)


class InviteForm(forms.Form):
    """Up to two hundred lines."""

    lines = forms.CharField(
        label=_("E-mail addresses"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_(
            "One in each line, with the company’s name after it if you know it: sales@example.com, Example Ltd"
        ),
    )

    def clean_lines(self) -> list[Line]:
        texts = self.cleaned_data["lines"].splitlines()
        lines = list(self.read(texts))
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most 200 lines at once. Invite these first, then the others."))
        return lines

    @staticmethod
    def read(texts: list[str]) -> Iterator[Line]:
        """Every line that says something; an address that is there twice is a problem the second time."""
        seen: Counter[str] = Counter()
        for number, text in enumerate(texts, 1):
            if not text.strip():
                continue
            line = read_line(number, text.strip())
            seen[line.email] += 1
            if not line.problem and seen[line.email] > 1:
                line = Line(number, line.email, line.company, _("This address is in the list twice."))
            yield line

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.cleaned_data.get("lines", []) if line.problem]

    @property
    def right(self) -> list[Any]:
        return [line for line in self.cleaned_data.get("lines", []) if not line.problem]
