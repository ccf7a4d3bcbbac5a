"""What a browser keeps of the site: the worker that shows messages and a page without network, and how it is installed.

docs/decisions/0030-push-and-offline.md says what is kept, for whom, and how long.
"""

import json
import re
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PAPER = "#fcfaf6"  # that of css/tokens.css by day, in the only notation that manifests know


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker of the whole site. It differs when what it keeps does, so that browsers take the new one."""
    drawn = render_to_string("common/offline.html")
    shell = {
        "version": sha256(drawn.encode()).hexdigest()[:16],
        "page": reverse("common:offline"),
        "files": [static("img/tradefair.svg"), *re.findall('href="([^"]+)"', render_to_string("common/_styles.html"))],
        "icon": static("img/icon-192.png"),
        "signOut": reverse("account_logout"),
    }
    script = f"self.shell = {json.dumps(shell)};\nimportScripts({json.dumps(static('js/worker.js'))});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """What is seen without network by whoever has no day kept."""
    return render(request, "common/offline.html")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a device is told that puts the site among its apps, in the reader's language."""
    facts = {
        "id": "/",
        "name": _("Tradefair"),
        "short_name": _("Tradefair"),
        "description": _("Exporters and buyers meet, whatever the distance."),
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("img/tradefair.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("img/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    response = JsonResponse(facts, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie, Accept-Language"
    return response
