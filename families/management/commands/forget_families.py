"""Run it every night: what reaches its term is announced, then forgotten a month later."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from families.actions import retention


class Command(BaseCommand):
    help = "Annonce puis oublie les familles sans contact depuis RETENTION_MONTHS mois."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Ne rien écrire : dire la liste."
        )

    def handle(self, *, dry_run, **options):
        passed = retention.pass_time(today=timezone.localdate(), is_rehearsal=dry_run)
        if dry_run:
            for each in passed.announced:
                self.stdout.write(_("À annoncer : foyer %(pk)d") % {"pk": each.family.pk})
            for each in passed.forgotten:
                self.stdout.write(_("À oublier : foyer %(pk)d") % {"pk": each.family.pk})
        self.stdout.write(
            _("Annoncées : %(announced)d. Oubliées : %(forgotten)d. Orientations : %(referrals)d.")
            % {
                "announced": len(passed.announced),
                "forgotten": len(passed.forgotten),
                "referrals": passed.referrals,
            }
        )
