from django.apps import AppConfig


class TradefairConfig(AppConfig):
    """The project itself: it has no tables, only what must be right before it is let out."""

    name = "tradefair"

    def ready(self) -> None:
        from tradefair import checks  # noqa: F401, PLC0415 - importing registers them, once settings are there
