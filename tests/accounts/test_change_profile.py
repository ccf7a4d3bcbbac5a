from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from matchmaking.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
URL = "/me/"
PROFILE = {
    "name": "Ana  Lopez",
    "country": "PE",
    "language": "fr",
    "spoken_languages": ["es", "fr"],
    "clock": "chosen",
    "time_zone": "America/Lima",
}


def save(client, **data):
    return client.post(URL, PROFILE | data)


def test_change_profile_saves_what_was_said(client):
    user = make.user()
    client.force_login(user)
    assert save(client).url == reverse("accounts:me")
    user = User.objects.get()
    assert (
        user.name,
        user.country,
        user.language,
        user.spoken_languages,
        user.time_zone,
        user.is_time_zone_chosen,
    ) == (
        "Ana Lopez",
        "PE",
        "fr",
        ["es", "fr"],
        "America/Lima",
        True,
    )


def test_change_profile_follows_the_browser_again(client):
    user = make.user(time_zone="America/Lima", is_time_zone_chosen=True)
    client.force_login(user)
    client.cookies["zone"] = "Asia/Tokyo"
    save(client, clock="browser")
    user.refresh_from_db()
    assert (user.time_zone, user.is_time_zone_chosen) == ("Asia/Tokyo", False)


def test_change_profile_keeps_the_zone_where_the_browser_says_none(client):
    user = make.user(time_zone="America/Lima", is_time_zone_chosen=True)
    client.force_login(user)
    save(client, clock="browser")
    user.refresh_from_db()
    assert (user.time_zone, user.is_time_zone_chosen) == ("America/Lima", False)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"country": "XX"}, "country"),
        ({"language": "de"}, "language"),
        ({"spoken_languages": ["xx"]}, "spoken_languages"),
        ({"clock": "sun"}, "clock"),
        ({"time_zone": ""}, "time_zone"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "/etc/passwd"}, "time_zone"),
    ],
)
def test_change_profile_refuses_nonsense(client, data, field):
    user = make.user(name="Before")
    client.force_login(user)
    response = save(client, **data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.name == "Before"


def test_change_profile_shows_what_is_saved_and_what_the_browser_says(client):
    client.force_login(make.user(name="Ana", time_zone="America/Lima", is_time_zone_chosen=True))
    client.cookies["zone"] = "Asia/Tokyo"
    page = client.get(URL).content.decode()
    assert 'value="America/Lima"' in page
    assert "Your browser says Asia/Tokyo." in page
    assert '<option value="Europe/Brussels">' in page


def picture(colour="red", kind="PNG", size=(900, 600)):
    drawn = BytesIO()
    Image.new("RGB", size, colour).save(drawn, kind)
    return SimpleUploadedFile(f"me.{kind.lower()}", drawn.getvalue(), f"image/{kind.lower()}")


def test_change_profile_draws_the_photo_anew_and_removes_the_old_one(client, django_capture_on_commit_callbacks):
    user = make.user()
    client.force_login(user)
    save(client, photo=picture())
    user.refresh_from_db()
    first = user.photo.name
    with default_storage.open(first) as stored, Image.open(stored) as drawn:
        assert (drawn.format, max(drawn.size)) == ("WEBP", 512)

    with django_capture_on_commit_callbacks(execute=True):
        save(client, name="Somebody else")
    user.refresh_from_db()
    assert user.photo.name == first  # nothing was said about the photo

    with django_capture_on_commit_callbacks(execute=True):
        save(client, photo=picture("blue", "JPEG"))
    user.refresh_from_db()
    assert user.photo.name != first
    assert [default_storage.exists(name) for name in (first, user.photo.name)] == [False, True]

    with django_capture_on_commit_callbacks(execute=True):
        save(client, **{"photo-clear": "on"})
    second = user.photo.name
    user.refresh_from_db()
    assert (bool(user.photo), default_storage.exists(second)) == (False, False)


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"\x89PNG\r\n", b""])
def test_change_profile_refuses_what_is_no_picture(client, content):
    client.force_login(make.user())
    response = save(client, photo=SimpleUploadedFile("me.png", content, "image/png"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["photo"]


def test_change_profile_is_for_the_signed_in(client):
    assert client.get(URL).url == f"{reverse('account_login')}?next=/me/"
    assert save(client).status_code == 302
