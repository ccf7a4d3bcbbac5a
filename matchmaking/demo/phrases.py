"""What demo companies and people say, in their own languages. {product}, {other}, {city}, {years} are filled in."""

from typing import TypedDict


class Phrases(TypedDict):
    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]
    pitches: tuple[str, ...]
    products: tuple[str, ...]
    needs: tuple[str, ...]


PHRASES: dict[str, Phrases] = {
    "en": {
        "headlines": (
            "{product} and {other}, made in {city}",
            "{years} years of {product}",
            "{product} for importers who ask where it comes from",
        ),
        "descriptions": (
            "We make {product} and {other} in {city} and ship to partners on three continents. Every batch can be traced to its origin, and samples leave within five working days.",
            "A family firm for {years} years. We are known for our {product}; {other} came when our clients asked for it. We work with agents and with importers directly.",
        ),
        "pitches": (
            "Come and meet the people who make our {product}. We look for one importer per market and stay with him.",
            "New this year: {product} in smaller lots, so that a first order is no risk. Ask us for the price list.",
            "We are at the fair to find distributors for {product}. Bring your label: we also pack for private brands.",
        ),
        "products": (
            "{product} from {city}, ready for export.",
            "{product} in three sizes, packed for retail or in bulk. Samples on request.",
        ),
        "needs": (
            "We look for a steady supplier of {product}. First a trial order, then monthly deliveries. We also buy {other}.",
            "For our shops we need {product} with a clear origin, and a partner who answers within a day.",
            "We are building a new range around {product} and want to meet three to five serious makers.",
        ),
    },
    "fr": {
        "headlines": (
            "{product} et {other} : une fabrication de {city}",
            "{product} : {years} ans de métier",
            "{product} pour les importateurs qui demandent d’où cela vient",
        ),
        "descriptions": (
            "Nous fabriquons à {city} : {product} et {other}. Nos partenaires sont sur trois continents. Chaque lot est tracé jusqu’à son origine et les échantillons partent en cinq jours ouvrables.",
            "Une maison familiale depuis {years} ans. Nous sommes connus pour nos spécialités ({product}) ; le reste ({other}) est venu à la demande de nos clients. Nous travaillons avec des agents comme avec des importateurs.",
        ),
        "pitches": (
            "Venez rencontrer celles et ceux qui font notre produit phare : {product}. Nous cherchons un importateur par marché et nous lui restons fidèles.",
            "Nouveauté de l’année : {product} en petits lots, pour qu’une première commande ne soit pas un risque. Demandez notre tarif.",
            "Nous cherchons des distributeurs pour {product}. Apportez votre étiquette : nous conditionnons aussi sous marque propre.",
        ),
        "products": (
            "{product} de {city}, prêt à l’export.",
            "{product} en trois formats, pour le détail ou en vrac. Échantillons sur demande.",
        ),
        "needs": (
            "Nous cherchons un fournisseur régulier : {product}. D’abord une commande d’essai, puis des livraisons mensuelles. Nous achetons aussi : {other}.",
            "Pour nos magasins, il nous faut {product} d’origine claire, et un partenaire qui répond dans la journée.",
            "Nous construisons une gamme autour de {product} et voulons rencontrer trois à cinq fabricants sérieux.",
        ),
    },
    "es": {
        "headlines": (
            "{product} y {other}: fabricación propia en {city}",
            "{product}: {years} años de oficio",
            "{product} para importadores que preguntan por el origen",
        ),
        "descriptions": (
            "Producimos en {city}: {product} y {other}. Enviamos a socios en tres continentes. Cada lote se rastrea hasta su origen y las muestras salen en cinco días hábiles.",
            "Empresa familiar desde hace {years} años. Nos conocen por {product}; a petición de los clientes añadimos {other}. Trabajamos con agentes y con importadores.",
        ),
        "pitches": (
            "Venga a conocer a quienes hacen nuestro producto estrella: {product}. Buscamos un importador por mercado.",
            "Novedad de este año: {product} en lotes pequeños, para que el primer pedido no sea un riesgo.",
            "Buscamos distribuidores para {product}. También envasamos con su marca.",
        ),
        "products": (
            "{product} de {city}, listo para exportar.",
            "{product} en tres formatos, al detalle o a granel. Muestras a pedido.",
        ),
        "needs": (
            "Buscamos un proveedor estable de {product}. Primero un pedido de prueba, luego entregas mensuales. También compramos {other}.",
            "Para nuestras tiendas necesitamos {product} de origen claro y un socio que responda en el día.",
            "Estamos creando una línea en torno a {product} y queremos conocer de tres a cinco fabricantes serios.",
        ),
    },
    "de": {
        "headlines": (
            "{product} und {other} aus {city}",
            "{product}: {years} Jahre Handwerk",
            "{product} für Importeure, die nach der Herkunft fragen",
        ),
        "descriptions": (
            "In {city} stellen wir her: {product} und {other}. Wir liefern an Partner auf drei Kontinenten. Jede Charge ist bis zum Ursprung rückverfolgbar, Muster gehen in fünf Werktagen hinaus.",
            "Ein Familienbetrieb seit {years} Jahren. Bekannt sind wir für {product}; auf Wunsch unserer Kunden führen wir auch {other}. Wir arbeiten mit Handelsvertretern und Importeuren.",
        ),
        "pitches": (
            "Lernen Sie die Menschen hinter unserem Hauptprodukt kennen: {product}. Wir suchen einen Importeur je Markt und bleiben ihm treu.",
            "Neu in diesem Jahr: {product} in kleinen Losen, damit die erste Bestellung kein Wagnis ist.",
            "Wir suchen Vertriebspartner für {product}. Auf Wunsch füllen wir unter Ihrer Marke ab.",
        ),
        "products": (
            "{product} aus {city}, exportfertig.",
            "{product} in drei Größen, für den Handel verpackt oder lose. Muster auf Anfrage.",
        ),
        "needs": (
            "Wir suchen einen festen Lieferanten für {product}. Zuerst eine Probebestellung, dann monatlich. Wir kaufen auch {other}.",
            "Für unsere Läden brauchen wir {product} mit klarer Herkunft und einen Partner, der am selben Tag antwortet.",
            "Wir bauen ein Sortiment rund um {product} auf und möchten drei bis fünf ernsthafte Hersteller treffen.",
        ),
    },
    "pt": {
        "headlines": (
            "{product} e {other}: fabrico próprio em {city}",
            "{product}: {years} anos de ofício",
            "{product} para importadores que perguntam pela origem",
        ),
        "descriptions": (
            "Produzimos em {city}: {product} e {other}. Enviamos para parceiros em três continentes. Cada lote é rastreado até à origem e as amostras seguem em cinco dias úteis.",
            "Empresa familiar há {years} anos. Somos conhecidos por {product}; a pedido dos clientes juntámos {other}. Trabalhamos com agentes e importadores.",
        ),
        "pitches": (
            "Venha conhecer quem faz o nosso produto de eleição: {product}. Procuramos um importador por mercado.",
            "Novidade deste ano: {product} em lotes pequenos, para que a primeira encomenda não seja um risco.",
            "Procuramos distribuidores para {product}. Também embalamos com a sua marca.",
        ),
        "products": (
            "{product} de {city}, pronto para exportação.",
            "{product} em três formatos, a retalho ou a granel. Amostras a pedido.",
        ),
        "needs": (
            "Procuramos um fornecedor estável de {product}. Primeiro uma encomenda de teste, depois entregas mensais. Também compramos {other}.",
            "Para as nossas lojas precisamos de {product} de origem clara e de um parceiro que responda no próprio dia.",
            "Estamos a criar uma gama em torno de {product} e queremos conhecer três a cinco fabricantes sérios.",
        ),
    },
    "zh": {
        "headlines": ("{city}制造：{product}与{other}", "专注{product}{years}年", "为重视产地的进口商提供{product}"),
        "descriptions": (
            "我们在{city}生产{product}和{other}，产品销往三大洲。每一批货都可追溯到源头，样品五个工作日内寄出。",
            "家族企业，经营{years}年。我们以{product}闻名，应客户要求增加了{other}。欢迎代理商和进口商洽谈合作。",
        ),
        "pitches": (
            "欢迎来展位认识制作{product}的团队。我们在每个市场只寻找一位进口商，并长期合作。",
            "今年新推出小批量{product}，首单没有风险。欢迎索取价目表。",
            "我们正在寻找{product}的经销商，也可以贴牌生产。",
        ),
        "products": ("{product}，产自{city}，可直接出口。", "{product}，三种规格，零售包装或散装，可提供样品。"),
        "needs": (
            "我们寻找稳定的{product}供应商，先下试订单，之后每月交货。同时采购{other}。",
            "我们的门店需要产地清楚的{product}，并希望合作伙伴当天回复。",
            "我们正在围绕{product}建立新系列，希望会见三到五家认真的生产商。",
        ),
    },
    "ar": {
        "headlines": (
            "{product} و{other} من {city}",
            "{years} عامًا من الخبرة في {product}",
            "{product} للمستوردين الذين يسألون عن المنشأ",
        ),
        "descriptions": (
            "ننتج في {city}: {product} و{other}، ونصدّر إلى شركاء في ثلاث قارات. كل دفعة يمكن تتبعها حتى مصدرها، وتُرسل العينات خلال خمسة أيام عمل.",
            "شركة عائلية منذ {years} عامًا. اشتهرنا بـ{product}، ثم أضفنا {other} بطلب من عملائنا. نعمل مع الوكلاء والمستوردين مباشرة.",
        ),
        "pitches": (
            "تعالوا للقاء من يصنعون {product}. نبحث عن مستورد واحد في كل سوق ونبقى أوفياء له.",
            "جديد هذا العام: {product} بكميات صغيرة حتى لا تكون الطلبية الأولى مخاطرة. اطلبوا قائمة الأسعار.",
            "نبحث عن موزعين لـ{product}، ونعبّئ أيضًا بعلامتكم التجارية.",
        ),
        "products": (
            "{product} من {city}، جاهز للتصدير.",
            "{product} بثلاثة أحجام، للتجزئة أو بالجملة. العينات عند الطلب.",
        ),
        "needs": (
            "نبحث عن مورد دائم لـ{product}: طلبية تجريبية أولًا ثم توريد شهري. نشتري أيضًا {other}.",
            "نحتاج لمتاجرنا إلى {product} واضح المنشأ وشريك يجيب خلال يوم واحد.",
            "نطوّر تشكيلة جديدة حول {product} ونريد لقاء ثلاثة إلى خمسة منتجين جادين.",
        ),
    },
}
