"""Gives back what a backup holds; the service is stopped meanwhile: docs/backup.md."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.backups import Refused, restoring
from partnerships.french import count, number

WORD = "remplacer"


class Command(BaseCommand):
    help = "Restaure une sauvegarde dans une installation vide (ou à la place de ce qui est là)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="Effacer ce qui est là ; le service est arrêté."
        )
        parser.add_argument("--no-input", action="store_true", help="Ne rien demander.")

    def handle(self, *, file, replace, no_input, **options):
        if replace and not no_input:
            self.ask()
        try:
            done = restoring.restore(file.absolute(), replaces=replace)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(done)

    def ask(self):
        question = _(
            "Tout ce qui est ici sera effacé et remplacé par la sauvegarde. Si cela peut encore "
            "servir, faites-en d’abord une sauvegarde. Tapez « %(word)s » pour continuer : "
        )
        if input(question % {"word": WORD}).strip() != WORD:
            raise CommandError(_("Rien n’a été changé."))

    def tell(self, done):
        self.stdout.write(
            _(
                "Restauré : %(rows)s lignes et %(files)s du %(made_at)s, vérifiés un à "
                "un. Personnes oubliées à nouveau : %(forgotten)s. Sessions closes : %(sessions)s."
            )
            % {
                "rows": number(done.manifest.rows),
                "files": count(len(done.manifest.media), _("document,documents")),
                "made_at": done.manifest.made_at,
                "forgotten": number(done.forgotten),
                "sessions": number(done.sessions),
            }
        )
        if not done.has_erasures:
            self.stdout.write(
                _(
                    "Attention : il n’y a pas de fichier %(path)s. Si des personnes ont été "
                    "oubliées depuis cette sauvegarde, remettez-le et lancez replay_erasures "
                    "avant de rouvrir."
                )
                % {"path": settings.ERASURES_FILE}
            )
