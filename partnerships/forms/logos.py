"""The image that prints beside the name of a structure."""

from django.utils.translation import gettext_lazy as _

from partnerships import files
from partnerships.actions import directory as actions
from partnerships.forms.base import PlainForm
from partnerships.forms.files import SafeFileField
from partnerships.models import Structure


class LogoForm(PlainForm):
    paper = SafeFileField(
        label=_("Image"),
        read=files.read_logo,
        accepted=f"{files.PNG},{files.JPEG}",
        help_text=_("PNG ou JPEG. Elle s’imprimera sur fond blanc, dans un rectangle."),
    )

    def __init__(self, *args, structure: Structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.structure = structure

    def act(self):
        logo = self.cleaned_data["paper"]
        actions.put_logo(structure=self.structure, logo=logo, by=self.user)
        return self.structure
