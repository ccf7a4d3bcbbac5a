import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.mails import last_code

pytestmark = pytest.mark.django_db
EVIL = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
    "http:evil",
]


def sign_in(client, user, password="secret-enough", **data):
    return client.post(reverse("account_login"), {"login": user.email, "password": password} | data)


def who(client):
    return client.session.get("_auth_user_id")


def test_sign_in_by_password(client):
    user = make.member()
    assert sign_in(client, user).url == "/"
    assert who(client) == str(user.pk)


def test_sign_in_by_password_in_capitals_of_the_address(client):
    user = make.member(email="ana@example.com")
    client.post(reverse("account_login"), {"login": " ANA@example.com ", "password": "secret-enough"})
    assert who(client) == str(user.pk)


def test_sign_in_refuses_a_wrong_password(client):
    user = make.member()
    response = sign_in(client, user, "wrong-password")
    assert response.context["form"].non_field_errors()
    assert who(client) is None


def test_sign_in_with_an_unconfirmed_address_asks_for_a_code_first(client):
    user = make.user()
    assert sign_in(client, user).url == reverse("account_email_verification_sent")
    assert who(client) is None
    client.post(reverse("account_email_verification_sent"), {"code": last_code(user.email)})
    assert who(client) == str(user.pk)


def test_sign_in_by_mailed_code(client):
    user = make.member()
    response = client.post(reverse("account_request_login_code"), {"email": user.email, "next": "/me/"})
    assert response.url.startswith(reverse("account_confirm_login_code"))
    response = client.post(response.url, {"code": last_code(user.email).lower().replace("-", " "), "next": "/me/"})
    assert (response.url, who(client)) == ("/me/", str(user.pk))
    assert mail.outbox[-1].subject == "Your code to sign in to Tradefair"


def test_a_closed_account_stays_closed(client):
    user = make.member(is_active=False)
    sign_in(client, user)
    assert who(client) is None


@pytest.mark.parametrize("url", EVIL)
def test_sign_in_never_leads_away(client, url):
    user = make.member()
    assert sign_in(client, user, next=url).url == "/"


@pytest.mark.parametrize("url", EVIL)
def test_sign_in_by_code_never_leads_away(client, url):
    user = make.member()
    client.post(reverse("account_request_login_code"), {"email": user.email, "next": url})
    response = client.post(reverse("account_confirm_login_code"), {"code": last_code(user.email), "next": url})
    assert (response.url, who(client)) == ("/", str(user.pk))


@pytest.mark.parametrize("url", EVIL)
def test_signing_out_and_switching_the_language_never_lead_away(client, url):
    assert client.post(reverse("set_language"), {"language": "fr", "next": url}).url == "/"
    client.force_login(make.user())
    assert client.post(reverse("account_logout"), {"next": url}).url == "/"


def test_sign_in_takes_the_clock_of_the_browser(client):
    user = make.member(time_zone="Europe/Brussels")
    client.cookies["zone"] = "Asia/Shanghai"
    sign_in(client, user)
    user.refresh_from_db()
    assert (user.time_zone, user.is_time_zone_chosen) == ("Asia/Shanghai", False)


def test_sign_in_leaves_a_clock_that_was_chosen(client):
    user = make.member(time_zone="Europe/Brussels", is_time_zone_chosen=True)
    client.cookies["zone"] = "Asia/Shanghai"
    sign_in(client, user)
    user.refresh_from_db()
    assert user.time_zone == "Europe/Brussels"


def test_a_new_password_by_mailed_code(client):
    user = make.member()
    response = client.post(reverse("account_reset_password"), {"email": user.email})
    response = client.post(response.url, {"code": last_code(user.email)})
    assert response.url == reverse("account_complete_password_reset")
    response = client.post(response.url, {"password1": "a-longer-secret"})
    assert response.status_code == 302
    assert who(client) == str(user.pk)
    user.refresh_from_db()
    assert user.check_password("a-longer-secret")
    assert mail.outbox[-1].subject == "Your password was changed"


@pytest.mark.parametrize("password", ["short", "password1234", "12345678901", "person-one@"])
def test_a_poor_password_is_refused(client, password):
    user = make.member(email="person-one@example.com")
    client.force_login(user)
    response = client.post(reverse("account_change_password"), {"oldpassword": "secret-enough", "password1": password})
    assert list(response.context["form"].errors) == ["password1"]


def test_signing_out_everywhere_else(client, django_user_model):
    user = make.member()
    elsewhere = Client()
    sign_in(client, user)
    sign_in(elsewhere, user)
    assert len(client.get(reverse("usersessions_list")).context["sessions"]) == 2
    client.post(reverse("usersessions_list"))
    assert elsewhere.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


def test_the_demo_is_offered_in_local_mode_only(client, settings):
    page = client.get(reverse("account_login")).content.decode()
    assert "demo-people" not in page

    make.member(email="buyer@example.com", password="fair-demo-2026")
    make.member(email="admin@example.com", password="fair-demo-2026")
    people = [user.email for user in client.get(reverse("account_login")).context["people"]]
    assert people == ["buyer@example.com", "admin@example.com"]

    settings.LOCAL = False
    assert "demo-people" not in client.get(reverse("account_login")).content.decode()


def test_the_sign_in_page_asks_the_database_little(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(reverse("account_login"))


@pytest.mark.parametrize("url", EVIL)
def test_confirming_who_one_is_never_leads_away(client, url):
    user = make.member()
    sign_in(client, user)
    response = client.post(reverse("account_reauthenticate"), {"password": "secret-enough", "next": url})
    assert response.url == "/"
