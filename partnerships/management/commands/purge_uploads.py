from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import imports
from partnerships.actions import documents
from partnerships.french import count


class Command(BaseCommand):
    help = (
        "Deletes the spreadsheets that nobody confirmed within the hour, and the files that "
        "no record knows; run it every night."
    )

    def handle(self, *args, **options):
        deleted = imports.purge()
        sentence = ngettext(
            "%(count)d fichier oublié effacé.", "%(count)d fichiers oubliés effacés.", deleted
        )
        self.stdout.write(sentence % {"count": deleted})
        swept = _("fichier orphelin effacé,fichiers orphelins effacés")
        self.stdout.write(f"{count(documents.sweep(), swept)}.")
