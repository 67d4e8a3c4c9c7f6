"""What the centre also watches: what families speak, a part of a programme, hours run together."""

from evaluation.models import Indicator, Target
from partnerships.models import Term

# Of every sixth family in turn; the others said nothing, and nobody asked again.
SPOKEN = (["Français"], ["Arabe", "Français"], [], ["Turc"], ["Portugais", "Français"], [])


def tell(stage):
    _languages(stage)
    programme = stage.talking
    last = programme.indicators.count()
    for order, (title, watched) in enumerate(
        [
            ("Venues aux échanges de savoirs", {"measure": "participations", "format": "know_how"}),
            ("Heures animées avec l’école", {"measure": "co_run_hours"}),
        ],
        last,
    ):
        indicator = Indicator.objects.create(
            programme=programme, title=title, order=order, **watched
        )
    # Fifteen hours together, and those are in minutes.
    Target.objects.create(
        indicator=indicator,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        value=15 * 60,
    )


def _languages(stage):
    terms = {term.label: term for term in Term.objects.filter(vocabulary="language")}
    for place, parent in enumerate(stage.parents):
        parent.family.languages.set(terms[name] for name in SPOKEN[place % len(SPOKEN)])
