"""What is known of whoever looks for partners, who suits whom, and what people say of that."""

from matchmaking.discovery.models.feedback import Mark, Opening
from matchmaking.discovery.models.knowledge import Dossier, Phrase
from matchmaking.discovery.models.ranking import FairWeights, Pairing, Run

__all__ = ["Dossier", "FairWeights", "Mark", "Opening", "Pairing", "Phrase", "Run"]
