"""Files that a stand hands out. They have been judged by their content before they come here."""

from django.core.files.base import File

from matchmaking.common.uploads import forget_file
from matchmaking.exhibitors import errors, rules
from matchmaking.exhibitors.actions.referee import hold_exhibitor, refereed
from matchmaking.exhibitors.models import Document, Exhibitor


def add_document(
    *, exhibitor: Exhibitor, title: str, language: str, audience: str, file: "File[bytes]", media_type: str
) -> Document:
    """The stand hands out one more file."""
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_exhibiting(ours)
        if Document.objects.filter(exhibitor=ours).count() >= rules.MOST_DOCUMENTS:
            raise errors.TooManyDocuments
        return Document.objects.create(
            exhibitor=ours,
            title=title,
            language=language,
            audience=audience,
            file=file,
            media_type=media_type,
            size=file.size,
        )


def change_document(*, document: Document, title: str, language: str, audience: str) -> Document:
    """The document has this title, language and audience; its file stays."""
    with refereed():
        hold_exhibitor(document.exhibitor_id)
        document.title, document.language, document.audience = title, language, audience
        document.save(update_fields=["title", "language", "audience"])
    return document


def remove_document(*, document: Document) -> None:
    """The document is gone, and its file once that is committed."""
    with refereed():
        hold_exhibitor(document.exhibitor_id)
        forget_file(document.file)
        document.delete()
