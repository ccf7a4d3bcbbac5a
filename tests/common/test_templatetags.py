from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from matchmaking.common.templatetags.tradefair import initials


def draw(source, request=None, **context):
    bound = RequestContext(request, context) if request else Context(context)
    return Template("{% load tradefair %}" + source).render(bound).strip()


MOMENT = datetime(2030, 5, 14, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _brussels():
    with timezone.override(ZoneInfo("Europe/Brussels")), translation.override("en"):
        yield


def test_short_day_is_short_as_the_language_shortens():
    assert draw("{{ day|short_day }} {{ day|short_day:'d MMM y' }}", day=MOMENT.date()) == "Tue 14 May 14 May 2030"
    with translation.override("fr"):
        assert draw("{{ day|short_day }}", day=date(2030, 1, 15)) == "mar. 15 janv."


def test_two_clocks_shows_the_reader_first_and_names_both():
    assert draw("{% two_clocks when 'Asia/Singapore' %}", when=MOMENT) == (
        '<span class="clocks"><time class="clock" datetime="2030-05-14T10:00:00+02:00">'
        '<span class="clock__time">10:00</span> <abbr class="clock__place" title="UTC+2">Brussels</abbr></time>'
        ' <span class="clocks__and" aria-hidden="true">·</span> '
        '<time class="clock" datetime="2030-05-14T16:00:00+08:00"><span class="clock__time">16:00</span>'
        ' <abbr class="clock__place" title="UTC+8">Singapore</abbr></time></span>'
    )


def test_two_clocks_says_a_common_time_once():
    assert draw("{% two_clocks when 'Europe/Paris' %}", when=MOMENT) == (
        '<span class="clocks"><time class="clock" datetime="2030-05-14T10:00:00+02:00">'
        '<span class="clock__time">10:00</span>'
        ' <abbr class="clock__place" title="UTC+2">Brussels and Paris</abbr></time></span>'
    )


@pytest.mark.parametrize(
    ("hour", "zone", "shift"),
    [(20, "Asia/Singapore", "+1 day"), (1, "America/Lima", "−1 day"), (8, "Asia/Tokyo", None)],
)
def test_two_clocks_tells_another_day(hour, zone, shift):
    drawn = draw("{% two_clocks when zone %}", when=MOMENT.replace(hour=hour), zone=zone)
    assert (f'<span class="clock__shift">{shift}</span>' in drawn) is (shift is not None)
    assert drawn.count("clock__shift") == (shift is not None)


def test_two_clocks_can_write_a_stretch_and_the_day():
    drawn = draw(
        "{% two_clocks when 'Europe/Brussels' until=end day=True %}", when=MOMENT, end=MOMENT.replace(minute=25)
    )
    assert '<span class="clock__day">Tue 14 May</span> <span class="clock__time">10:00–10:25</span>' in drawn


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana María Quispe", "AQ"),
        ("Chocolaterie", "C"),
        ("北京 贸易", "北贸"),
        ("& Söhne", "S"),
        ("", "?"),
        ("« Ô »", "Ô"),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


def test_avatar_draws_a_monogram_that_says_nothing_aloud():
    assert draw("{% avatar 'Ana Quispe' None 40 %}") == (
        '<span class="avatar avatar--s avatar--hue-2" aria-hidden="true">AQ</span>'
    )


def test_icon_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in draw("{% icon 'calendar' %}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\n\nTwo\nlines", "<p>One</p>\n\n<p>Two<br>lines</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            "See https://example.com/a?b=1&c=2.",
            '<p>See <a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener ugc">'
            "https://example.com/a?b=1&amp;c=2</a>.</p>",
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("", ""),
        (None, ""),
    ],
)
def test_rich_shows_text_and_links_and_never_markup(text, expected):
    assert draw("{{ text|rich }}", text=text) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", 'lang="ar" dir="rtl"'), ("fr", 'lang="fr" dir="ltr"'), ("zh", 'lang="zh" dir="ltr"')]
)
def test_lang_attrs_know_the_direction(code, expected):
    assert draw("{% lang_attrs code %}", code=code) == expected


def test_names_of_countries_and_languages_are_in_the_readers_language():
    with translation.override("fr"):
        assert draw("{{ 'BE'|country_name }} {{ 'nl'|language_name }}") == "Belgique Néerlandais"
    assert draw("{{ ''|country_name }}{{ ''|language_name }}") == ""


def test_pages_keep_the_rest_of_the_address():
    page = Paginator(range(200), 10).page(2)
    request = RequestFactory().get("/x/?q=tea&country=BE&page=2")
    request.user = AnonymousUser()
    drawn = draw("{% include 'common/_pages.html' %}", request, page=page)
    assert 'href="?q=tea&amp;country=BE&amp;page=1" rel="prev"' in drawn
    assert drawn.count("aria-current") == 1
    assert drawn.count("<li>") == 8  # previous, 1 to 4, dots, 20, next


def test_a_single_page_needs_no_numbers():
    assert draw("{% include 'common/_pages.html' %}", page=Paginator(range(3), 10).page(1)) == ""
