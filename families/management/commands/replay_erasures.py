"""Run it after restoring a backup, before anybody signs in."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from families.actions import erasure


class Command(BaseCommand):
    help = "Oublie à nouveau, après une restauration, les personnes que la sauvegarde ramène."

    def handle(self, **options):
        self.stdout.write(
            _("Personnes oubliées à nouveau : %(count)d.") % {"count": erasure.replay()}
        )
