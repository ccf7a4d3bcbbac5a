from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "matchmaking.visitors"
    default_auto_field = "django.db.models.BigAutoField"
