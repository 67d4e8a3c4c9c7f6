"""Two centres that share nothing, each with one of everything, and a word in every secret.

A secret of the first centre reads « CANARI-A-… », of the second « CANARI-B-… ».
"""

import datetime as dt
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from evaluation.reports import compute
from families.actions import merges, referral_letters
from partnerships import audit
from partnerships.actions import agreements, asking, team
from tests import factories as make
from tests.access import edges

DAY = dt.date(2026, 11, 17)
ABSENT = 987654321


def side(letter):
    """One centre, its partner school, its work and its secrets."""

    def canary(word):
        return f"CANARI-{letter}-{word}"

    centre = make.StructureFactory(name=f"Centre {letter}", logo=ContentFile(b"logo", "a.png"))
    school = make.SchoolFactory(structure__name=f"École {letter}")
    funder = make.StructureFactory(name=f"Fondation {letter}", kind="foundation")
    partnership = make.PartnershipFactory(
        name=f"Partenariat {letter}", parties=[centre, school.structure]
    )
    own_party, school_party = partnership.parties.order_by("pk")
    contact = make.ContactFactory(last_name=f"Contact {letter}")
    tenure = make.TenureFactory(contact=contact, structure=school.structure)
    thread = make.ThreadFactory(partnership=partnership, tenure=tenure)
    aspect = make.TermFactory(vocabulary="school_knowledge")
    note = make.KnowledgeNoteFactory(
        structure=school.structure, aspect=aspect, text=canary("savoir")
    )
    boss = make.coordinator(centre)
    meeting = make.MeetingFactory(
        partnership=partnership, summary=canary("rencontre"), recorded_by=boss
    )
    make.PresenceFactory(
        meeting=meeting,
        structure=centre,
        contact=make.TenureFactory(
            structure=centre, contact__email=f"invite-{letter.lower()}@exemple.test"
        ).contact,
    )
    decision, school_decision = (
        make.DecisionFactory(
            partnership=partnership, meeting=meeting, side=whose, what=canary("decision")
        )
        for whose in (centre, school.structure)
    )
    peers = met_with_others(centre, partnership, boss, canary)
    difficulty = make.DifficultyFactory(
        partnership=partnership, raised_by=school.structure, what=canary("difficulte")
    )
    service = make.ServiceFactory(partnership=partnership, given_by=centre, what=canary("service"))
    asked = make.PartnerRequestFactory(
        partnership=partnership,
        structure=school.structure,
        what=canary("demande"),
        analysis=canary("lecture"),
    )
    group = make.WorkingGroupFactory(partnership=partnership, name=canary("groupe"))
    programme, coordination = led(partnership, tenure, title=f"Programme {letter}", lead=centre)
    pathway = make.PathwayFactory(structure=centre, title=f"Parcours {letter}")
    module = make.ModuleFactory(pathway=pathway, order=1)
    workshop = make.WorkshopFactory(
        programme=programme, format="cohort", pathway=pathway, title=f"Atelier {letter}"
    )
    workshop.schools.add(school)
    family = make.FamilyFactory(structure=centre)
    parent = make.ParentFactory(
        family=family,
        first_name=canary("prenom"),
        last_name=canary("nom"),
        email=f"{canary('courriel').lower()}@exemple.test",
    )
    schooling = make.SchoolingFactory(family=family, school=school)
    notice, notice_draft, consent = noticed(parent, letter, canary)
    enrolment = make.EnrolmentFactory(workshop=workshop, parent=parent)
    twin, merge, elsewhere, separation = others(parent, workshop, canary, by=boss)
    session, guest, waiting = awaited(workshop, module, canary)
    held, advice, quote = told(parent, canary, workshop=workshop, module=module, school=school)
    cancelled = make.SessionFactory(
        workshop=workshop, status="cancelled", cancel_reason=f"Grève {letter}"
    )
    (attendance, signed_sheet, runner), (theme, booklet, page, published) = (
        on_paper(held, parent, canary),
        bound(held, canary),
    )
    indicator = make.IndicatorFactory(programme=programme, title=f"Indicateur {letter}")
    target = make.TargetFactory(indicator=indicator)
    grant = make.GrantFactory(
        holder=centre, funder=funder, title=canary("subvention"), note=canary("remarque")
    )
    grant.programmes.add(programme)
    grant.indicators.add(indicator)
    draft, section, issued = reports(grant, letter, canary)
    member = make.facilitator(centre, workshop)
    membership, team_place = member.memberships.get(), member.team_places.get()
    support, confided, outcome = helped(parent, member, canary)
    oriented, outgoing, proposed, referral_link, referral_token = shown_the_way(
        centre, school.structure, parent, boss, canary
    )
    invitation, token = team.invite(
        structure=centre, email=f"{letter}@exemple.test", role="facilitator", by=boss
    )
    agreement, link, link_token = agreed(
        partnership,
        by=boss,
        words={"objectives": canary("accord")},
        sent=(school.structure, f"{canary('lettre').lower()}@exemple.test"),
    )
    return edges.added(SimpleNamespace(**locals()))


