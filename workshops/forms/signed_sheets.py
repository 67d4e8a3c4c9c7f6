"""The photo or the scan of the sheet that people signed."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import PlainForm
from partnerships.forms.files import SafeFileField
from workshops.actions import signed_sheets


class SignedSheetForm(PlainForm):
    # Without `capture`, a phone proposes the camera and the files: some scan to a PDF.
    paper = SafeFileField(
        label=_("Photo ou scan de la feuille"),
        help_text=format_lazy(
            _(
                "Prise au téléphone, bien à plat, ou scannée : JPEG, PNG ou PDF, {limit} Mo au plus."
            ),
            limit=settings.UPLOAD_LIMIT // 1024**2,
        ),
    )

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def act(self):
        return signed_sheets.add(
            session=self.session, paper=self.cleaned_data["paper"], by=self.user
        )
