"""What stands at the edge of a centre: there, yet not for everybody who comes near it.

Each function is given a side of the world and returns what it adds to it, by name.
"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.utils import timezone

from evaluation.actions import verdicts, voice_links
from partnerships.actions import asking
from partnerships.models import ImportFile, Job
from tests import factories as make
from workshops.actions import feeds, plans
from workshops.actions.table_imports import MISTAKES

SOON = timezone.localdate() + dt.timedelta(days=21)


def people(side):
    """Somebody whose record a partner reads and does not write; a colleague who did nothing yet.

    And who coordinates a structure that has nothing to do with the centre: named to nobody.
    """
    make.coordinator(make.StructureFactory(), last_name=side.canary("inconnue"))
    make.facilitator(side.centre, last_name=side.canary("collegue"))
    tenure = make.TenureFactory(structure=side.centre)
    return {
        "own_tenure": tenure,
        "own_contact": tenure.contact,
        "unplaced": make.ContactFactory(),
    }


def between_others(side):
    """A partnership the school is no part of; a parent at a workshop that another centre leads."""
    stranger = make.SchoolFactory().structure
    make.PartnershipFactory(
        name=side.canary("horsecole"), stage="active", parties=[side.centre, stranger]
    )
    workshop = make.WorkshopFactory(title=side.canary("chezeux"))
    session = make.HeldSessionFactory(workshop=workshop)
    make.AttendanceFactory(session=session, parent=side.parent)
    return {}


def supported(side):
    """Somebody whom a colleague supports, and whom nobody else of the team ever met."""
    parent = make.ParentFactory(
        family__structure=side.centre, first_name=side.canary("suivi"), last_name=""
    )
    colleague = make.facilitator(side.centre)
    make.SupportMeetingFactory(parent=parent, author=colleague, shared_note=side.canary("suivi"))
    return {}


def upload(side):
    """A list of schools that another administrator has seen and not confirmed."""
    file = ImportFile.objects.create(
        ticket=side.canary("depot"),
        owner=make.StaffFactory(),
        kind="partnerships.school",
        name="écoles.csv",
        content=f"UAI;Nom;Commune\n{make.uai(590001)};École Jules-Verne;Lille\n".encode(),
    )
    return {"upload": file}


def tables(side):
    """A table that was taken in, and the list of what was wrong with another."""
    name, programme = side.canary("tableau"), side.workshop.programme
    counts = {"known": 1, "new": 0}
    record = make.TableImportFactory(
        programme=programme, workshop=side.workshop, name=name, counts=counts
    )
    text = f"Ligne;Colonne;Ce qui ne va pas\r\n2;Nom;{side.canary('erreur')}\r\n"
    mistakes = ImportFile.objects.create(
        owner=side.boss, kind=MISTAKES, name=name, content=text.encode()
    )
    return {"table_import": record, "mistakes": mistakes}


def prepared(side):
    """A list that took long, ready for whoever asked for it, and another on its way."""
    text = side.canary("prepare").encode()
    ready = Job(title=side.canary("travail"), state=Job.State.DONE, ended_at=timezone.now())
    ready.owner, ready.content, ready.size = side.boss, text, len(text)
    ready.media_type, ready.disposition = "text/csv", 'attachment; filename="liste.csv"'
    ready.save()
    return {"job": ready, "going": Job.objects.create(owner=side.boss, title="-", address="/")}


def papers(side):
    """A calendar somebody reads elsewhere, and a document of the partnership."""
    feed, token = feeds.open_feed(by=side.boss)
    document = make.DocumentFactory(
        partnership=side.partnership,
        agreement=side.agreement,
        title=side.canary("document"),
        file__data=f"%PDF-1.7 {side.canary('fichier')}".encode(),
    )
    return {"feed": feed, "feed_token": token, "document": document}


def words_to_a_group(side):
    words = side.canary("message")
    return {"message": make.GroupMessageFactory(workshop=side.workshop, words=words)}


def together(side):
    """An idea without an answer; a workshop that the centre and the school plan together."""
    school, canary = side.school.structure, side.canary
    idea = make.IdeaFactory(programme=side.programme, structure=school, words=canary("envie"))
    planned = make.WorkshopFactory(programme=side.programme, host=school, objective=canary("plan"))
    plan = plans.begin(workshop=planned, by=side.boss)
    slot = make.PlanSlotFactory(plan=plan, structure=school, meets_on=SOON)
    remark = make.PlanCommentFactory(plan=plan, structure=school, words=canary("avis"))
    plan_link, plan_token = asking.send(
        text=plan, structure=school, email=f"{canary('lettre').lower()}@exemple.test", by=side.boss
    )
    return {
        "idea": idea,
        "planned": planned,
        "slot": slot,
        "remark": remark,
        "plan_link": plan_link,
        "plan_token": plan_token,
    }


def of_the_centre(side):
    """What the centre asked for and found hard: its partner reads it, and writes its own."""
    own = {"partnership": side.partnership, "what": side.canary("demande")}
    return {
        "raised": make.DifficultyFactory(raised_by=side.centre, **own),
        "wanted": make.PartnerRequestFactory(structure=side.centre, **own),
    }


def under_seal(side):
    """A review whose voices are shut: nobody reads a word of another’s, not even who calls it.

    The centre has spoken, the school by the letter it got, and parents through the coordinator.
    """
    school, canary = side.school.structure, side.canary
    review = make.ReviewFactory(partnership=side.partnership, title=canary("bilan"))
    centre_voice = make.VoiceFactory(review=review, kind="centre", structure=side.centre)
    school_voice = make.VoiceFactory(review=review, kind="school", structure=school)
    parents_voice = make.ParentsVoiceFactory(review=review)
    make.ContributionFactory(
        voice=centre_voice, spoken_by="", author=side.boss, how="account", worked=canary("pli")
    )
    typed = make.ContributionFactory(
        voice=parents_voice, author=side.boss, worked=canary("plisaisi"), spoken_by="Le groupe"
    )
    voice_link, voice_token = voice_links.send(
        voice=school_voice, email=f"{canary('lettrevoix').lower()}@exemple.test", by=side.boss
    )
    make.ContributionFactory(
        voice=school_voice, link=voice_link, how="link", limits=canary("pliecole"), spoken_by="CPE"
    )
    return {
        "sealed": review,
        "centre_voice": centre_voice,
        "school_voice": school_voice,
        "parents_voice": parents_voice,
        "typed": typed,
        "voice_link": voice_link,
        "voice_token": voice_token,
    }


def side_by_side(side):
    """A review whose voices are read, a decision of it, an answer, and the letter of the school."""
    school, canary = side.school.structure, side.canary
    review = make.ReviewFactory(partnership=side.partnership, title="Bilan lu", opened=True)
    verdict = make.VerdictFactory(review=review, subject=canary("tranche"))
    make.ReviewVersionFactory(review=review, content=review.content())
    verdicts.write(review=review, seen=1, words={"summary": canary("ensemble")}, by=side.boss)
    voices = [
        make.VoiceFactory(review=review, structure=side.centre, kind="centre"),
        make.VoiceFactory(review=review, structure=school, kind="school"),
    ]
    said = [
        make.ContributionFactory(voice=voice, worked=canary(word), spoken_by=canary("porteparole"))
        for voice, word in zip(voices, ("voixcentre", "voixecole"), strict=True)
    ]
    parents = make.ParentsVoiceFactory(review=review)
    reply = make.ReplyFactory(
        voice=parents, about=voices[1], words=canary("replique"), author=side.boss
    )
    email = f"{canary('lettre').lower()}@exemple.test"
    review.refresh_from_db()
    link, token = asking.send(text=review, structure=school, email=email, by=side.boss)
    return {
        "opened": review,
        "opened_voice": voices[1],
        "read": said[1],
        "verdict": verdict,
        "reply": reply,
        "review_link": link,
        "review_token": token,
    }


def several_years(side):
    """A plan, the sheet that answers to it, and what nothing answers to yet."""
    plan = make.StrategicPlanFactory(holder=side.centre, title=side.canary("schema"))
    axis = make.StrategicAxisFactory(plan=plan)
    objective = make.StrategicObjectiveFactory(axis=axis)
    sheet = make.ActionSheetFactory(holder=side.centre, objective=objective)
    sheet.programmes.add(side.programme)
    make.SheetSectionFactory(sheet=sheet, order=2, key="resources")
    return {
        "strategy": plan,
        "axis": axis,
        "aimed": objective,
        "bare_axis": make.StrategicAxisFactory(plan=plan, number=7),
        "bare_aim": make.StrategicObjectiveFactory(axis=axis, number=7),
        "sheet": sheet,
        "heading": make.SheetSectionFactory(sheet=sheet, body=side.canary("fiche")),
        "deed": make.SheetItemFactory(sheet=sheet, title=side.canary("fiche")),
        "hope": make.ExpectedResultFactory(sheet=sheet, words=side.canary("fiche")),
    }


def without_a_name(side):
    """Opinions being asked, that nobody reads; and some that were closed, reread and are shared."""
    survey = make.SurveyFactory(programme=side.programme, starts_on=SOON - dt.timedelta(days=60))
    make.FeedbackFactory.create_batch(5, survey=survey, face=None, words=side.canary("souspli"))
    closed = make.SurveyFactory(
        programme=side.programme, closed=True, closed_by=side.boss, reread_at=timezone.now()
    )
    make.FeedbackFactory.create_batch(5, survey=closed)
    make.FeedbackFactory(survey=closed, face=None, words=side.canary("motparent"))
    return {"survey": survey, "closed_survey": closed}


def spending(side):
    """A line of the budget of the grant."""
    line = make.BudgetLineFactory(
        grant=side.grant, label=side.canary("depense"), comment=side.canary("ecart"), actual=1500
    )
    return {"spent": line}


def noted(side):
    """Of an indicator that no sheet counts: a draft with what proves it, one checked, one told."""
    told = {"programme": side.programme, "kind": "qualitative", "measure": ""}
    indicator = make.IndicatorFactory(**told)
    readings = [
        make.ReadingFactory(
            indicator=indicator,
            value=None,
            words=side.canary(words),
            starts_on=SOON.replace(day=day),
            ends_on=SOON.replace(day=day),
            status=status,
            checked_at=at,
        )
        for day, words, status, at in [
            (1, "releve", "draft", None),
            (2, "releve", "checked", timezone.now()),
            (3, "constat", "published", timezone.now()),
        ]
    ]
    paper = ContentFile(f"%PDF-1.7 {side.canary('piece')}".encode())
    readings[0].media_type = "application/pdf"
    readings[0].file.save("", paper)
    return {"told": indicator, "draft_reading": readings[0], "checked_reading": readings[1]}


def signed_in_elsewhere(side):
    """Where the coordinator left a session open: nobody else’s business."""
    device = UserSession.objects.create(
        user=side.boss,
        ip="203.0.113.7",
        session_key=side.letter * 32,
        user_agent=side.canary("appareil"),
    )
    return {"device": device}


# What is noted stays with the coordination, until it is published.
NOTED = {"releve", "piece"}
# What one means to do over years: also read by whoever observes the centre.
FOR_YEARS = {"schema", "fiche", "constat"}
# What more there is on a side: each page says here what it needs.
MORE = (
    *(people, between_others, supported, upload, tables, papers, words_to_a_group, together),
    *(of_the_centre, under_seal, side_by_side),
    several_years,
    noted,
    without_a_name,
    spending,
    prepared,
    signed_in_elsewhere,
)


def added(side):
    """That side, with everything at its edge."""
    for add in MORE:
        vars(side).update(add(side))
    return side
