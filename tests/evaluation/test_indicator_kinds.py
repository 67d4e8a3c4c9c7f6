import pytest

from evaluation.models import Indicator
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db


def test_an_indicator_keeps_only_what_goes_with_its_kind(client, programme, boss):
    theme = make.TermFactory(vocabulary="theme", label="Numérique")
    make.WorkshopFactory(programme=programme, format="cafe").themes.add(theme)
    typed = {
        "measure": "sessions_held",
        "format": "cafe",
        "theme": theme.pk,
        "definition": "Des repas.",
        "unit": "repas",
    }

    address = ("indicator_create", programme.pk)
    post(client, boss, *address, title="Calculé", kind="computed", **typed)
    post(client, boss, *address, title="Saisi", kind="entered", **typed)

    computed, entered = Indicator.objects.order_by("pk")
    assert (computed.format, computed.theme, computed.definition) == ("cafe", theme, "")
    assert (entered.measure, entered.format, entered.theme) == ("", "", None)
    assert (entered.definition, entered.unit) == ("Des repas.", "repas")
    page = text_of(get(client, boss, "indicator_update", computed.pk))
    assert "Compté : café des parents, thème « Numérique »." in page
    assert "Les relevés" in text_of(get(client, boss, "indicator_update", entered.pk))


def test_an_indicator_is_narrowed_by_what_its_programme_has(client, programme, boss):
    make.WorkshopFactory(programme=programme, format="cafe", host=programme.lead)
    make.TermFactory(vocabulary="theme")

    form = get(client, boss, "indicator_create", programme.pk).context["form"]

    assert [value for value, _label in form.fields["format"].choices] == ["", "cafe"]
    assert list(form.fields["theme"].queryset) == []
    assert list(form.fields["host"].queryset) == [programme.lead]
