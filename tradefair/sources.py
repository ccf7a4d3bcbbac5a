"""What pages may load, and from where: everything from here, and nothing inline."""

from collections.abc import Sequence

from csp.constants import NONE, SELF


def directives(*, forms_go_to: Sequence[str]) -> dict[str, list[str]]:
    """The Content-Security-Policy by its directives. Forms go here, and to where people sign in from elsewhere."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *forms_go_to],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
