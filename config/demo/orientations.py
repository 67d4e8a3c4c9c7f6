"""People shown the way: one who waits for an answer here, one who came, one of a school, one refused."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from families.models import Referral
from partnerships.calendar import months_after
from workshops.models import ReferralContext

NADIA = "Nadia Ostrowski"


def tell(stage):
    waits_here(stage)
    came_from_the_school(stage)
    elsewhere(stage)


def waits_here(stage):
    """A centre that mobilises for the digital pathway: coordination@ has to answer."""
    make(
        stage,
        3,
        sender="chemins",
        receiver="centre",
        by=None,
        programme=stage.digital,
        first_name="Ruxandra",
        last_name="Oprea",
        phone="0639980101",
        availability="le matin, après 9 h",
        wish="Suivre les cahiers de texte de ses enfants sans demander de l’aide.",
        prescriber_name="Rémi Dufour",
        prescriber_function="directeur",
    )


def came_from_the_school(stage):
    """ecole@ made two: the first came, and was already known here; the second waits."""
    known = stage.parents[33]
    first = make(
        stage,
        40,
        sender="fil",
        receiver="centre",
        by="ecole",
        programme=stage.talking,
        first_name=known.first_name,
        last_name=known.last_name,
        contact_by="sender",
        prescriber_function="directrice",
        asked_on=stage.today - dt.timedelta(days=47),
    )
    stands(first, stage, 26, status="came", answered_by=NADIA, received_as=known)
    make(
        stage,
        2,
        sender="fil",
        receiver="centre",
        by="ecole",
        programme=stage.digital,
        first_name="Loan",
        phone="0639980102",
        availability="après 16 h 30",
        prescriber_function="directrice",
    )


def elsewhere(stage):
    """From a café des parents: one accepted and not seen yet, one refused, one to agree."""
    accepted = from_here(stage, 25, 45, receiver="passerelle", toward="Cours de français")
    stands(accepted, stage, 22, status="accepted", answered_by="Irène Kowalski, référente familles")
    refused = from_here(stage, 9, 46, receiver="rive", toward="Permanence du jeudi")
    stands(
        refused, stage, 5, status="refused", refusal="full", answered_by="L’accueil, au téléphone"
    )
    from_here(stage, 1, 47, receiver="town", toward="Inscriptions", agreed=False)


def from_here(stage, days_ago, place, *, receiver, toward, agreed=True):
    parent = stage.parents[place]
    return make(
        stage,
        days_ago,
        sender="centre",
        receiver=receiver,
        by="animation",
        agreed=agreed,
        parent=parent,
        first_name=parent.first_name,
        last_name=parent.last_name,
        phone=parent.phone,
        contact_by="phone" if parent.phone else "sender",
        toward=toward,
        prescriber_function="animatrice",
    )


def make(stage, days_ago, *, sender, receiver, by, programme=None, agreed=True, **fields):
    """As it was made so many days ago."""
    made_on = stage.today - dt.timedelta(days=days_ago)
    author = stage.users.get(by)
    fields.setdefault("prescriber_name", str(author))
    if agreed:
        fields |= {"agreed_on": made_on, "agreed_how": "spoken"}
    if programme:
        fields["toward"] = programme.title
    referral = Referral.objects.create(
        sender=stage.made[sender],
        receiver=stage.made[receiver],
        made_by=author,
        made_on=made_on,
        valid_until=months_after(made_on, settings.REFERRAL_MONTHS),
        status=Referral.Status.REQUESTED if agreed else Referral.Status.DRAFT,
        **fields,
    )
    if programme:
        ReferralContext.objects.create(referral=referral, programme=programme)
    stands(referral, stage, days_ago)
    return referral


def stands(referral, stage, days_ago, **answer):
    """The clock of the story, where the actions write now; and no letter leaves."""
    day = stage.today - dt.timedelta(days=days_ago)
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(11)))
    Referral.objects.filter(pk=referral.pk).update(status_at=moment, **answer)
