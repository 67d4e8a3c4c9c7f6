"""People of the directory: told, corrected, ended and never overwritten."""

import datetime as dt
import re

import pytest

from partnerships.models import AuditEvent, Contact, KnowledgeNote, Tenure, Term, Thread
from tests.factories import (
    ContactFactory,
    KnowledgeNoteFactory,
    PartnershipFactory,
    StructureFactory,
    TenureFactory,
    ThreadFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "partnership")]
TODAY = dt.date(2026, 3, 10)


def listed(client, **filters):
    return [str(contact) for contact in client.get("/contacts/", filters).context["page"]]


def person(first, last, structure, function="directrice", **tenure):
    contact = ContactFactory(first_name=first, last_name=last)
    return TenureFactory(contact=contact, structure=structure, function=function, **tenure)


# -- Telling somebody ----------------------------------------------------------------------------

SENT = {
    "first_name": "Zoé",
    "last_name": "Neuve",
    "function": "CPE",
    "phone": "06 12 34 56 78",
    "email": "zoe@exemple.test",
    "starts_on": "2025-09-01",
    "is_key_person": "on",
}


def test_a_contact_is_told_with_a_function(signed_in, school):
    url = f"/contacts/nouveau/?structure={school.pk}"
    shown = text(signed_in.get(f"{url}&nom=Zoé Neuve"))

    response = signed_in.post(url, SENT, follow=True)

    tenure = Tenure.objects.select_related("contact").get()
    assert 'value="Zoé"' in shown
    assert 'value="Neuve"' in shown
    assert (str(tenure), tenure.structure, tenure.is_key_person) == ("Zoé Neuve, CPE", school, True)
    assert (tenure.contact.phone, tenure.contact.checked_on) == ("0612345678", TODAY)
    assert said(response) == ["Zoé Neuve est dans l’annuaire."]
    assert set(AuditEvent.objects.values_list("verb", "structure")) == {
        ("created", school.pk),
    }


def test_where_somebody_works_is_chosen_first(signed_in, school):
    found = signed_in.get("/contacts/nouveau/", {"q": "ecole"}).context["found"]

    assert list(found) == [school]
    assert signed_in.get("/contacts/nouveau/?structure=999999").status_code == 404


def test_somebody_of_the_same_name_is_proposed_first(signed_in, school):
    known = person("Zoe", "NEUVE", StructureFactory(name="Mairie"))
    person("Zoé", "Neuveville", school)
    url = f"/contacts/nouveau/?structure={school.pk}"

    proposed = signed_in.post(url, SENT)
    signed_in.post(url, SENT | {"other": "1"})

    assert list(proposed.context["known"]) == [known.contact]
    assert f"/contacts/{known.contact_id}/fonctions/?structure={school.pk}" in text(proposed)
    assert Contact.objects.filter(first_name="Zoé", last_name="Neuve").count() == 1


def test_a_new_contact_meets_the_account_of_the_same_address(signed_in, school):
    account = partner(school, email="zoe@exemple.test")
    elsewhere = partner(StructureFactory(), email="ailleurs@exemple.test")
    url = f"/contacts/nouveau/?structure={school.pk}"

    signed_in.post(url, SENT)
    signed_in.post(url, SENT | {"last_name": "Autre", "email": elsewhere.email})

    assert [contact.account for contact in Contact.objects.order_by("pk")] == [account, None]


def test_a_function_without_a_date_is_refused_beside_its_field(signed_in, school):
    response = signed_in.post(
        f"/contacts/nouveau/?structure={school.pk}", SENT | {"starts_on": "", "function": ""}
    )

    assert set(response.context["form"].errors) == {"starts_on", "function"}
    assert Contact.objects.count() == 0


def test_correcting_a_record_checks_it(signed_in, school):
    contact = TenureFactory(structure=school).contact

    signed_in.post(
        f"/contacts/{contact.pk}/modifier/", {"last_name": "Juste", "phone": "0320000001"}
    )

    contact.refresh_from_db()
    event = AuditEvent.objects.get()
    assert (str(contact), contact.phone, contact.checked_on) == ("Juste", "0320000001", TODAY)
    assert event.fields == ["checked_on", "first_name", "last_name", "phone"]


