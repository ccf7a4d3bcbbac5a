"""What belongs to no stage of the walk: the page of components, and pictures where no web server hands them out."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from matchmaking.common import showcase
from matchmaking.common.mail import are_mails_here, newest_mails

# What `uploads` lets through: everything else below the media root is nobody's business.
MEDIA_TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A picture that somebody uploaded. Names are unguessable and never used twice, so a copy may be kept for ever."""
    media_type = MEDIA_TYPES.get(Path(path).suffix.lower())
    try:
        if media_type is None or not default_storage.exists(path):
            raise Http404
        response = FileResponse(default_storage.open(path), content_type=media_type)
    except (SuspiciousFileOperation, IsADirectoryError, ValueError) as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that were told of no icon: beside a document, or a picture."""
    return redirect(static("img/tradefair.svg"), permanent=True)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages. In local mode only."""
    if not settings.LOCAL:
        raise Http404
    return render(request, "common/design.html", showcase.everything())


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The mails of a site in local mode, where nothing is sent."""
    if not are_mails_here():
        raise Http404
    return render(request, "common/mail.html", {"mails": newest_mails(settings.MAIL_FOLDER, limit=50)})
