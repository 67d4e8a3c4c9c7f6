"""bin/release-fixture writes one from the demonstration; the test of upgrades loads them."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from config import releases


class Command(BaseCommand):
    help = "Garde la base telle qu’une version la laisse, ou la remet, pour essayer les suivantes."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["write", "load", "tell"])
        parser.add_argument("file", type=Path)

    def handle(self, *, act, file, **options):
        if act == "write":
            self.stdout.write(f"{releases.write(file)} : {file.stat().st_size // 1000} ko")
        elif act == "load":
            releases.load(file)
        else:
            # What stands in the database now, in the same words as the file.
            releases.write(file)
            _migrations, lines = releases.read(file)
            self.stdout.write(json.dumps(releases.counts(lines)))