def awaited(workshop, module, canary):
    """A session, somebody of another group who catches up there, and who waits for a place."""
    session = make.SessionFactory(workshop=workshop, module=module, date=DAY)
    names = {"parent__first_name": canary("rattrape"), "parent__last_name": ""}
    guest = make.CatchUpFactory(
        session=session,
        enrolment=make.EnrolmentFactory(
            workshop__programme=session.workshop.programme,
            workshop__format="cohort",
            workshop__pathway=session.workshop.pathway,
            **names,
        ),
    )
    names["parent__first_name"] = canary("attend")
    return session, guest, make.WaitingFactory(workshop=session.workshop, **names)


def on_paper(held, parent, canary):
    """Who came, the sheet they signed, who ran it, and a session to come whose sheet is to print."""
    make.SessionFactory(workshop=held.workshop, date=timezone.localdate() + dt.timedelta(days=7))
    signed = f"%PDF-1.7 {canary('signature')}".encode()
    return (
        make.AttendanceFactory(session=held, parent=parent),
        make.SignedSheetFactory(session=held, file__data=signed),
        make.FacilitationFactory(session=held, user=None, name="Une collègue"),
    )


def bound(held, canary):
    """A booklet in preparation, and one its partners read; words nobody agreed to stay out of it."""
    theme = make.TermFactory(vocabulary="theme")
    programme = held.workshop.programme
    booklet = make.BookletFactory(programme=programme, foreword=canary("ebauchedulivret"))
    advice = make.AdviceFactory(session=held, theme=theme, text=canary("conseil"))
    page = make.BookletEntryFactory(
        booklet=booklet, advice=advice, theme=theme, text=canary("astuce")
    )
    published = make.BookletFactory(programme=programme, published_on=DAY)
    make.BookletEntryFactory(booklet=published, advice=advice, text=canary("brochure"))
    unsaid = make.QuoteFactory(session=held, words=canary("motsdits"))
    make.BookletEntryFactory(booklet=published, advice=None, quote=unsaid, text=canary("tu"))
    return theme, booklet, page, published


def told(parent, canary, **fields):
    """A session held, what was written of it, and what it leaves."""
    texts = {"log": "journal", "heard": "entendu", "questions": "question"}
    held = make.HeldSessionFactory(**fields, **{name: canary(word) for name, word in texts.items()})
    advice = make.AdviceFactory(session=held, text=canary("conseil"))
    make.QuoteFactory(session=held, words=canary("motsdits"), label=canary("presentation"))
    return held, advice, make.QuoteFactory(session=held, parent=parent, words=canary("parole"))


def helped(parent, member, canary):
    """A meeting of this facilitator, one of a colleague whose note is shared, and what changed."""
    support = make.SupportMeetingFactory(
        parent=parent,
        author=member,
        shared_note=canary("partage"),
        confidential_note=canary("confidence"),
    )
    confided = make.SupportMeetingFactory(
        parent=parent,
        author=make.facilitator(parent.family.structure),
        confidential_note=canary("confie"),
        is_shared_with_coordinator=True,
    )
    return support, confided, make.OutcomeFactory(parent=parent, fact=canary("effet"))


