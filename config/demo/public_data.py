"""The real directory and calendar that stand beside the story, from the project's own extracts."""

import csv

from django.conf import settings
from django.utils import timezone

from partnerships.models import School, SchoolHoliday, Structure, Term

DATA = settings.BASE_DIR / "partnerships" / "data"
LEVELS = {"Collège": "college", "Lycée": "lycee", "Ecole": "primary"}


def rows(name):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def load():
    holidays()
    schools()


def terms():
    """The reference lists, as the migration loads them: emptying the database took them away."""
    Term.objects.bulk_create(
        Term(**row | {"is_active": row["is_active"] == "oui"}) for row in rows("terms.csv")
    )


def holidays():
    SchoolHoliday.objects.bulk_create(
        [
            SchoolHoliday(
                zone=row["zone"],
                name=row["name"],
                starts_on=row["starts_on"],
                returns_on=row["returns_on"],
            )
            for row in rows("school_holidays.csv")
        ],
        ignore_conflicts=True,
    )


def schools():
    """The real schools of Lille, without a story."""
    for row in rows("schools_lille.csv"):
        structure = Structure.objects.create(
            kind=Structure.Kind.SCHOOL,
            name=row["Nom_etablissement"],
            address=row["Adresse_1"],
            postal_code=row["Code_postal"],
            commune=row["Nom_commune"],
            commune_code=row["Code_commune"],
            holiday_zone="B",
            source="Annuaire de l’éducation, données ouvertes",
            recorded_on=timezone.localdate(),
        )
        School.objects.create(
            structure=structure,
            uai=row["Identifiant_de_l_etablissement"],
            level=LEVELS.get(row["Type_etablissement"], "other"),
            sector="private" if row["Statut_public_prive"] == "Privé" else "public",
            academie=row["Libelle_academie"],
        )
