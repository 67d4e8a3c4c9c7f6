"""Readings and exports leave the journal after a year; writings stay with what they tell."""

import datetime as dt

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import AuditEvent


class Command(BaseCommand):
    help = "Retire du journal les lectures et les exports trop anciens ; à lancer chaque nuit."

    def handle(self, **options):
        day = timezone.localdate() - dt.timedelta(days=settings.JOURNAL_DAYS)
        gone = AuditEvent.objects.readings_before(day).purge()
        self.stdout.write(_("Lignes de lecture retirées : %(count)d.") % {"count": gone})
