from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation import checks
from evaluation.models import Report


class Command(BaseCommand):
    help = "Checks issued reports: the file kept, the journal, and the document made again."

    def add_arguments(self, parser):
        parser.add_argument("number", nargs="*", type=int, help="Of a report; all without any.")

    def handle(self, *, number, **options):
        reports = Report.objects.issued().select_related("grant").order_by("pk")
        if number:
            reports = reports.filter(pk__in=number)
        wrong = [report for report in reports.iterator() if not self.is_right(report)]
        if wrong:
            names = ", ".join(str(report.pk) for report in wrong)
            raise CommandError(_("À regarder de près : rapport %(names)s.") % {"names": names})
        checked = reports.count()
        sentence = ngettext(
            "%(count)d rapport émis est tel qu’il était.",
            "%(count)d rapports émis sont tels qu’ils étaient.",
            checked,
        )
        self.stdout.write(sentence % {"count": checked})

    def is_right(self, report):
        found = checks.check(report)
        for each in found:
            if not each.is_right:
                self.stdout.write(f"{report.pk} {report} : {each.question} : {each.answer}")
        return all(each.is_right is not False for each in found)
