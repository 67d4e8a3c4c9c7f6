"""What the workshops tell the ground floor they hold."""

import datetime as dt

from django.db.models import Exists, F, Max, Min, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from families.models import Qpv
from partnerships import audit, registry
from partnerships.calendar import first_year
from partnerships.declarations import declared
from partnerships.french import clock, hours, in_a_row
from workshops import (
    coordination,
    days,
    frames,
    moments,
    moves,
    places,
    plan_news,
    searching,
    watching,
)
from workshops.actions.planning import named_to_come
from workshops.models import (
    Advice,
    Attendance,
    Booklet,
    BookletEntry,
    Enrolment,
    Facilitation,
    GroupMessage,
    Guest,
    Idea,
    Pathway,
    Plan,
    PlanComment,
    PlanShare,
    PlanVersion,
    Programme,
    Quote,
    Session,
    SignedSheet,
    TableImport,
    TeamMember,
    Waiting,
    Workshop,
)

# What a page shows of what comes.
NEXT = 4
# How far one looks at what the others do, and how much of it at most.
AHEAD = dt.timedelta(days=60)
MOST = 60


def people_met(user):
    """Who is expected at, noted on, or waiting for a place at the sheets this person keeps."""
    workshops = Workshop.objects.kept_by(user)
    sessions = Session.objects.ran(user).order_by().values("session")
    for model in (Enrolment, Attendance, Guest, Waiting):
        path = "session__workshop" if model is Guest else "workshop"
        yield model.objects.filter(**{f"{path}__in": workshops})
    for model in (Attendance, Guest):
        yield model.objects.filter(session__in=sessions)


def participation(parents, user):
    """The sessions these parents took part in, that this person may know of."""
    rows = Attendance.objects.visible_to(user).taken_part().filter(parent__in=parents)
    rows = rows.select_related("parent", "session__workshop", "session__module")
    for row in rows.order_by("-date", "-session__starts_at", "-pk"):
        yield registry.Presence(
            on=row.date,
            person=str(row.parent),
            title=str(row.session),
            detail=", ".join(filter(None, [beside(row.session), row.get_role_display()])),
            url=row.session.get_absolute_url(),
            minutes=row.counted_minutes,
        )


def history(partnership, user):
    """The sessions its partners take part in, the workshops they began, the programmes."""
    sessions = days.sessions_of(partnership, user).with_runners()
    today = timezone.localdate()
    for session in sessions.held().order_by("-date", "-starts_at", "-pk"):
        yield happening(session, hours(session.delivered_minutes))
    coming = sessions.planned().filter(date__gt=today).order_by("date", "starts_at", "pk")
    for session in coming:
        yield happening(session, clock(session.starts_at))
    # On one day, what began comes after what was done: the page goes back in time.
    workshops = Workshop.objects.visible_to(user).filter(pk__in=sessions.values("workshop"))
    begun = workshops.annotate(first=Min("sessions__date")).filter(first__lte=today)
    for workshop in begun.order_by("sort_key", "pk"):
        yield beginning(workshop, workshop.first, _("L’atelier commence."))
    programmes = Programme.objects.visible_to(user).filter(partnerships=partnership)
    for programme in programmes.order_by("sort_key", "pk"):
        yield beginning(programme, programme.starts_on, _("Le programme commence."))
    booklets = Booklet.objects.visible_to(user).filter(
        programme__partnerships=partnership, published_on__isnull=False
    )
    for booklet in booklets.order_by("sort_key", "pk"):
        yield beginning(booklet, booklet.published_on, _("Recueil de conseils publié."))


def initiatives(partnership, user):
    """The workshops of its programmes, and whose idea each was (PAR-062, EVA-048)."""
    workshops = Workshop.objects.visible_to(user).filter(programme__partnerships=partnership)
    for workshop in workshops.order_by("sort_key", "pk"):
        yield registry.Initiative(
            title=workshop.title,
            whose=workshop.get_initiative_display(),
            url=workshop.get_absolute_url(),
        )


