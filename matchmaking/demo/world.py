"""The invented world: countries with their cities, clocks, tongues and name pieces. All names are made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """Where a demo company or person comes from."""

    code: str
    zone: str
    language: str  # of its texts: one of those in phrases.PHRASES
    tongues: tuple[str, ...]  # spoken by its people, besides English
    cities: tuple[str, ...]
    names: str  # a key of GIVEN_NAMES and FAMILY_NAMES
    company: tuple[str, ...]  # patterns of company names: {root} is an invented word


# Invented words, by the ear that they please.
ROOTS = {
    "fr": "Valmoulin Brezelot Ardenval Corvane Listrelle Mirandelle Tavoline Orvessa Quillane Sambreval Fontarel Belrivage".split(),
    "es": "Zephyran Novalune Calistelle Verdanza Solvara Montejal Rioluz Altamira Cumbresol Pradoval Marazul Tierralba".split(),
    "de": "Lindwerk Falkental Eschenau Brunnwald Steinhoff Grauburg Kestermann Wiesental Harthausen Norderau".split(),
    "zh": "Jinhaiyu Longruixin Yunshanhe Baoxinglin Minghetai Qingtianlu Hongfengda Lanyuecheng Xinghaitong Weiguangde".split(),
    "ar": "Zahravan Nourzayt Qamarabad Rimalia Bahrjadid Safirine Yasmindar Tamarouna Oasifa Hilalcom".split(),
    "ja": "Kyotano Amekaze Sorairo Hanabira Sakuramori Umikaze Tsukinami Haruyuki Takinomi Yamabiko".split(),
    "en": "Ashwell Thornmere Oakhaven Brightwater Fernleigh Larkrise Stonebeck Wildmere Kingsbrook Marlowdene".split(),
    "hi": "Anandita Chandravan Suryanet Himagiri Kaveripur Malayanta Nilgirana Rajvanti Sagarmala Vindhyan".split(),
    "af": "Baobandra Kilimara Savannix Zambetia Umbalanga Teranga Djolibel Niambara Okavanta Ruzizio".split(),
    "no": "Fjordvik Nordlysa Skogsholm Birkelund Havsbris Isbrekka Snowdal Tallmark Ulvesund Vinterhav".split(),
}
# Which words please whose ear: a key of GIVEN_NAMES -> a key of ROOTS, where they differ.
EARS = {
    "pt": "es",
    "it": "es",
    "nl": "de",
    "pl": "de",
    "sv": "no",
    "tr": "ar",
    "ko": "ja",
    "vi": "zh",
    "ke": "af",
    "wa": "af",
}

COUNTRIES = (
    Country(
        "BE",
        "Europe/Brussels",
        "fr",
        ("fr", "nl"),
        ("Liège", "Namur", "Tournai", "Mons"),
        "fr",
        ("{root} SRL", "Maison {root}"),
    ),
    Country(
        "FR",
        "Europe/Paris",
        "fr",
        ("fr",),
        ("Lyon", "Nantes", "Colmar", "Bayonne"),
        "fr",
        ("{root} SAS", "Ateliers {root}"),
    ),
    Country(
        "CA", "America/Toronto", "fr", ("fr",), ("Montréal", "Québec"), "fr", ("{root} inc.", "Les Produits {root}")
    ),
    Country(
        "MA",
        "Africa/Casablanca",
        "fr",
        ("ar", "fr"),
        ("Agadir", "Fès", "Tanger"),
        "ar",
        ("{root} SARL", "Coopérative {root}"),
    ),
    Country("SN", "Africa/Dakar", "fr", ("fr",), ("Dakar", "Thiès"), "wa", ("{root} SUARL", "Groupe {root}")),
    Country("CI", "Africa/Abidjan", "fr", ("fr",), ("Abidjan", "Bouaké"), "wa", ("{root} SA", "Union {root}")),
    Country(
        "ES", "Europe/Madrid", "es", ("es",), ("Jaén", "Valencia", "Vigo"), "es", ("{root} S.L.", "Hijos de {root}")
    ),
    Country(
        "MX",
        "America/Mexico_City",
        "es",
        ("es",),
        ("Puebla", "Oaxaca", "León"),
        "es",
        ("{root} S.A. de C.V.", "Grupo {root}"),
    ),
    Country(
        "PE", "America/Lima", "es", ("es",), ("Lima", "Arequipa", "Cusco"), "es", ("{root} S.A.C.", "Andina {root}")
    ),
    Country("CO", "America/Bogota", "es", ("es",), ("Medellín", "Bogotá"), "es", ("{root} S.A.S.", "Café {root}")),
    Country("CL", "America/Santiago", "es", ("es",), ("Valparaíso", "Temuco"), "es", ("{root} SpA", "Viña {root}")),
    Country(
        "DE",
        "Europe/Berlin",
        "de",
        ("de",),
        ("Nürnberg", "Leipzig", "Bremen"),
        "de",
        ("{root} GmbH", "{root} & Söhne KG"),
    ),
    Country("AT", "Europe/Vienna", "de", ("de",), ("Graz", "Linz"), "de", ("{root} GmbH", "{root} Manufaktur")),
    Country("PT", "Europe/Lisbon", "pt", ("pt",), ("Porto", "Évora"), "pt", ("{root} Lda.", "Quinta {root}")),
    Country(
        "BR",
        "America/Sao_Paulo",
        "pt",
        ("pt",),
        ("Curitiba", "Recife", "Santos"),
        "pt",
        ("{root} Ltda.", "Grupo {root}"),
    ),
    Country(
        "CN",
        "Asia/Shanghai",
        "zh",
        ("zh",),
        ("宁波", "深圳", "青岛", "佛山"),
        "zh",
        ("{root} Co., Ltd.", "{root} Industries"),
    ),
    Country("TW", "Asia/Taipei", "zh", ("zh",), ("台中", "高雄"), "zh", ("{root} Co., Ltd.", "{root} Precision")),
    Country("AE", "Asia/Dubai", "ar", ("ar",), ("Dubai", "Sharjah"), "ar", ("{root} FZE", "{root} Trading LLC")),
    Country("EG", "Africa/Cairo", "ar", ("ar",), ("Cairo", "Alexandria"), "ar", ("{root} S.A.E.", "{root} Mills")),
    Country("TN", "Africa/Tunis", "ar", ("ar", "fr"), ("Sfax", "Sousse"), "ar", ("{root} SARL", "Domaine {root}")),
    Country("SA", "Asia/Riyadh", "ar", ("ar",), ("Jeddah", "Riyadh"), "ar", ("{root} Est.", "{root} Holding")),
    Country(
        "IT", "Europe/Rome", "en", ("it",), ("Parma", "Bari", "Vicenza"), "it", ("{root} S.r.l.", "Fratelli {root}")
    ),
    Country(
        "NL", "Europe/Amsterdam", "en", ("nl", "de"), ("Venlo", "Zwolle"), "nl", ("{root} B.V.", "{root} Kwekerijen")
    ),
    Country("PL", "Europe/Warsaw", "en", ("pl",), ("Łódź", "Poznań"), "pl", ("{root} sp. z o.o.", "Zakłady {root}")),
    Country("SE", "Europe/Stockholm", "en", ("sv",), ("Umeå", "Växjö"), "sv", ("{root} AB", "{root} Trä AB")),
    Country("GB", "Europe/London", "en", (), ("Leeds", "Bristol"), "en", ("{root} Ltd", "{root} & Daughters")),
    Country("US", "America/Chicago", "en", ("es",), ("Milwaukee", "Austin"), "en", ("{root} LLC", "{root} Supply Co.")),
    Country(
        "IN", "Asia/Kolkata", "en", ("hi",), ("Pune", "Jaipur", "Kochi"), "hi", ("{root} Pvt Ltd", "{root} Exports")
    ),
    Country(
        "TR", "Europe/Istanbul", "en", ("tr",), ("İzmir", "Denizli", "Bursa"), "tr", ("{root} A.Ş.", "{root} Tekstil")
    ),
    Country("JP", "Asia/Tokyo", "en", ("ja",), ("Kanazawa", "Uji"), "ja", ("{root} K.K.", "{root} Works")),
    Country("KR", "Asia/Seoul", "en", ("ko",), ("Busan", "Daegu"), "ko", ("{root} Co., Ltd.", "{root} Tech")),
    Country("VN", "Asia/Ho_Chi_Minh", "en", ("vi",), ("Đà Nẵng", "Huế"), "vi", ("{root} JSC", "{root} Coffee")),
    Country("SG", "Asia/Singapore", "en", ("zh", "ms"), ("Singapore",), "zh", ("{root} Pte Ltd", "{root} Logistics")),
    Country("KE", "Africa/Nairobi", "en", ("sw",), ("Nairobi", "Naivasha"), "ke", ("{root} Ltd", "{root} Growers")),
    Country(
        "ZA", "Africa/Johannesburg", "en", (), ("Stellenbosch", "Durban"), "ke", ("{root} (Pty) Ltd", "{root} Estate")
    ),
)

# Given names are common; family names are put together from pieces, so that nobody is meant.
GIVEN_NAMES = {
    "fr": "Élodie Julien Camille Bastien Margaux Thibault Inès Corentin Maëlle Hugo".split(),
    "es": "Lucía Mateo Valentina Joaquín Ximena Tomás Paula Ignacio Renata Emilio".split(),
    "de": "Annika Jonas Friederike Lukas Marlene Matthias Greta Tobias Sabine Felix".split(),
    "pt": "Beatriz Tiago Mariana Rafael Inês Gustavo Helena Duarte Larissa Caio".split(),
    "zh": "雨桐 浩然 思涵 子轩 晓雯 志强 佳怡 建国 丽华 文杰".split(),
    "ar": "Nour Karim Salma Youssef Amina Tarek Layla Omar Hanan Rachid".split(),
    "it": "Chiara Lorenzo Giulia Matteo Elisa Davide Serena Paolo".split(),
    "nl": "Sanne Daan Lotte Bram Fleur Joost Maaike Ruben".split(),
    "pl": "Zofia Jakub Hanna Michał Agnieszka Piotr Katarzyna Tomasz".split(),
    "sv": "Elsa Oskar Freja Axel Maja Nils Astrid Viktor".split(),
    "en": "Harriet Oliver Amelia Jack Florence George Imogen Samuel".split(),
    "hi": "Aarav Priya Rohan Ananya Vikram Meera Arjun Kavya".split(),
    "tr": "Elif Emre Zeynep Mert Defne Kerem Selin Burak".split(),
    "ja": "Haruka Ren Sakura Yuto Aoi Daiki Misaki Sota".split(),
    "ko": "Jiwoo Minjun Seoyeon Hyunwoo Jimin Dohyun Yuna Taehyun".split(),
    "vi": "Linh Minh Thảo Quân Hương Đức Mai Khoa".split(),
    "ke": "Wanjiru Otieno Achieng Thabo Naledi Sipho Makena Kamau".split(),
    "wa": "Aminata Moussa Fatou Ibrahima Adjoa Kouassi Mariam Cheikh".split(),
}
FAMILY_PIECES = {
    "fr": (("Dela", "Mont", "Bel", "Cour", "Vau"), ("vigne", "rouet", "champ", "brise", "tellier")),
    "es": (("Val", "Monte", "Rio", "Alta", "Campo"), ("verdejo", "sierra", "luengo", "marín", "quero")),
    "de": (("Linden", "Stein", "Wald", "Eber", "Grün"), ("hofer", "acker", "berg", "müller", "thal")),
    "pt": (("Cam", "Oli", "Fer", "Alm", "Pinh"), ("areira", "valdes", "reirão", "endral", "alto")),
    "zh": (("林", "苏", "顾", "沈", "叶"), ("", "")),
    "ar": (("Ben", "Al-", "El ", "Abu", "Bou"), ("zahran", "Qamari", "Waridi", "nasser", "hilal")),
    "it": (("Mon", "Fior", "Bella", "Casti", "Valle"), ("tanari", "entani", "vista", "glieri", "rossa")),
    "nl": (("van der ", "de ", "ten ", "van "), ("Meersel", "Bruinhof", "Wijdeveld", "Klaver")),
    "pl": (("Zielo", "Brzo", "Jawo", "Klono"), ("nowski", "zowicz", "rczyk", "wiecki")),
    "sv": (("Björk", "Sjö", "Gran", "Ek"), ("ström", "dahl", "kvist", "lind")),
    "en": (("Ash", "Thorn", "Wood", "Marl"), ("combe", "field", "worthy", "brook")),
    "hi": (("Chandra", "Surya", "Raj", "Deva"), ("nath", "vardhan", "gopal", "kant")),
    "tr": (("Ak", "Yıldız", "Demir", "Gün"), ("soylu", "pınar", "tepe", "doğdu")),
    "ja": (("Yama", "Kawa", "Mori", "Taka"), ("shiro", "nagi", "hata", "zono")),
    "ko": (("Nam", "Seo", "Ha", "Mun"), ("", "")),
    "vi": (("Đinh ", "Tô ", "Lương ", "Quách "), ("Văn", "Thị", "Gia", "Bảo")),
    "ke": (("Kip", "Mba", "Nku", "Zwe"), ("toro", "thiani", "luleko", "mbesi")),
    "wa": (("Dia", "Kou", "Sane", "Tra"), ("bakhoum", "amélan", "ndiaye", "wélé")),
}
SECTORS = {
    "food": ("eu-organic", "haccp", "ifs", "brcgs", "fairtrade", "halal", "kosher", "rainforest-alliance"),
    "drinks": ("eu-organic", "haccp", "fssc-22000", "kosher"),
    "textiles": ("gots", "oeko-tex", "sa8000", "b-corp"),
    "home": ("fsc", "ce", "reach", "iso-9001"),
    "beauty": ("gmp", "eu-organic", "fda", "reach"),
    "machines": ("ce", "iso-9001", "ul", "iso-45001"),
    "energy": ("ce", "ul", "rohs", "iso-14001"),
    "mobility": ("ce", "iso-9001", "reach"),
    "health": ("ce", "iso-13485", "fda", "gmp"),
    "packaging": ("fsc", "brcgs", "iso-14001"),
    "wood": ("fsc", "pefc", "ce"),
    "farming": ("globalgap", "fairtrade", "iso-9001"),
    "digital": ("ce", "rohs", "iso-27001", "ccc"),
    "toys": ("ce", "fsc", "reach"),
}
# Which hall shows which sectors.
HALLS = (
    ("Hall 1", "hall-1", "Food, drinks and farming", ("food", "drinks", "farming")),
    ("Hall 2", "hall-2", "Fashion, home and beauty", ("textiles", "home", "beauty", "toys", "wood")),
    ("Hall 3", "hall-3", "Machines, packaging and health", ("machines", "packaging", "health")),
    ("Hall 4", "hall-4", "Energy, mobility and digital", ("energy", "mobility", "digital")),
)
