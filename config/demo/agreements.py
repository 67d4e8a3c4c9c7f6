"""Agreements: one carried on and rewritten by both sides, one whose yes was said in a meeting."""

import datetime as dt

from django.utils import timezone

from partnerships.calendar import first_year
from partnerships.models import Agreement, AgreementAcceptance, AgreementVersion, Expectation

LAST_YEAR = {
    "diagnosis": (
        "Aux réunions de rentrée viennent toujours les mêmes parents. Beaucoup d’autres attendent "
        "devant la grille, et disent ne pas savoir s’ils ont le droit d’entrer."
    ),
    "objectives": (
        "Que chaque parent de l’école ait passé la porte au moins une fois dans l’année.\n"
        "Que les parents parlent entre eux de ce qui est difficile, sans être jugés."
    ),
    "working_rules": (
        "L’école prévient le centre d’une absence d’enseignant la veille avant 17 h.\n"
        "Les noms des intervenants sont donnés la veille (Vigipirate)."
    ),
    "common_discourse": (
        "« Vous êtes les bienvenus, avec ou sans rendez-vous, et vous pouvez venir sans parler. »"
    ),
    "who_may_be_referred": "Tout parent de l’école ; les enseignants en parlent à la directrice.",
    "rhythm": "Un groupe de parole tous les quinze jours, le jeudi de 9 h à 11 h.",
    "meeting_slots": "Le midi, ou le jeudi après 16 h 30. Jamais les semaines de livrets.",
    "joint_review": "En juin, tous ensemble, avec deux parents : ce que cela a changé pour qui.",
    "charter": "Charte de l’accompagnement à la scolarité",
}
THIS_YEAR = {
    "objectives": (
        "Que chaque parent de l’école ait passé la porte au moins deux fois dans l’année.\n"
        "Que les parents parlent entre eux de ce qui est difficile, sans être jugés.\n"
        "Que deux parents préparent les séances avec nous."
    ),
    "rhythm": "Un groupe de parole tous les quinze jours, le jeudi de 9 h à 11 h, dès octobre.",
}
SIDES = {
    "centre": {
        "brings": "Deux animatrices, la garde des petits, le café.",
        "expects": "Un mot aux familles dans le cahier, une semaine avant.",
        "will_not_do": "De l’aide aux devoirs, ni la médiation d’un conflit avec un enseignant.",
    },
    "fil": {
        "brings": "La salle des parents, et la parole de la directrice à la première séance.",
        "expects": "Savoir combien de parents sont venus, et ce qui leur a été utile.",
        "will_not_do": "Convoquer des parents, ni demander qui a dit quoi.",
    },
    "college": {
        "brings": "Le CDI le lundi soir, et un message sur l’ENT.",
        "expects": "Des parents qui se servent de l’ENT sans passer par leur enfant.",
        "will_not_do": "Dépanner les téléphones personnels.",
    },
}
NEW_WISH = "Un mot aux familles dans le cahier, une semaine avant, en trois langues."


def tell(stage):
    year = first_year(stage.today)
    nadia, helene = stage.users["coordination"], stage.users["ecole"]
    before = begin(stage, "fil", year - 1)
    write(before, nadia, stage, 400, LAST_YEAR, {key: SIDES[key] for key in ("centre", "fil")})
    accept(before, "centre", stage, 398, accepted_by=nadia)
    accept(before, "fil", stage, 391, accepted_by=helene)
    before.outcome = Agreement.Outcome.RENEWED
    before.save()

    now = begin(stage, "fil", year, previous=before)
    carried = {key: SIDES[key] for key in ("centre", "fil")}
    write(now, nadia, stage, 45, LAST_YEAR, carried)
    write(now, nadia, stage, 44, THIS_YEAR, {})
    more = "La salle des parents et la cour, et la parole de la directrice à la première séance."
    write(now, helene, stage, 38, {}, {"fil": {"brings": more}})
    accept(now, "centre", stage, 37, accepted_by=nadia)
    accept(now, "fil", stage, 36, accepted_by=helene)
    write(now, nadia, stage, 8, {}, {"centre": {"expects": NEW_WISH}})
    accept(now, "centre", stage, 8, accepted_by=nadia)

    said(stage, year, nadia)


def said(stage, year, nadia):
    """A school where nobody signs in: its yes was said around a table, and noted."""
    agreement = begin(stage, "college", year)
    words = {
        "objectives": "Que les parents suivent la scolarité de leur enfant sur l’ENT, seuls.",
        "rhythm": "Un parcours de sept modules, deux groupes dans l’année.",
        "who_may_be_referred": "Les parents qui n’ont jamais ouvert l’ENT ; la CPE les appelle.",
    }
    write(agreement, nadia, stage, 30, words, {key: SIDES[key] for key in ("centre", "college")})
    accept(agreement, "centre", stage, 29, accepted_by=nadia)
    accept(
        agreement,
        "college",
        stage,
        20,
        accepted_by=nadia,
        spoken_by="la principale adjointe",
        how="meeting",
        said_on=stage.today - dt.timedelta(days=21),
    )


def begin(stage, key, year, **fields):
    agreement = Agreement.objects.create(
        partnership=stage.held[key], school_year=year, version=0, **fields
    )
    for party in agreement.partnership.parties.all():
        Expectation.objects.create(agreement=agreement, structure=party.structure)
    return agreement


def write(agreement, by, stage, days_ago, words, sides):
    """A version, as it was written so many days ago."""
    for name, value in words.items():
        setattr(agreement, name, value)
    agreement.version += 1
    agreement.save()
    for key, said_there in sides.items():
        agreement.expectations.filter(structure=stage.made[key]).update(**said_there)
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.version,
        content=agreement.content(),
        written_by=by,
    )
    date(version, "written_at", stage, days_ago)


def accept(agreement, key, stage, days_ago, **how):
    acceptance = AgreementAcceptance.objects.create(
        agreement=agreement, structure=stage.made[key], version=agreement.version, **how
    )
    date(acceptance, "accepted_at", stage, days_ago)


def date(row, field, stage, days_ago):
    """The clock of the story, where the model writes now."""
    day = stage.today - dt.timedelta(days=days_ago)
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(17, 30)))
    type(row).objects.filter(pk=row.pk).update(**{field: moment})
