"""How every form looks: one renderer, so that no page writes its fields by hand."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders forms with the templates in templates/common/forms/."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
