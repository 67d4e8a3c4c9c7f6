"""One process on one database of the bench, doing one case at a time as bin/bench tells it."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from config.bench.cases import Cases


class Command(BaseCommand):
    help = "Pour bin/bench : une ligne JSON entre (le cas), une ligne JSON sort (la mesure)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Où poser des fichiers.")

    def handle(self, *, folder, **options):
        cases = Cases(folder)
        for line in sys.stdin:
            name, *details = json.loads(line)
            self.stdout.write(json.dumps(getattr(cases, name)(*details)))
            self.stdout.flush()
