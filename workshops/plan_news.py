"""What ideas and plans tell the pages that gather everything: history, hand-over sheet, home."""

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import text_news
from partnerships.french import count
from partnerships.models import Partnership, User
from partnerships.registry import Due, Happening, Line, Part, Section, Strand
from partnerships.standings import standings
from workshops import plans as reading
from workshops.models import Idea, Plan, Workshop


def history(partnership: Partnership, user: User):
    """When each idea was proposed, and when all had accepted a plan."""
    for idea in ideas_of(partnership, user):
        yield Happening(
            on=idea.proposed_on,
            title=_("Une idée : %(idea)s") % {"idea": idea},
            detail=_("proposée par %(name)s") % {"name": idea.structure},
            url=idea.get_absolute_url(),
            strand=Strand.WORKSHOP,
        )
    for plan in plans_of(partnership, user):
        stand = standings(plan)
        if stand and all(each.is_accepted for each in stand):
            yield Happening(
                on=max(each.acceptance.accepted_on for each in stand),
                title=_("Plan accepté par tous : %(plan)s") % {"plan": plan},
                detail=plan.workshop.objective,
                url=plan.get_absolute_url(),
                strand=Strand.WORKSHOP,
            )


def ideas_of(partnership, user):
    """Those its parties proposed in the programmes they share."""
    parties = partnership.parties.values("structure")
    found = Idea.objects.visible_to(user).filter(programme__partnerships=partnership)
    return found.filter(structure__in=parties).open_first()


def plans_of(partnership, user):
    """Those that one of its parties prepares with the lead."""
    others = partnership.parties.exclude(structure__programmes__partnerships=partnership)
    found = Plan.objects.visible_to(user).filter(workshop__programme__partnerships=partnership)
    found = found.filter(shares__structure__in=others.values("structure")).distinct()
    return found.with_standing().order_by("workshop__sort_key", "pk")


def handover(partnership: Partnership, user: User):
    """The ideas that wait for an answer, the plans that somebody has not accepted."""
    lines = [
        Line(str(idea), detail=_("sans réponse encore"), before=str(idea.structure))
        for idea in ideas_of(partnership, user).awaiting()
    ]
    lines += [
        Line(str(plan), detail=reading.in_a_line(plan))
        for plan in plans_of(partnership, user)
        if plan.is_in_force and reading.waiting(plan)
    ]
    if lines:
        yield Section(Part.DATES, _("Ce qui se prépare"), tuple(lines))


def due(user: User, today: dt.date):
    yield from ideas_due(user, today)
    plans = Plan.objects.visible_to(user).running(today).with_standing()
    yield from text_news.due(
        user,
        plans.order_by("workshop__sort_key", "pk"),
        accept=_("Plans à accepter"),
        relaunch=_("Plans à relancer"),
    )
    yield from remarks_due(user, today)


def ideas_due(user, today):
    """For those who coordinate the lead: what was proposed to them."""
    ideas = Idea.objects.writable_by(user).awaiting().filter(programme__ends_on__gte=today)
    for idea in ideas.select_related("structure").order_by("proposed_on", "pk"):
        yield Due(
            kind=_("Idées à regarder"),
            title=str(idea),
            detail=_("Proposée par %(name)s.") % {"name": idea.structure},
            verb=_("Répondre"),
            url=idea.get_absolute_url(),
        )


def remarks_due(user, today):
    """For those who keep its sheets: what others say of a plan, and nobody has settled."""
    workshops = Workshop.objects.loggable_by(user).order_by().values("pk")
    mine = Q(comments__structure__in=user.rights.belongs_to)
    plans = Plan.objects.running(today).filter(workshop__in=workshops)
    unheard = Count("comments", filter=Q(comments__settled_at=None) & ~mine, distinct=True)
    plans = plans.annotate(unheard=unheard).filter(unheard__gt=0).select_related("workshop")
    for plan in plans.order_by("workshop__sort_key", "pk"):
        yield Due(
            kind=_("Remarques à entendre"),
            title=str(plan),
            detail=count(plan.unheard, _("remarque")),
            verb=_("Lire"),
            url=reverse("workshops:plan_detail", args=[plan.key]) + "#remarques",
        )
