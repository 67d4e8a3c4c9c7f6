"""What is decided together of each action, and the words written together beside it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from evaluation.models import Review, Verdict
from partnerships.actions import accord
from partnerships.actions.changes import change, create, delete, locked
from partnerships.models import Contact, Decision, Structure, User

# What a decision holds in its line of the to-do list.
LINE = Decision._meta.get_field("what").max_length


def decide(
    *,
    verdict: Verdict,
    side: Structure,
    owner: Contact | None = None,
    due_on: dt.date | None = None,
    by: User,
) -> Verdict:
    """A new decision of the review, which joins the to-do lists of whoever takes it on.

    Every party is asked again to accept. Refuses (ValidationError) a subject decided already, and
    a review that is closed or still under seal.
    """

    def put(review):
        held_on = review.meeting.held_on if review.meeting else timezone.localdate()
        verdict.review = review
        decision = Decision(
            partnership=review.partnership,
            meeting=review.meeting,
            what=line_of(verdict),
            side=side,
            owner=owner,
            decided_on=min(held_on, timezone.localdate()),
            due_on=due_on,
        )
        # The subject is refused before anything is written in the to-do lists.
        verdict.full_clean(exclude=["decision"])
        verdict.decision = create(decision, by=by, structure=side)
        verdict.save()

    accord.add(text=verdict.review, change=put, by=by)
    return verdict


def revise(
    *, verdict: Verdict, values: Mapping[str, object], who: Mapping[str, object], by: User
) -> Verdict:
    """Other words, another owner or another day; `who` has side, owner and due_on.

    Refuses as `decide`. Its line in the to-do lists follows, unless somebody took it away there.
    """

    def put(review):
        fresh = locked(verdict)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.full_clean()
        if fresh.decision:
            known = {**who, "what": line_of(fresh)}
            fresh.decision = change(fresh.decision, values=known, by=by, structure=who["side"])
        fresh.save()

    accord.add(text=verdict.review, change=put, by=by)
    verdict.refresh_from_db()
    return verdict


@transaction.atomic
def withdraw(*, verdict: Verdict, by: User) -> Review:
    """Decided no more; what was to do goes with it, unless it is done already."""

    def put(review):
        fresh = locked(verdict)
        decision = fresh.decision
        fresh.delete()
        if decision and not decision.done_on:
            delete(decision, by=by, structure=decision.side)

    return accord.add(text=verdict.review, change=put, by=by)


def line_of(verdict: Verdict) -> str:
    """« L’invitation : adapter, plus courte », as long as a to-do list holds."""
    bare = {"who": "", "due_on": ""}
    kept = {name: getattr(verdict, name) for name in ("subject", "choice", "words")}
    return Truncator(Verdict.sentence(**kept, **bare)).chars(LINE)


def write(
    *, review: Review, seen: int, words: Mapping[str, str], by: User, reason: str = ""
) -> Review:
    """The words of the review: a new version. Refuses what `accord.write` refuses."""

    def put(fresh):
        for name, value in words.items():
            setattr(fresh, name, value)

    return accord.write(text=review, seen=seen, change=put, by=by, reason=reason)
