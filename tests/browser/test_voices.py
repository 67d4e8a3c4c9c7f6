"""Every page by which a review is called and a voice given, for everybody and on every screen."""

import pytest

from evaluation.actions import voice_links
from tests.evaluation.calling import called, given
from tests.factories import CriterionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table():
    """The centre has spoken, the school was written to, parents and children are awaited."""
    table = called(people=["parents", "children"], criteria=CriterionFactory.create_batch(3))
    given(table.voices["centre"], table.boss)
    table.token = voice_links.send(
        voice=table.voices["school"], email="cpe@ecole.test", by=table.boss
    )[1]
    return table


@pytest.mark.deep
def test_the_pages_of_a_review_under_seal_are_sound(page, sign_in, sound, table):
    review, voices = table.review, table.voices
    sign_in(page, table.boss)

    faults = sound(
        page,
        review.get_absolute_url(),
        "/bilans/",
        "/bilans/appeler/",
        f"/partenariats/{table.partnership.pk}/bilans/appeler/",
        f"/bilans/{review.pk}/preparer/",
        f"/bilans/{review.pk}/abandonner/",
        f"/bilans/voix/{voices['centre'].pk}/donner/",
        f"/bilans/voix/{voices['parents'].pk}/saisir/",
        f"/bilans/voix/{voices['school'].pk}/envoyer/",
        f"/voix/{table.token}/",
    )

    assert faults == {}
