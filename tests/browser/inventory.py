"""What there is to be seen: every page that an address leads to. What lies behind a deed is in stories.py."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shot:
    """A page to look at. Its address is `path`, in which `{fair}`, `{company}` and `{stand}` are those of the demo's
    exporter; `links` are followed from there, each to the first link that matches, so that no number is written here.
    """

    name: str
    path: str
    who: str = ""  # the part of the demo address before the @; empty for a stranger
    links: tuple[str, ...] = ()
    status: int = 200


# Patterns of addresses with a number in them.
UUID = r"[0-9a-f-]{36}"
PRODUCT, EDIT_PRODUCT = rf"/products/{UUID}/$", rf"/products/{UUID}/edit/$"
PLAN, ROOM = r"/organise/halls/[\w-]+/plan/$", r"/organise/rooms/\d+/$"
FAIR, COMPANY = "/fairs/{fair}/", "/companies/{company}/"
DESK, STAND = FAIR + "organise/", FAIR + "exhibitors/{stand}/"

# Add your page here. In the order of the walk, so that the folder reads like a visit.
PAGES = (
    # At the gate
    Shot("welcome", "/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("sign-up", "/accounts/signup/"),
    Shot("mail-me-a-code", "/accounts/login/code/"),
    Shot("password-forgotten", "/accounts/password/reset/"),
    Shot("password-changed", "/accounts/password/reset/done/"),
    Shot("account-closed", "/accounts/inactive/"),
    Shot("elsewhere-cancelled", "/accounts/3rdparty/login/cancelled/"),
    Shot("elsewhere-failed", "/accounts/3rdparty/login/error/", status=401),
    Shot("nothing-here", "/nowhere/", status=404),
    Shot("fair-as-stranger", FAIR),
    Shot("timetable-as-stranger", FAIR + "timetable/"),
    Shot("without-network", "/offline/"),
    Shot("components", "/design/"),
    Shot("mails", "/mail/"),
    # One's own desk
    Shot("my-fairs", "/", "buyer"),
    Shot("my-fairs-as-organiser", "/", "organiser"),
    Shot("me", "/me/", "buyer"),
    Shot("me-address", "/accounts/email/", "buyer"),
    Shot("me-security", "/accounts/2fa/", "buyer"),
    Shot("me-password", "/accounts/password/change/", "buyer"),
    Shot("me-no-passkeys", "/accounts/2fa/webauthn/", "buyer"),
    Shot("me-sessions", "/accounts/sessions/", "buyer"),
    Shot("me-elsewhere", "/accounts/3rdparty/", "buyer"),
    Shot("me-notices", "/me/notices/", "buyer"),
    Shot("me-blocks", "/me/blocks/", "buyer"),
    Shot("notices", "/notices/", "buyer"),
    Shot("notices-unread", "/notices/?show=unread", "exporter"),
    Shot("notices-none", "/notices/", "admin"),
    Shot("is-it-you", "/accounts/reauthenticate/", "buyer"),
    Shot("sign-out", "/accounts/logout/", "buyer"),
    Shot("second-lock-first", "/me/second-factor/", "buyer", status=403),
    # A company
    Shot("companies", "/companies/", "exporter"),
    Shot("company-new", "/companies/new/", "exporter"),
    Shot("company", COMPANY, "exporter"),
    Shot("company-as-stranger", COMPANY),
    Shot("company-facts", COMPANY + "edit/", "exporter"),
    Shot("company-texts", COMPANY + "texts/", "exporter"),
    Shot("company-text-new", COMPANY + "texts/new/", "exporter"),
    Shot("company-text", COMPANY + "texts/", "exporter", (r"/texts/(?!new/)\w+/$",)),
    Shot("company-people", COMPANY + "people/", "exporter"),
    Shot("company-leave", COMPANY + "leave/", "exporter"),
    Shot("company-stands", COMPANY + "stands/", "exporter"),
    Shot("products", COMPANY + "products/", "exporter"),
    Shot("product-new", COMPANY + "products/new/", "exporter"),
    Shot("product", COMPANY, "", (PRODUCT,)),
    Shot("product-edit", COMPANY + "products/", "exporter", (EDIT_PRODUCT,)),
    Shot("product-remove", COMPANY + "products/", "exporter", (EDIT_PRODUCT, r"/remove/$")),
    # A visit
    Shot("join", FAIR + "join/", "admin"),
    Shot("fair", FAIR, "buyer"),
    Shot("my-times", FAIR + "availability/", "buyer"),
    Shot("waiting-with-an-offer", FAIR + "requests/", "buyer", (rf"/waiting/{UUID}/$",)),
    Shot("waiting-as-exporter", FAIR + "requests/", "exporter", (rf"/waiting/{UUID}/$",)),
    Shot("agenda", FAIR + "agenda/", "buyer"),
    Shot("agenda-as-exporter", FAIR + "agenda/?day=all&whose=team", "exporter"),
    Shot("agenda-without-network", FAIR + "agenda/day/", "buyer"),
    Shot("device-check", FAIR + "device-check/", "buyer"),
    Shot("stand-lobby", STAND + "lobby/", "buyer"),
    Shot("lobby", FAIR + "agenda/", "buyer", (rf"/meetings/{UUID}/room/$",)),
    Shot("halls", FAIR + "halls/", "buyer"),
    Shot("hall", FAIR + "halls/", "buyer", (r"/halls/[\w-]+/$",)),
    Shot("exhibitors", FAIR + "exhibitors/", "buyer"),
    Shot("exhibitors-found", FAIR + "exhibitors/?q=choclate", "buyer"),
    Shot("exhibitors-none", FAIR + "exhibitors/?q=zzzzzzzz", "buyer"),
    Shot("exhibitors-last-page", FAIR + "exhibitors/", "buyer", (r"[?&]page=\d+",)),
    Shot("exhibitor", STAND, "buyer"),
    Shot("timetable", FAIR + "timetable/", "buyer"),
    Shot("profile", FAIR + "profile/", "buyer"),
    Shot("leave", FAIR + "leave/", "buyer"),
    # A stand and its workshop
    Shot("exhibit", FAIR + "exhibit/", "exporter"),
    Shot("exhibit-without-company", FAIR + "exhibit/", "buyer"),
    Shot("stand", STAND + "edit/", "exporter"),
    Shot("stand-products", STAND + "products/", "exporter"),
    Shot("stand-team", STAND + "team/", "exporter"),
    Shot("stand-seat", STAND + "team/", "exporter", (r"/team/\d+/change/$",)),
    Shot("stand-lobby-as-exporter", STAND + "lobby/", "exporter"),
    Shot("stand-meetings", STAND + "terms/", "exporter"),
    Shot("stand-documents", STAND + "documents/", "exporter"),
    Shot("stand-document", STAND + "documents/", "exporter", (rf"/documents/{UUID}/change/$",)),
    Shot("stand-withdraw", STAND + "withdraw/", "exporter"),
    Shot("visitors", FAIR + "visitors/", "exporter"),
    Shot("visitors-none", FAIR + "visitors/?q=zzzzzzzz", "exporter"),
    Shot("visitor", FAIR + "visitors/", "exporter", (rf"/visitors/{UUID}/$",)),
    Shot("endorse", FAIR + "exhibitors/", "attache", (r"/exhibitors/[a-z0-9-]+-be/$", r"/endorse/$")),
    # Who suits whom
    Shot("discover", FAIR + "discover/", "exporter"),
    Shot("discover-as-buyer", FAIR + "discover/", "buyer"),
    Shot("discover-kept", FAIR + "discover/?show=kept", "buyer"),
    Shot("discover-not-for-us", FAIR + "discover/?show=dismissed", "exporter"),
    Shot("discover-search", FAIR + "discover/?q=chocolat+pour+p%C3%A2tissiers", "buyer"),
    Shot("discover-search-none", FAIR + "discover/?q=zzzzzzzz", "buyer"),
    Shot("discover-why", FAIR + "discover/", "buyer", (r"/discover/visitor/\d+/why/$",)),
    Shot("discover-learnt", FAIR + "discover/visitor/learnt/", "buyer"),
    Shot("discover-without-a-stand", FAIR + "discover/", "attache"),
    # The organiser's desk
    Shot("organise", DESK, "organiser"),
    Shot("organise-lobbies", DESK + "lobbies/", "organiser"),
    Shot("organise-notices", DESK + "notices/", "organiser"),
    Shot("organise-notices-failed", DESK + "notices/?state=failed", "organiser"),
    Shot("organise-settings", DESK + "settings/", "organiser"),
    Shot("organise-hours", DESK + "hours/", "organiser"),
    Shot("organise-timetable", DESK + "timetable/", "organiser"),
    Shot("organise-halls", DESK + "halls/", "organiser"),
    Shot("organise-hall", DESK + "halls/", "organiser", (PLAN,)),
    Shot("organise-room", DESK + "halls/", "organiser", (PLAN, ROOM)),
    Shot("organise-meetings", DESK + "meetings/", "organiser"),
    Shot("organise-group", DESK + "meetings/", "organiser", (r"/meetings/groups/\d+/$",)),
    Shot("organise-participants", DESK + "participants/", "organiser"),
    Shot("organise-participant", DESK + "participants/", "organiser", (r"/organise/participants/\d+/$",)),
    Shot("organise-stands", DESK + "stands/", "organiser"),
    Shot("organise-import", DESK + "import/", "organiser"),
    Shot("organise-export", DESK + "export/", "organiser"),
    Shot("organise-place", DESK + "stands/", "organiser", (r"/organise/stands/\d+/place/$",)),
    Shot("organise-matching", DESK + "matching/", "organiser"),
    # The administration
    Shot("admin", "/admin/", "admin"),
    Shot("admin-list", "/admin/exhibitors/exhibitor/", "admin"),
    Shot("admin-change", "/admin/exhibitors/exhibitor/", "admin", (r"/exhibitor/\d+/change/",)),
    Shot("admin-history", "/admin/exhibitors/exhibitor/", "admin", (r"/exhibitor/\d+/change/", r"/history/$")),
    Shot("admin-meetings", "/admin/meetings/booking/", "admin"),
    Shot("admin-import", "/admin/companies/company/import/", "admin"),
    Shot("admin-export", "/admin/companies/company/export/", "admin"),
)
