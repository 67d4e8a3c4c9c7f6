"""A year around the table of the École du Fil-d’Or: met at noon, promised, stumbled, helped out."""

import datetime as dt

from partnerships.models import (
    Contact,
    Decision,
    Difficulty,
    Meeting,
    PartnerRequest,
    Presence,
    Service,
    Tenure,
    Term,
    WorkingGroup,
    WorkingGroupMember,
)


def tell(stage):
    scene = Scene(stage)
    _first_contact(scene)
    _noon(scene)
    _corridor(scene)
    _coming(scene)
    _difficulties(scene)
    _services(scene)
    _requests(scene)
    _group(scene)


class Scene:
    """Both sides of the table, and the days of the story."""

    def __init__(self, stage):
        self.on = stage.days.on
        self.partnership = stage.held["fil"]
        self.school, self.centre = stage.made["fil"], stage.made["centre"]
        self.boss = stage.users["coordination"]
        self.head = _contact(stage.users["ecole"], self.school, "directrice")
        self.nadia = _contact(self.boss, self.centre, "coordination")
        self.ines = _contact(stage.users["animation"], self.centre, "animation")

    def meet(self, held_on, purpose, came, parents=0, **fields):
        meeting = Meeting.objects.create(
            partnership=self.partnership,
            held_on=held_on,
            purpose=purpose,
            recorded_by=self.boss,
            **{"slot": "noon", "venue": "school", "asked_by": self.school} | fields,
        )
        for contact in came:
            side = self.school if contact == self.head else self.centre
            Presence.objects.create(meeting=meeting, structure=side, contact=contact)
        if parents:
            Presence.objects.create(meeting=meeting, number=parents)
        return meeting

    def decide(self, meeting, what, owner, due_on, done_on=None):
        Decision.objects.create(
            partnership=self.partnership,
            meeting=meeting,
            what=what,
            side=self.school if owner == self.head else self.centre,
            owner=owner,
            decided_on=meeting.held_on,
            due_on=due_on,
            done_on=done_on,
        )


def _contact(user, structure, function):
    contact, _ = Contact.objects.get_or_create(
        account=user,
        defaults={
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
        },
    )
    Tenure.objects.get_or_create(
        contact=contact,
        structure=structure,
        ends_on=None,
        defaults={"function": function, "starts_on": dt.date(2024, 9, 1)},
    )
    return contact


def _first_contact(scene):
    first = scene.meet(
        scene.on(38, 3),
        "Faire connaissance, et comprendre ce que l’école attend",
        [scene.head, scene.nadia],
        parents=2,
        starts_at=dt.time(12, 15),
        minutes=60,
        place="salle des maîtres",
        summary=(
            "L’école voit les mêmes parents à chaque réunion. Deux mères disent qu’elles n’osent "
            "plus passer la grille. On ne promet rien de grand : un groupe de parole, le jeudi."
        ),
    )
    scene.decide(
        first, "Proposer un jour et une salle", scene.head, scene.on(36, 4), scene.on(37, 1)
    )


def _noon(scene):
    presentation = scene.meet(
        scene.on(18, 1),
        "Présenter les ateliers au conseil des maîtres",
        [scene.head, scene.nadia, scene.ines],
        kind="presentation",
        slot="their_meeting",
        asked_by=scene.centre,
        minutes=30,
        summary="Neuf enseignants. Ils distribueront eux-mêmes les invitations.",
    )
    Presence.objects.create(meeting=presentation, structure=scene.school, number=9)
    noon = scene.meet(
        scene.on(3, 3),
        "Faire venir d’autres parents",
        [scene.head, scene.ines],
        parents=3,
        starts_at=dt.time(12, 15),
        minutes=45,
        place="salle des parents",
        summary=(
            "Les parents présents proposent d’inviter de vive voix, à la grille, dans leur langue. "
            "Essayer aussi une séance le samedi."
        ),
    )
    scene.decide(noon, "Traduire l’invitation en arabe et en turc", scene.ines, scene.on(1, 0))
    scene.decide(noon, "Ouvrir la salle des parents un samedi", scene.head, scene.on(-1, 4))
    scene.decide(noon, "Mettre un mot dans les cahiers", scene.head, scene.on(2, 0), scene.on(2, 0))


