"""The letter by which a party reads and accepts an agreement without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnerships import agreements as reading
from partnerships import audit, convention
from partnerships.actions import asking
from partnerships.actions import documents as shelf
from partnerships.models import AgreementLink
from partnerships.once import once
from partnerships.views import text_links
from partnerships.views.agreements import agreement_of
from partnerships.views.documents import answer
from partnerships.views.text_links import not_listed, void, whole


@once
def agreement_send(request, pk, structure_pk):
    return text_links.send(request, agreement_of(request, pk), structure_pk)


@require_POST
def agreement_link_revoke(request, pk):
    links = AgreementLink.objects.visible_to(request.user).select_related("agreement")
    return text_links.revoke(request, get_object_or_404(links, pk=pk))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_read(request, token):
    template = "partnerships/agreement_read.html"
    return text_links.read(request, AgreementLink.objects, token, template, shown_to_a_party)


def shown_to_a_party(agreement):
    return {
        "passages": reading.passages(agreement),
        "sides": reading.sides(agreement),
        "last_year": reading.since_last_year(agreement),
        "attached": agreement.documents.to_accept(),
    }


@never_cache
@login_not_required
@require_GET
def agreement_read_pdf(request, token):
    """The same text on paper, for as long as its page opens; nothing but a line is written."""
    link = asking.link_of(AgreementLink.objects, token)
    if sentence := asking.why_void(link):
        return void(request, sentence)
    agreement = whole(link)
    response = not_listed(convention.answer(agreement))
    audit.record(
        audit.Verb.EXPORTED, agreement, by=None, structure=link.structure, fields=["convention"]
    )
    return response


@never_cache
@login_not_required
@require_GET
def agreement_read_file(request, token, pk):
    """A document that goes with the text: one reads the charter before one accepts it."""
    link = asking.link_of(AgreementLink.objects, token)
    if sentence := asking.why_void(link):
        return void(request, sentence)
    document = get_object_or_404(link.agreement.documents.to_accept(), pk=pk)
    try:
        response = not_listed(answer(document))
    except FileNotFoundError as error:
        raise Http404 from error
    shelf.note_reading(document=document, by=None, structure=link.structure)
    return response
