import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from matchmaking.accounts.models import User
from tests.accounts.mails import last_code

pytestmark = pytest.mark.django_db
NEWCOMER = {"name": "Ana  Lopez ", "email": "Ana@Example.com"}


def sign_up(client, **data):
    return client.post(reverse("account_signup"), NEWCOMER | data)


def test_sign_up_asks_for_a_name_and_an_address_only(client):
    form = client.get(reverse("account_signup")).context["form"]
    assert list(form.fields) == ["name", "email"]


def test_sign_up_opens_the_account_with_the_mailed_code(client):
    client.cookies["zone"] = "America/Lima"
    response = sign_up(client)
    assert response.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session

    response = client.post(response.url, {"code": last_code("ana@example.com")})
    assert response.url == "/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.name, user.time_zone, user.language) == (
        "ana@example.com",
        "Ana Lopez",
        "America/Lima",
        "en",
    )
    assert not user.is_time_zone_chosen
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified


def test_sign_up_takes_the_language_of_the_page(client):
    client.cookies["django_language"] = "fr"
    sign_up(client)
    assert User.objects.get().language == "fr"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "\x00"])
def test_sign_up_does_not_believe_every_cookie(client, zone):
    client.cookies["zone"] = zone
    sign_up(client)
    assert User.objects.get().time_zone == "UTC"


def test_sign_up_goes_on_to_where_one_wanted_to_go(client):
    response = sign_up(client, next="/me/blocks/")
    response = client.post(response.url, {"code": last_code("ana@example.com")})
    assert response.url == "/me/blocks/"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_sign_up_never_leads_away(client, url):
    response = sign_up(client, next=url)
    response = client.post(response.url, {"code": last_code("ana@example.com"), "next": url})
    assert response.url == "/"


def test_a_wrong_code_opens_nothing_and_the_third_ends_it(client):
    sign_up(client)
    url = reverse("account_email_verification_sent")
    for _try in range(2):
        response = client.post(url, {"code": "BCDF-BCDF"})
        assert response.status_code == 200
        assert response.context["verify_form"].errors
    assert client.post(url, {"code": "BCDF-BCDF"}).url == reverse("account_login")
    assert client.post(url, {"code": last_code("ana@example.com")}).url == reverse("account_login")
    assert not EmailAddress.objects.get().verified


def test_the_code_can_be_mailed_again(client):
    sign_up(client)
    url = reverse("account_email_verification_sent")
    cache.clear()  # ten seconds must pass between two mails to one address
    first = last_code("ana@example.com")
    assert client.post(url, {"action": "resend"}).url == url
    second = last_code("ana@example.com")
    assert (first != second, len(mail.outbox)) == (True, 2)
    assert client.post(url, {"code": second}).url == "/"


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"name": "Ana\x00"},
        {"email": "nobody"},
        {"email": ""},
        {"email": f"{'x' * 300}@example.com"},
    ],
)
def test_sign_up_refuses_what_is_no_name_or_no_address(client, data):
    response = sign_up(client, **data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(data)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["محمد بن علي", "李小龍", "Zoë 🐝", "O'Brien <b>"])
def test_sign_up_takes_every_name(client, name):
    sign_up(client, name=name)
    assert User.objects.get().name == name


def test_the_mail_carries_the_code_who_asked_and_where_we_are(client, settings):
    sign_up(client)
    sent = mail.outbox[-1]
    assert sent.subject == "Welcome to Tradefair: your code"
    assert "Welcome. This code confirms your address" in sent.body
    assert "127.0.0.1" in sent.body
    assert "If it was not you" in sent.body
    assert settings.SITE_URL in sent.body
    assert "[" not in sent.subject
