"""The catalogues say everything that the sources say, in every language that we offer."""

import ast

import pytest
from django.conf import settings

from tradefair import messages

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]  # English is what the sources are written in


@pytest.fixture(scope="module")
def sources():
    return messages.collect()


def key(message):
    return (message.context, message.id)


def catalogue(language):
    return messages.read(messages.LOCALE / language / "LC_MESSAGES" / "django.po")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_exactly_the_strings_of_the_sources(language, sources):
    """`make messages` brings it up to date."""
    ours = {key(message) for message in catalogue(language) if message.id}
    theirs = {key(message) for message in sources if message.id}
    assert sorted(map(str, theirs - ours)) == []
    assert sorted(map(str, ours - theirs)) == []


def of_kind(kind):
    """Every such node of our modules, with its module."""
    modules = [each for each in messages.sources() if each.suffix == ".py"]
    return [
        (path, node) for path in modules for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kind)
    ]


def test_no_words_stand_in_an_f_string():
    """There Babel does not see them, and readers of other languages would get them in English."""
    found = [
        f"{path}:{text.lineno}"
        for path, text in of_kind(ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in messages.KEYWORDS
    ]
    assert found == []


def test_gettext_has_no_name_that_babel_does_not_know():
    found = [
        f"{path}: {name.name} as {name.asname}"
        for path, line in of_kind(ast.ImportFrom)
        for name in line.names
        if line.module == "django.utils.translation" and "gettext" in name.name
        if (name.asname or name.name) not in messages.KEYWORDS
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated_or_fuzzy(language):
    wanting = []
    for message in catalogue(language):
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and (message.fuzzy or not all(strings)):
            wanting.append(key(message))
    assert wanting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_survives_translation(language):
    ours = catalogue(language)
    wrong = {str(message.id): [str(error) for error in message.check(ours)] for message in ours}
    assert {text: errors for text, errors in wrong.items() if errors} == {}
