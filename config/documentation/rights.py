"""What the data-protection pack repeats of the product, in the words of its own pages."""

from django.utils import translation

from config.documentation.markdown import table
from partnerships.register import treatments
from partnerships.who_sees_what import subjects


def who_sees_what() -> str:
    with translation.override("fr"):
        rows = [
            [
                subject.label,
                joined(subject.writers),
                joined(subject.readers),
                joined(subject.others),
                subject.limit or "–",
            ]
            for subject in subjects()
        ]
    return table(["de quoi", "écrit", "lit", "ne voit rien", "limite"], rows)


def register_table() -> str:
    with translation.override("fr"):
        rows = [
            [
                f"**{each.title}**",
                each.purpose,
                each.basis,
                each.people,
                " ; ".join(each.recipients),
                each.delay,
            ]
            for each in treatments()
        ]
    return table(["traitement", "pourquoi", "base légale", "de qui", "qui lit", "durée"], rows)


def joined(people) -> str:
    return ", ".join(str(each) for each in people) or "–"
