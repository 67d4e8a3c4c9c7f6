"""Writes again the parts of docs/ that are drawn from the code."""

from django.core.management.base import BaseCommand

from config import documentation


class Command(BaseCommand):
    help = "Refait ce que la documentation tire du code : étages, licences, droits, registre."

    def handle(self, **options):
        for name in documentation.write():
            self.stdout.write(name)
