from django.apps import AppConfig


class CommonConfig(AppConfig):
    """A handful of tools without tables."""

    name = "matchmaking.common"
    default_auto_field = "django.db.models.BigAutoField"
