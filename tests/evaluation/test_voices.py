"""Giving one’s view with an account, or typing it for those who said it."""

import pytest
from django.core.exceptions import ValidationError

from evaluation.models import Contribution, Voice
from partnerships.actions.accord import Outdated
from partnerships.models import AuditEvent
from tests.evaluation.calling import WORDS, called, given, noted, opened
from tests.factories import CriterionFactory, facilitator, partner
from tests.reading import plain, said, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(today):
    """A review with one criterion, and somebody of the school."""
    table = called(criteria=[CriterionFactory(label="Des rires")])
    table.head = partner(table.school, first_name="Anne", last_name="Lefort")
    return table


def refused(act, *args, **asked):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **asked)
    return [plain(message) for message in refusal.value.messages]


# -- What is kept ------------------------------------------------------------------------------


def test_a_draft_then_handed_in(table):
    voice = table.voices["school"]

    draft = given(voice, table.head, hands_in=False, did_not_work="")
    done = given(voice, table.head, seen=1, levels={table.criterion.pk: 3}, minutes=90)

    assert draft.handed_in_at is None
    contribution = Contribution.objects.get()
    assert contribution == done
    assert contribution.handed_in_at is not None
    assert contribution.content() == dict.fromkeys(Contribution.WORDS, "") | WORDS | {
        "minutes": 90,
        "levels": {str(table.criterion.pk): 3},
    }


def test_the_same_words_again_are_no_version_and_the_first_day_stays(table):
    voice = table.voices["school"]
    first = given(voice, table.head)

    again = given(voice, table.head, seen=0)

    assert (again.version, again.handed_in_at) == (1, first.handed_in_at)
    assert again.versions.count() == 0


def test_what_was_said_before_is_kept(table):
    voice = table.voices["school"]
    given(voice, table.head, levels={table.criterion.pk: 1})

    given(voice, table.head, seen=1, worked="Autre chose.", levels={table.criterion.pk: 4})

    contribution = Contribution.objects.get()
    former = contribution.versions.get()
    assert (contribution.version, contribution.worked) == (2, "Autre chose.")
    assert (former.number, former.content["worked"], former.written_by) == (
        1,
        "Le groupe tient.",
        table.head,
    )
    assert former.content["levels"] == {str(table.criterion.pk): 1}
    assert [rating.level for rating in contribution.ratings.all()] == [4]


def test_two_screens_lose_nothing(table):
    voice = table.voices["school"]
    given(voice, table.head)
    given(voice, table.head, seen=1, worked="Écrit au bureau.")

    with pytest.raises(Outdated):
        given(voice, table.head, seen=1, worked="Écrit au téléphone.")

    assert Contribution.objects.get().worked == "Écrit au bureau."


def test_what_did_not_go_well_is_asked_of_everybody(table):
    voice = table.voices["school"]
    sentence = "Dites aussi ce qui n’a pas bien marché ; s’il n’y a rien, écrivez « rien »."

    assert refused(given, voice, table.head, did_not_work="") == [sentence]
    given(voice, table.head)
    assert refused(given, voice, table.head, seen=1, did_not_work="") == [sentence]
    assert Contribution.objects.get().did_not_work == WORDS["did_not_work"]


def test_post_its_may_be_handed_in_unsorted(table):
    done = given(table.voices["school"], table.head, did_not_work="", unsorted="Trop loin.")

    assert done.handed_in_at is not None


def test_several_people_of_a_party_are_one_voice(table):
    voice = table.voices["school"]

    for person in (table.head, partner(table.school), partner(table.school)):
        given(voice, person)

    assert voice.contributions.count() == 3
    assert Voice.objects.given().filter(review=table.review).count() == 1
    assert table.review.voices.count() == 3


def test_nothing_is_given_once_the_voices_are_open(table):
    opened(table.review)
    sentence = ["Les voix sont ouvertes : on ne peut plus rien y déposer."]

    assert refused(given, table.voices["school"], table.head) == sentence
    assert refused(noted, table.voices["parents"], table.boss) == sentence


def test_each_writing_leaves_a_line_that_names_no_question(table):
    given(table.voices["school"], table.head, hands_in=False)
    given(table.voices["school"], table.head, seen=1, limits="Trop court.")

    lines = AuditEvent.objects.filter(object_type="evaluation.contribution").order_by("pk")

    assert [(line.verb, line.actor, line.structure, line.fields) for line in lines] == [
        ("created", table.head, table.school, []),
        ("changed", table.head, table.school, []),
    ]