def test_each_keeps_the_people_they_answer_for(client, centre, school):
    ours, theirs = StructureFactory(name="Nôtre"), StructureFactory(name="Leur")
    PartnershipFactory(parties=[theirs, StructureFactory()])
    tenures = {
        "partner": TenureFactory(structure=school),
        "alone": TenureFactory(structure=ours),
        "others": TenureFactory(structure=theirs),
        "none": None,
    }
    nobody = ContactFactory()

    def statuses(user):
        client.force_login(user)
        return [
            client.get(
                f"/contacts/{tenure.contact_id if tenure else nobody.pk}/modifier/"
            ).status_code
            for tenure in tenures.values()
        ]

    assert statuses(facilitator(centre)) == [200, 200, 404, 200]
    assert statuses(partner(school)) == [200, 404, 404, 404]
    assert client.get(f"/contacts/nouveau/?structure={theirs.pk}").status_code == 403
    assert client.get(f"/fonctions/{tenures['others'].pk}/fin/").status_code == 404


# -- Functions -----------------------------------------------------------------------------------


def test_somebody_may_hold_several_functions_and_none_twice(signed_in, school):
    tenure = person("Zoé", "Neuve", school, "CPE")
    url = f"/contacts/{tenure.contact_id}/fonctions/"
    chosen = signed_in.get(url, {"q": "ecole"})

    twice = signed_in.post(
        f"{url}?structure={school.pk}", {"function": "CPE", "starts_on": "2026-01-01"}
    )
    signed_in.post(f"{url}?structure={school.pk}", {"function": "élue", "starts_on": "2026-01-01"})

    assert list(chosen.context["found"]) == [school]
    assert twice.context["form"].errors == {
        "function": ["Cette personne tient déjà cette fonction."]
    }
    assert sorted(tenure.contact.tenures.values_list("function", flat=True)) == ["CPE", "élue"]


def test_a_function_noted_wrongly_is_corrected(signed_in, school):
    tenure = person("Zoé", "Neuve", school, "CPE")

    signed_in.post(
        f"/fonctions/{tenure.pk}/modifier/",
        {"function": "principale", "starts_on": "2024-09-01", "time": "dedicated"},
    )

    tenure.refresh_from_db()
    assert (tenure.function, tenure.time) == ("principale", "dedicated")


def test_an_end_noted_by_mistake_is_taken_back(signed_in, school):
    tenure = person("Zoé", "Neuve", school, ends_on=TODAY, end_reason="moved")
    url = f"/fonctions/{tenure.pk}/modifier/"
    values = {"function": "CPE", "starts_on": "2024-09-01"}

    half = signed_in.post(url, values | {"ends_on": "2026-03-10", "end_reason": ""})
    signed_in.post(url, values | {"ends_on": "", "end_reason": ""})

    tenure.refresh_from_db()
    assert half.context["form"].errors == {
        "end_reason": ["Une fonction qui prend fin a une date et un motif."]
    }
    assert (tenure.ends_on, tenure.end_reason) == (None, "")


def test_a_departure_is_noted_and_nothing_is_overwritten(signed_in, school):
    tenure = person("Hélène", "Vasseur", school)
    thread = ThreadFactory(partnership=school.partnerships.get(), tenure=tenure)
    shown = text(signed_in.get(f"/fonctions/{tenure.pk}/fin/"))

    response = signed_in.post(
        f"/fonctions/{tenure.pk}/fin/",
        {"ends_on": "2026-02-28", "end_reason": "retired", "takes_threads": "on"},
        follow=True,
    )

    tenure.refresh_from_db()
    thread.refresh_from_db()
    assert "Cette personne tient le fil, qui s’arrête avec elle" in shown
    assert (tenure.ends_on, tenure.end_reason, tenure.successor) == (
        dt.date(2026, 2, 28),
        "retired",
        None,
    )
    assert thread.ends_on == dt.date(2026, 2, 28)
    assert said(response) == ["C’est noté : Hélène Vasseur quitte cette fonction."]
    assert "1 personne partie" in text(response)


def test_a_departure_needs_a_day_and_a_reason(signed_in, school):
    tenure = person("Hélène", "Vasseur", school)

    response = signed_in.post(
        f"/fonctions/{tenure.pk}/fin/", {"ends_on": "2020-01-01", "end_reason": ""}
    )
    before = signed_in.post(
        f"/fonctions/{tenure.pk}/fin/", {"ends_on": "2020-01-01", "end_reason": "moved"}
    )

    assert set(response.context["form"].errors) == {"end_reason"}
    assert before.context["form"].errors == {"ends_on": ["La fin ne peut pas précéder le début."]}


