"""Where allauth asks us: what a new person is, what a mail says, and what another site may tell of its owner."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from matchmaking.accounts.actions import settling
from matchmaking.accounts.middleware import browser_zone
from matchmaking.accounts.models import User

LONGEST_NAME = 120


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up, signing in and the mails about both."""

    def new_user(self, request: HttpRequest) -> User:
        """Reads in the language of the page on which he signs up, by the clock of his browser."""
        return User(language=get_language() or "en", time_zone=browser_zone(request) or "UTC")

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        settling.follow_browser_clock(user=user, zone=browser_zone(request))
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail says who asked for it, so that whoever did not knows what to think of it."""
        request = allauth_context.request
        asked = {
            "asked_at": timezone.now(),
            "asked_from": self.get_client_ip(request),
            "asked_with": self.get_http_user_agent(request),
            "site_url": settings.SITE_URL,
        }
        super().send_mail(template_prefix, email, asked | context)


class ElsewhereAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts from elsewhere: Google, Microsoft, LinkedIn."""

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider's keys; an address of one without keys is not there."""
        try:
            return super().get_app(request, provider=provider, client_id=client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name") or "", data.get("last_name") or ""]
        name = data.get("name") or " ".join(part for part in parts if part)
        user.name = " ".join(str(name).split())[:LONGEST_NAME]
        user.email = user.email.lower()
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, str]:
        initial: dict[str, str] = super().get_signup_form_initial_data(sociallogin)
        return initial | {"name": sociallogin.user.name}
