from http import HTTPStatus

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

# The name of an upload is unguessable; knowing it is enough.
NAME = "people/0123456789abcdef.webp"


@pytest.fixture
def picture():
    stored = default_storage.save(NAME, ContentFile(b"not really a picture"))
    yield stored
    default_storage.delete(stored)


def test_media_hands_out_a_picture_that_nothing_can_run(client, picture):
    answer = client.get(reverse("common:media", args=[picture]))
    assert answer.status_code == HTTPStatus.OK
    assert b"".join(answer.streaming_content) == b"not really a picture"
    assert {name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "image/webp",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "path",
    [
        "people/nobody.webp",
        "people",
        "people/",
        "../settings.py",
        "../../../../../etc/passwd",
        "..%2f..%2fetc/passwd.png",
        "/etc/passwd.png",
        "people/x.svg",
        "people/x.html",
        "people/\x00.png",
    ],
)
def test_media_hands_out_nothing_else(client, picture, path):
    assert client.get("/media/" + path).status_code == HTTPStatus.NOT_FOUND


def test_media_does_not_say_what_lies_in_a_folder_named_like_a_picture(client):
    stored = default_storage.save("folder.png/x.png", ContentFile(b""))
    try:
        assert client.get("/media/folder.png").status_code == HTTPStatus.NOT_FOUND
    finally:
        default_storage.delete(stored)


def test_media_is_read_only(client, picture):
    assert client.post(reverse("common:media", args=[picture])).status_code == HTTPStatus.METHOD_NOT_ALLOWED
