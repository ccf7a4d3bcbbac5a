from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "matchmaking.reminders"
    default_auto_field = "django.db.models.BigAutoField"
