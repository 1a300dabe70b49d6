"""What every form that is posted carries. A builtin, in place of Django's: no form can be written without it."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.urls import reverse
from django.utils.html import format_html

from improvement.typed.shown import NAME, mark_for

register = template.Library()


class FormMarkNode(CsrfTokenNode):
    """Django's token against forged requests, and beside it the mark of this one showing of the form."""

    def render(self, context: template.Context) -> str:
        token = super().render(context)
        request = context.get("request")
        # The administration site's own pages keep nothing.
        if request is None or request.path.startswith(reverse("admin:index")):
            return token
        mark = mark_for(request)
        return (
            token + format_html('<input type="hidden" name="{}" value="{}">', NAME, mark) if mark else token
        )


@register.tag
def csrf_token(parser: template.base.Parser, token: template.base.Token) -> FormMarkNode:
    return FormMarkNode()
