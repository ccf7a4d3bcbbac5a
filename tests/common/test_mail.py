"""What a site in local mode mails can be read in the browser; elsewhere it goes out by SMTP."""

import socket
import threading
import time

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.urls import reverse

from matchmaking.common.mail import are_mails_here, newest_mails

FILES = "django.core.mail.backends.filebased.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH, settings.MAIL_FOLDER = FILES, tmp_path, tmp_path
    return tmp_path


def send(subject="Hello", text="Good morning", html=None):
    message = mail.EmailMultiAlternatives(subject, text, "Tradefair <fair@example.com>", ["ana@example.com"])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def test_mails_are_read_back_newest_first(folder):
    send("One", "Guten Tag, 李小龍\n\n    BCDF-GHJK\n\n", "<p style='color:red'>Hi<script>x()</script></p>")
    with mail.get_connection() as connection:  # two mails in one file
        for subject in ("Two", "Three"):
            mail.EmailMessage(subject, "text", "a@example.com", ["b@example.com"], connection=connection).send()
    newest = newest_mails(folder, limit=3)
    assert [found.subject for found in newest] == ["Three", "Two", "One"]
    last = newest[-1]
    assert (last.sender, last.recipients, last.code) == (
        "Tradefair <fair@example.com>",
        "ana@example.com",
        "BCDF-GHJK",
    )
    assert "李小龍" in last.text
    assert last.safe_html.strip() == "<p>Hi</p>"
    assert (newest[0].code, newest[0].html) == ("", "")
    assert [found.subject for found in newest_mails(folder, limit=1)] == ["Three"]


def test_no_folder_is_no_mail(tmp_path):
    assert newest_mails(tmp_path / "never", limit=5) == []


def test_the_page_shows_the_code(client, db, folder):
    page = client.get(reverse("common:mail"))
    assert "No mails yet" in page.content.decode()
    send(text="Hello,\n\n    BCDF-GHJK\n\nsee https://example.com/x <b>")
    page = client.get(reverse("common:mail")).content.decode()
    assert "<code data-mail-code>BCDF-GHJK</code>" in page
    assert 'href="https://example.com/x"' in page
    assert "&lt;b&gt;" in page


def test_the_page_of_the_code_leads_to_the_mails(client, db, folder):
    client.post(reverse("account_signup"), {"name": "Ana", "email": "ana@example.com"})
    assert reverse("common:mail") in client.get(reverse("account_email_verification_sent")).content.decode()
    assert newest_mails(folder, limit=1)[0].code


def test_there_is_no_such_page_in_production_or_with_smtp(client, db, folder, settings):
    settings.LOCAL = False
    assert not are_mails_here()
    assert client.get(reverse("common:mail")).status_code == 404
    settings.LOCAL, settings.EMAIL_BACKEND = True, SMTP
    assert client.get(reverse("common:mail")).status_code == 404


class Postbox:
    """Keeps what a real SMTP server was given."""

    def __init__(self):
        self.envelopes = []
        self.arrived = threading.Event()

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        self.arrived.set()
        return "250 Kept"


@pytest.fixture
def post_office(settings):
    postbox = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    yield postbox
    controller.stop()
    time.sleep(0.05)  # the server's thread closes its last sockets


def test_a_code_goes_out_by_real_smtp(client, db, post_office):
    client.post(reverse("account_signup"), {"name": "Ana", "email": "ana@example.com"})
    assert post_office.arrived.wait(5)
    (envelope,) = post_office.envelopes
    assert envelope.rcpt_tos == ["ana@example.com"]
    assert "Welcome to Tradefair: your code" in envelope.content.decode()
