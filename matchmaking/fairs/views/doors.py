"""How a page of a fair is entered: the address names the fair, the door decides whether it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from matchmaking.accounts.models import User
from matchmaking.fairs.access import open_fair
from matchmaking.fairs.models import Fair

P = ParamSpec("P")
Page = Callable[..., HttpResponseBase]  # called by the URLs, which name the parts of the address


class SignedInRequest(HttpRequest):
    """The request of somebody whom we know."""

    user: User


def at_fair(view: Callable[Concatenate[Any, Fair, P], HttpResponse]) -> Page:
    """A page for everybody who may look at the fair."""

    @wraps(view)
    def page(request: HttpRequest, fair: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, open_fair(request, fair), *args, **kwargs)

    return page
