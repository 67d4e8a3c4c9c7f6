"""The information notice: where its texts come from, and how they are read."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families import notices
from families.actions import notices as actions
from families.models import Notice, NoticeText
from partnerships.models import AuditEvent
from tests.factories import (
    NoticeFactory,
    NoticeTextFactory,
    StructureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def centre():
    return StructureFactory(
        name="Centre du Parc",
        phone="0320000001",
        email="accueil@parc.test",
        address="3 rue du Parc",
        postal_code="59000",
        commune="Lille",
    )


def refused(act, **values):
    with pytest.raises(ValidationError) as refusal:
        act(**values)
    return " ".join(refusal.value.messages)


# -- Proposed texts ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", NoticeText.Language.values)
def test_the_proposed_text_is_whole_and_filled_from_the_structure(centre, language):
    text = notices.default_text(centre, language)

    headings = [block for block in notices.blocks(text) if block.kind == "heading"]
    assert len(headings) == 7
    assert "{" not in text.body
    for words in [
        *("Centre du Parc", "24", "CNIL", "accueil@parc.test"),
        *("03\N{NO-BREAK SPACE}20\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}01",),
        "3 rue du Parc, 59000 Lille",
    ]:
        assert words in text.body


def test_the_legal_basis_follows_what_the_structure_is():
    town = notices.default_text(StructureFactory(kind="town"), "fr").body
    centre = notices.default_text(StructureFactory(kind="social_centre"), "fr").body

    assert ("mission d’intérêt public" in town, "intérêt légitime" in town) == (True, False)
    assert ("mission d’intérêt public" in centre, "intérêt légitime" in centre) == (False, True)


def test_the_months_are_those_of_the_installation(centre, settings):
    settings.RETENTION_MONTHS = 36

    assert "36 mois après notre dernier contact" in notices.default_text(centre, "fr").body


def test_without_any_contact_a_word_is_missing():
    assert "- […]" in notices.default_text(StructureFactory(), "fr").body


# -- Reading -------------------------------------------------------------------------------------


def test_lines_make_headings_lists_and_paragraphs():
    text = NoticeText(language="fr", body="Bonjour.\n\n## Pourquoi\n- un\n- deux\nEnfin.")

    assert notices.blocks(text) == [
        notices.Block("text", ("Bonjour.",)),
        notices.Block("heading", ("Pourquoi",)),
        notices.Block("items", ("un", "deux")),
        notices.Block("text", ("Enfin.",)),
    ]


def test_an_address_keeps_its_order_inside_arabic():
    text = NoticeText(language="ar", body="العنوان: 3 rue du Parc, 59000 Lille، CNIL (www.cnil.fr)")

    [block] = notices.blocks(text)

    assert block.lines == (
        "العنوان: \u20663 rue du Parc, 59000 Lille\u2069، \u2066CNIL\u2069 (\u2066www.cnil.fr\u2069)",
    )


# -- Versions ------------------------------------------------------------------------------------


def test_a_first_version_holds_the_five_proposed_texts(centre, boss):
    notice = actions.prepare(structure=centre, by=boss)

    assert (notice.version, notice.published_on) == (1, None)
    assert [text.language for text in notice.texts.all()] == ["fr", "ar", "tr", "pt", "en"]
    assert [text.is_to_read_over for text in notice.texts.all()] == [False] + 4 * [True]
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_type, event.structure) == (
        "created",
        "families.notice",
        centre,
    )


def test_the_next_version_starts_from_the_words_of_the_last(centre, boss):
    last = NoticeFactory(structure=centre)
    NoticeTextFactory(notice=last, language="ar", body="كلمات", read_over_by="Nour")

    notice = actions.prepare(structure=centre, by=boss)

    texts = {text.language: text for text in notice.texts.all()}
    assert (notice.version, len(texts)) == (2, 5)
    assert (texts["ar"].body, texts["ar"].read_over_by) == ("كلمات", "Nour")
    assert "Vous pouvez refuser" in texts["fr"].body


def test_one_may_start_again_from_the_proposed_texts(centre, boss):
    NoticeTextFactory(notice__structure=centre, body="Nos mots.")

    notice = actions.prepare(structure=centre, is_from_previous=False, by=boss)

    assert "Nos mots." not in [text.body for text in notice.texts.all()]


def test_two_versions_are_not_prepared_at_once(centre, boss):
    actions.prepare(structure=centre, by=boss)

    assert "déjà en préparation" in refused(actions.prepare, structure=centre, by=boss)


def test_words_that_change_are_to_be_read_over_again(centre, boss):
    notice = actions.prepare(structure=centre, by=boss)
    text = notice.texts.get(language="tr")

    read = actions.write(text=text, values={"read_over_by": "Emine"}, by=boss)
    changed = actions.write(text=text, values={"body": "Merhaba."}, by=boss)
    both = actions.write(text=text, values={"body": "Selam.", "read_over_by": "Emine"}, by=boss)

    said = [row.read_over_by for row in (read, changed, both)]
    assert said == ["Emine", "", "Emine"]


def test_publishing_says_when_and_who(centre, boss, today):
    notice = actions.publish(notice=actions.prepare(structure=centre, by=boss), by=boss)

    assert (notice.published_on, notice.published_by) == (today, boss)
    assert AuditEvent.objects.latest("pk").verb == "issued"


def test_a_text_with_a_word_missing_is_not_published(boss):
    bare = StructureFactory()
    notice = actions.prepare(structure=bare, by=boss)

    sentence = refused(actions.publish, notice=notice, by=boss)

    assert sentence == (
        "Complétez d’abord ce qui est noté […]\N{NO-BREAK SPACE}: "
        "Français, العربية, Türkçe, Português, English."
    )


def test_a_published_version_is_never_rewritten(centre, boss):
    notice = actions.publish(notice=actions.prepare(structure=centre, by=boss), by=boss)
    text = notice.texts.get(language="fr")

    sentences = [
        refused(actions.write, text=text, values={"body": "Autre."}, by=boss),
        refused(actions.publish, notice=notice, by=boss),
        refused(actions.give_up, notice=notice, by=boss),
    ]

    assert {"elle ne change plus" in sentence for sentence in sentences} == {True}
    assert "Autre." not in notice.texts.get(language="fr").body


def test_a_version_in_preparation_may_be_dropped(centre, boss):
    actions.give_up(notice=actions.prepare(structure=centre, by=boss), by=boss)

    assert (Notice.objects.count(), NoticeText.objects.count()) == (0, 0)


def test_what_was_told_that_day_is_the_version_then_in_force(centre):
    first = NoticeFactory(structure=centre, version=1, published_on=dt.date(2025, 9, 1))
    second = NoticeFactory(structure=centre, version=2, published_on=dt.date(2026, 1, 5))
    NoticeFactory(structure=centre, version=3, published_on=None)
    NoticeFactory(version=9, published_on=dt.date(2026, 1, 5))

    days = [dt.date(2025, 8, 31), dt.date(2025, 9, 1), dt.date(2026, 1, 5), dt.date(2026, 3, 10)]

    told = [Notice.objects.told_on(centre, day) for day in days]
    assert told == [None, first, second, second]
