from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CommonConfig(AppConfig):
    """A handful of tools without tables."""

    name = "matchmaking.common"


class AdministrationConfig(AdminConfig):
    """Django's admin, with our site in its place."""

    default_site = "matchmaking.common.admin.Site"
