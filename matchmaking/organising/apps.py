from django.apps import AppConfig


class OrganisingConfig(AppConfig):
    name = "matchmaking.organising"
    default_auto_field = "django.db.models.BigAutoField"
