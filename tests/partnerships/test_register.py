"""The register says what is declared and what is on, and nothing by hand."""

import io

import pytest
from django.db import connection
from pypdf import PdfReader

from partnerships.declarations import Whose
from partnerships.register import kinds, measures, readers, register
from tests.factories import StaffFactory, StructureFactory, coordinator

pytestmark = pytest.mark.django_db


def test_data_come_from_the_declarations():
    parents = {kind.title: kind.fields for kind in kinds(Whose.PARENT)}

    assert parents["parent"][:2] == ["prénom", "nom"]
    assert "note confidentielle" in parents["accompagnement individuel"]
    assert "clé" not in parents["parent"]


def test_readers_come_from_the_table_of_access():
    assert readers("families:family_detail") == [
        "l’animation, pour les personnes qu’elle rencontre dans ses ateliers",
        "la coordination de la structure",
    ]
    assert readers("nowhere") == []


def test_the_delay_is_that_of_the_installation(settings):
    settings.RETENTION_MONTHS = 12

    assert register([]).treatments[0].delay.startswith("12\xa0mois") or register([]).treatments[
        0
    ].delay.startswith("12 mois")


def said(settings, **values):
    for name, value in values.items():
        setattr(settings, name, value)
    return {measure.text: measure.is_on for measure in measures()}


def test_measures_are_those_really_on(settings):
    on = said(settings, SECURE_SSL_REDIRECT=True, PASSWORD_HASHERS=["x.Argon2PasswordHasher"])
    assert on["Connexion chiffrée (HTTPS), imposée"] is True
    assert on["Mots de passe illisibles (Argon2)"] is True

    off = said(
        settings,
        SECURE_SSL_REDIRECT=False,
        PASSWORD_HASHERS=["x.MD5PasswordHasher"],
        SESSION_COOKIE_AGE=48 * 3600,
        CONTENT_SECURITY_POLICY={"DIRECTIVES": {"script-src": ["https://ailleurs.test"]}},
    )
    assert off["Connexion chiffrée (HTTPS), imposée"] is False
    assert off["Mots de passe illisibles (MD5PasswordHasher)"] is False
    assert off["Déconnexion au bout de 48 heures"] is False
    assert off["Aucun service extérieur, aucun script étranger"] is False


def test_the_database_says_whether_it_zeroes_what_it_deletes(settings):
    """PostgreSQL does when it vacuums, which the register does not promise."""
    zeroed = said(settings)["Effacement physique dans la base (secure_delete)"]

    assert zeroed is (connection.vendor == "sqlite")


def test_a_coordinator_reads_that_of_their_structure(client):
    centre = StructureFactory(name="Centre des Lilas")
    StructureFactory(name="Centre voisin")
    client.force_login(coordinator(centre))

    page = client.get("/registre/").content.decode()

    assert "Centre des Lilas" in page
    assert "Centre voisin" not in page


def test_an_administrator_keeps_it_as_a_pdf(client):
    client.force_login(StaffFactory())

    answer = client.get("/registre.pdf")

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Registre des traitements" in text
    assert "Accueillir les familles" in text