def given(partnership, user):
    """Minutes each structure gave to the sessions held; a facilitation lasts its session unless said."""
    rows = Facilitation.objects.filter(
        session__in=days.sessions_of(partnership, user).held(), part=Facilitation.Part.RUNS
    )
    minutes = Sum(Coalesce("minutes", "session__delivered_minutes", 0))
    rows = rows.order_by("structure").values_list("structure")
    yield from rows.annotate(all=minutes)


def signs(partnerships, since):
    """The sessions of their programmes, held or to come."""
    yield from (
        Session.objects.filter(workshop__programme__partnerships__in=partnerships, date__gte=since)
        .exclude(status=Session.Status.CANCELLED)
        .order_by("workshop__programme__partnerships")
        .values_list("workshop__programme__partnerships")
        .annotate(last=Max("date"))
    )


def beginning(thing, day, sentence):
    return registry.Happening(
        on=day,
        title=thing.title,
        detail=sentence,
        url=thing.get_absolute_url(),
        strand=registry.Strand.WORKSHOP,
    )


def happening(session, when):
    return registry.Happening(
        on=session.date,
        title=str(session),
        detail=", ".join(filter(None, [beside(session), when, together(session)])),
        url=session.get_absolute_url(),
        strand=registry.Strand.WORKSHOP,
        is_routine=True,
    )


def together(session):
    """« co-animée avec École des Lilas », when its staff run it too."""
    schools = session.schools_running
    return _("co-animée avec %(schools)s") % {"schools": in_a_row(schools)} if schools else ""


def beside(session):
    """What the title of a session does not say: its workshop, when it bears its module’s name."""
    return str(session.workshop) if session.module else session.workshop.get_format_display()


def agenda(structure, user, today):
    """The next sessions there or for that school, among those this person may see."""
    sessions = Session.objects.visible_to(user).planned().filter(date__gte=today)
    sessions = sessions.filter(
        Q(school=structure.pk)
        | Q(school__isnull=True, workshop__schools=structure.pk)
        | Q(workshop__host=structure)
    )
    sessions = sessions.select_related("workshop", "module").order_by("date", "starts_at", "pk")
    for session in sessions[:NEXT]:
        yield appointment(session)


def appointment(session):
    return registry.Appointment(
        on=session.date,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=str(session),
        url=session.get_absolute_url(),
        lines=tuple(filter(None, [session.place or session.workshop.place])),
    )


def elsewhere(partnership, user, today):
    """What its other parties lead, welcome or receive besides it, among what this person may see.

    The sessions of the partnership itself are in its history already.
    """
    others = {party.structure_id for party in partnership.parties.all()} - user.rights.belongs_to
    sessions = Session.objects.visible_to(user).planned().between(today, today + AHEAD)
    sessions = sessions.filter(
        Q(workshop__programme__lead__in=others)
        | Q(workshop__host__in=others)
        | Q(school__in=others)
    )
    told = days.sessions_of(partnership, user).order_by().values("pk")
    sessions = sessions.exclude(pk__in=told).select_related("workshop__programme", "module")
    for session in sessions.order_by("date", "starts_at", "pk")[:MOST]:
        workshop = session.workshop
        sides = (workshop.programme.lead_id, workshop.host_id, session.school_id)
        yield next(side for side in sides if side in others), appointment(session)


def qpv_learnt(family):
    """Past rows that said « unknown » say what is known now, unless a report counted them."""
    rows = Attendance.objects.filter(parent__family=family, lives_in_qpv=Qpv.UNKNOWN)
    for counted in registry.reported.ask(rows):
        rows = rows.exclude(pk__in=counted.values("pk"))
    registry.recounted.ask([family.structure_id], [family.pk])
    yield rows.update(lives_in_qpv=family.lives_in_qpv)


def last_contacts(families):
    """The last time anybody of each came, whether or not the sheet is closed."""
    came = Attendance.objects.filter(
        parent__family__in=families,
        status__in=Attendance.COUNTING,
        session__status__in=[Session.Status.PLANNED, Session.Status.HELD],
        date__lte=timezone.localdate(),
    )
    rows = came.order_by().values(family=F("parent__family"))
    yield rows.annotate(day=Max("date"))


def personal_fields():
    yield from declared("workshops")


