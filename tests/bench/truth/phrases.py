"""What people at the drawn fair write: about goods, filled in as {goods}, and about themselves."""

from typing import NamedTuple


class Phrases(NamedTuple):
    needs: tuple[str, ...]
    offers: tuple[str, ...]
    buyers: tuple[str, ...]
    stands: tuple[str, ...]


PHRASES = {
    "en": Phrases(
        (
            "We would like to meet makers of {goods} for a first order this autumn.",
            "Wanted: {goods}. Please bring prices and delivery times.",
            "Our customers keep asking for {goods}, so we need a second source.",
            "{goods} for our catalogue, from somebody who can deliver all year.",
        ),
        (
            "Our house stands for {goods}, straight from our own plant.",
            "{goods} in the quality that demanding clients expect.",
            "New in our range: {goods}. Samples are at the stand.",
            "Makers of {goods} since 1974, with a short way from order to ship.",
        ),
        (
            "We are a family business with forty shops.",
            "We decide within two weeks and pay on delivery.",
            "Quality and clear paperwork matter more to us than the last cent.",
        ),
        (
            "We ship to thirty countries and answer within a day.",
            "Visit our stand and talk to the engineers themselves.",
            "We look for long partnerships rather than quick orders.",
        ),
    ),
    "fr": Phrases(
        (
            "Nous voulons rencontrer des fabricants de {goods} pour une première commande à l’automne.",
            "Recherchons : {goods}. Merci d’apporter prix et délais.",
            "Nos clients réclament {goods} ; il nous faut une deuxième source.",
            "{goods} pour notre catalogue, chez quelqu’un qui livre toute l’année.",
        ),
        (
            "Notre maison est connue pour {goods}, sortis de notre propre usine.",
            "{goods} : la qualité qu’attendent les clients exigeants.",
            "Nouveau dans la gamme : {goods}. Échantillons sur le stand.",
            "Depuis 1974 nous produisons {goods}, de la commande au départ en peu de jours.",
        ),
        (
            "Nous sommes une entreprise familiale de quarante magasins.",
            "Nous décidons en deux semaines et payons à la livraison.",
            "La qualité et des papiers en règle comptent plus que le dernier centime.",
        ),
        (
            "Nous livrons trente pays et répondons dans la journée.",
            "Passez au stand parler avec ceux qui fabriquent.",
            "Nous cherchons des partenaires fidèles plutôt que des commandes rapides.",
        ),
    ),
    "de": Phrases(
        (
            "Wir möchten Hersteller kennenlernen: {goods}, erste Bestellung im Herbst.",
            "Gesucht: {goods}. Bitte Preise und Lieferzeiten mitbringen.",
            "Unsere Kunden fragen nach {goods}, deshalb brauchen wir eine zweite Quelle.",
            "{goods} für unseren Katalog, von jemandem, der das ganze Jahr liefern kann.",
        ),
        (
            "Unser Haus steht für {goods}, direkt aus dem eigenen Werk.",
            "{goods} in der Qualität, die anspruchsvolle Kunden erwarten.",
            "Neu im Sortiment: {goods}. Muster liegen am Stand.",
            "Seit 1974 stellen wir {goods} her, vom Auftrag zum Versand ist es nicht weit.",
        ),
        (
            "Wir sind ein Familienbetrieb mit vierzig Läden.",
            "Wir entscheiden in zwei Wochen und zahlen bei Lieferung.",
            "Qualität und saubere Papiere sind uns wichtiger als der letzte Cent.",
        ),
        (
            "Wir liefern in dreißig Länder und antworten am selben Tag.",
            "Sprechen Sie am Stand mit den Leuten aus der Fertigung.",
            "Wir suchen lange Partnerschaften und keine schnellen Geschäfte.",
        ),
    ),
    "es": Phrases(
        (
            "Queremos conocer fabricantes de {goods} para un primer pedido en otoño.",
            "Se busca: {goods}. Traigan precios y plazos, por favor.",
            "Nuestros clientes nos piden {goods} y necesitamos una segunda fuente.",
            "{goods} para nuestro catálogo, de alguien que entregue todo el año.",
        ),
        (
            "Nuestra casa es conocida por {goods}, directamente de planta propia.",
            "{goods} con la calidad que espera el cliente exigente.",
            "Novedad: {goods}. Hay muestras en el puesto.",
            "Desde 1974 producimos {goods}, del pedido al embarque en pocos días.",
        ),
        (
            "Somos una empresa familiar con cuarenta tiendas.",
            "Decidimos en dos semanas y pagamos contra entrega.",
            "La calidad y los papeles en regla nos importan más que el último céntimo.",
        ),
        (
            "Enviamos a treinta países y respondemos en el día.",
            "Venga al puesto y hable con quienes fabrican.",
            "Buscamos alianzas largas más que pedidos rápidos.",
        ),
    ),
    "zh": Phrases(
        (
            "希望认识{goods}的生产厂家，秋季首批订货。",
            "求购：{goods}。请带上报价和交货期。",
            "客户一直在问{goods}，我们需要第二个货源。",
            "为产品目录寻找{goods}，要求全年供货。",
        ),
        (
            "我们以{goods}闻名，自有工厂直接出货。",
            "{goods}，满足高要求客户的品质。",
            "新品：{goods}，展位备有样品。",
            "自1974年起生产{goods}，下单到发货时间短。",
        ),
        ("我们是有四十家门店的家族企业。", "两周内做决定，货到付款。", "比起最低价，我们更看重质量和单证齐全。"),
        ("产品销往三十个国家，当天回复。", "欢迎来展位与工程师直接交流。", "我们寻求长期合作，而不是一次性订单。"),
    ),
}
