from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from partnerships import sessions


class Command(BaseCommand):
    help = (
        "Deletes the sessions that are over and the list of their devices; run it every night "
        "instead of clearsessions."
    )

    def handle(self, *args, **options):
        forgotten = sessions.purge()
        sentence = ngettext("%(count)d appareil oublié.", "%(count)d appareils oubliés.", forgotten)
        self.stdout.write(sentence % {"count": forgotten})
