"""What a profile or a stand lacks that would bring it matches: pure, from what its dossier knows of it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.discovery.models import Dossier


@dataclass(frozen=True)
class Lack:
    """One thing that is not there. Without a `grave` one nobody can be met, however well he suits."""

    name: str | Promise
    is_grave: bool = False


NOBODY_SPEAKS = Lack(_("nobody speaks for it"), is_grave=True)
NO_TIMES = Lack(_("no free times"), is_grave=True)
HIDES = Lack(_("is shown to nobody, as he wishes"), is_grave=True)
NO_GOODS_SOUGHT = Lack(_("goods or services that he looks for"))
NO_NEED = Lack(_("what he looks for, in his own words"))
NO_COUNTRIES = Lack(_("countries he buys from"))
NO_PRODUCTS = Lack(_("products with an HS code, or services"))
NO_PITCH = Lack(_("a pitch"))
NO_MARKETS = Lack(_("markets it looks for"))
NO_LANGUAGES = Lack(_("languages"))
NO_VOLUMES = Lack(_("volumes"))


def lacks_of(dossier: Dossier) -> list[Lack]:
    """What is missing, what matters most first. Certificates and the like not everybody needs."""
    seeks, said = dossier.facts.get("seeks", {}), dossier.facts
    goods = bool(seeks.get("headings") or seeks.get("services"))
    if stand := dossier.exhibitor:
        asked = [
            (dossier.is_shown, NOBODY_SPEAKS),
            (dossier.capacity or not dossier.is_shown, NO_TIMES),
            (goods, NO_PRODUCTS),
            (stand.headline or stand.pitch, NO_PITCH),
            (seeks.get("markets"), NO_MARKETS),
            (said.get("languages") or not dossier.is_shown, NO_LANGUAGES),
            (seeks.get("volumes"), NO_VOLUMES),
        ]
    else:
        profile = dossier.profile
        asked = [
            (dossier.is_shown, HIDES),
            (dossier.capacity, NO_TIMES),
            (goods, NO_GOODS_SOUGHT),
            (profile and profile.looking_for, NO_NEED),
            (seeks.get("markets"), NO_COUNTRIES),
            (said.get("languages"), NO_LANGUAGES),
            (seeks.get("volumes"), NO_VOLUMES),
        ]
    return [lack for is_there, lack in asked if not is_there]
