"""What the mails about an account say, in English and in French, kept in files as those of reminders are."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.utils import translation

from matchmaking.accounts.adapter import AccountAdapter
from tests.letters import is_as_kept, parts_of

KEPT = Path(__file__).parent / "letters"
TEMPLATES = Path(__file__).parents[2] / "templates"
KINDS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt") for path in TEMPLATES.glob("*/email/*_subject.txt")
)
CONTEXT = {
    "asked_at": datetime(2030, 5, 14, 8, 5, tzinfo=UTC),
    "asked_from": "203.0.113.9",
    "asked_with": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "site_url": "https://fair.example.com",
    "code": "K7M-2QX",
    "activate_url": "https://fair.example.com/accounts/confirm-email/abc/",
    "password_reset_url": "https://fair.example.com/accounts/password/reset/abc/",
    "from_email": "old@example.com",
    "to_email": "new@example.com",
    "deleted_email": "old@example.com",
    "provider": "Google",
}


def mail_of(kind, language):
    with translation.override(language):
        return AccountAdapter().render_mail(kind, "renata@example.com", CONTEXT)


@pytest.fixture(autouse=True)
def _sender(settings):
    settings.DEFAULT_FROM_EMAIL = "Tradefair <fair@example.com>"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_mail_says(kind, language):
    message, parts = parts_of(mail_of(kind, language))
    told = "".join(f"{name}: {message[name]}\n" for name in ("From", "To", "Subject"))
    name = f"{kind.rsplit('/', 1)[1]}.{language}"
    is_as_kept(KEPT / f"{name}.txt", told + "\n" + parts["text/plain"].get_content())
    is_as_kept(KEPT / f"{name}.html", parts["text/html"].get_content())


@pytest.mark.parametrize("kind", KINDS)
def test_mail_loads_nothing_and_says_as_html_what_it_says_as_text(kind):
    _, parts = parts_of(mail_of(kind, "en"))
    page, text = parts["text/html"].get_content(), parts["text/plain"].get_content()
    assert re.findall(r"<(?:img|link|script|iframe|video|audio|object)|url\(|@import", page) == []
    words = re.sub(r"<[^>]+>", " ", re.sub(r"</?a\b[^>]*>", "", page))
    shown = " ".join(unescape(words).split())
    for line in filter(None, (line.strip() for line in text.split("\n--\n")[0].splitlines())):
        assert " ".join(line.split()) in shown


def test_what_somebody_calls_himself_is_no_markup():
    with translation.override("en"):
        mail = AccountAdapter().render_mail("account/email/login_code", "a@example.com", CONTEXT | {"code": "<b>1</b>"})
    assert "<b>1</b>" not in mail.alternatives[0][0]
