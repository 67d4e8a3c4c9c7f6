"""Last year’s review of the École du Fil-d’Or: read side by side, decided, and accepted by the
centre; the school has not said yes yet."""

import datetime as dt

from config.demo.agreements import date
from evaluation.actions import openings, replies, verdicts
from evaluation.actions.reviews import seat
from evaluation.models import Contribution, Reply, Review, Verdict, Voice
from partnerships.actions import accord
from partnerships.actions.meetings import Present
from partnerships.calendar import first_year, school_year_bounds
from partnerships.models import Contact, Meeting, Term

CRITERIA = {
    # Centre, school, parents: children are not asked.
    "Réciprocité": (4, 3, 3),
    "Définir clairement les rôles": (4, 2, None),
    "La même prise de parole pour chacun": (4, 4, 2),
    "Trouver/créer des temps avec l’EN": (2, 1, None),
    "Une confiance réciproque": (4, 4, 4),
}
SAID = {
    "fil": {
        "worked": "Des parents que nous ne voyions jamais entrent à l’école. Trois ont pris "
        "rendez-vous d’eux-mêmes.",
        "did_not_work": "Libérer la salle des parents, et prévenir les enseignants à temps.",
        "lived_badly": "Apprendre dans le couloir que la séance était annulée.",
        "limits": "Deux enseignants sur neuf connaissent le groupe.",
        "for_parents": "Ils parlent entre eux, et plus seulement à la grille.",
        "for_school": "Moins de convocations, plus de conversations.",
        "for_children": "Ils voient leurs parents ici chez eux.",
        "wishes": "Un calendrier connu dès juin.",
    },
    "centre": {
        "worked": "Le groupe tient : huit inscrits, six ou sept présents chaque jeudi.",
        "did_not_work": "Deux séances annulées le matin même.",
        "lived_badly": "Ranger seules la salle pendant qu’on attendait de la fermer.",
        "limits": "Les pères ne viennent pas le jeudi matin.",
        "for_parents": "Une place où l’on dit ce qui est dur, sans être jugé.",
        "for_school": "Quelqu’un à qui demander avant que cela n’aille mal.",
        "for_centre": "Nous connaissons enfin les contraintes de l’école.",
        "wishes": "Un second parent relais.",
    },
    "parents": {
        "worked": "« On n’a plus honte de demander. » On vient aussi pour se retrouver.",
        "did_not_work": "La lettre est trop longue. Le vendredi soir, personne ne peut.",
        "lived_badly": "« Une fois, la porte était fermée et personne ne savait où on était. »",
        "for_children": "« À la maison, on parle de l’école sans crier. »",
        "wishes": "Choisir nous-mêmes un sujet sur deux.",
    },
    "children": {
        "worked": "« Maman sait où sont mes affaires maintenant. »",
        "did_not_work": "« Quand il y a trop de monde, on n’entend pas. »",
        "wishes": "« Venir avec eux une fois. »",
    },
}
# Minutes of the whole year.
YEAR = {"fil": 18 * 60, "centre": 96 * 60, "parents": None, "children": None}
ANSWER = (
    "C’est vrai, et cela ne doit plus arriver : la gardienne a le calendrier, et la clé est à la "
    "loge."
)
DECIDED = [
    ("Le groupe de parole du jeudi", "continue", "Toutes les voix le demandent.", "centre", -12),
    (
        "L’invitation",
        "adapt",
        "Plus courte, en arabe et en turc, de la main à la main.",
        "centre",
        1,
    ),
    ("Une séance avec les enfants", "extend", "À la maternelle des Bobines aussi.", "fil", -6),
    ("L’atelier du vendredi soir", "stop", "Personne ne peut ce soir-là.", "centre", 2),
]
WORDS = {
    "summary": "Le groupe de parole a ouvert la porte de l’école à des parents qui restaient devant. "
    "Nous voulons tous le garder.",
    "regulation": "La porte fermée et la séance annulée dans le couloir ont été mal vécues des deux "
    "côtés. On se prévient la veille, par message, à deux numéros.",
    "places": "Le centre anime et garde les petits. L’école prête la salle et la parole de la "
    "directrice ; elle ne convoque personne.",
    "open_questions": "Comment, concrètement, faire venir les pères ?",
    "conclusion": "On ne s’était jamais dit tout cela.",
}


