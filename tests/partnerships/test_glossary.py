from django.urls import reverse

from tests.factories import UserFactory


def test_the_glossary_explains_acronyms_that_no_form_offers(client, db):
    client.force_login(UserFactory())

    text = client.get(reverse("partnerships:glossary")).text

    assert "Réseau d’écoute, d’appui et d’accompagnement des parents" in text
    assert "Conseiller ou conseillère principale d’éducation" in text
    # Nobody knows what it stands for: nothing is said of it.
    assert "SSD" not in text
