from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from matchmaking.common.admin import Chronicle, Inline, Ledger
from matchmaking.common.places import country_name
from matchmaking.companies.models import (
    Company,
    CompanyText,
    HsCode,
    HsLabel,
    HsTerm,
    HsWord,
    Membership,
    Product,
    ProductImage,
    SearchWord,
    Service,
)


class CompanyResource(ModelResource):
    class Meta:
        model = Company
        import_id_fields = ("slug",)
        fields = ("slug", "name", "country", "city", "website", "linkedin", "vat_number", "registration_number")
        skip_unchanged = True
        clean_model_instances = True


class ProductResource(ModelResource):
    company = Field("company", "company", ForeignKeyWidget(Company, "slug"))

    class Meta:
        model = Product
        fields = ("id", "company", "name", "description", "language", "hs_code", "service", "minimum_order")
        skip_unchanged = True
        clean_model_instances = True


class TextInline(Inline):
    model = CompanyText
    related = ("company",)


class MembershipInline(Inline):
    model = Membership
    related = ("user", "company")
    autocomplete_fields = ("user",)


class ImageInline(Inline):
    model = ProductImage
    related = ("product",)


@admin.register(Company)
class CompanyAdmin(Chronicle):
    resource_classes = (CompanyResource,)
    list_display = ("name", "country_", "city", "people", "wares", "changed_at")
    list_filter = ("country", "employees")
    search_fields = ("name", "slug", "vat_number", "city")
    ordering = ("name", "pk")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("created_at", "changed_at")
    inlines = (TextInline, MembershipInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        counts: dict[str, Any] = {
            "member_count": Count("memberships", distinct=True),
            "product_count": Count("products", distinct=True),
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=_("country"), ordering="country")
    def country_(self, company: Company) -> str:
        return country_name(company.country)

    @admin.display(description=_("people"), ordering="member_count")
    def people(self, company: Any) -> int:
        return int(company.member_count)

    @admin.display(description=_("products"), ordering="product_count")
    def wares(self, company: Any) -> int:
        return int(company.product_count)


@admin.register(Product)
class ProductAdmin(Chronicle):
    resource_classes = (ProductResource,)
    list_display = ("name", "company", "hs_code_id", "service_id", "language", "changed_at")
    list_select_related = ("company",)
    list_filter = ("language",)
    search_fields = ("name", "company__name", "hs_code__code")
    autocomplete_fields = ("company", "hs_code", "service")
    inlines = (ImageInline,)


@admin.register(Membership)
class MembershipAdmin(Chronicle):
    list_display = ("user", "company", "role", "job_title", "created_at")
    list_select_related = ("user", "company")
    list_filter = ("role",)
    search_fields = ("user__email", "user__name", "company__name")
    autocomplete_fields = ("user", "company")


@admin.register(CompanyText)
class CompanyTextAdmin(Chronicle):
    list_display = ("company", "language", "headline")
    list_select_related = ("company",)
    list_filter = ("language",)
    search_fields = ("company__name", "headline")
    autocomplete_fields = ("company",)


@admin.register(ProductImage)
class ProductImageAdmin(Ledger):
    list_display = ("product", "alternative", "position")
    list_select_related = ("product",)
    search_fields = ("product__name", "alternative")
    autocomplete_fields = ("product",)


@admin.register(HsCode)
class HsCodeAdmin(Ledger):
    list_display = ("code", "level", "description")
    list_filter = ("level",)
    search_fields = ("code", "description")
    autocomplete_fields = ("parent",)


@admin.register(HsLabel)
class HsLabelAdmin(Ledger):
    list_display = ("code_id", "language", "text")
    list_filter = ("language",)
    search_fields = ("code__code", "text")
    autocomplete_fields = ("code",)


@admin.register(HsWord)
class HsWordAdmin(Ledger):
    list_display = ("word", "headings")
    search_fields = ("word",)


@admin.register(HsTerm)
class HsTermAdmin(Ledger):
    """To look at, not to change: loaded with the classification, vectors included."""

    list_display = ("code_id", "kind", "language", "text")
    list_filter = ("kind", "language")
    search_fields = ("code__code", "text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: HsTerm | None = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Service)
class ServiceAdmin(Ledger):
    list_display = ("code", "name", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "names")
    autocomplete_fields = ("parent",)


@admin.register(SearchWord)
class SearchWordAdmin(Ledger):
    list_display = ("word",)
    search_fields = ("word",)
