"""What a company says of itself, language by language."""

from django.db import transaction

from matchmaking.companies.errors import ChangedMeanwhile
from matchmaking.companies.models import Company, CompanyText


def write_text(*, company_id: int, language: str, version: int, headline: str, description: str) -> CompanyText:
    """The company's text in that language is this one. `version` is what the writer saw: 0 where there was none.

    ChangedMeanwhile if it was written over an older one.
    """
    with transaction.atomic():
        # The company's row is what two writers have in common, before and after the text exists.
        Company.objects.select_for_update(no_key=True).get(pk=company_id)
        text = CompanyText.objects.filter(company_id=company_id, language=language).first() or CompanyText(
            company_id=company_id, language=language, version=0
        )
        if text.version != version:
            raise ChangedMeanwhile
        text.headline, text.description = headline, description
        text.version += 1
        text.save()
    return text


def remove_text(*, company_id: int, language: str) -> None:
    """The company says nothing in that language any more."""
    for text in CompanyText.objects.filter(company_id=company_id, language=language):
        text.delete()
