"""The list one kept in a spreadsheet, imported: who takes part in an exchange of know-how."""

from config.demo.advice import KNOW_HOW
from partnerships.spreadsheets import csv_bytes
from workshops.actions import table_imports
from workshops.imports.results import Place
from workshops.imports.telling import Asked
from workshops.models import Attendance, TableImport, Workshop

NAME = "participants couture.csv"


def tell(stage):
    """Those who came already, as they stood in the notebook of the workshop."""
    workshop = Workshop.objects.get(programme=stage.talking, title=KNOW_HOW)
    came = Attendance.objects.filter(workshop=workshop).select_related("parent")
    people = dict.fromkeys(row.parent for row in came.order_by("parent__search_key", "pk"))
    lines = [[each.first_name, each.last_name, each.phone] for each in people]
    asked = Asked(TableImport.Kind.PEOPLE, Place(workshop.programme, workshop))
    by = stage.users["coordination"]
    data = csv_bytes(lines, ["Prénom", "Nom", "Téléphone"])
    seen = table_imports.preview(asked=asked, data=data, name=NAME, by=by)
    table_imports.confirm(asked=asked, ticket=seen.ticket, by=by)
