"""What the desk keeps: one module per noun."""

from matchmaking.organising.models.deeds import Deed

__all__ = ["Deed"]
