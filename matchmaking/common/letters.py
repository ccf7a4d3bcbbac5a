"""Mails as all of ours look: text and HTML of the same, from whom it comes, how one ends it, what a calendar takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from matchmaking.common.ical import host_of

INK = 0.017  # the relative luminance of #1d2430


@dataclass(frozen=True)
class Link:
    """Something that one can do from a mail. `address` is a whole one."""

    label: str
    address: str


@dataclass(frozen=True)
class Item:
    """One of several things that a mail is about: a line that leads somewhere, and its time, if it has one."""

    title: str
    address: str
    moment: Any = None
    text: str = ""


@dataclass(frozen=True)
class Letter:
    """One mail to one person, in the language that is active when it is written down.

    `key` names it for ever: sent twice, it is the same. `moments` are times with their `readings` on both clocks;
    `calendar` is a file for a calendar with its `method` (RFC 5546), `stop` the address at which one ends such mails.
    `code` is something to type, and `after` what is said beneath it.
    """

    key: str
    to: str
    subject: str
    title: str
    sender: str = "Tradefair"
    colour: str = "#0f5f8a"
    text: str = ""
    code: str = ""
    after: str = ""
    quote: str = ""
    quote_language: str = "en"
    moments: Sequence[Any] = ()
    facts: Sequence[tuple[str, str]] = ()
    button: Link | None = None
    actions: Sequence[Link] = ()
    items: Sequence[Item] = ()
    why: str = ""
    settings: Link | None = None
    stop: str = ""
    calendar: bytes = b""
    method: str = ""

    @property
    def text_colour(self) -> str:
        return readable_on(self.colour)


class Mail(EmailMultiAlternatives):
    """A mail one of whose alternatives is for calendars. They want the method beside the type (RFC 6047, 2.4)."""

    method = ""
    metadata: dict[str, str]

    def message(self, **kwargs: Any) -> Any:
        message: Message = super().message(**kwargs)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                part.set_param("method", self.method)
        return message


def write(letter: Letter) -> Mail:
    """The letter as it goes out: from the fair, with a name that stays, and the way to end such mails (RFC 8058)."""
    site = host_of(settings.SITE_URL)
    headers = {"Message-ID": f"<{letter.key}@{site}>", "Auto-Submitted": "auto-generated"}
    if letter.stop:
        headers |= {"List-Unsubscribe": f"<{letter.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    page = {"letter": letter, "site": settings.SITE_URL}
    mail = Mail(
        subject=" ".join(letter.subject.split()),  # a name with a line break in it forges no header
        body=render_to_string("common/email/letter.txt", page),
        from_email=formataddr((letter.sender, sender_of(settings.DEFAULT_FROM_EMAIL))),
        to=[letter.to],
        headers=headers,
    )
    mail.metadata = {"letter": letter.key}  # which a provider repeats when it comes back
    mail.attach_alternative(render_to_string("common/email/letter.html", page), "text/html")
    if letter.calendar:
        mail.method = letter.method
        mail.attach_alternative(letter.calendar.decode(), "text/calendar")
    return mail


def dress(mail: EmailMultiAlternatives, *, code: str = "") -> None:
    """A mail that was written as text alone has the same as HTML too, with the code, if there is one, as large as it is
    looked for. What follows “--” is the signature."""
    words = str(mail.body).rsplit("\n--\n", 1)[0]
    before, found, after = words.partition(code) if code else (words, "", "")
    subject = str(mail.subject)
    letter = Letter("", mail.to[0], subject, subject, text=before.strip(), code=found, after=after.strip())
    mail.attach_alternative(render_to_string("common/email/letter.html", {"letter": letter}), "text/html")


def sender_of(written: str) -> str:
    """The bare address of “Name <address>”."""
    return parseaddr(written)[1]


def readable_on(colour: str) -> str:
    """White or ink, whichever is told apart better from a colour like #0f5f8a (WCAG 2.2, relative luminance)."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / (INK + 0.05) else "#1d2430"
