"""Signing up, signing in and locking one's account as people do it: with eyes, fingers and keys."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from matchmaking.accounts.models import User
from tests import make
from tests.accounts.mails import last_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def any_window(request, open_window):
    width, height = request.param
    return open_window(viewport={"width": width, "height": height})


def plug_in_key(page):
    """A device that holds passkeys and whose owner always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def enter_password(page, live_server, user, path="/accounts/login/"):
    page.goto(f"{live_server.url}{path}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill("secret-enough")
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.context.clear_cookies(name="sessionid")


def test_a_newcomer_is_inside_with_a_name_an_address_and_a_code(any_window, live_server, axe):
    page = any_window
    page.goto(f"{live_server.url}/accounts/signup/?next=/me/")
    assert axe(page) == []
    page.get_by_label("Name").fill("Ana Lopez")
    page.get_by_label("E-mail address").fill("ana@example.com")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Confirm your address").wait_for()
    assert axe(page) == []
    page.get_by_label("Code").fill(last_code("ana@example.com"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    assert axe(page) == []
    user = User.objects.get()
    assert (user.name, user.time_zone, user.language) == ("Ana Lopez", "Europe/Brussels", "en")


def test_a_passkey_is_added_and_opens_the_account_alone(page, live_server, axe):
    user = make.member()
    plug_in_key(page)
    enter_password(page, live_server, user, "/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill("secret-enough")  # asked again before a lock is changed
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the passkey").fill("My laptop")
    assert page.get_by_label("Sign in with this passkey alone").is_checked()
    assert axe(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator("#recovery-codes li").count() == 10
    assert mail.outbox[-1].subject in ("A passkey was added", "New recovery codes")

    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    assert "My laptop" in page.locator("#passkeys").inner_text()
    assert axe(page) == []

    sign_out(page)
    page.goto(f"{live_server.url}/accounts/login/?next=/me/")
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/me/")


def test_a_passkey_is_the_second_lock_after_the_password(page, live_server, axe):
    user = make.member()
    plug_in_key(page)
    enter_password(page, live_server, user, "/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill("secret-enough")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Sign in with this passkey alone").uncheck()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()

    sign_out(page)
    enter_password(page, live_server, user, "/accounts/login/?next=/me/")
    page.get_by_role("heading", name="One more step").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/")


def test_a_passkey_that_is_not_shown_is_said_in_words(page, live_server):
    devtools, key = plug_in_key(page)
    page.goto(f"{live_server.url}/accounts/login/")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey was not used").wait_for()


def test_the_authenticator_app_is_set_up_and_asked_for(page, live_server, axe):
    user = make.member()
    enter_password(page, live_server, user, "/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.get_by_label("Password", exact=True).fill("secret-enough")
    page.get_by_role("button", name="Continue").click()
    secret = page.locator("[data-secret]").inner_text()
    assert axe(page) == []
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert axe(page) == []

    sign_out(page)
    enter_password(page, live_server, user, "/accounts/login/?next=/me/")
    page.get_by_label("Code").fill(code_of(secret, steps=1))  # the first one was used
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/me/")
    assert Authenticator.objects.filter(user=user).count() == 2  # the app and the recovery codes


def code_of(secret, steps=0):
    """What the app shows now, or so many steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_ones_own_pages_are_for_everybody(any_window, live_server, axe, sign_in):
    page = any_window
    user = make.member()
    sign_in(page, user)
    for path in ("/me/", "/me/blocks/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/email/"):
        page.goto(f"{live_server.url}{path}")
        assert axe(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    page.emulate_media(color_scheme="dark")
    page.reload()  # colours that are on their way to the dark are not what one reads
    assert axe(page) == []


def test_the_zone_is_found_by_typing(page, live_server, sign_in):
    user = make.member()
    sign_in(page, user)
    page.goto(f"{live_server.url}/me/")
    page.get_by_label(re.compile("Always this time zone")).check()
    page.get_by_label("Time zone", exact=False).last.fill("Asia/Tokyo")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your profile is saved.").wait_for()
    user.refresh_from_db()
    assert (user.time_zone, user.is_time_zone_chosen) == ("Asia/Tokyo", True)


def test_one_press_signs_in_as_somebody_of_the_demo(page, live_server):
    make.member(email="buyer@example.com", password="fair-demo-2026")
    page.goto(f"{live_server.url}/accounts/login/?next=/me/")
    page.get_by_role("button", name="buyer@example.com").click()
    page.wait_for_url("**/me/")
