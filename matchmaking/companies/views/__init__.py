"""Pages of companies: one module per noun."""

from matchmaking.companies.views.classification import search_hs
from matchmaking.companies.views.companies import create_company, edit_company, mine, show_company
from matchmaking.companies.views.images import add_image, describe_image, move_image, remove_image
from matchmaking.companies.views.people import change_role, leave_company, list_people, remove_member
from matchmaking.companies.views.products import (
    add_product,
    edit_product,
    list_products,
    remove_product,
    show_product,
)
from matchmaking.companies.views.texts import add_text, edit_text, list_texts, remove_text

__all__ = [
    "add_image",
    "add_product",
    "add_text",
    "change_role",
    "create_company",
    "describe_image",
    "edit_company",
    "edit_product",
    "edit_text",
    "leave_company",
    "list_people",
    "list_products",
    "list_texts",
    "mine",
    "move_image",
    "remove_image",
    "remove_member",
    "remove_product",
    "remove_text",
    "search_hs",
    "show_company",
    "show_product",
]
