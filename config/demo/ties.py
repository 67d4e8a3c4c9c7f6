"""What ties the neighbourhood together: services, networks, who coordinates where, a wide meeting."""

import datetime as dt

from partnerships.models import Contact, Decision, Meeting, Presence, Structure, Tenure, Term
from workshops.models import LocalCoordination

CENTRE_ROLES = (
    "Faire lien entre les parents et l’institution",
    "Interface Décodeur/traducteur",
    "Aider à lever les craintes",
    "Garant du cadre",
)
ACTORS = ("Direction ++", "Enseignant ++", "Les parents d’élèves", "CAF", "Médiation ville")
SCHEMES = ("REAAP", "CLAS")


def tell(stage):
    _inside_others(stage)
    _grounds(stage)
    _coordinations(stage)
    _schools_meet(stage)


def _inside_others(stage):
    """A town acts through its services, a network through its members."""
    town, centre = stage.made["town"], stage.made["centre"]
    for kind, name, whole, phone in [
        ("town", "Service Enfance et éducation", town, "0320000030"),
        ("town", "Médiation des Filatures", town, "0320000031"),
        ("social_centre", "Pôle familles des Tisserands", centre, "0320000032"),
    ]:
        _structure(kind, name, part_of=whole, phone=phone)
    network = _structure(
        "network",
        "Réseau parentalité des Filatures",
        acronym="REAAP",
        mission="Se connaître, et dire aux parents ce qui existe près de chez eux.",
    )
    for key in ("centre", "moulin", "rive", "fil", "bobines"):
        stage.made[key].networks.add(network)


def _structure(kind, name, **fields):
    return Structure.objects.create(
        kind=kind,
        name=name,
        commune="Lille",
        holiday_zone="B",
        source="Données inventées",
        **fields,
    )


def _grounds(stage):
    story = stage.held["fil"]
    story.schemes.set(Term.objects.of("scheme").filter(label__in=SCHEMES))
    story.actors.set(Term.objects.of("actor").filter(label__in=ACTORS))
    party = story.parties.get(structure=stage.made["centre"])
    party.centre_roles.set(Term.objects.of("centre_role").filter(label__in=CENTRE_ROLES))


def _coordinations(stage):
    """Somebody in each school; the association’s left, and nobody took over the digital pathway."""
    sonia = _works(stage, "rive", "Sonia", "Delcourt", "éducatrice spécialisée")
    sonia.contact.account = stage.users["sonia"]
    sonia.contact.save()
    _name(stage.talking, sonia, _of(stage, "fil", "Vasseur"), _of(stage, "bobines", "Lesage"))
    _name(stage.digital, _of(stage, "college", "Carlier"), _of(stage, "rive", "Vidal"))
    left = _works(stage, "fil", "Antoine", "Perrin", "enseignant")
    left.ends_on, left.end_reason = stage.today - dt.timedelta(days=25), "moved"
    left.save()


def _works(stage, key, first, last, function):
    contact = Contact.objects.create(first_name=first, last_name=last, checked_on=stage.today)
    return Tenure.objects.create(
        contact=contact,
        structure=stage.made[key],
        function=function,
        starts_on=dt.date(2021, 9, 1),
    )


def _of(stage, key, last_name):
    return Tenure.objects.get(structure=stage.made[key], contact__last_name=last_name)


def _name(programme, *tenures):
    for tenure in tenures:
        LocalCoordination.objects.create(programme=programme, tenure=tenure)


def _schools_meet(stage):
    """Three heads around one table: one partnership noted it, the others read it."""
    made, held = stage.made, stage.held
    meeting = Meeting.objects.create(
        partnership=held["fil"],
        kind="peers",
        held_on=stage.days.on(4, 2),
        starts_at=dt.time(12),
        minutes=75,
        slot="noon",
        venue="neutral",
        place="salle du Pôle familles",
        purpose="Entre écoles : accueillir les parents à la rentrée",
        asked_by=made["fil"],
        summary=(
            "Chacune raconte sa rentrée. Les parents passent de la maternelle à l’élémentaire sans "
            "qu’on se le dise. On essaie une visite croisée avant l’été."
        ),
        recorded_by=stage.users["coordination"],
    )
    meeting.also_of.add(held["bobines"], held["navette"])
    for key, name in [
        ("fil", "Vasseur"),
        ("bobines", "Lesage"),
        ("navette", "Wattel"),
        ("centre", "Ostrowski"),
    ]:
        contact = _of(stage, key, name).contact
        Presence.objects.create(meeting=meeting, structure=made[key], contact=contact)
    Decision.objects.create(
        partnership=held["fil"],
        meeting=meeting,
        what="Proposer une date de visite croisée avec la maternelle",
        side=made["fil"],
        owner=_of(stage, "fil", "Vasseur").contact,
        decided_on=meeting.held_on,
        due_on=stage.days.on(-4, 4),
    )
