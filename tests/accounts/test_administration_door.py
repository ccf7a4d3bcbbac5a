import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


def staff(**kw):
    return make.member(**{"is_staff": True, "is_superuser": True} | kw)


@pytest.mark.parametrize("path", [ADMIN, "/admin/accounts/user/", "/admin/login/", "/admin/jsi18n/"])
def test_a_stranger_signs_in_at_the_door_of_all(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith(f"{reverse('account_login')}?next=/admin/")


def test_the_admins_own_page_of_signing_in_takes_nothing(client):
    user = staff()
    response = client.post("/admin/login/", {"username": user.email, "password": "secret-enough"})
    assert response.url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_the_admin_goes_on_to_where_one_wanted_to_go(client):
    response = client.get("/admin/login/?next=/admin/accounts/user/")
    assert response.url == f"{reverse('account_login')}?next=/admin/accounts/user/"


def test_a_member_does_not_see_the_administration(client):
    client.force_login(make.user())
    assert client.get(ADMIN).status_code == 404
    assert client.get("/admin/login/").status_code == 404


def test_staff_open_it_without_a_second_factor_in_local_mode_only(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(staff())
    assert client.get(ADMIN).status_code == 200


def test_staff_without_a_second_factor_are_told_how_to_set_one_up(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(staff())
    response = client.get("/admin/accounts/user/")
    assert response.url == reverse("accounts:need-second-factor")
    page = client.get(response.url)
    assert page.status_code == 403
    assert reverse("mfa_add_webauthn") in page.content.decode()
    assert reverse("mfa_activate_totp") in page.content.decode()


def test_staff_with_a_second_factor_open_it(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    user = staff()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(user)
    assert client.get(ADMIN).status_code == 200


def test_production_asks_for_a_second_factor():
    """The setting follows the mode; the demo's administrator has no telephone."""
    environment = os.environ | {
        "TRADEFAIR_MODE": "production",
        "TRADEFAIR_SITE_URL": "https://fair.example.org",
        "TRADEFAIR_FROM": "fair@example.org",
        "DJANGO_SETTINGS_MODULE": "tradefair.settings",
    }
    asked = "from django.conf import settings as s; print(s.STAFF_NEED_SECOND_FACTOR, s.SESSION_COOKIE_SECURE)"
    told = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True"]
