"""People in the history of a partnership, what their leaving asks for, and the hand-over sheet."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import registry, timeline
from partnerships.french import day, phone, span_of_days, when
from partnerships.models import KnowledgeNote, Partnership, Tenure, Thread, User
from partnerships.registry import Due, Happening, Line, Part, Section, Strand
from partnerships.threads import Side, last_day, sides_of

# -- The history ---------------------------------------------------------------------------------


def history(partnership: Partnership, user: User) -> Iterator[Happening]:
    """Who took the thread, after whom; who left; which key persons came (PAR-049, PAR-052)."""
    threads = Thread.objects.visible_to(user).filter(partnership=partnership)
    threads = list(threads.with_holder().select_related("tenure__successor__contact"))
    for thread in threads:
        yield taken(thread, [other for other in threads if other != thread])
    for thread in threads:
        if thread.ends_on and not thread.tenure.ends_on:
            yield let_go(thread)
    structures = partnership.parties.values("structure")
    holders = {thread.tenure_id for thread in threads}
    tenures = (
        Tenure.objects.visible_to(user).filter(structure__in=structures).that_mattered(holders)
    )
    for tenure in tenures.with_contact():
        is_held = tenure.pk in holders
        since = partnership.starts_on
        if not is_held and since and tenure.starts_on >= since:
            yield arrival(tenure)
        if tenure.ends_on:
            yield departure(tenure, is_held=is_held)


def taken(thread, others):
    """Somebody holds the thread: after somebody who left, or whose thread ended before it."""
    structure = thread.tenure.structure
    before = predecessor(thread, others)
    if before:
        title = _("Passage de relais côté %(structure)s") % {"structure": structure}
        detail = _("%(name)s, %(function)s, prend la suite de %(former)s.")
    else:
        title = _("Le fil est noué côté %(structure)s") % {"structure": structure}
        detail = _("%(name)s, %(function)s, tient le fil.")
    return Happening(
        on=thread.starts_on,
        title=title,
        detail=detail
        % {
            "name": thread.tenure.contact,
            "function": thread.tenure.function,
            "former": before.tenure.contact if before else "",
        },
        url=thread.tenure.contact.get_absolute_url(),
        strand=Strand.PEOPLE,
    )


def predecessor(thread, others):
    """The latest of the same side that was over when this one began."""
    over = [
        other
        for other in others
        if other.tenure.structure_id == thread.tenure.structure_id
        and (end := last_day(other))
        and end < thread.starts_on
    ]
    return max(over, key=last_day, default=None)


def let_go(thread):
    return Happening(
        on=thread.ends_on,
        title=_("%(name)s laisse le fil") % {"name": thread.tenure.contact},
        detail=_("Reste dans la structure : %(structure)s.")
        % {"structure": thread.tenure.structure},
        url=thread.tenure.contact.get_absolute_url(),
        strand=Strand.PEOPLE,
    )


def arrival(tenure):
    return Happening(
        on=tenure.starts_on,
        title=_("Arrivée côté %(structure)s") % {"structure": tenure.structure},
        detail=_("%(name)s, %(function)s.") % {"name": tenure.contact, "function": tenure.function},
        url=tenure.contact.get_absolute_url(),
        strand=Strand.PEOPLE,
    )


def departure(tenure, *, is_held):
    detail = _("%(name)s, %(function)s : %(reason)s.")
    if is_held and not tenure.successor_id:
        detail = _("%(name)s, %(function)s, tenait le fil : %(reason)s.")
    return Happening(
        on=tenure.ends_on,
        title=_("Départ côté %(structure)s") % {"structure": tenure.structure},
        detail=detail
        % {
            "name": tenure.contact,
            "function": tenure.function,
            "reason": tenure.get_end_reason_display(),
        },
        url=tenure.contact.get_absolute_url(),
        strand=Strand.PEOPLE,
    )


# -- Home ------------------------------------------------------------------------------------------


def due(user: User, today: date) -> Iterator[Due]:
    """For coordinators: threads nobody holds, then those that somebody is about to let go."""
    if not user.rights.coordinates:
        return
    running = Partnership.objects.coordinated_by(user).running().with_threads().sorted_by_name()
    sides = [
        (partnership, side) for partnership in running for side in sides_of(partnership, today)
    ]
    for partnership, side in sides:
        if side.is_missing:
            yield Due(
                kind=_("Partenariats sans fil"),
                title=str(partnership),
                detail=sentence(side),
                verb=_("Nommer"),
                url=reverse("partnerships:thread_create", args=[side.party.pk]),
                is_broken=True,
            )
    for partnership, side in sides:
        if side.leaving:
            yield Due(
                kind=_("Fils à transmettre"),
                title=str(partnership),
                detail=sentence(side),
                verb=_("Préparer"),
                url=f"{partnership.get_absolute_url()}#fil",
            )


def sentence(side: Side) -> str:
    """What is wrong, or about to be, on that side; nothing when somebody holds it."""
    if thread := side.leaving:
        return _("%(name)s quitte le fil le %(day)s, côté %(structure)s.") % {
            "name": thread.tenure.contact,
            "day": day(last_day(thread)),
            "structure": side.structure,
        }
    if not side.is_missing:
        return ""
    if side.coming:
        return _("%(name)s tiendra le fil à partir du %(day)s, côté %(structure)s.") % {
            "name": side.coming[0].tenure.contact,
            "day": day(side.coming[0].starts_on),
            "structure": side.structure,
        }
    if side.last:
        return _(
            "Dernier jour de %(name)s : %(day)s. Depuis, personne ne tient le fil côté %(structure)s."
        ) % {
            "name": side.last.tenure.contact,
            "day": day(last_day(side.last)),
            "structure": side.structure,
        }
    return _("Personne n’a encore été nommé côté %(structure)s.") % {"structure": side.structure}


def warnings(partnership: Partnership, sides: list[Side]) -> list[tuple[Side, str]]:
    """[(side, sentence)] for each side that has nobody, or is about to have nobody."""
    if not partnership.is_running:
        return []
    return [(side, said) for side in sides if (said := sentence(side))]


# -- The hand-over sheet -----------------------------------------------------------------------------


def handover(partnership: Partnership, user: User) -> Iterator[Section]:
    """What the ground floor knows: people, knowledge, dates to come and the history."""
    yield people_section(partnership, user)
    yield knowledge_section(partnership, user)
    found = timeline.happenings(partnership, user)
    today = timezone.localdate()
    coming = timeline.in_five_minutes(found, today).coming
    yield Section(
        part=Part.DATES,
        title=_("Prochaines dates"),
        # The meetings to come have a section of their own.
        lines=tuple(
            line_of(happening, when)
            for happening in reversed(coming)
            if happening.strand != Strand.MEETING
        ),
        nothing=_("Aucune date n’est prévue ensemble."),
    )
    yield Section(
        part=Part.HISTORY,
        title=_("L’histoire en cinq minutes"),
        lines=tuple(line_of(happening, day) for happening in remembered(found, today)),
        nothing=_("Rien n’est encore écrit."),
    )


def remembered(found: list[Happening], today: date) -> list[Happening]:
    """The latest chapters, and everybody who came, followed or left, however long ago."""
    recent = timeline.in_five_minutes(found, today).past
    return [
        happening
        for happening in found
        if happening.on <= today and (happening in recent or happening.strand == Strand.PEOPLE)
    ]


def line_of(happening, say):
    return Line(title=happening.title, detail=happening.detail, before=say(happening.on))


def people_section(partnership, user):
    """Whom to call, side by side, key persons first, then the standard."""
    structures = [party.structure for party in partnership.sides()]
    tenures = Tenure.objects.visible_to(user).filter(structure__in=structures).current()
    tenures = list(tenures.with_contact().order_by("-is_key_person", "starts_on", "pk"))
    lines = []
    for structure in structures:
        lines += [person(tenure) for tenure in tenures if tenure.structure_id == structure.pk]
        if structure.phone:
            lines.append(Line(_("Standard"), phone(structure.phone), before=str(structure)))
    return Section(
        part=Part.PEOPLE,
        title=_("Qui appeler"),
        lines=tuple(lines),
        nothing=_("Personne n’est noté dans l’annuaire."),
    )


def person(tenure):
    contact = tenure.contact
    key = _("personne clé") if tenure.is_key_person else ""
    ways = [phone(contact.phone), phone(contact.other_phone), contact.email, contact.reach_note]
    about = ", ".join(filter(None, [tenure.function, key]))
    return Line(
        title=f"{contact}, {about}",
        detail=" · ".join(filter(None, [*ways, span_of_days(tenure.starts_on, tenure.ends_on)])),
        before=str(tenure.structure),
    )


def knowledge_section(partnership, user):
    """Of the other sides: what a school says of itself, and what partners understood."""
    others = [
        party.structure
        for party in partnership.sides()
        if party.structure_id not in user.rights.works_in
    ]
    notes = KnowledgeNote.objects.visible_to(user).of(others).select_related("structure")
    lines = [
        Line(str(label), text, before=str(structure))
        for structure in others
        for label, text in said_of(structure)
    ]
    lines += [Line(str(note.aspect), note.text, before=str(note.structure)) for note in notes]
    return Section(
        part=Part.KNOWLEDGE,
        title=_("À lire avant de proposer"),
        lines=tuple(lines),
        nothing=_("Rien n’est encore noté sur la façon de travailler de chacun."),
    )


def said_of(structure):
    school = structure.as_school
    if not school:
        return
    for name in ("meeting_slots", "ways_of_working", "constraints_to_know"):
        if text := getattr(school, name):
            yield school._meta.get_field(name).verbose_name.capitalize(), text


def sheet(partnership: Partnership, user: User) -> list[Section]:
    """The whole sheet: what every floor gives, in the order it is read."""
    return sorted(registry.handover.ask(partnership, user), key=lambda section: section.part)
