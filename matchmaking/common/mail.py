"""The mails of a site in local mode: files in a folder, one file per connection, read back for the page /mail/."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import nh3
from django.conf import settings

# Django's file backend writes this line after each message.
END_OF_MESSAGE = b"\n" + b"-" * 79 + b"\n"
# A code stands on a line of its own: ABCD-EFGH or 123456.
CODE = re.compile(r"^\s*([A-Z0-9]{3,5}(?:-[A-Z0-9]{3,5}){1,2}|\d{6})\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """One message as somebody would read it."""

    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    text: str
    html: str

    @property
    def code(self) -> str:
        """The code that the mail carries, if it carries one."""
        found = CODE.search(self.text)
        return found.group(1) if found else ""

    @property
    def safe_html(self) -> str:
        """The HTML part without scripts, styles and pictures from elsewhere."""
        return nh3.clean(self.html, attributes={"a": {"href"}, "td": {"colspan"}, "th": {"colspan", "scope"}})


def are_mails_here() -> bool:
    """True where mails become files: local mode without SMTP."""
    return bool(settings.LOCAL and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"))


def newest_mails(folder: Path, *, limit: int) -> list[Mail]:
    """The last mails of the folder, newest first. A folder that is not there has none."""
    found: list[Mail] = []
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files:
        messages = [part for part in file.read_bytes().split(END_OF_MESSAGE) if part.strip()]
        found += [_read(message) for message in reversed(messages)]
        if len(found) >= limit:
            break
    return found[:limit]


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    date = message["Date"]
    return Mail(
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        sent_at=_moment(str(date)) if date else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _moment(date: str) -> datetime:
    """Django writes the hour of Greenwich, and says with -0000 that it knows no other."""
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
