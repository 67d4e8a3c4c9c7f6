"""Reads a backup whole, and says what it holds; it changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.backups import Refused, restoring
from partnerships.french import count, number


class Command(BaseCommand):
    help = "Vérifie qu’une sauvegarde est entière et pourrait être restaurée ici."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            manifest = restoring.check(file.absolute())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _(
                "Entière. Faite le %(made_at)s par la version %(version)s (%(engine)s) : "
                "%(rows)s lignes dans %(tables)s tables, %(files)s."
            )
            % {
                "made_at": manifest.made_at,
                "version": manifest.version,
                "engine": manifest.engine,
                "rows": number(manifest.rows),
                "tables": number(len(manifest.counts)),
                "files": count(len(manifest.media), _("document,documents")),
            }
        )
