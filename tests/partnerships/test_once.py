import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from partnerships.models import Submission, Term
from partnerships.once import once
from tests.factories import UserFactory


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
