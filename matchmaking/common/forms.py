"""How every form looks: one renderer, so that no page writes its fields by hand."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders forms with the templates in templates/common/forms/. The admin draws its fields itself."""

    form_template_name = "common/forms/form.html"
    formset_template_name = "common/forms/formset.html"
    field_template_name = "common/forms/field.html"
