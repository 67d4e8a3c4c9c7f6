"""A family with a canary in every text that may speak of it, and where to look for them."""

import base64
import json
from pathlib import Path
from types import SimpleNamespace

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as WebSession
from django.core.cache import cache
from django.db import connection, models

from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES
from partnerships import audit, registry
from partnerships.declarations import Fate, Nature, Whose
from partnerships.models import AuditEvent, ImportFile, Job, Submission
from tests import factories as make

# In every canary, and in nothing else.
WORD = "kanari"
FIRST, LAST = "Kanariprénom", "Kanarinom"
SENTENCE = f"Dit par {FIRST} {LAST}, hier."
TEXTS = (models.CharField, models.TextField)
GONE = {Fate.BLANK, Fate.DELETE}


def canaries(line):
    """Whether this field may hold words: neither a choice nor a code of the house."""
    field = line.field
    return isinstance(field, TEXTS) and not field.choices and line.name not in {"number"}


def tell():
    """One family that did everything, and everybody who wrote about it."""
    centre, other = make.StructureFactory(), make.StructureFactory()
    boss = make.coordinator(centre)
    school = make.SchoolFactory()
    partnership = make.PartnershipFactory(parties=[centre, school.structure])
    programme = make.ProgrammeFactory(lead=centre)
    programme.partnerships.add(partnership)
    workshop = make.WorkshopFactory(programme=programme)
    session = make.HeldSessionFactory(workshop=workshop, school=school)
    parent, double = person(centre), None
    make.AttendanceFactory(session=session, parent=parent)
    make.EnrolmentFactory(workshop=workshop, parent=parent)
    make.SchoolingFactory(family=parent.family, school=school, school_year=2026)
    make.SchoolingFactory(family=parent.family, school_year=2019)
    double = make.ParentFactory(family=parent.family, merged_into=parent)
    make.MergeFactory(kept=parent, set_aside=double)
    make.SeparationFactory(first=parent, second=make.ParentFactory(family__structure=centre))
    story = SimpleNamespace(**locals())
    care(story)
    words(story)
    passing(story)
    return story


def person(centre):
    family = make.FamilyFactory(
        structure=centre,
        neighbourhood=make.TerritoryFactory(kind="neighbourhood"),
        lives_in_qpv="yes",
        qpv_source="declared",
        informed_on="2026-09-01",
        informed_how="paper",
        kept_until="2030-01-01",
        kept_because="-",
    )
    family.languages.add(make.TermFactory(vocabulary="language", label=f"Langue {WORD[::-1]}"))
    return make.ParentFactory(
        family=family, gender="m", birth_year=1988, is_relay=True, phone="0612345678"
    )


def care(story):
    parent = story.parent
    make.ConsentFactory(parent=parent)
    referral = make.ReferralFactory(sender=story.centre, receiver=story.other, parent=parent)
    make.ReferralLinkFactory(referral=referral, email=f"accueil@{WORD}.test")
    make.ReferralFactory(sender=story.other, receiver=story.centre, received_as=parent)
    make.SupportMeetingFactory(
        parent=parent, confidential_note="-", is_shared_with_coordinator=True, author=story.boss
    )
    make.OutcomeFactory(parent=parent)
    make.QuoteFactory(session=story.session, parent=parent)
    for line in registry.personal_fields.ask():
        if line.whose == Whose.PARENT and line.fate in GONE and canaries(line):
            fill(line, parent)
    fill_names(parent)
    fill_names(story.double)


def fill(line, parent):
    for place, row in enumerate(line.rows_of(parent)):
        word = f"{WORD}{line.model.__name__}{line.name}{place}"
        value = f"{word}@a.test" if line.name == "email" else word
        setattr(row, line.name, value[: line.field.max_length])
        row.save()


def fill_names(parent):
    parent.refresh_from_db()
    parent.first_name, parent.last_name, parent.phone = FIRST, LAST, "0612345678"
    parent.save()
    parent.family.kept_because = f"{WORD} à garder"
    parent.family.save()


