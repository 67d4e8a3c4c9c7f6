"""What templates need to draw; loaded everywhere through TEMPLATES["OPTIONS"]["builtins"]."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from partnerships.models import User

register = template.Library()

# They point somewhere, hence the other way round where one reads from right to left.
DIRECTED = {"arrow", "back", "door"}
SIGNS = {"success": "check", "warning": "alert", "error": "alert"}


@register.simple_tag
@cache
def icon(name, extra=""):
    """{% icon "check" %}: one drawing of static/img/icons.svg; its word stands beside it.

    Kept once drawn: a page has thirty of them, and where the file is served from never moves.
    """
    classes = " ".join(filter(None, ["icon", "icon-way" if name in DIRECTED else "", extra]))
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def nobody_yet():
    """Is this a fresh installation, where no account can sign in? Asked on the front door alone."""
    return not User.objects.exists()


@register.filter
def sign(level):
    """The drawing that goes with the level of a message."""
    return SIGNS.get(level, "info")


@register.filter
def mixed(form):
    """Are some answers of this form required and others not? Then the asterisk needs a word."""
    required = {field.field.required for field in form.visible_fields()}
    return required == {True, False}


@register.filter
def refused(form):
    """The fields somebody has to correct, in the order of the form."""
    return [field for field in form if field.errors]


@register.filter
def unhinted(form):
    """allauth repeats each label inside its field, and a link the page gives elsewhere."""
    for field in form:
        field.field.widget.attrs.pop("placeholder", None)
        if "<a " in field.help_text:
            field.help_text = ""
    return form
