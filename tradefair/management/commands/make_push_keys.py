"""A key pair for push messages, ready to be put among the settings."""

from typing import Any

from django.core.management.base import BaseCommand

from tradefair.keys import new_push_key


class Command(BaseCommand):
    help = "Make a key pair for push messages: its private half is a setting, the public one follows from it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"TRADEFAIR_VAPID_PRIVATE_KEY={new_push_key()}")
