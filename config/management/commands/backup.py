"""Run it every night: docs/backup.md."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.backups import Refused, log, making
from partnerships.french import count, number, weight


class Command(BaseCommand):
    help = "Sauvegarde la base et les documents dans un fichier, pendant que chacun travaille."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, help="Par défaut : BACKUP_DIR (docs/backup.md)."
        )

    def handle(self, *, folder, **options):
        try:
            made = making.make((folder or settings.BACKUP_DIR).absolute())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        log.made(made.path)
        self.stdout.write(
            _(
                "%(path)s : %(weight)s, %(rows)s lignes, %(files)s. "
                "Anciennes sauvegardes retirées : %(pruned)s."
            )
            % {
                "path": made.path,
                "weight": weight(made.path.stat().st_size),
                "rows": number(made.manifest.rows),
                "files": count(len(made.manifest.media), _("document,documents")),
                "pruned": number(made.pruned),
            }
        )
        if not settings.BACKUP_PASSPHRASE:
            self.stdout.write(
                _("Elle n’est pas chiffrée : ne la sortez pas sans BACKUP_PASSPHRASE.")
            )
