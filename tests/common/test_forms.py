"""What the renderer promises of every form."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.utils import translation


class Example(forms.Form):
    name = forms.CharField(max_length=20, help_text="As in the register.")
    pitch = forms.CharField(widget=forms.Textarea, max_length=600, required=False)
    kind = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect, required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField(required=False, help_text="Read it first.")
    logo = forms.ImageField(required=False)
    step = forms.IntegerField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def ids(html):
    return re.findall(r'\sid="([^"]+)"', html)


def test_every_description_and_label_points_at_something():
    html = str(Example({"name": ""}))
    for name in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(name.split()) <= set(ids(html))
    for name in re.findall(r'\sfor="([^"]+)"', html):
        assert name in ids(html)


def test_an_id_is_given_once():
    html = str(Example({"name": ""}))
    assert sorted(ids(html)) == sorted(set(ids(html)))


def test_a_wrong_field_says_so_where_it_is_and_at_the_top():
    html = str(Example({"name": "x" * 21}))
    summary, rest = html.split("</div>", 1)
    assert '<a href="#id_name">Name</a>' in summary
    assert 'aria-describedby="id_name_helptext id_name_error"' in rest
    assert 'aria-invalid="true"' in rest
    assert "at most 20 characters (it has 21)" in rest


def test_what_is_wrong_with_the_form_as_a_whole_stands_at_the_top():
    form = Example({"name": "Cacao"})
    form.add_error(None, "The fair has closed.")
    assert "<li>The fair has closed.</li>" in str(form)


def test_a_form_that_was_not_sent_has_no_summary():
    assert "form__summary" not in str(Example())


def test_optional_fields_say_so_and_required_ones_do_not():
    html = str(Example())
    assert html.count('<span class="field__mark">optional</span>') == 4  # pitch, kind, secret, logo


def test_a_group_of_choices_has_a_legend():
    assert re.search(r"<fieldset[^>]*><legend[^>]*>Kind", str(Example()))


def test_a_password_can_be_shown_and_a_text_is_counted():
    html = str(Example())
    assert 'data-show-password="id_secret" hidden' in html
    assert 'data-counter="id_pitch">At most 600 characters' in html


def test_the_present_picture_is_shown_and_can_be_removed():
    logo = SimpleNamespace(url="/media/companies/a.webp")
    html = str(Example(initial={"logo": logo}))
    assert '<img src="/media/companies/a.webp"' in html
    assert 'name="logo-clear" id="logo-clear_id"' in html


def test_what_was_typed_is_never_markup():
    html = str(Example({"name": "<b>x</b>" * 9}))
    assert "<b>" not in html
