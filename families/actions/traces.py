"""What the machine keeps beside the records: reasons, forms sent, uploads, web sessions, cache."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.sessions.models import Session as WebSession
from django.core.cache import cache
from django.db import connection
from django.db.models import Q

from families.models import Parent
from families.naming import Names
from partnerships.models import AuditEvent, ImportFile, Job, Submission

DATABASE_CACHE = "django.core.cache.backends.db.DatabaseCache"
# Where a form that is sent again leads, once its own answer is forgotten.
HOME = "/"


def remove(records: Iterable[Parent], names: Names) -> None:
    """Empties whatever still names these records of one person; no figure is made of any of it."""
    empty_reasons(records, names)
    forget_forms(names)
    # They wait an hour at most, and a workbook is not searched: whoever sent one sends it again.
    ImportFile.objects.order_by().delete()
    # Nor is a document made a few hours ago: whoever asked for it asks again, and one being made
    # finds nowhere to put it.
    Job.objects.order_by().delete()
    close_sessions(names)
    clean_cache(names)


def empty_reasons(records, names):
    """The line of the journal stays, with its numbers: the free words of its reason go."""
    records = list(records)
    families = {record.family_id for record in records}
    structures = {record.family.structure_id for record in records}
    lines = AuditEvent.objects.exclude(reason="").filter(
        Q(structure__in=structures) | Q(structure=None) | Q(family__in=families)
    )
    named = [
        line.pk
        for line in lines.only("family", "reason")
        if line.family in families or names.are_in(line.reason)
    ]
    AuditEvent.objects.filter(pk__in=named).empty_reasons()


def forget_forms(names):
    """« /familles/?q=samira » as the answer of a form: the form stays known, its answer goes."""
    sent = Submission.objects.exclude(answer="").only("answer")
    named = [form.pk for form in sent if names.are_in(unquote_plus(form.answer))]
    Submission.objects.filter(pk__in=named).update(answer=HOME)


def close_sessions(names):
    """A web session that says the name, in a message not yet read for instance, is closed."""
    named = [
        session.pk
        for session in WebSession.objects.iterator()
        if names.are_in(json.dumps(session.get_decoded(), ensure_ascii=False, default=str))
    ]
    WebSession.objects.filter(pk__in=named).delete()


def clean_cache(names):
    if settings.CACHES["default"]["BACKEND"] != DATABASE_CACHE:
        cache.clear()
        return
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")
        named = [
            key
            for key, value in cursor.fetchall()
            if names.may_be_in(key + base64.b64decode(value).decode(errors="ignore"))
        ]
        cursor.executemany(f"DELETE FROM {table} WHERE cache_key = %s", [(key,) for key in named])
