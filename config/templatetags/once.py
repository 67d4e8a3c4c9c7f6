"""{% once %}: the hidden key by which a form sent twice acts once (partnerships.once)."""

import uuid

from django import template
from django.utils.html import format_html

from partnerships.once import FIELD

register = template.Library()


@register.simple_tag
def once():
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