def met_with_others(centre, partnership, boss, canary):
    """Noted in another partnership of the centre, and of this one too: its decisions stay there."""
    stranger = make.SchoolFactory().structure
    other = make.PartnershipFactory(parties=[centre, stranger])
    meeting = make.MeetingFactory(partnership=other, summary=canary("rencontre"), recorded_by=boss)
    meeting.also_of.add(partnership)
    contact = make.ContactFactory(last_name=canary("pair"))
    make.TenureFactory(contact=contact, structure=stranger)
    make.PresenceFactory(meeting=meeting, structure=stranger, contact=contact)
    make.DecisionFactory(
        partnership=other, meeting=meeting, side=centre, what=canary("decisionailleurs")
    )
    return meeting


def led(partnership, tenure, **fields):
    """A programme of that partnership, and who coordinates it there."""
    programme = make.ProgrammeFactory(**fields)
    programme.partnerships.add(partnership)
    return programme, make.LocalCoordinationFactory(programme=programme, tenure=tenure)


def others(parent, workshop, canary, *, by):
    """Another of the same name, one set aside, one never met here, and two said to be two people."""
    centre = parent.family.structure
    twin = make.EnrolmentFactory(
        workshop=workshop,
        parent__family__structure=centre,
        parent__first_name=canary("prenom"),
        parent__last_name=canary("nom"),
    ).parent
    double = make.ParentFactory(family__structure=centre, first_name=canary("ailleurs"))
    elsewhere = make.EnrolmentFactory(
        workshop__programme=workshop.programme,
        parent__family__structure=centre,
        parent__first_name=canary("ailleurs"),
    )
    said = make.SeparationFactory(first=twin, second=elsewhere.parent)
    return twin, merges.merge(kept=parent, set_aside=double, by=by), elsewhere, said


def shown_the_way(centre, school, parent, boss, canary):
    """By the school to the centre, agreed to; by the centre elsewhere; not agreed to yet; a letter."""
    today = timezone.localdate()
    dates = {
        "made_on": today,
        "valid_until": today + dt.timedelta(days=60),
        "status_at": timezone.now(),
    }
    by_school = {"sender": school, "receiver": centre, **dates}
    oriented = make.ReferralFactory(
        first_name=canary("oriente"),
        last_name=canary("famille"),
        wish=canary("souhait"),
        **by_school,
    )
    outgoing = make.ReferralFactory(
        sender=centre, parent=parent, made_by=boss, first_name="Rim", **dates
    )
    unsaid = {"agreed_on": None, "agreed_how": "", "status": "draft"}
    proposed = make.ReferralFactory(first_name=canary("propose"), **unsaid, **by_school)
    letter = referral_letters.send(referral=oriented, email="accueil@exemple.test", by=boss)
    return oriented, outgoing, proposed, *letter


def noticed(parent, letter, canary):
    """What its families are told, the next version in preparation, and what one agreed to."""
    centre = parent.family.structure
    notice = make.NoticeTextFactory(notice__structure=centre, body=canary("notice")).notice
    draft = make.NoticeTextFactory(
        notice__structure=centre,
        notice__version=2,
        notice__published_on=None,
        body=canary("ebauche"),
    ).notice
    mission = make.StructureFactory(name=f"Mission {letter}")
    consent = make.ConsentFactory(parent=parent, purpose="sharing", structure=mission)
    # Why somebody opened the record: the journal of the centre tells it, and no other’s.
    family = parent.family
    whose = {"structure": family.structure, "family": family.pk}
    audit.record(audit.Verb.READ, family, by=None, reason=canary("motif"), **whose)
    return notice, draft, consent


def reports(grant, letter, canary):
    """One being written, with a section, and one that was issued and shared."""
    draft = make.ReportFactory(grant=grant, title=canary("brouillon"))
    section = draft.sections.create(order=1, title="Bilan", body=canary("texte"))
    shared = {"grant": grant, "title": f"Rapport {letter}", "is_shared_with_partners": True}
    told = compute(make.ReportFactory(**shared, version=3))
    issued = make.IssuedReportFactory(**shared, version=2, figures=told)
    issued.pdf.save("essai.pdf", ContentFile(b"%PDF-1.7 essai"))
    return draft, section, issued


