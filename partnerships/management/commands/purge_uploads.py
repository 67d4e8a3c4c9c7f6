from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from partnerships import imports


class Command(BaseCommand):
    help = "Deletes the spreadsheets that nobody confirmed within the hour; run it every night."

    def handle(self, *args, **options):
        deleted = imports.purge()
        sentence = ngettext(
            "%(count)d fichier oublié effacé.", "%(count)d fichiers oubliés effacés.", deleted
        )
        self.stdout.write(sentence % {"count": deleted})
