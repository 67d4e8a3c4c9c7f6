"""Tables as people send them: CSV typed in a test, or a workbook with real dates."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from tests.factories import ParentFactory, PartnershipFactory, SchoolFactory, WorkshopFactory


def group_of_the_season():
    """A workshop of the school year, in a commune whose places may be named."""
    return WorkshopFactory(
        title="Café des parents",
        programme__starts_on="2025-09-01",
        programme__ends_on="2026-08-31",
        programme__lead__commune="Ville-Neuve",
        programme__lead__commune_code="59999",
    )


def parent_of(workshop, **fields):
    return ParentFactory(family__structure=workshop.programme.lead, **fields)


def school_of(workshop, name, **fields):
    """A school that shares a partnership with the lead."""
    school = SchoolFactory(structure__name=name, **fields)
    PartnershipFactory(parties=[workshop.programme.lead, school.structure])
    return school


def csv(*lines, name="tableau.csv"):
    return SimpleUploadedFile(name, "\r\n".join(lines).encode())


def xlsx(*rows, name="tableau.xlsx"):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def page_of(place, suffix=""):
    kind = place._meta.model_name
    return reverse(f"workshops:{kind}_import{suffix}", args=[place.pk])


def deposit(client, place, file, **answers):
    """The preview of a file; for a workshop, of a grid unless said."""
    return client.post(page_of(place), {"file": file, **answers})


GRID = {"kind": "grid", "starts_at": "14:00", "ends_at": "16:00", "creates_people": "on"}


def deposit_grid(client, workshop, file, **answers):
    sent = {name: value for name, value in (GRID | answers).items() if value is not None}
    return deposit(client, workshop, file, **sent)


def confirm(client, place, response, **answers):
    """Sends back what the preview holds."""
    form = response.context["confirmation"]
    told = {name: form[name].value() for name in form.fields}
    told = {name: "" if value is None else value for name, value in told.items()} | answers
    return client.post(page_of(place, "_confirm"), told)


def remarks(response):
    preview = response.context["preview"]
    return [str(each).replace("\u00a0", " ") for each in preview.mistakes]


def warnings(response):
    preview = response.context["preview"]
    return [str(each).replace("\u00a0", " ") for each in preview.warnings]
