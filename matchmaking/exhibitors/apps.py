from django.apps import AppConfig


class ExhibitorsConfig(AppConfig):
    name = "matchmaking.exhibitors"
    default_auto_field = "django.db.models.BigAutoField"
