"""The organisation, its words in several languages, and the people who work for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_country, validate_language
from matchmaking.common.uploads import image_path


class Company(models.Model):
    """An organisation, kept over years and over all fairs."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=140, unique=True)
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    city = models.CharField(_("city"), max_length=80, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    linkedin = models.URLField(_("LinkedIn page"), max_length=300, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=40, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    founded_in = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    employees = models.CharField(
        _("people employed"),
        max_length=10,
        blank=True,
        choices=[
            ("1-9", "1–9"),
            ("10-49", "10–49"),
            ("50-249", "50–249"),
            ("250-999", "250–999"),
            ("1000+", "1000+"),
        ],
    )
    logo = models.ImageField(_("logo"), upload_to=image_path("logos"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["changed_at", "version"])

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="one_company_per_vat_number",
                fields=["country", "vat_number"],
                condition=~Q(vat_number=""),
            ),
            models.CheckConstraint(name="company_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="company_country_is_a_code", condition=Q(country__regex=r"^[A-Z]{2}$")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> "CompanyText | None":
        """The description in the reader's language, else in English, else the first. Prefetch `texts` for lists."""
        texts = {text.language: text for text in self.texts.all()}
        wanted = (get_language() or "en")[:2]
        return texts.get(wanted) or texts.get("en") or next(iter(texts.values()), None)


class CompanyText(models.Model):
    """What a company says of itself, in one language."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, validators=[validate_language])
    headline = models.CharField(_("in one line"), max_length=160)
    description = models.TextField(_("description"), max_length=6000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name = _("company text")
        verbose_name_plural = _("company texts")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(name="one_text_per_company_and_language", fields=["company", "language"]),
        ]

    def __str__(self) -> str:
        return f"{self.company} ({self.language})"


class Membership(models.Model):
    """A person works for a company. Owners may change the company and its people; members its words and products."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        MEMBER = "member", _("member")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-role", "user__name"]
        constraints = [
            models.UniqueConstraint(name="one_membership_per_person_and_company", fields=["user", "company"]),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.company}"
