"""Vouching for a stand."""

from matchmaking.trust.views.endorsing import endorse, withdraw

__all__ = ["endorse", "withdraw"]
