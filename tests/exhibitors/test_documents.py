"""Files that a stand hands out, and who may have them."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from matchmaking.exhibitors import rules
from matchmaking.exhibitors.actions.documents import add_document, remove_document
from matchmaking.exhibitors.errors import TooManyDocuments
from matchmaking.exhibitors.models import Document, Exhibitor
from tests import make

pytestmark = pytest.mark.django_db
Audience = Document.Audience


def a_page() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PDF")
    return out.getvalue()


PDF = a_page()  # made once: a PDF says when it was made


def document(stand=None, **kw) -> Document:
    content = ContentFile(PDF, name="prices.pdf")
    facts = {"title": "Prices", "language": "en", "audience": Audience.EVERYBODY, "media_type": "application/pdf"}
    return add_document(exhibitor=stand or make.exhibitor(), file=content, **(facts | kw))


def test_add_document_keeps_the_file_outside_the_public_folder(settings):
    made = document()
    assert made.size == len(PDF)
    assert made.file.path.startswith(str(settings.DOCUMENT_ROOT))


def test_add_document_refuses_too_many():
    stand = make.exhibitor()
    for _ in range(rules.MOST_DOCUMENTS):
        document(stand)
    with pytest.raises(TooManyDocuments):
        document(stand)


def test_remove_document_takes_the_file_away_once_committed(django_capture_on_commit_callbacks):
    made = document()
    storage, name = made.file.storage, made.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=made)
    assert not storage.exists(name)


def test_a_download_is_an_attachment_that_no_cache_keeps(client):
    made = document(title="Prices 2030: été/“x”")
    response = client.get(reverse("exhibitors:download-document", args=[made.pk]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


READERS = ("anonymous", "stranger", "visitor", "waiting", "team", "owner", "organiser", "other organiser", "admin")


def reader(name, stand):
    fair = stand.fair
    match name:
        case "stranger":
            return make.user()
        case "visitor":
            return make.participant(fair=fair).user
        case "waiting":
            return make.participant(fair=fair, status="applied", decided_at=None).user
        case "team":
            return make.representative(exhibitor=stand).participant.user
        case "owner":
            return make.membership(company=stand.company, role="owner").user
        case "organiser":
            return make.organiser(fair=fair).user
        case "other organiser":
            return make.organiser().user
        case "admin":
            return make.user(is_superuser=True)
    return None


MAY_READ = {
    Audience.EVERYBODY: set(READERS),
    Audience.PARTICIPANTS: {"visitor", "team", "owner", "organiser", "admin"},
    Audience.TEAM: {"team", "owner", "organiser", "admin"},
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", READERS)
def test_a_document_is_for_its_audience(client, audience, name):
    stand = make.exhibitor()
    made = document(stand, audience=audience)
    if user := reader(name, stand):
        client.force_login(user)
    response = client.get(reverse("exhibitors:download-document", args=[made.pk]))
    if response.streaming:
        b"".join(response.streaming_content)  # the client closes the file at its end
    assert response.status_code == (200 if name in MAY_READ[audience] else 404)


def test_the_documents_of_a_stand_that_waits_are_not_for_everybody(client):
    made = document(make.exhibitor(status=Exhibitor.Status.APPLIED, decided_at=None))
    assert client.get(reverse("exhibitors:download-document", args=[made.pk])).status_code == 404


def test_a_missing_file_is_not_found(client):
    made = document()
    made.file.storage.delete(made.file.name)
    assert client.get(reverse("exhibitors:download-document", args=[made.pk])).status_code == 404


def test_the_page_adds_changes_and_removes(client):
    seat = make.representative()
    client.force_login(seat.participant.user)
    args = [seat.exhibitor.fair.slug, seat.exhibitor.slug]
    address = reverse("exhibitors:list-documents", args=args)
    facts = {"title": "Prices", "language": "en", "audience": "team"}
    client.post(address, facts | {"file": SimpleUploadedFile("prices.pdf", PDF, "application/pdf")})
    made = Document.objects.get()
    assert (made.title, made.media_type, made.audience) == ("Prices", "application/pdf", "team")
    client.post(reverse("exhibitors:change-document", args=[*args, made.pk]), facts | {"title": "Prices 2031"})
    made.refresh_from_db()
    assert made.title == "Prices 2031"
    client.post(reverse("exhibitors:remove-document", args=[*args, made.pk]))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("prices.pdf", b"<html><script>alert(1)</script>"), ("prices.exe", b"MZ\x90\x00"), ("a.pdf", b"")],
)
def test_the_page_refuses_what_is_not_a_document(client, name, content):
    seat = make.representative()
    client.force_login(seat.participant.user)
    address = reverse("exhibitors:list-documents", args=[seat.exhibitor.fair.slug, seat.exhibitor.slug])
    facts = {"title": "Prices", "language": "en", "audience": "team"}
    response = client.post(address, facts | {"file": SimpleUploadedFile(name, content)})
    assert (response.status_code, "file" in response.context["form"].errors) == (422, True)
    assert not Document.objects.exists()
