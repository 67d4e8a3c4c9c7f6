"""What meetings, decisions, difficulties, services and requests say to the pages of the house."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import registry
from partnerships.actions.changes import change
from partnerships.french import clock, count, day
from partnerships.models import (
    Decision,
    Difficulty,
    Meeting,
    PartnerRequest,
    Partnership,
    Service,
    User,
    WorkingGroup,
)
from partnerships.registry import Appointment, Due, Happening, Line, Part, Section, Strand

# A decision shows on the home page so long before its day.
SOON = dt.timedelta(days=14)
# How much of what somebody said a line of the history repeats.
SHORT = 90


# -- The home page -----------------------------------------------------------------------------


def diary(user: User, first: dt.date, last: dt.date):
    """The meetings to come of those who hold or follow the partnership."""
    meetings = Meeting.objects.concerning(user).filter(held_on__range=(first, last))
    now = timezone.localtime()
    mine = set(Partnership.objects.visible_to(user).values_list("pk", flat=True))
    meetings = meetings.select_related("partnership").prefetch_related("also_of")
    for meeting in meetings.order_by("held_on", "starts_at", "pk"):
        tables = [meeting.partnership, *meeting.also_of.all()]
        where = next(str(table) for table in tables if table.pk in mine)
        yield Appointment(
            on=meeting.held_on,
            starts_at=meeting.starts_at,
            ends_at=None,
            title=str(meeting),
            url=meeting.get_absolute_url(),
            lines=(where, meeting.place or meeting.get_venue_display()),
            state="done" if is_over(meeting, now) else "next",
        )


def is_over(meeting, now):
    if meeting.held_on != now.date():
        return meeting.held_on < now.date()
    return bool(meeting.starts_at) and meeting.starts_at < now.time()


def decisions_due(user: User, today: dt.date):
    """What one’s side promised; a coordinator also follows the promises of the others."""
    found = Decision.objects.awaited_from(user).due_by(today + SOON)
    writable = Decision.objects.writable_by(user).order_by().values("pk")
    found = found.filter(pk__in=writable).select_related("side", "owner", "partnership")
    for decision in found.order_by("due_on", "pk"):
        yield Due(
            kind=_("Décisions à tenir"),
            title=decision.what,
            detail=_("%(who)s, pour le %(day)s. %(partnership)s")
            % {
                "who": decision.owner or decision.side,
                "day": day(decision.due_on),
                "partnership": decision.partnership,
            },
            verb=_("C’est fait"),
            url=reverse("partnerships:decision_done", args=[decision.pk]),
            due_on=decision.due_on,
            is_act=True,
        )


def signs(partnerships, since: dt.date):
    """The last meeting, decision kept, service, request or difficulty of each."""
    days = [
        (Meeting, "held_on"),
        (Decision, "done_on"),
        (Service, "given_on"),
        (PartnerRequest, "asked_on"),
        (Difficulty, "raised_on"),
    ]
    for model, name in days:
        rows = model.objects.filter(partnership__in=partnerships, **{f"{name}__gte": since})
        rows = rows.order_by("partnership").values_list("partnership")
        yield from rows.annotate(last=Max(name))
    wider = Meeting.objects.filter(also_of__in=partnerships, held_on__gte=since)
    yield from wider.order_by("also_of").values_list("also_of").annotate(last=Max("held_on"))


# -- The history -------------------------------------------------------------------------------


def history(partnership: Partnership, user: User):
    of = partial(rows_of, partnership, user)
    meetings = Meeting.objects.visible_to(user).about(partnership)
    for meeting in meetings.prefetch_related("presences", "decisions"):
        said = told(meeting, partnership)
        yield happening(Strand.MEETING, meeting.held_on, str(meeting), said, meeting)
    for decision in of(Decision).filter(meeting__isnull=True).select_related("side"):
        title = _("Décision : %(what)s") % {"what": decision.what}
        url = reverse("partnerships:decision_list", args=[partnership.pk])
        yield Happening(decision.decided_on, title, str(decision.side), url, strand=Strand.MEETING)
    for difficulty in of(Difficulty).select_related("raised_by"):
        yield of_difficulty(difficulty)
    for service in of(Service).select_related("given_by"):
        title = _("Service rendu : %(what)s") % {"what": service.what}
        yield happening(Strand.SERVICE, service.given_on, title, nature(service))
    for asked in of(PartnerRequest):
        yield of_request(asked)
    for group in of(WorkingGroup):
        title = _("Un groupe de travail : %(name)s") % {"name": group.name}
        yield happening(Strand.MEETING, group.starts_on, title, group.purpose)


def rows_of(partnership, user, model):
    return model.objects.visible_to(user).filter(partnership=partnership)


def happening(strand, on, title, detail, target=None):
    url = target.get_absolute_url() if target else ""
    return Happening(on, title, short(detail), url, strand=strand)


def nature(service):
    """Whose service, of what kind; help with a grant application is a lever (PAR-071)."""
    kind = service.get_kind_display()
    if service.kind == Service.Kind.GRANT:
        kind = _("%(kind)s, un levier du partenariat") % {"kind": kind}
    return f"{service.given_by}, {kind}"


def told(meeting, partnership):
    """« Réunion, 6 personnes. Deux décisions : traduire…, essayer… »

    What was decided is said in the history of the partnership it binds, and in no other.
    """
    people = sum(presence.number for presence in meeting.presences.all())
    kind = meeting.get_kind_display()
    sentences = [", ".join(filter(None, [kind, count(people, _("personne")) if people else ""]))]
    if meeting.partnership_id != partnership.pk:
        sentences.append(_("Avec d’autres partenariats"))
    elif decided := [decision.what for decision in meeting.decisions.all()]:
        sentences.append(_("Décidé : %(what)s") % {"what": " ; ".join(decided)})
    return ". ".join(sentences)


def of_difficulty(difficulty):
    url = reverse("partnerships:difficulty_list", args=[difficulty.partnership_id])
    what = short(difficulty.what)
    if difficulty.lifted_on:
        title, on, detail = (
            _("Difficulté levée : %(what)s"),
            difficulty.lifted_on,
            difficulty.lifted_how,
        )
    else:
        title, on = _("Difficulté soulevée : %(what)s"), difficulty.raised_on
        detail = _("par %(side)s") % {"side": difficulty.raised_by}
    return Happening(on, title % {"what": what}, short(detail), url, strand=Strand.DIFFICULTY)


def of_request(asked):
    url = reverse("partnerships:request_list", args=[asked.partnership_id])
    title = _("Demande : %(what)s") % {"what": short(asked.what)}
    answer = _("sans réponse encore")
    if asked.answered_on:
        answer = _("réponse : %(answer)s") % {"answer": asked.get_answer_display()}
    detail = f"{asked.get_asked_by_display()}, {answer}"
    return Happening(asked.asked_on, title, detail, url, strand=Strand.SERVICE)


def short(text):
    """The first words of a long text, whole ones."""
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True)
class Now:
    """What is open today, in numbers."""

    decisions: int
    late: int
    requests: int
    difficulties: int


def now(partnership: Partnership, user: User) -> Now:
    of = partial(rows_of, partnership, user)
    decisions = list(of(Decision).open())
    return Now(
        decisions=len(decisions),
        late=sum(decision.is_late for decision in decisions),
        requests=of(PartnerRequest).waiting().count(),
        difficulties=of(Difficulty).open().count(),
    )


# -- Handing over ------------------------------------------------------------------------------


def handover(partnership: Partnership, user: User):
    """What whoever takes the thread must know: promises, what blocks, when they meet next."""
    of = partial(rows_of, partnership, user)
    decisions = of(Decision).open().select_related("side", "owner").order_by("due_on", "pk")
    yield Section(
        Part.DECISIONS,
        _("Décisions à tenir"),
        tuple(
            Line(
                decision.what,
                detail=str(decision.owner or decision.side),
                before=day(decision.due_on) if decision.due_on else "",
            )
            for decision in decisions
        ),
        nothing=_("Rien n’a été promis qui ne soit fait."),
    )
    difficulties = of(Difficulty).open().select_related("raised_by")
    yield Section(
        Part.DIFFICULTIES,
        _("Difficultés ouvertes"),
        tuple(
            Line(difficulty.what, detail=difficulty.tried, before=day(difficulty.raised_on))
            for difficulty in difficulties
        ),
        nothing=_("Aucune difficulté n’est ouverte."),
    )
    meetings = Meeting.objects.visible_to(user).about(partnership)
    coming = meetings.filter(held_on__gte=timezone.localdate()).order_by("held_on", "pk")
    if lines := tuple(
        Line(
            str(meeting),
            detail=clock(meeting.starts_at) if meeting.starts_at else "",
            before=day(meeting.held_on),
        )
        for meeting in coming
    ):
        yield Section(Part.DATES, _("Prochaines rencontres"), lines)


def holdings(leaver):
    """The decisions somebody had taken on for that structure, and not done yet."""
    if not leaver.contact:
        return
    mine = Decision.objects.open().filter(owner=leaver.contact, side=leaver.structure)
    for decision in mine.select_related("partnership").order_by("due_on", "pk"):
        yield registry.Holding(
            kind=_("Décisions à tenir"),
            title=decision.what,
            url=reverse("partnerships:decision_edit", args=[decision.pk]),
            hand_over=partial(give_decision, decision),
        )


def give_decision(decision, colleague, by):
    if not colleague.contact:
        return False
    change(decision, values={"owner": colleague.contact}, by=by, structure=decision.side)
    return True
