"""What is kept of a person is handed out whole to them, and shows nobody else."""

import io
import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from pypdf import PdfReader

from families import records
from partnerships import registry
from partnerships.declarations import Whose
from partnerships.models import AuditEvent
from tests.factories import (
    ConsentFactory,
    FamilyFactory,
    ParentFactory,
    SchoolingFactory,
    SeparationFactory,
    StructureFactory,
    SupportMeetingFactory,
    coordinator,
    facilitator,
)
from tests.families import forgetting

pytestmark = pytest.mark.django_db


def pages(response):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


def test_every_canary_of_the_person_is_in_their_record(client):
    story = forgetting.tell()
    wanted = {
        f"{line.model._meta.label_lower}.{line.name}"
        for line in registry.personal_fields.ask()
        if line.whose in (Whose.PARENT, Whose.HOUSEHOLD)
        and records.is_shown(line)
        and any(
            forgetting.WORD in str(getattr(row, line.name)).lower() for row in rows(line, story)
        )
    }
    client.force_login(story.boss)

    handed = json.loads(client.get(f"/familles/parents/{story.parent.pk}/dossier.json").content)

    found = {
        f"{chapter['model']}.{name}"
        for chapter in handed["chapters"]
        for row in chapter["rows"]
        for name, value in row.items()
        if forgetting.WORD in str(value).lower()
    }
    assert len(wanted) >= 10
    assert wanted - found == set()


def rows(line, story):
    return line.rows_of(story.parent)


def test_it_shows_nobody_else():
    parent = ParentFactory(first_name="Samira")
    other = ParentFactory(family=parent.family, first_name="Karim")
    SeparationFactory(first=parent, second=other)
    boss = coordinator(parent.family.structure, first_name="Nadia", last_name="Oudin")
    ConsentFactory(parent=parent, recorded_by=boss)

    handed = json.dumps(
        records.as_json(parent, records.record_of(parent, boss), None), cls=DjangoJSONEncoder
    )

    assert "Samira" in handed
    assert [name for name in ("Karim", "Nadia", "Oudin") if name in handed] == []


def test_a_confidential_note_goes_only_through_who_may_read_it():
    parent = ParentFactory()
    boss, author = coordinator(parent.family.structure), facilitator(parent.family.structure)
    SupportMeetingFactory(parent=parent, author=author, confidential_note="secret")

    def note_through(user):
        return "secret" in str(records.record_of(parent, user))

    assert (note_through(boss), note_through(author)) == (False, True)


def test_a_shared_note_is_handed_out():
    parent = ParentFactory()
    SupportMeetingFactory(
        parent=parent, confidential_note="secret", is_shared_with_coordinator=True
    )

    assert "secret" in str(records.record_of(parent, coordinator(parent.family.structure)))


def test_the_paper_reads_in_french_and_leaves_a_line(client):
    centre = StructureFactory(name="Centre des Lilas")
    family = FamilyFactory(structure=centre, is_interpreter_needed=True)
    parent = ParentFactory(family=family, first_name="Samira", birth_year=1988)
    SchoolingFactory(family=family, children=3)
    client.force_login(coordinator(centre))

    answer = client.get(f"/familles/parents/{parent.pk}/dossier.pdf")

    text = pages(answer)
    assert "Samira, voici tout ce que Centre des Lilas garde de vous" in text
    assert "24 mois après notre dernier contact" in text
    assert "Besoin d’un interprète" in text
    assert "dossier.pdf" in answer["Content-Disposition"]
    line = AuditEvent.objects.get(verb="exported")
    assert (line.family, line.fields) == (family.pk, ["pdf"])


def test_only_the_coordination_hands_it_out(client):
    parent = ParentFactory()
    supporter = facilitator(parent.family.structure)
    SupportMeetingFactory(parent=parent, author=supporter)
    client.force_login(supporter)

    assert client.get(parent.get_absolute_url()).status_code == 200
    assert client.get(f"/familles/parents/{parent.pk}/dossier.json").status_code == 403
