"""The right of reply: who answers whose words, and changes none."""

import pytest
from django.core.exceptions import ValidationError

from evaluation.actions import openings, replies
from evaluation.models import Reply
from tests.evaluation.reviewing import (
    accepted,
    all_gave,
    called,
    gave,
    head,
    opened,
    url,
    written,
)
from tests.factories import (
    CriterionFactory,
    RatingFactory,
    VoiceFactory,
)
from tests.reading import plain, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def table():
    return opened(all_gave(called()))


def refusal_of(act, **asked):
    with pytest.raises(ValidationError) as refused:
        act(**asked)
    return plain(" ".join(refused.value.messages))


def answered(table, voice, about, passage="worked", **said):
    reply = Reply(voice=voice, about=about, passage=passage, words="Parlons-en.", **said)
    return replies.reply(reply=reply, by=table.boss)


def test_a_voice_answers_and_changes_no_word_of_the_other(table):
    before = table.voices.school.contributions.get().content()

    answered(table, table.voices.centre, table.voices.school)

    assert table.voices.school.contributions.get().content() == before
    assert Reply.objects.get().author == table.boss


@pytest.mark.parametrize("passage", ["limits", "nowhere", "criterion-1"])
def test_one_answers_only_what_was_said(table, passage):
    reply = Reply(
        voice=table.voices.centre, about=table.voices.school, passage=passage, words="Si."
    )

    refused = refusal_of(replies.reply, reply=reply, by=table.boss)

    assert refused == "Cette voix n’a rien dit là-dessus : il n’y a rien à répondre."


def test_one_answers_another_voice_of_the_same_review(table):
    elsewhere = VoiceFactory()
    own = Reply(voice=table.voices.centre, about=table.voices.centre, passage="worked", words="Si.")
    far = Reply(voice=table.voices.centre, about=elsewhere, passage="worked", words="Si.")

    assert refusal_of(replies.reply, reply=own, by=table.boss) == (
        "On répond aux mots d’une autre voix."
    )
    assert refusal_of(replies.reply, reply=far, by=table.boss) == (
        "On répond à une voix du même bilan."
    )


def test_a_fourth_answer_is_had_aloud(table):
    for _each in range(3):
        answered(table, table.voices.centre, table.voices.school)
    more = Reply(
        voice=table.voices.centre, about=table.voices.school, passage="worked", words="Et."
    )

    assert "trois fois" in refusal_of(replies.reply, reply=more, by=table.boss)


def test_under_seal_there_is_nothing_to_answer():
    table = all_gave(called())
    reply = Reply(
        voice=table.voices.centre, about=table.voices.school, passage="worked", words="Si."
    )

    assert refusal_of(replies.reply, reply=reply, by=table.boss) == (
        "Les plis ne sont pas encore ouverts : il n’y a rien à lire."
    )


def test_the_coordinator_answers_for_the_centre_and_for_those_who_do_not_sign_in(client, table):
    client.force_login(table.boss)
    address = url(table, "repondre", table.voices.school.pk, "worked")

    page = text(client.get(address))
    unsaid = client.post(address, {"voice": table.voices.parents.pk, "words": "Oui."})
    done = client.post(
        address,
        {"voice": table.voices.parents.pk, "words": "Oui.", "spoken_by": "Groupe du jeudi"},
        follow=True,
    )
    client.post(
        address, {"voice": table.voices.centre.pk, "words": "Aussi.", "spoken_by": "Quelqu’un"}
    )

    assert "Bien marché, dit École." in page
    assert "Dites au nom de qui vous écrivez." in text(unsaid)
    assert "Groupe du jeudi, saisi par Nadia Ostrowski" in text(done)
    assert [(each.voice, each.spoken_by) for each in Reply.objects.order_by("pk")] == [
        (table.voices.parents, "Groupe du jeudi"),
        (table.voices.centre, ""),
    ]


def test_the_school_answers_for_itself_and_is_written_for_by_nobody(client, table):
    client.force_login(head(table))
    address = url(table, "repondre", table.voices.centre.pk, "worked")

    done = client.post(address, {"words": "Nous aussi."}, follow=True)

    assert said(done) == ["La réponse est à côté des mots, qui n’ont pas changé."]
    reply = Reply.objects.get()
    assert (reply.voice, reply.spoken_by) == (table.voices.school, "")
    client.force_login(table.boss)
    offered = client.get(url(table, "repondre", table.voices.parents.pk, "worked"))
    assert "École</option>" not in text(offered)


def test_nobody_answers_itself_or_what_was_not_said(client, table):
    client.force_login(head(table))

    own = client.get(url(table, "repondre", table.voices.school.pk, "worked"))
    unsaid = client.get(url(table, "repondre", table.voices.centre.pk, "limits"))

    assert (own.status_code, unsaid.status_code) == (403, 404)


def test_a_level_may_be_answered_too(client):
    table = called()
    criterion = CriterionFactory()
    table.review.criteria.add(criterion)
    RatingFactory(contribution=gave(table.voices.school), criterion=criterion, level=2)
    all_gave(table)
    opened(table)
    client.force_login(table.boss)
    address = url(table, "repondre", table.voices.school.pk, f"criterion-{criterion.pk}")

    page = text(client.get(address))
    client.post(address, {"voice": table.voices.centre.pk, "words": "Pas pour nous."})

    assert "un peu" in page
    assert Reply.objects.get().passage == f"criterion-{criterion.pk}"


def test_only_who_wrote_an_answer_takes_it_back(client, table):
    reply = answered(table, table.voices.centre, table.voices.school)
    address = f"/bilans/reponses/{reply.pk}/retirer/"
    client.force_login(head(table))
    refused = client.post(address).status_code
    client.force_login(table.boss)
    shown = text(client.get(url(table)))

    done = client.post(address, follow=True)

    assert refused == 403
    assert "Reprendre ma réponse" in shown
    assert said(done) == ["La réponse est reprise."]
    assert Reply.objects.count() == 0


def test_once_closed_answers_stay(client, table):
    reply = answered(table, table.voices.centre, table.voices.school)
    written(table)
    accepted(table)
    openings.close(review=table.review, opens_next=False, by=table.boss)
    client.force_login(table.boss)

    done = client.post(f"/bilans/reponses/{reply.pk}/retirer/", follow=True)
    late = client.get(url(table, "repondre", table.voices.school.pk, "worked"))

    assert said(done) == ["Ce bilan est clos : il ne change plus."]
    assert late.status_code == 403
    assert Reply.objects.count() == 1
