"""How the tests of companies walk through its pages."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests import make


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(name, *args):
    return reverse(f"companies:{name}", args=args)


def picture(name="logo.png", size=(40, 20), colour="red"):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def facts(**more):
    """What the form of a company sends."""
    return {"name": "Atelier Brun", "country": "BE"} | more


def wares(**more):
    """What the form of a product sends: a good under the code of `make.hs_code()`."""
    return {"name": "Dark chocolate", "language": "en", "hs_code": "1806.32"} | more


def people(count_of_members=1):
    """A company with an owner and members: alice, then the others."""
    alice = make.user(name="Alice")
    company = make.company(owner=alice)
    return company, alice, [make.membership(company=company) for _ in range(count_of_members)]
