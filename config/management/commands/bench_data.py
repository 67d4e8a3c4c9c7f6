"""Fills the throw-away database of bin/bench."""

import datetime as dt
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from config.bench import bulk, data


class Command(BaseCommand):
    help = "Remplit une base vide, dont le nom dit « bench », pour bin/bench."

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=data.SCALES, default="S")
        parser.add_argument(
            "--today",
            type=dt.date.fromisoformat,
            help="Le jour des feuilles ouvertes, AAAA-MM-JJ (par défaut : aujourd’hui).",
        )

    def handle(self, *, scale, today, **options):
        name = Path(str(connection.settings_dict["NAME"])).name
        if "bench" not in name:
            raise CommandError(f"« {name} » n’est pas une base du banc : rien n’est écrit.")
        if not data.is_empty():
            raise CommandError(f"« {name} » n’est pas vide : rien n’est écrit.")
        written = data.generate(data.SCALES[scale], today or timezone.localdate())
        bulk.settle()
        return ", ".join(f"{model} {number}" for model, number in written.items())
