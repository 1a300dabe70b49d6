"""Django's forms drawn with GOV.UK components: classes, hints, errors, error summary."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Draws every form of the site."""
