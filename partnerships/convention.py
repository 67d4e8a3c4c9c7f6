"""The convention: an agreement as a document to read away from the screen, and to sign."""

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone

from partnerships import agreements as reading
from partnerships import documents
from partnerships.models import Agreement, Structure
from partnerships.standings import around_the_table, standings

TEMPLATE = "partnerships/agreement_document.html"


def answer(agreement: Agreement) -> HttpResponse:
    """Its PDF, for whoever was let in by the page that asks."""
    title = f"{agreement}, {agreement.partnership}"
    pdf = documents.render_pdf(
        TEMPLATE, content(agreement), title=title, author=str(agreement.partnership)
    )
    return documents.pdf_response(pdf, title, inline=True)


def content(agreement: Agreement) -> dict:
    """What the document says: the text, the parties, where each stands, room to sign."""
    around = Structure.objects.with_school().in_bulk(around_the_table(agreement))
    stand = standings(agreement, with_changes=True)
    parties = agreement.partnership.sides()
    prefetch_related_objects(parties, "centre_roles")
    thanked = Structure.objects.supporting([agreement.partnership])
    seated = [around[each.structure.pk] for each in stand]
    others = [each for each in seated if each not in thanked] or seated
    levels = {each.school.level for each in around.values() if hasattr(each, "school")}
    return {
        "agreement": agreement,
        "passages": reading.passages(agreement),
        "sides": reading.sides(agreement),
        "pairs": [stand[place : place + 2] for place in range(0, len(stand), 2)],
        "parties": seated,
        "marks": documents.marks(others),
        "thanked": documents.marks(thanked),
        "centre_roles": [
            (party.structure, roles) for party in parties if (roles := party.centre_roles.all())
        ],
        "has_primary": bool(levels & reading.FIRST_DEGREE),
        "has_secondary": bool(levels & reading.SECOND_DEGREE),
        "attached": agreement.documents.to_accept(),
        "printed_on": timezone.localdate(),
    }
