"""What an invitation to a stand's team says by mail, in English and in French, kept in files (tests/letters.py)."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from matchmaking.exhibitors.mails import send_invitation_mail
from matchmaking.exhibitors.models import TeamInvitation
from tests import make
from tests.letters import is_as_kept, parts_of
from tests.make import NOW

KEPT = Path(__file__).parent / "letters"


@pytest.fixture
def invitation(db, settings):
    settings.SITE_URL = "https://fair.example.com"
    settings.DEFAULT_FROM_EMAIL = "Tradefair <fair@example.com>"
    stand = make.exhibitor(fair=make.fair(name="Salon du Goût"), company=make.company(name="Chocolaterie du Pont"))
    return TeamInvitation.objects.create(
        pk=UUID(int=7),
        exhibitor=stand,
        email="new@example.com",
        digest="0" * 64,
        invited_by=make.member(name="Élise Lambert", email="elise@example.com"),
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_mail_says(invitation, mailoutbox, language):
    make.user(email=invitation.email, language=language)
    send_invitation_mail(invitation, secret="SECRET")
    message, parts = parts_of(mailoutbox[0])
    told = "".join(f"{name}: {message[name]}\n" for name in ("From", "To", "Reply-To", "Subject", "Message-ID"))
    is_as_kept(KEPT / f"invitation.{language}.txt", told + "\n" + parts["text/plain"].get_content())
    is_as_kept(KEPT / f"invitation.{language}.html", parts["text/html"].get_content())
