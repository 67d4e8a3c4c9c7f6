"""Several servers that share nothing but PostgreSQL, one of them killed while fifty people save.

What was acknowledged is there; what was not is known to whoever sent it, and another server takes
it. No answer is an error.
"""

import http.client
import threading
from contextlib import ExitStack

import pytest

from tests.factories import ParentFactory, SessionFactory, facilitator
from tests.serving import Server, signed_in
from tests.together import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.deep,
    pytest.mark.django_db(transaction=True),
]
PEOPLE = 50
ROUNDS = 6
SERVERS = 3
# Of the 300 saves, when one server dies.
IN_THE_MIDDLE = 120
STATUSES = ("present", "absent")


@pytest.fixture
def servers():
    with ExitStack() as stack:
        yield [stack.enter_context(Server(workers=1)) for _each in range(SERVERS)]


class Killer:
    """Counts what is acknowledged, and kills one server when the time has come."""

    def __init__(self, server):
        self.server, self.lock, self.count = server, threading.Lock(), 0

    def one_more(self):
        with self.lock:
            self.count += 1
            if self.count == IN_THE_MIDDLE:
                self.server.kill()


def somebody(servers, session, cookie, parent, killer):
    """Saves their line round after round; another server is asked when the nearest is silent."""

    def act():
        answers, unanswered = [], 0
        for turn in range(ROUNDS):
            before = f"{turn} {STATUSES[turn % 2 - 1]}" if turn else "0 "
            changes = {
                f"attendance-{parent.pk}": STATUSES[turn % 2],
                f"seen-attendance-{parent.pk}": before,
            }
            for server in servers:
                try:
                    answers.append(server.save(session, cookie, changes))
                except (ConnectionError, http.client.HTTPException):
                    unanswered += 1
                else:
                    killer.one_more()
                    break
        return answers, unanswered

    return act


def test_a_server_killed_among_three_loses_nothing_that_was_acknowledged(servers):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    cookies = [signed_in(facilitator(lead, session.workshop)) for _each in range(PEOPLE)]
    parents = ParentFactory.create_batch(PEOPLE, family__structure=lead)
    killer = Killer(servers[0])

    found = at_once(
        [
            somebody(servers[place % SERVERS :] + servers, session, cookie, parent, killer)
            for place, (cookie, parent) in enumerate(zip(cookies, parents, strict=True))
        ]
    )

    answers = [answer for each, _unanswered in found for answer in each]
    assert [code for code, _said in answers] == [200] * PEOPLE * ROUNDS
    assert [said["conflicts"] for _code, said in answers] == [[]] * PEOPLE * ROUNDS
    # Somebody was indeed cut off, and knew it.
    assert sum(unanswered for _each, unanswered in found) > 0
    rows = session.attendances.values_list("status", "version")
    assert list(rows) == [(STATUSES[(ROUNDS - 1) % 2], ROUNDS)] * PEOPLE
