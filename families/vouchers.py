"""The voucher (bon d’orientation): what is printed, signed and shown; no reason is ever on it."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from families import lines
from families.models import Referral
from partnerships import audit, documents
from partnerships.models import User


def answer(referral: Referral, *, by: User) -> HttpResponse:
    """Its PDF, for whoever was let in by the page that asks; printing a name leaves a line."""
    title = _("Bon d’orientation %(number)s") % {"number": referral.number}
    context = {"referral": referral, "printed_on": timezone.localdate()}
    pdf = documents.render_pdf(
        "families/referral_document.html", context, title=title, author=str(referral.sender)
    )
    is_sent = referral.sender_id in by.rights.belongs_to
    audit.record(
        audit.Verb.EXPORTED,
        referral,
        by=by,
        fields=["voucher"],
        **(lines.of_sender(referral) if is_sent else lines.of_receiver(referral)),
    )
    return documents.pdf_response(pdf, title, inline=True)
