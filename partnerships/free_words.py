"""Where the ground floor lets people write freely, and where somebody may thus be named."""

from partnerships.models import (
    Agreement,
    AgreementVersion,
    Decision,
    Difficulty,
    Document,
    Expectation,
    KnowledgeNote,
    Meeting,
    PartnerRequest,
    Partnership,
    Party,
    School,
    Service,
    Structure,
    WorkingGroup,
)


def texts(structure):
    """The words of the partnerships it is in, which all their parties read, and its own."""
    partnerships = Partnership.objects.filter(structures=structure)
    agreements = Agreement.objects.filter(partnership__in=partnerships)
    yield partnerships, ("origin",)
    yield Party.objects.filter(partnership__in=partnerships), ("complementarity", "limits")
    yield agreements, (*Agreement.WORDS, "pen_reason")
    yield AgreementVersion.objects.filter(agreement__in=agreements), ("content",)
    yield Expectation.objects.filter(agreement__in=agreements), Expectation.WORDS
    for model, names in {
        Meeting: ("purpose", "summary"),
        Decision: ("what",),
        Difficulty: ("what", "tried", "lifted_how"),
        Service: ("what",),
        PartnerRequest: ("what", "analysis", "answer_text"),
        WorkingGroup: ("name", "purpose"),
        Document: ("title",),
    }.items():
        yield model.objects.filter(partnership__in=partnerships), names
    yield Structure.objects.filter(pk=structure.pk), ("mission",)
    partners = Structure.objects.filter(partnerships__in=partnerships)
    yield KnowledgeNote.objects.filter(structure__in=partners), ("text",)
    knowledge = ("ways_of_working", "constraints_to_know", "meeting_slots")
    yield School.objects.filter(structure__in=partners), knowledge
