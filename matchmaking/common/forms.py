"""How every form looks: one renderer, so that no page writes its fields by hand."""

from typing import Any

from django.forms import Select
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(Select):
    """A select of many options, written at once: Django renders two templates for each of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in self.format_value(value)}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, " selected" if str(code) in chosen else "", label) for code, label in self.choices),
        )
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", given, options)


class Renderer(TemplatesSetting):
    """Renders forms with the templates in templates/common/forms/. The admin draws its fields itself."""

    form_template_name = "common/forms/form.html"
    formset_template_name = "common/forms/formset.html"
    field_template_name = "common/forms/field.html"
