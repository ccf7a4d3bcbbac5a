"""What the templates of the organiser's desk need."""

from typing import Any

from django import template

from matchmaking.organising import daywords, tabs
from matchmaking.organising.rules.day import Fault, State

register = template.Library()


@register.inclusion_tag("organising/_tabs.html", takes_context=True)
def desk_tabs(context: template.Context) -> dict[str, Any]:
    """The rows of tabs, by the reader's rights and where he is."""
    match = getattr(context["request"], "resolver_match", None)
    view = match.view_name.removeprefix("organising:") if match else ""
    return {"fair": context["fair"], "here": tabs.here(view, context["rights"]), "view": view}


@register.simple_tag
def room_state(state: str) -> str:
    """What a room's tile says."""
    return str(daywords.SAYS[State(state)])


@register.simple_tag
def fault_words(fault: str) -> str:
    """What a device test has found missing."""
    return str(daywords.FAULTS[Fault(fault)])
