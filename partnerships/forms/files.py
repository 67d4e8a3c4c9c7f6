"""A file in a form: what it holds is read before anything else is done with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships import files


class SafeFileField(forms.FileField):
    """Cleans to a partnerships.files.SafeFile; `read` refuses what is not one."""

    default_error_messages = {"required": _("Choisissez un fichier.")}

    def __init__(self, *, read=files.read_document, accepted=files.ACCEPTED, **options):
        super().__init__(widget=forms.FileInput(attrs={"accept": accepted}), **options)
        self.read = read

    def to_python(self, data):
        return self.read(data) if data else None
