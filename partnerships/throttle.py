"""Addresses and accounts that ask too much: a few mistakes are human, many are a machine.

An address is never kept as it is: only what the secret key of the site makes of it.
"""

import re
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache, caches
from django.utils import timezone
from django.utils.crypto import salted_hmac

TRIES = 20
# Seconds without a try, after which the count starts again.
WAIT = 600
# A whole group may pass a tablet round, or share the network of a school.
ANSWERS = 60


@dataclass(frozen=True)
class Pace:
    """How many such pages one account may ask for in ten minutes of the clock."""

    name: str
    pages: re.Pattern
    most: int
    method: str = "GET"
    # Only with these words in the address: lists, and pages to choose somebody, search by themselves.
    asked: str = ""


# Far above what somebody does, far below what copies a whole base. Docs: security.md.
PACES = [
    Pace("search", re.compile(r".*"), 600, asked="q"),
    Pace("search", re.compile(r".*_search"), 600, method="POST"),
    Pace("export", re.compile(r".*(_export|_pdf|_file|_annex|record_\w+)"), 120),
    Pace("export", re.compile(r"admin:.*_export"), 120, method="POST"),
    Pace("import", re.compile(r".*_import(_confirm)?"), 60, method="POST"),
]


def may_go_on(request):
    """False once an account has asked too often for pages of that kind.

    Counted in the memory of each process: what is protected is the work of the machine and the
    pace of a thief who is already in, not a secret that could be guessed.
    """
    page = request.resolver_match.view_name
    turn = int(timezone.now().timestamp()) // WAIT
    for pace in PACES:
        if request.method != pace.method or not pace.pages.fullmatch(page):
            continue
        if pace.asked and not request.GET.get(pace.asked):
            continue
        key = f"pace:{pace.name}:{request.user.pk}:{turn}"
        caches["process"].add(key, 0, WAIT)
        if caches["process"].incr(key) > pace.most:
            return False
    return True


def may_try_again(request):
    """False once an address has opened too many dead links; good links are not counted."""
    key = f"dead-link:{hidden(request)}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, WAIT)
    return tries <= TRIES


def may_answer(request):
    """False once an address has sent too many forms without a name in these ten minutes.

    All addresses are counted in one place, thrown away every ten minutes of the clock: nothing
    there says when somebody answered, nor that they are who answered another day.
    """
    now = int(timezone.now().timestamp())
    turn, left = now // WAIT, WAIT - now % WAIT
    address = hidden(request, turn)
    of_turn, sent = cache.get("answers", (turn, {}))
    sent = sent if of_turn == turn else {}
    sent[address] = sent.get(address, 0) + 1
    cache.set("answers", (turn, sent), left)
    return sent[address] <= ANSWERS


def hidden(request, turn=""):
    address = get_adapter().get_client_ip(request)
    return salted_hmac(f"throttle{turn}", address, algorithm="sha256").hexdigest()
