"""What demo people write to each other in the room of a meeting, and agree on, in the languages in which they meet."""

from typing import TypedDict

GUEST, HOST = "guest", "host"


class Talk(TypedDict):
    remarks: tuple[tuple[tuple[str, str], ...], ...]  # some talks: who says what
    deliveries: tuple[str, ...]
    next_steps: tuple[str, ...]


TALKS: dict[str, Talk] = {
    "en": {
        "remarks": (
            (
                (GUEST, "Good morning! Could you write down the smallest quantity that you deliver?"),
                (HOST, "One pallet for a first order, and we pay half of the freight."),
                (GUEST, "That would suit us. I will talk to our warehouse."),
            ),
            (
                (HOST, "Here is our price list: it is also among the documents of our stand."),
                (GUEST, "Thank you. Are the certificates valid until next year?"),
                (HOST, "Until March. The new ones are on their way, I send them as soon as they are here."),
            ),
            ((GUEST, "The sound was gone for a moment. You said six weeks?"), (HOST, "Six weeks from the order, yes.")),
        ),
        "deliveries": (
            "six weeks after the order, Antwerp",
            "by the end of the quarter, Rotterdam",
            "monthly, by road",
        ),
        "next_steps": (
            "Samples by courier within a week",
            "Offer in writing by Friday, then a trial order",
            "A second meeting with the quality department",
        ),
    },
    "fr": {
        "remarks": (
            (
                (GUEST, "Bonjour ! Pourriez-vous m’écrire la quantité minimale ?"),
                (
                    HOST,
                    "Une palette pour une première commande, et nous prenons la moitié du transport à notre charge.",
                ),
                (GUEST, "Cela nous conviendrait. J’en parle à notre entrepôt."),
            ),
            (
                (HOST, "Voici nos tarifs : ils sont aussi parmi les documents de notre stand."),
                (GUEST, "Merci. Les certificats sont-ils valables jusqu’à l’an prochain ?"),
                (HOST, "Jusqu’en mars. Je vous envoie les nouveaux dès qu’ils arrivent."),
            ),
        ),
        "deliveries": ("six semaines après la commande, Anvers", "chaque mois, par la route"),
        "next_steps": (
            "Échantillons par coursier sous une semaine",
            "Offre écrite d’ici vendredi, puis une commande d’essai",
        ),
    },
    "es": {
        "remarks": (
            (
                (GUEST, "Buenos días. ¿Podría escribirme la cantidad mínima?"),
                (HOST, "Un palé para el primer pedido, y pagamos la mitad del transporte."),
                (GUEST, "Nos conviene. Lo hablo con nuestro almacén."),
            ),
            (
                (HOST, "Esta es nuestra lista de precios; también está entre los documentos de nuestro stand."),
                (GUEST, "Gracias. ¿Pueden enviarnos muestras?"),
                (HOST, "Salen mañana."),
            ),
        ),
        "deliveries": ("seis semanas después del pedido, Amberes", "cada mes, por carretera"),
        "next_steps": ("Muestras por mensajero en una semana", "Oferta por escrito antes del viernes"),
    },
}
# In which unit, how much at least and at most, and what one costs.
GOODS = {"kg": (500, 8000, 3, 16), "pcs": (200, 6000, 4, 45), "box": (50, 900, 18, 80), "pallet": (2, 24, 420, 1900)}
WISHES = (
    "I have seen your picture in the hall and would like to know whether you deliver to us.",
    "Two minutes about prices for a first container.",
    "A colleague has told me of your stand: I look for exactly this.",
)
DECLINED = "Thank you for coming by! Our range does not reach your market yet. We would be glad to see you next year."
