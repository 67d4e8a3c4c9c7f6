"""A meeting as tests make it and as its form sends it."""

import datetime as dt

from django.urls import reverse

from partnerships.models import AuditEvent
from tests.factories import SupportMeetingFactory

TODAY = dt.date(2026, 3, 10)
SECRET = "ce que personne ne lit"


def support(parent, author, **fields):
    return SupportMeetingFactory(
        parent=parent, author=author, **{"held_on": TODAY - dt.timedelta(days=3)} | fields
    )


def sent(**changes):
    return {
        "kind": "support",
        "held_on": TODAY.isoformat(),
        "minutes": "45",
        "other_minutes": "",
        "topic": "",
        "school": "",
        "frame": "none",
        "shared_note": "",
        "confidential_note": "",
        "seen": "1",
    } | changes


def create(client, user, parent, **changes):
    client.force_login(user)
    return client.post(reverse("families:support_create", args=[parent.pk]), sent(**changes))


def edit(client, user, meeting, **changes):
    client.force_login(user)
    return client.post(reverse("families:support_edit", args=[meeting.pk]), sent(**changes))


def said(response):
    return [str(message) for message in response.context["messages"]]


def lines():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "object_type", "fields"))