# -- Typed for somebody else -------------------------------------------------------------------


def test_the_words_of_parents_are_theirs_and_who_typed_them_is_told(table):
    done = noted(table.voices["parents"], table.boss)

    assert (done.how, done.spoken_by, done.author) == (
        "meeting",
        "Le groupe du jeudi",
        table.boss,
    )
    line = AuditEvent.objects.get(object_type="evaluation.contribution")
    assert (line.actor, line.structure) == (table.boss, table.centre)


def test_one_says_for_whom_one_types(table):
    assert refused(noted, table.voices["parents"], table.boss, who="") == [
        "Dites au nom de qui vous écrivez."
    ]


def test_a_party_with_an_account_writes_itself(table):
    assert refused(noted, table.voices["school"], table.boss) == [
        "Cette structure a un compte : elle écrit elle-même."
    ]


def test_a_party_without_an_account_may_be_typed_for(today):
    table = called()

    done = noted(table.voices["school"], table.boss, who="Mme Lefort")

    assert done.voice == table.voices["school"]
    assert AuditEvent.objects.get(object_type="evaluation.contribution").structure == table.school


def test_only_who_typed_corrects(table):
    typed = noted(table.voices["parents"], table.boss)
    colleague = facilitator(table.centre)

    found = refused(noted, table.voices["parents"], colleague, contribution=typed, seen=1)
    noted(table.voices["parents"], table.boss, contribution=typed, seen=1, limits="Rien.")

    assert found == ["Seule la personne qui a saisi ces mots les corrige."]
    typed.refresh_from_db()
    assert (typed.limits, typed.version) == ("Rien.", 2)


# -- The page ----------------------------------------------------------------------------------


def page(voice, verb="donner"):
    return f"/bilans/voix/{voice.pk}/{verb}/"


def test_the_page_hands_in_and_comes_back_to_the_envelopes(client, table):
    client.force_login(table.head)
    key = f"level_{table.criterion.pk}"
    sent = WORDS | {key: "4", "minutes": "1 h 30", "is_signed": "on", "seen": "0"}

    response = client.post(page(table.voices["school"]), sent, follow=True)

    contribution = Contribution.objects.get()
    assert said(response) == ["C’est déposé, sous pli. Vous pouvez y revenir jusqu’à l’ouverture."]
    assert (contribution.minutes, contribution.is_signed) == (90, True)
    assert contribution.ratings.get().level == 4
    assert "Anne Lefort" in text(response)
    assert "Relire la nôtre" in text(response)


def test_a_draft_is_found_again_as_it_was(client, table):
    client.force_login(table.head)
    sent = {"worked": "Un début.", "draft": "1", "seen": "0"}

    response = client.post(page(table.voices["school"]), sent, follow=True)
    form = client.get(page(table.voices["school"])).context["form"]

    assert said(response) == ["Le brouillon est gardé : il reste à le déposer."]
    assert "Reprendre mon brouillon" in text(response)
    assert (form["worked"].value(), form["seen"].value()) == ("Un début.", 1)
    assert (form["is_signed"].value(), form.is_brought, form.is_more) == (False, False, False)


def test_not_answering_is_an_answer(client, table):
    client.force_login(table.head)

    client.post(page(table.voices["school"]), WORDS | {f"level_{table.criterion.pk}": ""})

    assert Contribution.objects.get().content()["levels"] == {}


def test_what_is_missing_is_said_beside_its_question(client, table):
    client.force_login(table.head)

    response = client.post(page(table.voices["school"]), {"worked": "Bien.", "limits": "Ici."})

    form = response.context["form"]
    assert list(form.errors) == ["did_not_work"]
    assert (form.is_more, form.is_brought) == (True, False)
    assert not Contribution.objects.exists()


def test_a_number_that_has_no_place_here_is_told(client, table):
    client.force_login(table.head)
    sent = WORDS | {"limits": "Son numéro : 2 95 10 99 126 111 93"}

    response = client.post(page(table.voices["school"]), sent, follow=True)

    assert len(said(response)) == 2


