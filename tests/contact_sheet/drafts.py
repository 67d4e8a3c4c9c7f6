"""What the demonstration holds none of, once told: a notice being prepared, a message, long work."""

from django.http import HttpResponse

from families.actions import notices
from families.models import Notice
from partnerships.actions import jobs
from partnerships.models import Structure
from workshops.actions import messages
from workshops.models import Workshop

WORDS = "La séance de jeudi commence à 18 h, au centre. À bientôt !"


def begun(boss, today):
    """A notice with its texts, a table asked for, a message to a group: links lead to their pages."""
    job = jobs.start(title="Familles", address="/familles/export/?format=csv", by=boss)
    jobs.finish(job=jobs.take(pk=job.pk), response=HttpResponse("Prénom"), sentence="")
    for structure in Structure.objects.filter(pk__in=boss.rights.coordinates):
        if not Notice.objects.filter(structure=structure, published_on=None).exists():
            notices.prepare(structure=structure, by=boss)
    for workshop in Workshop.objects.visible_to(boss):
        reached = messages.reach(workshop, today)
        if reached.by_phone:
            messages.copy(workshop=workshop, words=WORDS, reached=reached, by=boss)
            return
