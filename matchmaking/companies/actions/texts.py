"""What a company says of itself, language by language."""

from django.db import transaction

from matchmaking.companies.models import CompanyText


def write_text(*, company_id: int, language: str, headline: str, description: str) -> CompanyText:
    """The company's text in that language is this one, whether there was one or not."""
    with transaction.atomic():
        text, _is_new = CompanyText.objects.update_or_create(
            company_id=company_id,
            language=language,
            defaults={"headline": headline, "description": description},
        )
    return text


def remove_text(*, company_id: int, language: str) -> None:
    """The company says nothing in that language any more."""
    for text in CompanyText.objects.filter(company_id=company_id, language=language):
        text.delete()
