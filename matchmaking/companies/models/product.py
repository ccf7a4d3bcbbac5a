"""What a company sells: goods by HS code, services by the services list."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_language
from matchmaking.common.uploads import image_path
from matchmaking.companies.models.classification import HsCode, Service
from matchmaking.companies.models.company import Company


class Incoterm(models.TextChoices):
    """The eleven rules of Incoterms 2020 (International Chamber of Commerce)."""

    EXW = "EXW", _("EXW, ex works")
    FCA = "FCA", _("FCA, free carrier")
    CPT = "CPT", _("CPT, carriage paid to")
    CIP = "CIP", _("CIP, carriage and insurance paid to")
    DAP = "DAP", _("DAP, delivered at place")
    DPU = "DPU", _("DPU, delivered at place unloaded")
    DDP = "DDP", _("DDP, delivered duty paid")
    FAS = "FAS", _("FAS, free alongside ship")
    FOB = "FOB", _("FOB, free on board")
    CFR = "CFR", _("CFR, cost and freight")
    CIF = "CIF", _("CIF, cost, insurance and freight")


class Volume(models.TextChoices):
    """In which amounts goods are bought and sold."""

    SAMPLE = "sample", _("samples and trial orders")
    PALLET = "pallet", _("pallets")
    CONTAINER = "container", _("containers")
    CONTRACT = "contract", _("yearly contracts")


class Certificate(models.TextChoices):
    """What buyers ask for by name. Names of standards are not translated."""

    ISO_9001 = "iso-9001", "ISO 9001"
    ISO_14001 = "iso-14001", "ISO 14001"
    ISO_22000 = "iso-22000", "ISO 22000"
    ISO_27001 = "iso-27001", "ISO 27001"
    ISO_45001 = "iso-45001", "ISO 45001"
    ISO_13485 = "iso-13485", "ISO 13485"
    HACCP = "haccp", "HACCP"
    BRCGS = "brcgs", "BRCGS"
    IFS = "ifs", "IFS Food"
    FSSC = "fssc-22000", "FSSC 22000"
    GLOBALGAP = "globalgap", "GLOBALG.A.P."
    EU_ORGANIC = "eu-organic", _("EU organic")
    USDA_ORGANIC = "usda-organic", "USDA Organic"
    FAIRTRADE = "fairtrade", "Fairtrade"
    RAINFOREST = "rainforest-alliance", "Rainforest Alliance"
    HALAL = "halal", _("Halal")
    KOSHER = "kosher", _("Kosher")
    GMP = "gmp", "GMP"
    FDA = "fda", _("FDA registered")
    CE = "ce", "CE"
    UL = "ul", "UL"
    CCC = "ccc", "CCC"
    REACH = "reach", "REACH"
    ROHS = "rohs", "RoHS"
    FSC = "fsc", "FSC"
    PEFC = "pefc", "PEFC"
    OEKO_TEX = "oeko-tex", "OEKO-TEX"
    GOTS = "gots", "GOTS"
    SA8000 = "sa8000", "SA8000"
    B_CORP = "b-corp", "B Corp"


class Product(models.Model):
    """Something that a company sells, in its own words and under one code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    language = models.CharField(_("language of the texts"), max_length=3, default="en", validators=[validate_language])
    hs_code = models.ForeignKey(
        HsCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("HS code"),
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("service"),
    )
    certificates = ArrayField(
        models.CharField(max_length=24, choices=Certificate),
        verbose_name=_("certificates"),
        default=list,
        blank=True,
    )
    minimum_order = models.CharField(_("minimum order"), max_length=80, blank=True)
    incoterms = ArrayField(
        models.CharField(max_length=3, choices=Incoterm),
        verbose_name=_("Incoterms"),
        default=list,
        blank=True,
    )
    lead_time_days = models.PositiveSmallIntegerField(_("lead time in days"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["changed_at", "version"])

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                name="product_is_a_good_or_a_service",
                condition=Q(hs_code__isnull=False, service=None) | Q(hs_code=None, service__isnull=False),
            ),
            models.CheckConstraint(
                name="product_code_has_six_digits",
                condition=Q(hs_code=None) | Q(Exact(Length(F("hs_code_id")), 6)),
            ),
            models.CheckConstraint(name="product_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def certificate_names(self) -> list[str]:
        """What the certificates are called, in the reader's language where a name is translated."""
        return [str(Certificate(code).label) for code in self.certificates if code in Certificate.values]


class ProductImage(models.Model):
    """A picture of a product, with the words for those who cannot see it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    image = models.ImageField(_("image"), upload_to=image_path("products"))
    alternative = models.CharField(_("what the picture shows"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("product image")
        verbose_name_plural = _("product images")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alternative or str(self.product)
