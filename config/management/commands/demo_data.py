"""Loads the demonstration; bin/run calls it."""

import datetime as dt

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo import answers, cast, papers, public_data, story


class Command(BaseCommand):
    help = "Charge les données de démonstration : tout y est inventé, sauf l’annuaire public."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today",
            type=dt.date.fromisoformat,
            help="Le jour de l’histoire, AAAA-MM-JJ (par défaut : aujourd’hui).",
        )
        parser.add_argument("--reset", action="store_true", help="Tout effacer et recharger.")

    def handle(self, *, today, reset, **options):
        if not settings.DEMO:
            raise CommandError("La démonstration ne se charge que là où DEMO=1.")
        if reset:
            call_command("flush", interactive=False, verbosity=0)
            public_data.terms()
        if not story.is_told():
            public_data.load()
            stage = story.tell(today or timezone.localdate())
            papers.tell(stage)
            answers.answer(stage)
        self.stdout.write(cast.printed())
