"""The strings of the sources reach the catalogues, and the catalogues reach the pages, without gettext's own tools."""

import gettext
import io

import pytest
from babel.messages.catalog import Catalog

from tradefair import messages

TEMPLATE = """{% load i18n %}
{# Translators: on the button #}
<button>{% translate "Join" %}</button>
{% translate "May" context "month" %}
{% blocktranslate trimmed with name=fair.name %}
  Welcome to
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=stands %}One stand{% plural %}{{ n }} stands{% endblocktranslate %}
{% blocktranslate context "seat" count n=seats %}One place{% plural %}{{ n }} places{% endblocktranslate %}
"""
PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
_("Leave")
ngettext("%(n)s visitor", "%(n)s visitors", n)
pgettext_lazy("verb", "Open")
_(not_a_string)
"""


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small product of one template and one module."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(TEMPLATE)
    (tmp_path / "matchmaking").mkdir()
    (tmp_path / "matchmaking/views.py").write_text(PYTHON)
    return tmp_path


def test_every_kind_of_string_is_collected(tree):
    found = {(message.context, message.id) for message in messages.collect() if message.id}
    assert found == {
        (None, "Join"),
        ("month", "May"),
        (None, "Welcome to %(name)s"),
        (None, ("One stand", "%(n)s stands")),
        ("seat", ("One place", "%(n)s places")),
        (None, "Leave"),
        (None, ("%(n)s visitor", "%(n)s visitors")),
        ("verb", "Open"),
    }


def test_placeholders_are_marked_so_that_tools_check_them(tree):
    marked = {str(message.id) for message in messages.collect() if "python-format" in message.flags}
    assert "Welcome to %(name)s" in marked
    assert "Join" not in marked


def test_updating_keeps_translations_and_drops_what_is_gone(tree):
    template = messages.collect()
    messages.update("fr", template)
    path = tree / "locale/fr/LC_MESSAGES/django.po"
    path.write_text(path.read_text().replace('msgid "Join"\nmsgstr ""', 'msgid "Join"\nmsgstr "Participer"'))
    (tree / "matchmaking/views.py").unlink()
    messages.update("fr", messages.collect())
    catalogue = messages.read(path)
    assert catalogue["Join"].string == "Participer"
    assert "Leave" not in catalogue
    assert not catalogue.obsolete


def test_a_compiled_catalogue_translates_plurals_and_contexts(tree):
    catalogue = Catalog(locale="fr")
    catalogue.add("Join", "Participer")
    catalogue.add("May", "mai", context="month")
    catalogue.add(("One stand", "%(n)s stands"), ("Un stand", "%(n)s stands en tout"))
    path = tree / "locale/fr/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        messages.write_po(file, catalogue)
    assert messages.compile_stale() == 1
    assert messages.compile_stale() == 0
    french = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    assert french.gettext("Join") == "Participer"
    assert french.pgettext("month", "May") == "mai"
    assert french.ngettext("One stand", "%(n)s stands", 0) == "Un stand"  # French counts nought as one
    assert french.ngettext("One stand", "%(n)s stands", 2) == "%(n)s stands en tout"


def test_an_edited_catalogue_is_compiled_again(tree):
    messages.update("fr", messages.collect())
    messages.compile_stale()
    path = tree / "locale/fr/LC_MESSAGES/django.po"
    path.write_text(path.read_text() + "\n")
    assert messages.compile_stale() == 1
