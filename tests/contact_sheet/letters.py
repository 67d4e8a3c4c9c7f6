"""Addresses that somebody gets in a letter: the demo has none to show, since only hashes are kept."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation.actions import voice_links
from evaluation.models import Review, Survey, Voice
from families.actions import referral_letters
from families.models import Referral
from partnerships.actions import asking, team
from partnerships.models import Agreement, Structure
from workshops.models import Plan

EMAIL = "lettre@exemple.test"


def written(accounts):
    """What each kind of letter leads to, for the first object that lets it be sent."""
    boss = accounts["coordination"]
    texts = {
        "partnerships:agreement_read": Agreement.objects.all(),
        "workshops:plan_read": Plan.objects.all(),
        "evaluation:review_read": Review.objects.all(),
    }
    for name, objects in texts.items():
        yield from first(name, (asked(text, boss) for text in objects))
    yield from first(
        "evaluation:voice_open",
        (
            lambda v=voice: voice_links.send(voice=v, email=EMAIL, by=boss)
            for voice in Voice.objects.all()
        ),
    )
    yield from first(
        "families:referral_read",
        (
            lambda r=referral: referral_letters.send(referral=r, email=EMAIL, by=r.made_by)
            for referral in Referral.objects.exclude(made_by=None)
        ),
    )
    centre = boss.memberships.first().structure
    yield from first(
        "partnerships:invitation_open",
        [lambda: team.invite(structure=centre, email=EMAIL, role="facilitator", by=boss)],
    )
    yield reverse(
        "account_reset_password_from_key",
        args=[user_pk_to_url_str(boss), default_token_generator.make_token(boss)],
    )
    for survey in Survey.objects.all():
        yield reverse("evaluation:opinion_give", args=[survey.code])
        yield reverse("evaluation:opinion_thanks", args=[survey.code])


def asked(text, boss):
    """A letter to the first party that is not the one writing."""

    def send():
        last = ValidationError("nobody to write to")
        for structure in Structure.objects.exclude(memberships__user=boss):
            try:
                return asking.send(text=text, structure=structure, email=EMAIL, by=boss)
            except ValidationError as refusal:
                last = refusal
        raise last

    return send


def first(name, sendings):
    for send in sendings:
        try:
            _, token = send()
        except ValidationError:
            continue
        yield reverse(name, args=[token])
        return