def agreed(partnership, *, by, words, sent):
    """An agreement, and the letter that one party got."""
    agreement = agreements.draft(partnership=partnership, school_year=2026, kind="yearly", by=by)
    agreement = agreements.write(agreement=agreement, seen=1, words=words, sides={}, by=by)
    structure, email = sent
    link, token = asking.send(text=agreement, structure=structure, email=email, by=by)
    return agreement, link, token


def build():
    """Both centres, and who asks: each account of the demonstration, without its story."""
    a, b = side("A"), side("B")
    roles = {
        "anonymous": None,
        "animation": a.member,
        "coordination": a.boss,
        "ecole": make.partner(a.school.structure),
        "voisin": b.boss,
        "financeur": make.observer(a.funder),
        "admin": make.StaffFactory(),
    }
    make.ObservationFactory(observer=a.funder, observed=a.centre)
    return a, b, roles


# What the parties of a partnership live together, and nobody else reads.
LIVED = {
    *("savoir", "rencontre", "decision", "difficulte"),
    *("service", "demande", "groupe", "accord", "document", "fichier", "brochure"),
    *("envie", "plan", "avis", "bilan"),
    *("tranche", "ensemble", "voixcentre", "voixecole", "porteparole", "replique", "motparent"),
    *edges.FOR_YEARS,
}
# What the centre reads of the other partnership that met with this one.
OF_OTHERS = {"pair", "decisionailleurs"}

# Its colleagues by their names, and its partnership with another school; what its sessions left.
ITS_OWN = {"collegue", "horsecole", "conseil", "motsdits", "astuce", "ebauchedulivret"}

# Said for a review under seal: by those of that voice, and who typed it.
SEALED = {"pli"}

# Of somebody sent by the school, before the centre accepts: no family name, no way to reach them.
WAITING = {"oriente", "souhait"}

# Of a parent at the workshop of another centre: in the record the parent asks for, nowhere else.
IN_RECORDS = {"chezeux"}
# Chosen for a booklet, and not agreed to: whoever prepares it sees what is left out.
LEFT_OUT = {"tu"}

# What was written of a session by those who keep its sheet.
TOLD = {"journal", "entendu", "question", "presentation", "parole"}

# What each may read of the secrets of centre A; of centre B, voisin@ alone reads anything.
READS = {
    "anonymous": set(),
    # The author of one confidential note; not of the one shared with the coordination. What a
    # grant is called is printed on the sheet to sign; its amounts and remarks are elsewhere.
    "animation": LIVED
    | SEALED
    | {"lettrevoix"}
    | WAITING
    | OF_OTHERS
    | ITS_OWN
    | TOLD
    | {"lettre", "lecture", "prenom", "nom", "courriel", "partage", "effet"}
    | {"message"}
    | {"confidence", "notice", "ebauche", "signature", "subvention", "rattrape", "attend"},
    "coordination": LIVED
    | SEALED
    | {"plisaisi", "lettrevoix"}
    | TOLD
    | WAITING
    | OF_OTHERS
    | ITS_OWN
    | IN_RECORDS
    | {"partage", "suivi", "effet", "confie", "signature", "message"}
    | {"tableau", "erreur", "travail", "prepare", *edges.NOTED}
    | {"subvention", "remarque", "depense", "ecart", "brouillon", "texte"}
    | LEFT_OUT
    | {"lettre", "lecture", "prenom", "nom", "courriel", "ailleurs", "notice"}
    | {"ebauche", "motif", "rattrape", "attend"},
    "ecole": LIVED | WAITING | {"famille", "propose", "pliecole"},
    "voisin": set(),
    "financeur": edges.FOR_YEARS,
    # Who has an account, to open and close them.
    "admin": {"collegue"},
}

# What whoever holds the letter of a party reads, on its public page alone.
BY_LETTER = {"accord", "document", "fichier", "plan", "avis", "bilan", "pliecole"} | WAITING
# The whole of a review whose voices are open is read before it is accepted.
BY_LETTER |= {"tranche", "ensemble", "voixcentre", "voixecole", "porteparole", "replique"}
