"""What a review leaves to next year’s agreement: its words, where nothing is written yet."""

from django.utils.translation import gettext as _

from evaluation.models import Review, Verdict
from partnerships.actions import agreements
from partnerships.french import day
from partnerships.models import Agreement, User

STOPPED = Verdict.Choice.STOP


def sown(agreement: Agreement, review: Review, by: User) -> tuple[Agreement, list[str]]:
    """The agreement, and the titles of the passages that were empty and are not any more.

    What the parties had already written is theirs: nothing replaces it.
    """
    words = {
        name: text for name, text in seeds(review).items() if text and not getattr(agreement, name)
    }
    if not words:
        return agreement, []
    written = agreements.write(
        agreement=agreement, seen=agreement.version, words=words, sides={}, by=by
    )
    titles = written.titles()
    return written, [titles[name].lower() for name in words]


def seeds(review: Review) -> dict[str, str]:
    """{passage of an agreement: what the review says of it}."""
    return {
        "diagnosis": review.summary,
        "objectives": "\n".join(goes_on(review)),
        "working_rules": review.places,
        "joint_review": joint_review(review),
    }


def goes_on(review: Review) -> list[str]:
    """What was decided to keep, changed or not; what is stopped is no objective."""
    return [
        Verdict.sentence(**(verdict.kept() | {"who": "", "due_on": ""}))
        for verdict in review.verdicts.select_related("decision")
        if verdict.choice != STOPPED
    ]


def joint_review(review: Review) -> str:
    """As last time, with what was left open then (EVA-045)."""
    lines = [
        _("Comme pour « %(review)s » : chaque voix s’écrit à part, puis se lit côte à côte.")
        % {"review": review}
    ]
    if review.meeting:
        lines.append(_("Dernière rencontre : le %(day)s.") % {"day": day(review.meeting.held_on)})
    if review.open_questions:
        lines.append(_("Resté ouvert : %(words)s") % {"words": review.open_questions})
    return "\n".join(lines)