def texts(structure):
    """What was written of the sessions and programmes it leads."""
    sessions = Session.objects.filter(workshop__programme__lead=structure)
    yield sessions, ("log", "heard", "questions", "cancel_reason")
    yield Facilitation.objects.filter(session__in=sessions), ("name",)
    yield Programme.objects.filter(lead=structure), ("description", "diagnosis")
    yield Workshop.objects.filter(programme__lead=structure), ("objective",)
    yield Pathway.objects.filter(structure=structure), ("description",)
    yield from said_together(structure)
    yield Advice.objects.filter(session__in=sessions), ("text",)
    yield Quote.objects.filter(session__in=sessions), ("words", "label")
    booklets = Booklet.objects.filter(programme__lead=structure)
    yield booklets, ("foreword",)
    yield BookletEntry.objects.filter(booklet__in=booklets), ("text", "label")
    messages = GroupMessage.objects.filter(workshop__programme__lead=structure)
    yield messages, ("subject", "words")
    yield TableImport.objects.filter(programme__lead=structure), ("name",)


def said_together(structure):
    """What was written by several hands of the workshops it leads."""
    yield Idea.objects.filter(programme__lead=structure), ("words", "answer_words")
    plans = Plan.objects.filter(workshop__programme__lead=structure)
    yield plans, (*Plan.WORDS, "pen_reason")
    yield PlanShare.objects.filter(plan__in=plans), ("does",)
    yield PlanVersion.objects.filter(plan__in=plans), ("content",)
    yield PlanComment.objects.filter(plan__in=plans), ("words",)


def years_counted(family):
    """The school years whose figures say where the children of those who came learn."""
    days = Attendance.objects.taken_part().filter(parent__family=family).order_by()
    yield from {first_year(day) for day in days.values_list("date", flat=True).distinct()}


def holdings(leaver):
    """The teams this person is in, of workshops that still have sessions to come."""
    places = TeamMember.objects.filter(user=leaver.account, structure=leaver.structure)
    coming = Session.objects.planned().filter(
        workshop=OuterRef("workshop"), date__gte=timezone.localdate()
    )
    for place in places.filter(Exists(coming)).select_related("workshop"):
        yield registry.Holding(
            kind=_("Ateliers à animer"),
            title=str(place.workshop),
            url=place.workshop.get_absolute_url(),
            hand_over=taking_place(place),
        )


def taking_place(place):
    """For a colleague who runs workshops there; those held keep who ran them."""

    def hand_over(colleague, by):
        account, structure = colleague.account, colleague.structure
        if not (account and structure.memberships.current().working().filter(user=account)):
            return False
        audit.record(
            audit.Verb.CHANGED, place.workshop, by=by, structure=structure, fields=["team"]
        )
        coming = named_to_come(place)
        already = place.workshop.sessions.filter(facilitations__user=account)
        coming.filter(session__in=already.values("pk")).delete()
        coming.update(user=account, structure=structure)
        if place.workshop.team.filter(user=account).exists():
            place.delete()
        else:
            place.user = account
            place.save()
        return True

    return hand_over


def folders():
    yield "feuilles", SignedSheet, "file"


def register():
    registry.acquaintances.add(people_met)
    registry.agenda.add(agenda)
    registry.elsewhere.add(elsewhere)
    registry.given.add(given)
    registry.history.add(history)
    registry.initiatives.add(initiatives)
    registry.participation.add(participation)
    registry.qpv_learnt.add(qpv_learnt)
    registry.holdings.add(holdings)
    registry.last_contacts.add(last_contacts)
    registry.movers.add(moves.movers)
    registry.diary.add(days.diary)
    registry.moments.add(moments.sessions)
    registry.due.add(days.sheets_due)
    registry.due.add(places.due)
    registry.due.add(coordination.due)
    registry.due.add(watching.due)
    registry.due.add(plan_news.due)
    registry.history.add(plan_news.history)
    registry.handover.add(plan_news.handover)
    registry.handover.add(coordination.handover)
    registry.holdings.add(coordination.holdings)
    registry.signs.add(signs)
    registry.folders.add(folders)
    registry.frames.add(frames.frames)
    registry.frames_of.add(frames.frames_of)
    registry.personal_fields.add(personal_fields)
    registry.texts.add(texts)
    registry.years_counted.add(years_counted)
    registry.searched.add(searching.found)