def tell(stage):
    review = called(stage)
    voices = {voice.structure_id or voice.kind: voice for voice in review.voices.all()}
    keys = {"fil": stage.made["fil"].pk, "centre": stage.made["centre"].pk}
    of = {key: voices[keys.get(key, key)] for key in SAID}
    for key, voice in of.items():
        said(stage, key, voice)
    opened(stage, review)
    review = Review.objects.get(pk=review.pk)
    answered(stage, of)
    concluded(stage, review)


def called(stage):
    """Its year is the one that ended last; it was called before people left."""
    year = first_year(stage.today) - 1
    starts_on, ends_on = school_year_bounds(f"{year}-{year + 1}")
    review = Review.objects.create(
        partnership=stage.held["fil"],
        title="Bilan de l’année",
        school_year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        called_by=stage.users["coordination"],
        place="salle des parents",
    )
    date(review, "called_at", stage, 60)
    review.criteria.set(Term.objects.of("criterion").filter(label__in=CRITERIA))
    seat(review, ["parents", "children"])
    return review


def said(stage, key, voice):
    """Two by their account, the parents and the children by whoever listened to them."""
    author = stage.users["ecole" if key == "fil" else "coordination"]
    listened = {}
    if voice.kind in Voice.WITHOUT_STRUCTURE:
        author = stage.users["animation"]
        who = "Le groupe du jeudi" if key == "parents" else "Sept enfants, à l’atelier cuisine"
        listened = {"how": "paper", "spoken_by": who, "source": "post-it"}
    contribution = Contribution.objects.create(
        voice=voice, author=author, minutes=YEAR[key], **SAID[key], **listened
    )
    place = {"centre": 0, "fil": 1, "parents": 2}.get(key)
    for criterion in voice.review.criteria.all() if place is not None else ():
        if level := CRITERIA[str(criterion)][place]:
            contribution.ratings.create(criterion=criterion, level=level)
    date(contribution, "handed_in_at", stage, 30)


def opened(stage, review):
    helene = Contact.objects.get(account=stage.users["ecole"])
    nadia = Contact.objects.get(account=stage.users["coordination"])
    meeting = Meeting(
        held_on=stage.days.on(3, 3),
        starts_at=dt.time(12, 15),
        minutes=75,
        place="salle des parents",
        venue="school",
    )
    present = [
        Present(stage.made["fil"], helene),
        Present(stage.made["fil"], number=1),
        Present(stage.made["centre"], nadia),
        Present(None, number=5),
    ]
    by = stage.users["coordination"]
    openings.open_voices(review=review, meeting=meeting, present=present, by=by)
    days_ago = (stage.today - meeting.held_on).days
    date(review, "opened_at", stage, days_ago)
    counted = Review.objects.get(pk=review.pk).figures | {"counted_on": f"{meeting.held_on}"}
    Review.objects.filter(pk=review.pk).update(figures=counted)


def answered(stage, of):
    reply = Reply(voice=of["fil"], about=of["parents"], passage="lived_badly", words=ANSWER)
    replies.reply(reply=reply, by=stage.users["ecole"])


def concluded(stage, review):
    by = stage.users["coordination"]
    for subject, choice, words, key, weeks in DECIDED:
        verdict = Verdict(review=review, subject=subject, choice=choice, words=words)
        side, due_on = stage.made[key], stage.days.on(weeks, 4)
        verdicts.decide(verdict=verdict, side=side, due_on=due_on, by=by)
    now = Review.objects.get(pk=review.pk)
    now = verdicts.write(review=now, seen=now.version, words=WORDS, by=by)
    centre = stage.made["centre"]
    accord.accept(text=now, structure=centre, seen=now.version, by=by)
    for row in [*now.versions.all(), *now.acceptances.all()]:
        field = "written_at" if hasattr(row, "written_at") else "accepted_at"
        date(row, field, stage, 9)
