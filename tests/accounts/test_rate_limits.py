import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def test_tries_are_counted_in_redis():
    assert isinstance(caches["default"], RedisCache)
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "10/m/ip,5/5m/key"


def test_guessing_a_password_ends_after_five_tries_even_with_the_right_one(client):
    user = make.member()
    for _try in range(5):
        client.post(reverse("account_login"), {"login": user.email, "password": "wrong-password"})
    response = client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    assert "_auth_user_id" not in client.session
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize(
    ("url_name", "data", "allowed"),
    [
        ("account_reset_password", {"email": "ana@example.com"}, 5),
        ("account_signup", {"email": "", "name": ""}, 20),
        ("account_login", {"login": "", "password": ""}, 30),
    ],
)
def test_too_many_tries_are_answered_by_our_page(client, url_name, data, allowed):
    statuses = {client.post(reverse(url_name), data).status_code for _try in range(allowed)}
    assert statuses <= {200, 302}
    response = client.post(reverse(url_name), data)
    assert response.status_code == 429
    assert "429.html" in [template.name for template in response.templates]


def test_mailing_codes_to_one_address_ends_after_three(client):
    user = make.member()
    data = {"email": user.email}
    for _try in range(3):
        client.post(reverse("account_request_login_code"), data)
        client.cookies.clear()
    assert client.post(reverse("account_request_login_code"), data).context["form"].errors
