import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from partnerships.models import Submission, Term
from partnerships.once import afterwards, once
from tests.factories import StructureFactory, UserFactory, coordinator
from tests.reading import said


@once
def add_a_term(request):
    if request.POST["label"] == "":
        return HttpResponse("Donnez un libellé.")
    term = Term.objects.create(vocabulary="theme", label=request.POST["label"])
    return redirect(f"/termes/{term.pk}/")


@pytest.fixture
def send(db, rf):
    user = UserFactory()
    # The reference lists every installation starts with.
    Term.objects.all().delete()

    def send(label, key, sender=user):
        request = rf.post("/", {"label": label, "once": key})
        request.user = sender
        return add_a_term(request)

    return send


def test_the_same_form_sent_twice_acts_once_and_answers_the_same(send):
    key = str(uuid.uuid4())

    answers = [send("sommeil", key), send("sommeil", key)]

    assert Term.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_two_forms_act_twice(send):
    send("sommeil", str(uuid.uuid4()))
    send("écrans", str(uuid.uuid4()))

    assert Term.objects.count() == 2


def test_a_form_with_errors_may_be_corrected_and_sent_again(send):
    key = str(uuid.uuid4())
    send("", key)

    send("sommeil", key)

    assert Term.objects.count() == 1


@pytest.mark.parametrize("key", ["", "pas une clé"])
def test_a_form_without_a_key_still_acts(send, key):
    send("sommeil", key)

    assert Term.objects.count() == 1
    assert Submission.objects.count() == 0


def test_somebody_elses_key_is_refused(send):
    key = str(uuid.uuid4())
    send("sommeil", key)

    with pytest.raises(PermissionDenied):
        send("écrans", key, sender=UserFactory())


def test_what_waits_for_the_form_comes_when_no_transaction_holds_it(db, rf):
    said, outside = [], len(connection.savepoint_ids)

    @once
    def write(request):
        afterwards(request, lambda: said.append(len(connection.savepoint_ids)))
        said.append("written")
        return redirect("/termes/")

    for key in (str(uuid.uuid4()), ""):
        request = rf.post("/", {"once": key})
        request.user = UserFactory()
        write(request)

    # Without a key nothing holds it: it comes at once.
    assert said == ["written", outside, outside, "written"]


def test_what_was_undone_is_not_told(db, rf):
    told, request = [], rf.post("/", {"once": str(uuid.uuid4())})
    request.user = UserFactory()

    @once
    def write(request):
        afterwards(request, lambda: told.append("written"))
        raise Http404

    with pytest.raises(Http404):
        write(request)

    assert told == []


def test_no_letter_leaves_while_a_form_holds_what_it_writes(db, client, monkeypatch):
    structure, held = StructureFactory(), []
    client.force_login(coordinator(structure))
    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(
        EmailBackend,
        "send_messages",
        lambda _backend, letters: held.append(len(connection.savepoint_ids)) or len(letters),
    )

    answer = client.post(
        reverse("partnerships:team_detail", args=[structure.pk]),
        {"email": "lea@exemple.test", "role": "facilitator", "once": str(uuid.uuid4())},
        follow=True,
    )

    assert held == [outside]
    assert said(answer) == ["L’invitation est partie à lea@exemple.test ; elle vaut 14 jours."]
