"""What individual support tells the rest of the house."""

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from families.models import SupportMeeting
from partnerships import audit
from partnerships.models import User
from partnerships.registry import Holding, Presence


def acquaintances(user):
    """Whom somebody met one to one, for a structure they still work in."""
    yield SupportMeeting.objects.filter(author=user.pk, structure__in=user.rights.works_in)


def participation(parents, user):
    """The meetings with these parents that this person may know of; never what was said there."""
    meetings = SupportMeeting.objects.visible_to(user).filter(parent__in=parents).for_lines()
    for meeting in meetings:
        yield Presence(
            on=meeting.held_on,
            person=str(meeting.parent),
            title=str(meeting),
            detail=str(meeting.topic or ""),
            url=meeting.get_absolute_url(),
            minutes=meeting.minutes,
        )


def last_contacts(families):
    """A meeting is a contact: retention counts from the last one."""
    meetings = SupportMeeting.objects.filter(parent__family__in=families).order_by()
    yield meetings.values(family=F("parent__family")).annotate(day=Max("held_on"))


def holdings(leaver):
    """The meetings of somebody who leaves: they stay the structure’s, under their author’s name.

    Their confidential notes were written for one reader, who reads them no more from the day their
    role ends. Whoever sees them off hands them to the coordinators, in one act with its audit
    lines, or leaves them closed: nobody else inherits them, and a colleague who takes the rest
    does not. This was said under the note while it was written. The line is there, and says the
    same, whether notes were written or not: a coordinator learns of one by reading it, not before.
    """
    meetings = SupportMeeting.objects.none()
    if leaver.account:
        meetings = SupportMeeting.objects.of_author(leaver.account, leaver.structure)
    if number := meetings.count():
        title = ngettext(
            "%(count)s accompagnement et ses notes, pour la coordination",
            "%(count)s accompagnements et leurs notes, pour la coordination",
            number,
        )
        yield Holding(
            kind=_("Accompagnements individuels"),
            title=title % {"count": number},
            url=reverse("families:support_list"),
            hand_over=to_the_coordination(leaver, meetings),
        )


def to_the_coordination(leaver, meetings):
    """Refused while nobody else coordinates that structure: they would have no reader."""

    def hand_over(_colleague, by):
        coordinators = User.objects.coordinating([leaver.structure])
        if not coordinators.exclude(pk=leaver.account.pk).exists():
            return False
        audit.record_all(
            [
                audit.line(
                    audit.Verb.CHANGED,
                    meeting,
                    by=by,
                    structure=leaver.structure,
                    family=meeting.parent.family_id,
                    fields=["notes"],
                )
                for meeting in meetings.for_lines()
            ]
        )
        meetings.exclude(confidential_note="").update(is_shared_with_coordinator=True)
        return True

    return hand_over