def _corridor(scene):
    scene.meet(
        scene.on(9, 0),
        "La grève de jeudi, à la grille",
        [scene.head, scene.ines],
        kind="informal",
        slot="school_gate",
        minutes=10,
        summary="La séance est annulée, pas reportée : les parents sont prévenus par l’école.",
    )


def _coming(scene):
    scene.meet(
        scene.on(-2, 3),
        "Préparer le bilan avec les parents",
        [scene.head, scene.nadia],
        starts_at=dt.time(12, 15),
        place="salle des parents",
    )


def _difficulties(scene):
    rows = [
        {
            "what": "La salle des parents est fermée à clé à 13 h 30, avant la fin du groupe.",
            "topic": "Contraintes différentes avec associations",
            "raised_by": scene.centre,
            "raised_on": scene.on(14, 3),
            "tried": "Finir plus tôt ; des parents ne parlaient plus.",
            "lifted_on": scene.on(12, 1),
            "lifted_how": "La gardienne confie la clé à l’animatrice les jeudis d’atelier.",
        },
        {
            "what": "Les enseignants n’ont pas le temps de préparer les séances avec nous.",
            "topic": "Temps de travail contraint pour l’EN",
            "raised_by": scene.school,
            "raised_on": scene.on(5, 3),
            "tried": "Dix minutes au début de leur conseil des maîtres.",
        },
        {
            "what": "La mairie et des parents se disputent sur la nouvelle carte scolaire.",
            "topic": None,
            "reach": "town",
            "raised_by": scene.school,
            "raised_on": scene.on(6, 1),
            "tried": "En parler comme d’un fait, sans prendre parti devant les familles.",
        },
    ]
    for row in rows:
        topic = Term.objects.of("difficulty").filter(label=row.pop("topic")).first()
        Difficulty.objects.create(partnership=scene.partnership, topic=topic, **row)


def _services(scene):
    for weeks, side, kind, what in [
        (30, scene.centre, "grant", "Le dossier REAAP de l’école, relu et chiffré ensemble"),
        (20, scene.centre, "loan", "Vingt chaises et la sono pour la kermesse"),
        (11, scene.school, "loan", "La cantine prêtée pour la fête du quartier"),
        (6, scene.centre, "words", "Une lettre aux familles relue et traduite"),
    ]:
        Service.objects.create(
            partnership=scene.partnership,
            given_on=scene.on(weeks, 4),
            given_by=side,
            kind=kind,
            what=what,
        )


def _requests(scene):
    PartnerRequest.objects.create(
        partnership=scene.partnership,
        asked_by="parents",
        structure=scene.school,
        need="workshop",
        what="Comprendre les évaluations nationales avant le rendez-vous avec l’enseignante",
        asked_on=scene.on(10, 3),
        analysis="Entre bien dans le groupe de parole ; ne pas devenir de l’aide aux devoirs.",
        answer="yes",
        answer_text="Une séance du groupe, avec la directrice, en début de trimestre.",
        answered_on=scene.on(8, 3),
    )
    PartnerRequest.objects.create(
        partnership=scene.partnership,
        asked_by="school",
        structure=scene.school,
        need="accompaniment",
        what="Accompagner une enseignante qui appréhende les rendez-vous avec les parents",
        asked_on=scene.on(2, 1),
    )


def _group(scene):
    group = WorkingGroup.objects.create(
        partnership=scene.partnership,
        name="Accueillir les nouveaux parents",
        purpose="Une matinée à la rentrée, préparée et tenue par des parents.",
        starts_on=scene.on(7, 3),
    )
    for contact in (scene.head, scene.ines):
        WorkingGroupMember.objects.create(group=group, contact=contact)
    WorkingGroupMember.objects.create(group=group, parents=4)
