"""What a production installation needs, said by `manage.py check --deploy` in one sentence each."""

import sys
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tradefair import pango

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


@register(Tags.security, deploy=True)
def check_mode(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demo data and their passwords stay at home."""
    if settings.LOCAL:
        return [
            Error("This is local mode.", hint="Set TRADEFAIR_MODE=production, or leave it out.", id="tradefair.E001")
        ]
    return []


@register(Tags.security, deploy=True)
def check_address(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Links in mails lead to https, and the site answers to the name in them."""
    messages: list[CheckMessage] = []
    if not settings.HTTPS:
        messages.append(
            Error(
                f"The site's address, {settings.SITE_URL}, is not encrypted: cameras and passkeys need that.",
                hint="Set TRADEFAIR_SITE_URL to an address that begins with https://.",
                id="tradefair.E002",
            )
        )
    host = settings.SITE_URL.split("://")[-1].split("/")[0].rsplit(":", 1)[0]
    suffixes = tuple(name for name in settings.ALLOWED_HOSTS if name.startswith("."))
    if host not in settings.ALLOWED_HOSTS and not f".{host}".endswith(suffixes):
        messages.append(
            Error(
                f"The site does not answer to its own name, {host}.",
                hint="Set TRADEFAIR_HOSTS to the names under which browsers reach the site.",
                id="tradefair.E003",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        messages.append(
            Error(
                "The site answers to any name, so a forged one can end up in a mail's links.",
                hint="Set TRADEFAIR_HOSTS to the names under which browsers reach the site.",
                id="tradefair.E004",
            )
        )
    return messages


@register(Tags.security, deploy=True)
def check_mail(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Codes, invitations and reminders reach people."""
    messages: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and settings.EMAIL_HOST in LOCAL_HOSTS:
        messages.append(
            Warning(
                "Mail goes to this machine's own mail server, which often reaches nobody.",
                hint="Set TRADEFAIR_SMTP_HOST to the mail server that sends for you.",
                id="tradefair.W001",
            )
        )
    if "@example.com" in settings.DEFAULT_FROM_EMAIL:
        messages.append(
            Error(
                f"Mail is sent as {settings.DEFAULT_FROM_EMAIL}, which is nobody.",
                hint="Set TRADEFAIR_FROM to an address at which replies are read.",
                id="tradefair.E005",
            )
        )
    return messages


@register(Tags.database)
def check_letters(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Misspelt words are found in every script. Asked by `migrate`, and by `check --database default`."""
    return [
        Warning(
            "This database takes only A to Z for letters, so a misspelt word is not found in other scripts.",
            hint="Make the database with LC_CTYPE 'C.UTF-8', or another one that ends in UTF-8.",
            id="tradefair.W002",
        )
        for alias in databases or ()
        if not knows_letters(connections[alias])
    ]


@register(deploy=True)
def check_pango(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Reports can be printed by the workers of this machine."""
    if pango.is_there() or sys.platform != "linux":
        return []
    return [
        Warning(
            "The result of a fair cannot be made into a file to print: Pango is not on this machine.",
            hint=f"Install it (on Debian: apt install {' '.join(pango.PACKAGES)}) wherever workers run.",
            id="tradefair.W003",
        )
    ]


def knows_letters(connection: BaseDatabaseWrapper) -> bool:
    """Whether trigrams are cut from words of other scripts than the Latin one; yes where there are no trigrams yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('show_trgm') IS NULL")
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT show_trgm('рыба') <> '{}'")
        return bool(cursor.fetchone()[0])
