"""Views open a door, call an action and show the result."""

from matchmaking.exhibitors.views.documents import (
    change_document,
    download_document,
    list_documents,
    remove_document,
)
from matchmaking.exhibitors.views.exhibiting import exhibit, my_stand, withdraw
from matchmaking.exhibitors.views.finding import directory
from matchmaking.exhibitors.views.halls import list_halls, show_fair, show_hall
from matchmaking.exhibitors.views.invited import accept_exhibitor_invitation
from matchmaking.exhibitors.views.stands import edit_stand, show_exhibitor, show_products, stands_of_company
from matchmaking.exhibitors.views.team import (
    accept_invitation,
    change_representative,
    list_team,
    remove_representative,
    revoke_invitation,
)

__all__ = [
    "accept_exhibitor_invitation",
    "accept_invitation",
    "change_document",
    "change_representative",
    "directory",
    "download_document",
    "edit_stand",
    "exhibit",
    "list_documents",
    "list_halls",
    "list_team",
    "my_stand",
    "remove_document",
    "remove_representative",
    "revoke_invitation",
    "show_exhibitor",
    "show_fair",
    "show_hall",
    "show_products",
    "stands_of_company",
    "withdraw",
]
