from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "matchmaking.fairs"
    default_auto_field = "django.db.models.BigAutoField"
