"""What the templates of the organiser's desk need."""

from typing import Any

from django import template

from matchmaking.organising import tabs

register = template.Library()


@register.inclusion_tag("organising/_tabs.html", takes_context=True)
def desk_tabs(context: template.Context) -> dict[str, Any]:
    """The rows of tabs, by the reader's rights and where he is."""
    match = getattr(context["request"], "resolver_match", None)
    view = match.view_name.removeprefix("organising:") if match else ""
    return {"fair": context["fair"], "here": tabs.here(view, context["rights"]), "view": view}