def test_whoever_follows_is_chosen_there_and_takes_the_threads(signed_in, school):
    tenure = person("Hélène", "Vasseur", school)
    follower = person("Claire", "Suivante", school, "adjointe")
    thread = ThreadFactory(
        partnership=school.partnerships.get(), tenure=tenure, kind="hierarchical"
    )

    signed_in.post(
        f"/fonctions/{tenure.pk}/fin/",
        {
            "ends_on": "2026-02-28",
            "end_reason": "moved",
            "who": f"t{follower.pk}",
            "takes_threads": "on",
        },
    )

    tenure.refresh_from_db()
    follows = Thread.objects.exclude(pk=thread.pk).get()
    assert tenure.successor == follower
    assert (follows.tenure, follows.kind) == (follower, "hierarchical")
    assert follows.starts_on == dt.date(2026, 3, 1)


def test_whoever_follows_may_be_told_in_two_words(signed_in, school):
    tenure = person("Hélène", "Vasseur", school)

    signed_in.post(
        f"/fonctions/{tenure.pk}/fin/",
        {
            "ends_on": "2026-02-28",
            "end_reason": "moved",
            "first_name": "Claire",
            "last_name": "Suivante",
            "function": "directrice",
        },
    )

    tenure.refresh_from_db()
    assert str(tenure.successor) == "Claire Suivante, directrice"
    assert tenure.successor.starts_on == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"last_name": "Suivante"}, "function"),
        ({"last_name": "Suivante", "function": "CPE", "who": "t{}"}, "who"),
    ],
)
def test_whoever_follows_is_said_in_one_way(signed_in, school, sent, field):
    tenure = person("Hélène", "Vasseur", school)
    other = person("Claire", "Là", school, "adjointe")
    sent = {name: value.format(other.pk) for name, value in sent.items()}

    response = signed_in.post(
        f"/fonctions/{tenure.pk}/fin/", {"ends_on": "2026-02-28", "end_reason": "moved"} | sent
    )

    assert set(response.context["form"].errors) == {field}


# -- What is to be understood ----------------------------------------------------------------------


def test_one_aspect_of_a_partner_is_written_at_a_time(signed_in, school):
    aspect = Term.objects.of("school_knowledge").first()
    url = f"/structures/{school.pk}/savoir/{aspect.pk}/"
    before = text(signed_in.get(school.get_absolute_url()))

    response = signed_in.post(url, {"text": "  La directrice décide avec l’équipe. "}, follow=True)
    signed_in.post(url, {"text": "Le conseil des maîtres décide."})

    note = KnowledgeNote.objects.get()
    assert url in before
    assert said(response) == ["C’est noté."]
    assert response.redirect_chain[0][0].endswith(f"#savoir-{aspect.pk}")
    assert (note.text, note.written_on) == ("Le conseil des maîtres décide.", TODAY)
    assert "La directrice décide avec l’équipe. écrit le 10 mars 2026" in text_without_tags(
        response
    )
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == ["created", "changed"]


def text_without_tags(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def test_emptying_an_aspect_takes_the_note_away(signed_in, school):
    note = KnowledgeNoteFactory(structure=school)
    url = f"/structures/{school.pk}/savoir/{note.aspect_id}/"

    signed_in.post(url, {"text": ""})
    signed_in.post(url, {"text": ""})

    assert KnowledgeNote.objects.count() == 0
    assert AuditEvent.objects.get().verb == "deleted"


def test_what_is_understood_stays_between_partners(client, centre, school):
    note = KnowledgeNoteFactory(structure=school, text="Prévenir tôt.")
    url = f"/structures/{school.pk}/savoir/{note.aspect_id}/"

    def seen(user):
        client.force_login(user)
        page = text(client.get(school.get_absolute_url()))
        return "Prévenir tôt." in page, client.get(url).status_code

    assert seen(facilitator(centre)) == (True, 200)
    assert seen(partner(school)) == (True, 200)
    assert seen(coordinator(StructureFactory())) == (False, 404)


def test_a_partner_reads_what_is_understood_of_the_centre_and_does_not_write_it(
    client, centre, school
):
    aspect = Term.objects.of("school_knowledge").first()
    client.force_login(partner(school))

    assert client.get(f"/structures/{centre.pk}/savoir/{aspect.pk}/").status_code == 403


def test_the_people_of_a_funder_that_only_observes_are_kept_by_those_it_funds(client, centre):
    funder = StructureFactory(name="Fondation")
    observer(funder)
    client.force_login(facilitator(centre))

    client.post(
        f"/contacts/nouveau/?structure={funder.pk}",
        {
            "last_name": "Déléguée",
            "structure": funder.pk,
            "function": "déléguée",
            "starts_on": "2026-01-01",
        },
    )

    assert Tenure.objects.get().structure == funder
