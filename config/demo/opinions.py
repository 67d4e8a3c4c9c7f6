"""What parents said without a name of the « Ateliers relais », read; and what is being asked of the
digital pathway."""

import datetime as dt

from config.demo.advice import PLAYING
from evaluation.actions import surveys as actions
from evaluation.models import Survey
from workshops.models import Workshop

# face, before, after: as they ticked on their telephones
TICKED = [
    *((3, 1, 3), (3, 1, 2), (3, 2, 3), (3, 1, 3), (3, 2, 3), (2, 2, 2)),
    *((3, 2, 3), (2, 1, 2), (3, 3, 3), (1, 2, 2), (3, None, None), (3, 1, 2)),
]
WORDS = [
    ("fr", "J’ose poser des questions à la maîtresse maintenant."),
    ("ar", "شكراً، فهمت أخيراً دفتر ابنتي."),
    ("ar", "أريد أن تستمر اللقاءات بعد العطلة."),
    ("tr", "Artık okula girmekten çekinmiyorum."),
    ("pt", "Gostei de falar com as outras mães."),
    ("en", "I would come more often if it was not at four o’clock."),
    ("fr", "C’est trop court, on venait juste de commencer à parler."),
    ("fr", "Mon mari travaille le jeudi, il n’a jamais pu venir."),
]
PAPER = {
    ("face", 3): 6,
    ("face", 2): 2,
    ("before", 1): 4,
    ("before", 2): 3,
    ("after", 2): 3,
    ("after", 3): 4,
}
ON_PAPER = ["On est bien reçus.", "Le café était froid mais les gens chaleureux."]


def tell(stage):
    """One closed and reread, on which twenty people spoke; two are open."""
    boss, today = stage.users["coordination"], stage.today
    asked = ask(stage.talking, today - dt.timedelta(days=30), today, boss, skill="teacher")
    for place, ((face, before, after), (language, words)) in enumerate(
        zip(TICKED, [*WORDS, *[("fr", "")] * 4], strict=True)
    ):
        actions.answer(
            survey=asked,
            key=f"demo-{place}",
            face=face,
            before=before,
            after=after,
            words=words,
            language=language,
            today=today,
        )
    actions.count(survey=asked, numbers=PAPER, words=ON_PAPER, by=stage.users["animation"])
    actions.share_words(survey=actions.close(survey=asked, by=boss), hidden=[], by=boss)
    ask(stage.digital, today, today + dt.timedelta(days=30), boss, skill="online")
    workshop = Workshop.objects.get(programme=stage.talking, title=PLAYING)
    week = dt.timedelta(days=7)
    children = {"audience": Survey.Audience.CHILDREN, "workshop": workshop}
    ask(stage.talking, today - 5 * week, today - week, boss, **children)


def ask(programme, starts_on, ends_on, by, **fields):
    survey = Survey(programme=programme, starts_on=starts_on, ends_on=ends_on, **fields)
    return actions.ask(survey=survey, by=by)
