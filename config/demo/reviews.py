"""Joint reviews under seal: the digital pathway waits for the college and the children; the talking
group waits for everybody but the centre."""

import datetime as dt

from config.demo.agreements import date
from evaluation.actions import contributions, voice_links
from evaluation.actions.contributions import Said
from evaluation.actions.reviews import seat
from evaluation.forms.reviews import PROPOSED
from evaluation.models import Review
from partnerships.calendar import first_year
from partnerships.models import Term
from workshops.models import Workshop

CENTRE = {
    "worked": "Huit groupes sur neuf ont gardé leurs parents jusqu’au bout de la base.",
    "did_not_work": "Les groupes 7 et 8 étaient trop petits : nous les avons réunis trop tard.",
    "lived_badly": "Prévenir le matin même que la salle est prise, deux fois.",
    "limits": "Sans ordinateur à la maison, ce qui est appris s’oublie.",
    "for_parents": "Neuf sur douze ouvrent seuls le cahier de textes de leur enfant.",
    "for_school": "Des parents qui écrivent au lieu d’attendre d’être convoqués.",
    "wishes": "Un calendrier des salles connu dès juin.",
}
PARENTS = {
    "worked": "« On n’a plus honte de demander. » On vient aussi pour se retrouver.",
    "did_not_work": "La lettre est trop longue. Le vendredi soir, personne ne peut.",
    "for_children": "« Ma fille me montre ses notes, maintenant que je sais où regarder. »",
    "wishes": "Choisir nous-mêmes un sujet sur deux.",
}
TALKING = {
    "worked": "Le groupe tient : six ou sept mères chaque jeudi, et deux pères.",
    "did_not_work": "La grève nous a coûté une séance, et trois personnes.",
    "wishes": "Que deux enseignants viennent une fois par trimestre.",
}


def tell(stage):
    users, made = stage.users, stage.made
    digital = called(
        stage, "college", 12, title="Bilan de mi-parcours", starts_on=stage.digital.starts_on
    )
    centre, college, parents, _children = voices_of(digital)
    said(stage, centre, CENTRE, (4, 4, 3, 3, 2, 3, 4, 4), 8, by=users["coordination"], minutes=5400)
    said(
        stage,
        parents,
        PARENTS,
        (4, 3, 3, 4),
        6,
        by=users["animation"],
        who="Le groupe 2, à Rive d’Ici",
    )
    link, _token = voice_links.send(
        voice=college, email="direction@augustine-rouet.example", by=users["coordination"]
    )
    date(link, "created_at", stage, 9)
    talking = Workshop.objects.get(title="Groupe de parole, école du Fil-d’Or")
    group = called(
        stage,
        "fil",
        4,
        title="Bilan de l’atelier « Groupe de parole »",
        workshop=talking,
        starts_on=stage.talking.starts_on,
    )
    mine = next(voice for voice in group.voices.all() if voice.structure == made["centre"])
    said(stage, mine, TALKING, (4, 4, 4, 3), 3, by=users["animation"], minutes=1200)


def called(stage, key, days_ago, **fields):
    """By the coordinator, at their own clock; the voices drawn by lot as they always are."""
    review = Review.objects.create(
        partnership=stage.held[key],
        school_year=first_year(stage.today),
        ends_on=stage.today,
        called_by=stage.users["coordination"],
        answers_until=stage.days.on(-2, 4),
        meets_on=stage.days.on(-3, 3),
        meets_at=dt.time(17, 30),
        place=str(stage.made[key]),
        **fields,
    )
    date(review, "called_at", stage, days_ago)
    review.criteria.set(Term.objects.of("criterion").filter(label__in=PROPOSED))
    seat(review, ["parents", "children"])
    return review


def voices_of(review):
    """Of the centre, the school, the parents and the children."""
    found = {voice.kind: voice for voice in review.voices.all()}
    return [found[kind] for kind in ("centre", "school", "parents", "children")]


def said(stage, voice, words, levels, days_ago, *, by, minutes=None, who=""):
    criteria = [criterion.pk for criterion in voice.review.criteria.all()]
    told = Said(
        words=words,
        levels=dict(zip(criteria, levels, strict=False)),
        minutes=minutes,
        spoken_by=who,
        source="paroles notées à la fin du module 6" if who else "",
    )
    act = {"voice": voice, "said": told, "seen": 0, "hands_in": True, "by": by}
    contribution = contributions.note(how="meeting", **act) if who else contributions.give(**act)
    date(contribution, "handed_in_at", stage, days_ago)
    return contribution
