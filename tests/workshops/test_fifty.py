"""Fifty people save one sheet at the same moment, over HTTP, on a server of several processes.

Goal G10: nothing is lost, and nobody is answered by an error.
"""

from functools import partial

import pytest

from tests.factories import ParentFactory, SessionFactory, facilitator
from tests.serving import Server, signed_in
from tests.together import at_once
from workshops.models import HeadCount

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
PEOPLE = 50
ROUNDS = 5


@pytest.fixture
def server():
    """Three processes of four threads, on the database of this test."""
    with Server() as server:
        yield server


def test_fifty_people_save_fifty_lines_and_none_is_lost(server):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    cookies = [signed_in(facilitator(lead, session.workshop)) for _each in range(PEOPLE)]
    parents = ParentFactory.create_batch(PEOPLE, family__structure=lead)

    for turn in range(ROUNDS):
        status, seen = [("present", f"{turn} absent"), ("absent", f"{turn} present")][turn % 2]
        seen = seen if turn else "0 "
        acts = [
            partial(
                server.save,
                session,
                cookie,
                {f"attendance-{parent.pk}": status, f"seen-attendance-{parent.pk}": seen},
            )
            for cookie, parent in zip(cookies, parents, strict=True)
        ]
        answers = at_once(acts)

        assert [code for code, _said in answers] == [200] * PEOPLE
        assert [said["conflicts"] for _code, said in answers] == [[]] * PEOPLE
        rows = session.attendances.values_list("status", "version")
        assert list(rows) == [(status, turn + 1)] * PEOPLE


def test_of_fifty_answers_to_one_question_one_is_kept_and_the_others_are_told(server):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    cookies = [signed_in(facilitator(lead, session.workshop)) for _each in range(PEOPLE)]

    answers = at_once(
        [
            partial(
                server.save,
                session,
                cookie,
                {"head_count-parents": number, "seen-head_count-parents": "0 0"},
            )
            for number, cookie in enumerate(cookies, start=1)
        ]
    )

    assert [code for code, _said in answers] == [200] * PEOPLE
    kept = HeadCount.objects.get(session=session)
    told = [conflict for _code, said in answers for conflict in said["conflicts"]]
    assert len(told) == PEOPLE - 1
    assert {conflict["theirs"] for conflict in told} == {kept.number}
