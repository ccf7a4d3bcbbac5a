"""Where allauth asks us: what a new person is, what a mail says, and what another site may tell of its owner."""

import logging
from contextlib import suppress
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from matchmaking.accounts.actions import leaving, settling
from matchmaking.accounts.middleware import browser_zone
from matchmaking.accounts.models import User
from matchmaking.common.letters import dress

LONGEST_NAME = 120
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up, signing in and the mails about both."""

    def new_user(self, request: HttpRequest) -> User:
        """Reads in the language of the page on which he signs up, by the clock of his browser."""
        return User(language=get_language() or "en", time_zone=browser_zone(request) or "UTC")

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        saved: User = super().save_user(request, user, form, commit)
        request.newcomer = saved  # type: ignore[attr-defined]
        return saved

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        settling.follow_browser_clock(user=user, zone=browser_zone(request))
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail says who asked for it, so that whoever did not knows what to think of it.

        Somebody waits for it: if it cannot be sent he is told so, and whoever is just signing up may do it again.
        """
        request = allauth_context.request
        asked = {
            "asked_at": timezone.now(),
            "asked_from": self.get_client_ip(request),
            "asked_with": self.get_http_user_agent(request),
            "site_url": settings.SITE_URL,
        }
        try:
            super().send_mail(template_prefix, email, asked | context)
        except (SMTPException, OSError) as error:
            logger.exception("The mail %s could not be sent", template_prefix)
            if newcomer := getattr(request, "newcomer", None):
                leaving.forget_newcomer(user=newcomer)
            page = render(request, "503.html", status=503)
            page["Retry-After"] = "60"
            raise ImmediateHttpResponse(page) from error

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """As text, and as HTML like all our mails."""
        mail: EmailMultiAlternatives = super().render_mail(template_prefix, email, context, headers)
        dress(mail, code=context.get("code", ""))
        return mail

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What it tells has happened already, and does not fail because the mail server is away."""
        with suppress(ImmediateHttpResponse):
            super().send_notification_mail(*args, **kwargs)


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
