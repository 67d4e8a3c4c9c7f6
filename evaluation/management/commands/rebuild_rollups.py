from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from evaluation.actions import rollups
from partnerships.french import count


class Command(BaseCommand):
    help = "Recompte les chiffres gardés des structures où quelque chose a changé."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="toutes, même sans changement")

    def handle(self, **options):
        number = rollups.recount_all() if options["all"] else rollups.recount_marked()
        self.stdout.write(f"{count(number, _('structure recomptée,structures recomptées'))}.")
