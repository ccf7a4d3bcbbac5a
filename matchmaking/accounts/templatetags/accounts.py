"""Words for templates that show people or let them in. `{% load accounts %}`."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from matchmaking.accounts.access import reference_to
from matchmaking.accounts.models import User
from matchmaking.accounts.queries import DEMO_PASSWORD, demo_people

register = template.Library()

# The first that is found wins: Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """What a person would call the program: “Firefox on Windows”."""
    name = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or _("Unknown browser")


@register.inclusion_tag("accounts/_block_button.html", takes_context=True)
def block_button(context: template.Context, person: User) -> dict[str, Any]:
    """A button with which the reader blocks the person whom the page shows; nothing for himself."""
    request: HttpRequest = context["request"]
    return {
        "request": request,
        "person": person,
        "reference": reference_to(person),
        "is_oneself": request.user.pk == person.pk,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("accounts/_demo_people.html", takes_context=True)
def demo_entrance(context: template.Context) -> dict[str, Any]:
    """The demo's people, each with a button that signs in as him; nothing outside local mode."""
    return {
        "people": demo_people(),
        "password": DEMO_PASSWORD,
        "redirect_field": context.get("redirect_field", ""),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def has_elsewhere_doors() -> bool:
    """True if the keys of at least one provider are set."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


@register.inclusion_tag("accounts/_elsewhere.html", takes_context=True)
def elsewhere_doors(context: template.Context, process: str) -> dict[str, Any]:
    """A button for each account from elsewhere whose keys are set. `process` is login or connect."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return {}
    request: HttpRequest = context["request"]
    doors = [
        {"name": provider.name, "url": provider.get_login_url(request, process=process)}
        for provider in get_adapter().list_providers(request)
    ]
    return {
        "doors": doors,
        "process": process,
        "next": context.get("redirect_field_value") or "",
        "csrf_token": context.get("csrf_token"),
    }
