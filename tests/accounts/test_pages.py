"""Every page of accounts: by a template of ours, for whom it is, in few queries, without a style or a script in it."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.urls import reverse

from tests import make
from tests.accounts.mails import last_code

pytestmark = pytest.mark.django_db

OPEN = ["account_login", "account_signup", "account_request_login_code", "account_reset_password", "account_inactive"]
OPEN += ["socialaccount_login_cancelled", "socialaccount_login_error", "account_password_reset_completed"]
OWN = [
    "accounts:me",
    "accounts:list-blocks",
    "accounts:need-second-factor",
    "accounts:delete-account",
    "account_logout",
]
OWN += ["account_email", "account_change_password", "account_reauthenticate", "mfa_index", "mfa_activate_totp"]
OWN += ["mfa_add_webauthn", "mfa_list_webauthn", "usersessions_list", "socialaccount_connections"]

# Pages of allauth that nobody reaches here: telephones, several addresses, links in mails, passkeys at sign-up, trust.
UNREACHABLE = {
    "account/base_confirm_code.html",
    "account/base_entrance.html",
    "account/base_manage.html",
    "account/base_manage_email.html",
    "account/base_manage_password.html",
    "account/base_manage_phone.html",
    "account/confirm_phone_verification_code.html",
    "account/email.html",
    "account/email_confirm.html",
    "account/password_reset_done.html",
    "account/phone_change.html",
    "account/signup_by_passkey.html",
    "account/snippets/already_logged_in.html",
    "account/snippets/warn_no_email.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
    "mfa/base_entrance.html",
    "mfa/base_manage.html",
    "mfa/recovery_codes/base.html",
    "mfa/totp/base.html",
    "mfa/trust.html",
    "mfa/webauthn/base.html",
    "mfa/webauthn/signup_form.html",
    "mfa/webauthn/snippets/scripts.html",
    "socialaccount/base_entrance.html",
    "socialaccount/base_manage.html",
    "socialaccount/login_redirect.html",
    "socialaccount/snippets/login.html",
    "socialaccount/snippets/login_extra.html",
    "socialaccount/snippets/provider_list.html",
    "usersessions/base_manage.html",
}


def test_every_page_of_allauth_is_ours():
    theirs = Path(allauth.__file__).parent / "templates"
    folders = ("account", "mfa", "socialaccount", "usersessions")
    pages = {str(page.relative_to(theirs)) for folder in folders for page in (theirs / folder).rglob("*.html")}
    ours = {page for page in pages if (settings.BASE_DIR / "templates" / page).exists()}
    assert pages - ours == UNREACHABLE


@pytest.fixture
def keeper(client):
    """Somebody with every kind of lock, who has just shown who he is."""
    user = make.member()
    client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})
    return user


def is_strict(html):
    """No inline style, no inline script but data, no handler in an attribute."""
    scripts = re.findall(r"<script(?![^>]*src=)[^>]*>", html)
    return (
        all('type="application/json"' in script for script in scripts)
        and not re.search(r"<[^>]+\sstyle=", html)
        and not re.search(r"<[^>]+\son[a-z]+=", html)
        and "<style" not in html
    )


@pytest.mark.parametrize("name", OPEN)
def test_the_doors_are_open_to_strangers(client, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        response = client.get(reverse(name))
    assert response.status_code == (401 if name == "socialaccount_login_error" else 200)
    assert is_strict(response.content.decode())


@pytest.mark.parametrize("name", OWN)
def test_ones_own_pages_are_for_the_signed_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url in ("/", f"{reverse('account_login')}?next={reverse(name)}") or response.url.startswith(
        reverse("account_login")
    )


@pytest.mark.parametrize("name", OWN)
def test_ones_own_pages_are_ours(client, keeper, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        response = client.get(reverse(name))
    assert response.status_code == (403 if name == "accounts:need-second-factor" else 200)
    assert is_strict(response.content.decode())
    assert "accounts/base.html" in [template.name for template in response.templates]


def test_the_pages_of_somebody_with_locks(client, keeper):
    TOTP.activate(keeper, generate_totp_secret())
    RecoveryCodes.activate(keeper)
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        response = client.get(reverse(name))
        assert response.status_code == 200, name
        assert is_strict(response.content.decode())
    assert client.get(reverse("mfa_reauthenticate")).status_code == 200
    codes = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert len(codes) == 10


def test_a_second_lock_is_asked_for_at_the_door(client):
    user = make.member()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    response = client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    assert response.url == reverse("mfa_authenticate")
    page = client.get(response.url)
    assert is_strict(page.content.decode())
    assert client.post(response.url, {"code": "000000"}).context["form"].errors
    assert "_auth_user_id" not in client.session

    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(response.url, {"code": code}).url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_recovery_code_opens_once(client):
    user = make.member()
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for opens in (True, False):
        client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is opens
        client.logout()


def test_changing_ones_address_needs_a_code_and_tells_the_old_one(client, keeper, mailoutbox):
    old = keeper.email
    response = client.post(reverse("account_email"), {"email": "New@example.com", "action_add": ""})
    assert response.url == reverse("account_email_verification_sent")
    keeper.refresh_from_db()
    assert keeper.email == old
    client.post(response.url, {"code": last_code("new@example.com")})
    keeper.refresh_from_db()
    assert keeper.email == "new@example.com"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.com", True, True)]
    assert (mailoutbox[-1].to, mailoutbox[-1].subject) == ([old], "Your address was changed")


def test_changing_ones_address_to_somebody_elses_is_answered_alike(client, keeper, mailoutbox):
    other = make.member()
    response = client.post(reverse("account_email"), {"email": other.email, "action_add": ""})
    assert response.url == reverse("account_email_verification_sent")
    keeper.refresh_from_db()
    assert keeper.email != other.email


def test_changing_the_password_asks_for_the_old_one_and_tells_by_mail(client, keeper, mailoutbox):
    url = reverse("account_change_password")
    assert client.post(url, {"oldpassword": "wrong-password", "password1": "a-longer-secret"}).context["form"].errors
    client.post(url, {"oldpassword": "secret-enough", "password1": "a-longer-secret"})
    keeper.refresh_from_db()
    assert keeper.check_password("a-longer-secret")
    assert mailoutbox[-1].subject == "Your password was changed"
    assert "If it was not you" in mailoutbox[-1].body


def test_setting_the_first_password(client):
    user = make.member(password=None)
    client.force_login(user)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    assert client.get(reverse("account_set_password")).status_code == 200
    client.post(reverse("account_set_password"), {"password1": "a-longer-secret"})
    user.refresh_from_db()
    assert user.check_password("a-longer-secret")
