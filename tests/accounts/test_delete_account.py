import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from matchmaking.accounts.actions import leaving
from matchmaking.accounts.errors import AddressMistyped
from matchmaking.accounts.models import Block, User
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
URL = "/me/delete/"


def sign_in(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})


def confirm(client):
    """Gives the password again, which is asked for once more before something important."""
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})


def test_delete_account_leaves_nobody_behind(client, django_capture_on_commit_callbacks):
    user, other = make.member(name="Ana Lopez", country="PE", is_staff=True), make.user()
    user.photo.save("ana.png", ContentFile(b"picture"))
    photo = user.photo.name
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Block.objects.create(blocker=user, blocked=other)
    Block.objects.create(blocker=other, blocked=user)
    email = user.email

    with django_capture_on_commit_callbacks(execute=True):
        leaving.delete_account(user=user, typed_email=f" {email.upper()} ", at=NOW)

    user.refresh_from_db()
    assert str(user) == "Somebody who has left"
    assert (user.name, user.country, bool(user.photo), user.is_active, user.is_staff, user.left_at) == (
        "",
        "",
        False,
        False,
        False,
        NOW,
    )
    assert email not in user.email
    assert not user.has_usable_password()
    assert not default_storage.exists(photo)
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.filter(email=email).exists()
    assert not Block.objects.exists()
    assert not User.history.filter(id=user.pk).exists()


def test_delete_account_asks_for_the_password_and_the_address(client):
    user = make.member()
    sign_in(client, user)
    elsewhere = Client()
    sign_in(elsewhere, user)

    client.post(reverse("account_logout"))
    client.force_login(user)
    assert client.get(URL).url == f"{reverse('account_reauthenticate')}?next=%2Fme%2Fdelete%2F"
    confirm(client)
    response = client.post(URL, {"email": "somebody@example.com"})
    assert response.status_code == 422
    assert response.context["form"].errors["email"] == [AddressMistyped.message]

    assert client.post(URL, {"email": user.email}).url == "/"
    assert User.objects.exclude(left_at=None).get() == user
    assert client.get("/me/").status_code == 302
    assert elsewhere.get("/me/").status_code == 302  # signed out everywhere


def test_the_address_is_free_again(client):
    user = make.member(email="ana@example.com")
    leaving.delete_account(user=user, typed_email=user.email, at=NOW)
    client.post(reverse("account_signup"), {"name": "Ana", "email": "ana@example.com"})
    assert User.objects.filter(email="ana@example.com", left_at=None).exists()


def test_delete_account_refuses_a_mistyped_address():
    user = make.member()
    with pytest.raises(AddressMistyped):
        leaving.delete_account(user=user, typed_email="", at=NOW)
    assert EmailAddress.objects.filter(user=user).exists()


def test_who_has_left_is_nobody_says_the_database():
    user = make.user(name="Ana")
    with refused_by("who_has_left_is_nobody"):
        User.objects.filter(pk=user.pk).update(left_at=NOW, is_active=False)


def test_one_account_per_address_says_the_database():
    make.user(email="ana@example.com")
    with refused_by("one_account_per_address"):
        make.user(email="ANA@example.com")


def test_addresses_are_in_small_letters_says_the_database():
    user = make.user()
    with refused_by("addresses_are_in_small_letters"):
        User.objects.filter(pk=user.pk).update(email="Ana@example.com")
