from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from families.actions import referrals


class Command(BaseCommand):
    help = "Marks the referrals nobody answered in time; run it every night."

    def handle(self, *args, **options):
        marked = referrals.expire()
        sentence = ngettext(
            "%(count)d orientation sans réponse est close.",
            "%(count)d orientations sans réponse sont closes.",
            marked,
        )
        self.stdout.write(sentence % {"count": marked})
