from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.actions import jobs
from partnerships.french import count


class Command(BaseCommand):
    help = "Efface les travaux demandés il y a plus d’un jour, et ce qu’ils ont préparé."

    def handle(self, **options):
        gone = _("travail de plus d’un jour effacé,travaux de plus d’un jour effacés")
        self.stdout.write(f"{count(jobs.purge(), gone)}.")