def test_another_screen_wrote_meanwhile_and_both_are_shown(client, table):
    """What I did not touch becomes theirs; what both wrote is shown, mine stays in the form."""
    voice, key = table.voices["school"], f"level_{table.criterion.pk}"
    given(voice, table.head, levels={table.criterion.pk: 1})
    given(
        voice,
        table.head,
        seen=1,
        worked="Au bureau.",
        limits="Le temps.",
        minutes=60,
        levels={table.criterion.pk: 2},
    )
    client.force_login(table.head)
    mine = WORDS | {"worked": "Au téléphone.", key: "4", "seen": "1"}

    response = client.post(page(voice), mine)
    form = response.context["form"]
    client.post(page(voice), mine | {"seen": "2", "limits": "Le temps."})

    assert [(label, plain(words)) for label, words in form.conflicts] == [
        ("Ce qui a bien marché", "Au bureau."),
        ("Des rires", "un peu"),
    ]
    assert (form["worked"].value(), form["limits"].value()) == ("Au téléphone.", "Le temps.")
    assert (form["seen"].value(), plain(form["minutes"].value())) == (2, "1 h")
    contribution = Contribution.objects.get()
    assert (contribution.version, contribution.worked) == (3, "Au téléphone.")
    assert [former.content["worked"] for former in contribution.versions.all()] == [
        "Le groupe tient.",
        "Au bureau.",
    ]


def test_a_level_taken_back_elsewhere_is_taken_back_here(client, table):
    voice, key = table.voices["school"], f"level_{table.criterion.pk}"
    given(voice, table.head, levels={table.criterion.pk: 3})
    given(voice, table.head, seen=1, limits="Le temps.")
    client.force_login(table.head)

    response = client.post(page(voice), WORDS | {key: "3", "worked": "Oui.", "seen": "1"})

    form = response.context["form"]
    assert (form[key].value(), form.conflicts) == ("", [])


def test_words_taken_back_elsewhere_are_said(client, table):
    voice = table.voices["school"]
    given(voice, table.head)
    given(voice, table.head, seen=1, worked="")
    client.force_login(table.head)

    response = client.post(page(voice), WORDS | {"worked": "Encore.", "seen": "1"})

    assert response.context["form"].conflicts == [("Ce qui a bien marché", "(rien)")]


def test_one_reads_what_the_others_of_the_same_party_said(client, table):
    voice = table.voices["school"]
    given(voice, partner(table.school), worked="Dit par une collègue.", signs=False)
    given(voice, partner(table.school), worked="Brouillon d’un autre.", hands_in=False)
    client.force_login(table.head)

    shown = text(client.get(page(voice)))

    assert "Ce qu’une personne de votre structure a déjà dit" in shown
    assert "Dit par une collègue." in shown
    assert "Brouillon d’un autre." not in shown


def test_the_page_of_those_one_types_for(client, table):
    client.force_login(table.boss)
    url = page(table.voices["parents"], "saisir")
    sent = WORDS | {"spoken_by": "Le café", "how": "paper", "source": "post-it", "seen": "0"}

    shown = text(client.get(url))
    without = client.post(url, WORDS).context["form"].errors
    response = client.post(url, sent, follow=True)

    contribution = Contribution.objects.get()
    assert "Écrire avec les parents" in shown
    assert set(without) == {"spoken_by", "how"}
    assert (contribution.how, contribution.source) == ("paper", "post-it")
    assert "C’est déposé" in said(response)[0]

    edited = f"/bilans/saisies/{contribution.pk}/"
    assert client.get(edited).context["form"]["spoken_by"].value() == "Le café"
    client.post(edited, sent | {"worked": "Mieux.", "seen": "1"})
    contribution.refresh_from_db()
    assert (contribution.worked, contribution.version) == ("Mieux.", 2)


def test_a_structure_that_has_accounts_is_not_typed_for(client, table):
    client.force_login(table.boss)

    assert client.get(page(table.voices["school"], "saisir")).status_code == 403


def test_pages_of_voices_lead_to_the_review_once_it_is_open(client, table):
    given(table.voices["centre"], table.boss)
    typed = noted(table.voices["parents"], table.boss)
    opened(table.review)
    client.force_login(table.boss)
    pages = [
        page(table.voices["centre"]),
        page(table.voices["parents"], "saisir"),
        page(table.voices["parents"], "envoyer"),
        f"/bilans/saisies/{typed.pk}/",
    ]

    for each in pages:
        response = client.post(each, WORDS)

        assert response.url == table.review.get_absolute_url()
    assert Contribution.objects.get(how="account").version == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_spoke(
    client, today, django_assert_num_queries, number
):
    table = called(criteria=CriterionFactory.create_batch(number))
    voice = table.voices["centre"]
    for _each in range(number):
        given(voice, facilitator(table.centre))
    given(voice, table.boss, levels={each.pk: 2 for each in table.review.criteria.all()})
    client.force_login(table.boss)

    with django_assert_num_queries(10):
        client.get(page(voice))
