from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "matchmaking.discovery"
    default_auto_field = "django.db.models.BigAutoField"
