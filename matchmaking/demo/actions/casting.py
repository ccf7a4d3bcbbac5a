"""The parts cast by hand: organiser, attaché, interpreter, administrator, two chambers, and what dresses stands."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, CompanyText, Membership
from matchmaking.demo import pictures
from matchmaking.demo.actions.peopling import PASSWORD, Progress, accounts_for
from matchmaking.demo.sketches import INTERPRETER, PersonSketch, company_sketch
from matchmaking.demo.world import COUNTRIES
from matchmaking.exhibitors.models import Document, Exhibitor, StandRoom
from matchmaking.fairs.models import Fair, Participant, Room

DRESSED = 80  # stands with logo and picture; drawing 2,000 would take minutes and show nothing more
HOSTS = 12  # stands with a room of their own and a price list
CHAMBERS = (
    ("Chambre de commerce de Valmont", "chambre-de-valmont", "BE", "fr", "Nous accompagnons 1 200 exportateurs."),
    ("Cámara de Exportadores de Sierralta", "camara-de-sierralta", "PE", "es", "Acompañamos a 800 exportadores."),
)


def cast_parts(*, fair: Fair, neighbour: Fair, at: datetime) -> None:
    """Organiser, attaché, interpreter and administrator can sign in, and each has the part that his name says."""
    country = {country.code: country for country in COUNTRIES}
    organiser, attache, admin, other, interpreter = accounts_for(
        [
            PersonSketch("organiser@example.com", "Margaux Belchamp", "", country["BE"], ["fr", "nl", "en"]),
            PersonSketch("attache@example.com", "Thibault Courbrise", "", country["BE"], ["fr", "es", "en"]),
            PersonSketch("admin@example.com", "Harriet Woodcombe", "", country["GB"], ["en"]),
            PersonSketch("organiser-2@example.com", "Hugo Montrouet", "", country["FR"], ["fr", "en"]),
            PersonSketch(INTERPRETER, "Inès Laurembert", "", country["BE"], ["fr", "en", "es", "zh", "ar"]),
        ],
        password=make_password(PASSWORD),
    )
    User.objects.filter(pk=admin.pk).update(is_staff=True, is_superuser=True)
    for person, where, role in (
        (organiser, fair, Participant.Role.ORGANISER),
        (other, neighbour, Participant.Role.ORGANISER),
        (attache, fair, Participant.Role.SUPPORT),
        (interpreter, fair, Participant.Role.INTERPRETER),
    ):
        Participant.objects.get_or_create(
            fair=where,
            user=person,
            defaults={
                "roles": [role],
                "duty": Participant.Duty.OWNER if role == Participant.Role.ORGANISER else "",
                "status": Participant.Status.APPROVED,
                "decided_at": at,
            },
        )
    for name, slug, code, language, headline in CHAMBERS:
        chamber, made = Company.objects.get_or_create(slug=slug, defaults={"name": name, "country": code})
        if made:
            CompanyText.objects.create(company=chamber, language=language, headline=headline)
            if code == "BE":
                Membership.objects.create(company=chamber, user=attache, role=Membership.Role.OWNER)


def dress_stands(*, fair: Fair, count: int, seed: int, progress: Progress) -> None:
    """The first stands have logos and pictures, and a few of them a room of their own and a price list."""
    wanted = {company_sketch(n, seed=seed).slug: n for n in range(min(count, DRESSED))}
    stands = Exhibitor.objects.filter(fair=fair, slug__in=wanted, picture="").select_related("company")
    for done, stand in enumerate(sorted(stands, key=lambda stand: wanted[stand.slug]), start=1):
        _dress(stand, wanted[stand.slug], seed)
        progress("pictures", done, len(wanted))


@transaction.atomic
def _dress(stand: Exhibitor, n: int, seed: int) -> None:
    sector = company_sketch(n, seed=seed).sector
    stand.company.logo.save("logo.png", ContentFile(pictures.logo(n, sector=sector, seed=seed)), save=False)
    stand.company.save(update_fields=["logo", "changed_at"])
    picture = pictures.stand_picture(n, sector=sector, seed=seed)
    stand.picture.save("stand.jpg", ContentFile(picture), save=False)
    stand.save(update_fields=["picture", "changed_at"])
    if n >= HOSTS or stand.hall is None:
        return
    room = Room.objects.create(hall=stand.hall, name=f"Room {stand.stand_number}", kind=Room.Kind.VIDEO)
    StandRoom.objects.create(room=room, exhibitor=stand)
    content = pictures.price_list(stand.company.name, sector=sector)
    document = Document(
        exhibitor=stand, title="Price list", media_type="application/pdf", size=len(content), language="en"
    )
    document.file.save("price-list.pdf", ContentFile(content), save=False)
    document.save()