def words(story):
    """The name, in every text where somebody may have written it."""
    of = {"partnership": story.partnership}
    for factory in (
        *(make.MeetingFactory, make.ServiceFactory),
        *(make.PartnerRequestFactory, make.WorkingGroupFactory, make.DocumentFactory),
    ):
        factory(**of)
    make.DifficultyFactory(raised_on="2026-09-01", lifted_on="2026-10-01", lifted_how="-", **of)
    make.DecisionFactory(side=story.centre, **of)
    agreement = make.AgreementFactory(**of)
    make.ExpectationFactory(agreement=agreement, structure=story.centre)
    make.AgreementVersionFactory(agreement=agreement, content={"objectives": [SENTENCE]})
    make.KnowledgeNoteFactory(structure=story.school.structure)
    make.PathwayFactory(structure=story.centre)
    make.FacilitationFactory(session=story.session, user=None, name=f"{FIRST} {LAST}")
    grant = make.GrantFactory(holder=story.centre)
    make.ReportFactory(grant=grant).sections.create(order=1, title="Bilan", body="-")
    neighbour = make.ParentFactory(family__structure=story.centre)
    make.SupportMeetingFactory(parent=neighbour, author=story.boss, shared_note=SENTENCE)
    make.SessionFactory(workshop=story.workshop, status="cancelled", cancel_reason=SENTENCE)
    for queryset, names in registry.texts.ask(story.centre):
        rows = queryset.model._default_manager.filter(pk__in=queryset.values("pk"))
        written = set(names) - {"content", "cancel_reason"}
        if rows.model._meta.app_label != "families" and rows.model.__name__ != "Facilitation":
            rows.update(**dict.fromkeys(written, SENTENCE))


def passing(story):
    """What waits somewhere: a line with a reason, a form, an upload, a message, a cached value."""
    audit.record(
        audit.Verb.CHANGED, story.session, by=story.boss, structure=story.centre, reason=SENTENCE
    )
    Submission.objects.create(
        key="00000000-0000-4000-8000-000000000001", answer="/familles/?q=Kanaripr%C3%A9nom+K"
    )
    ImportFile.objects.create(
        owner=story.boss, kind="x", name=f"{LAST}.csv", sha256="", content=SENTENCE.encode()
    )
    Job.objects.create(
        owner=story.boss, title=LAST, address=f"/?q={LAST}", content=SENTENCE.encode()
    )
    web = SessionStore()
    web["message"] = SENTENCE
    web.create()
    cache.set("seen", {"name": f"{FIRST} {LAST}"})


# -- Where to look -----------------------------------------------------------------------------


def traces():
    """{table: how many rows} where a canary is found, whatever hides it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = [read(row) for row in cursor.fetchall()]
            if number := sum(WORD in row.lower() for row in rows):
                found[table] = number
    messages = [json.dumps(session.get_decoded()) for session in WebSession.objects.all()]
    if any(WORD in message.lower() for message in messages):
        found["django_session"] = 1
    return found


def read(row):
    """The cells of a row as text; what is encoded is also read decoded."""
    cells = [bytes(cell).decode(errors="ignore") if is_raw(cell) else str(cell) for cell in row]
    decoded = []
    for cell in cells:
        try:
            decoded.append(base64.b64decode(cell, validate=True).decode(errors="ignore"))
        except ValueError:
            continue
    return "\n".join(cells + decoded)


def is_raw(cell):
    return isinstance(cell, bytes | memoryview)


def files(*places):
    """The files under these places in which a canary can be read."""
    return sorted(
        path.name
        for place in places
        for path in ([place] if place.is_file() else place.rglob("*"))
        if path.is_file() and WORD.encode() in path.read_bytes().lower()
    )


def figures(programme):
    """Everything that is counted: measures, breakdowns, months.

    But the languages: they tell of somebody, and are forgotten with them, as their figure says.
    """
    found = Figures.of(Scope((programme,), programme.starts_on, programme.ends_on))
    return (
        {
            name: figure.text
            for name, figure in found.measures(set(MEASURES) - {"languages"}).items()
        },
        [
            found.by_qpv(),
            found.by_gender(),
            found.by_age_band(),
            found.by_month(),
            found.by_school(),
        ],
    )


def filled():
    """How many fields hold a canary before anybody is forgotten."""
    number = 0
    for line in registry.personal_fields.ask():
        if line.nature == Nature.TECHNICAL or not isinstance(
            line.field, (*TEXTS, models.JSONField, models.BinaryField)
        ):
            continue
        rows = line.model._default_manager.values_list(line.name)
        number += any(WORD in read(row).lower() for row in rows)
    return number


def database_files():
    """The database first, then what stands beside it."""
    path = Path(connection.settings_dict["NAME"])
    return [path, *(each for each in path.parent.glob(f"{path.name}-*") if each.is_file())]


__all__ = ["AuditEvent", "database_files", "figures", "files", "filled", "tell", "traces"]
