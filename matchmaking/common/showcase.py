"""What the page /design/ shows: each component with plausible content. Nothing of it is kept anywhere."""

from typing import Any


def everything() -> dict[str, Any]:
    return {}
