"""What a fair says about itself, in one of its languages."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language


class FairText(models.Model):
    """The words of a fair in one language. Whoever reads another one sees those of its first language."""

    fair = models.ForeignKey("fairs.Fair", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, validators=[validate_language])
    tagline = models.CharField(_("in one line"), max_length=160, blank=True, default="")
    description = models.TextField(_("description"), max_length=6000, blank=True, default="")
    welcome = models.TextField(_("welcome"), max_length=2000, blank=True, default="")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of a fair")
        verbose_name_plural = _("texts of fairs")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(name="one_text_per_language_and_fair", fields=["fair", "language"]),
            models.CheckConstraint(
                name="fair_text_says_something", condition=~Q(tagline="", description="", welcome="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fair} ({self.language})"


def best_text(texts: Iterable[FairText], wanted: str, languages: Sequence[str]) -> FairText | None:
    """The text in the wanted language; else the first there is in the order of the fair's languages; else any."""
    order = {language: place for place, language in enumerate(languages)}
    ranked = sorted(texts, key=lambda t: (t.language != wanted, order.get(t.language, len(order)), t.language))
    return ranked[0] if ranked else None
