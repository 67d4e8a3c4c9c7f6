"""What an administrator keeps, at a glance."""

from dataclasses import dataclass

from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from config.backups import log
from partnerships.models import School, SchoolHoliday, Structure, Term, Territory, User


@dataclass(frozen=True)
class Page:
    title: str
    detail: str
    count: int
    url: str
    import_url: str


def overview():
    pages = [
        (School, _("Établissements scolaires"), _("L’annuaire national s’importe tel quel.")),
        (Structure, _("Structures"), _("Centres, associations, financeurs, services de la ville.")),
        (User, _("Comptes"), _("Qui entre, et ce que chacun fait dans quelle structure.")),
        (Territory, _("Territoires"), _("Quartiers, communes, quartiers prioritaires (QPV).")),
        (Term, _("Listes de référence"), _("Thèmes, leviers, buts, rôles, dispositifs.")),
    ]
    zones = SchoolHoliday.objects.order_by("zone").values("zone").annotate(until=Max("returns_on"))
    return {"pages": [page(*each) for each in pages], "zones": zones, "backup": log.age()}


def page(model, title, detail):
    name = f"admin:partnerships_{model._meta.model_name}"
    return Page(
        title=title,
        detail=detail,
        count=model.objects.count(),
        url=reverse(f"{name}_changelist"),
        import_url=url_or_nothing(f"{name}_import"),
    )


def url_or_nothing(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
