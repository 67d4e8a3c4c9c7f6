"""Ideas of the school and of the centre: one prepared together, one that waits, one declined."""

import datetime as dt

from config.demo.agreements import date
from workshops.models import Idea, Plan, Workshop

TAKEN = "Jouer aux maths en famille"
WORDS = (
    "Les parents nous disent qu’ils n’osent pas aider en calcul. Des jeux de société, deux "
    "enseignants, des parents et leurs enfants : on apprend sans en avoir l’air."
)
PLAN = {
    "audience": "Les parents du CP et du CE1, avec leurs enfants ; huit familles à la fois.",
    "school_link": "Les nombres jusqu’à 100, que les deux classes travaillent au même moment.",
    "needs": "Dix jeux, la salle des parents, quelqu’un pour les petits frères et sœurs.",
}
SHARES = {
    "fil": "Prévient les familles dans le cahier ; deux enseignants jouent avec nous.",
    "centre": "Apporte les jeux, anime la première séance, garde les petits.",
    "rive": "Propose à une maman qui aime jouer d’animer une table.",
}
REMARK = "Peut-on finir à 17 h 45 ? Le gardien ferme la grille à 18 h."


def tell(stage):
    """Written day after day by the story’s own clock, hence not by the actions, which read ours."""
    ines, nadia, helene = (stage.users[key] for key in ("animation", "coordination", "ecole"))
    workshop = prepared(stage, nadia, helene)
    proposed(
        stage,
        helene,
        "fil",
        40,
        title=TAKEN,
        words=WORDS,
        initiative="school",
        format="know_how",
        answer=Idea.Answer.TAKEN,
        answered_on=day(stage, 33),
        workshop=workshop,
    )
    proposed(
        stage,
        helene,
        "fil",
        5,
        title="Une soirée lecture en pyjama",
        words="Un soir de décembre, dans la classe, avec les parents qui lisent dans leur langue.",
        initiative="school",
    )
    proposed(
        stage,
        ines,
        "centre",
        60,
        title="Un atelier de réparation de vélos",
        words="Des pères du groupe de parole aimeraient réparer avec leurs enfants.",
        initiative="parents",
        answer=Idea.Answer.DECLINED,
        answer_words="L’association d’à côté le fait le samedi : Inès y accompagne ces pères.",
        answered_on=day(stage, 52),
    )


def day(stage, days_ago):
    return stage.today - dt.timedelta(days=days_ago)


def proposed(stage, by, key, days_ago, **fields):
    Idea.objects.create(
        programme=stage.talking,
        structure=stage.made[key],
        proposed_by=by,
        proposed_on=day(stage, days_ago),
        **fields,
    )


def prepared(stage, nadia, helene):
    """Accepted by the centre and the school; the third party has not answered yet."""
    made, school = stage.made, stage.made["fil"]
    workshop = Workshop.objects.create(
        programme=stage.talking,
        title=TAKEN,
        format="know_how",
        host=school,
        initiative="school",
        objective=WORDS,
    )
    workshop.schools.add(school.school)
    plan = Plan.objects.create(workshop=workshop)
    for key in SHARES:
        plan.shares.create(structure=made[key])
    version(plan, stage, 33, nadia)

    workshop.place, workshop.capacity = "salle des parents", 16
    workshop.save()
    Plan.objects.filter(pk=plan.pk).update(version=3, **PLAN)
    plan.refresh_from_db()
    for key, does in SHARES.items():
        plan.shares.filter(structure=made[key]).update(does=does)
    version(plan, stage, 29, nadia, number=2)

    for weeks, key in ((2, "fil"), (4, "fil"), (6, "centre")):
        plan.slots.create(
            meets_on=stage.days.on(-weeks, 1),
            starts_at=dt.time(16, 30),
            ends_at=dt.time(18),
            structure=made[key],
        )
    version(plan, stage, 25, helene)
    for key, by, days_ago in (("centre", nadia, 20), ("fil", helene, 18)):
        said = {"structure": made[key], "version": plan.version, "accepted_by": by}
        date(plan.acceptances.create(**said), "accepted_at", stage, days_ago)
    said = {"about": "slots", "words": REMARK, "structure": school, "author": helene}
    date(plan.comments.create(**said), "written_at", stage, 4)
    return workshop


def version(plan, stage, days_ago, by, number=None):
    kept = plan.versions.create(
        number=number or plan.version, content=plan.content(), written_by=by
    )
    date(kept, "written_at", stage, days_ago)
