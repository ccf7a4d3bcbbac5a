"""Notices as mails: one of them, or all of a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matchmaking.accounts.models import User
from matchmaking.common import ical, letters
from matchmaking.common.letters import Item, Letter, Link
from matchmaking.reminders import rules, stopping
from matchmaking.reminders.models import Announcement, Delivery
from matchmaking.reminders.tellings import Telling
from matchmaking.reminders.tellings.news import telling_of


def whole(path: str) -> str:
    return settings.SITE_URL + path


def mail_of(telling: Telling) -> letters.Mail:
    """One notice, in the language of its reader and on his clock."""
    with translation.override(telling.reader.language), timezone.override(ZoneInfo(telling.reader.time_zone)):
        return letters.write(letter_of(telling))


def letter_of(telling: Telling) -> Letter:
    notice, event = telling.notice, telling.event
    can_stop = notice.kind not in rules.ALWAYS_MAILED
    return Letter(
        key=f"{notice.pk}.{Delivery.Way.MAIL}",
        to=telling.reader.email,
        subject=telling.subject,
        title=str(telling.title),
        sender=notice.fair.name,
        colour=notice.fair.brand_colour,
        text=str(telling.text),
        quote=telling.quote,
        quote_language=telling.quote_language,
        moments=() if telling.parts else telling.moments,
        items=[Item(part.title, whole(part.path), part.moment) for part in telling.parts],
        facts=telling.facts,
        button=Link(str(telling.button), whole(telling.path)),
        actions=[Link(action.label, whole(action.path)) for action in telling.actions],
        why=_("You get this mail because you take part in %(fair)s.") % {"fair": notice.fair},
        settings=Link(_("Choose what you are told, and how"), whole(reverse("reminders:choose"))),
        stop=whole(stopping.link_to(telling.reader, notice.kind)) if can_stop else "",
        calendar=ical.write([event], method=telling.method) if event else b"",
        method=telling.method if event else "",
    )


def item_of(telling: Telling) -> Item:
    moment = telling.moments[0] if telling.moments else None
    return Item(str(telling.title), whole(telling.path), moment, str(telling.text))


def digest_of(reader: User, tellings: Sequence[Telling], key: str) -> letters.Mail:
    """What has come together for one reader since the last summary. `key` names it for ever."""
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.time_zone)):
        number = len(tellings)
        title = ngettext("%(number)d thing for you", "%(number)d things for you", number) % {"number": number}
        fairs = {telling.notice.fair.name: telling.notice.fair for telling in tellings}
        fair = next(iter(fairs.values()))
        return letters.write(
            Letter(
                key=key,
                to=reader.email,
                subject=f"{title} – {', '.join(fairs)}"[:200],
                title=title,
                sender=fair.name if len(fairs) == 1 else "Tradefair",
                colour=fair.brand_colour,
                items=[item_of(telling) for telling in tellings],
                button=Link(_("Open my notices"), whole(reverse("reminders:list"))),
                why=_("This is your daily summary."),
                settings=Link(_("Choose what you are told, and how"), whole(reverse("reminders:choose"))),
            )
        )


def preview_of(news: Announcement, reader: User, *, at: datetime) -> letters.Mail:
    """The announcement as this reader would have it by mail."""
    return mail_of(telling_of(news, reader, at=at))


def test_of(news: Announcement, reader: User, *, at: datetime) -> letters.Mail:
    """The same, marked as a test that went to nobody else. Each test is a mail of its own."""
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.time_zone)):
        letter = letter_of(telling_of(news, reader, at=at))
        return letters.write(
            replace(
                letter,
                key=f"{uuid4()}.test",
                subject=_("Test: %(subject)s") % {"subject": letter.subject},
                why=_("This is a test. It went to you alone; the people of the fair have not been told."),
                settings=None,
                stop="",
            )
        )
