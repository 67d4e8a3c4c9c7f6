"""What each measure counts: a fold of the columns of a Figures, giving back the rows behind it.

What is printed is the number of these rows (or their sum), so that a figure and its evidence
cannot differ. Definitions: domain.md 6.4, design.md 3; in words in registry.py.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.measures.figure import Found
from families.models import Gender, Qpv, Referral
from partnerships import french


def unique_parents(figures):
    return Found(keys=list(figures.people))


def families(figures):
    return Found(keys=list(dict.fromkeys(figures.came.family)))


def participations(figures):
    named = list(zip(figures.came.session, figures.came.parent, strict=True))
    unnamed = [
        (session, None) for session, number in figures.unnamed_in.items() for _each in range(number)
    ]
    return Found(keys=named + unnamed, notes=unnamed_note(figures))


def unnamed_note(figures):
    if not figures.unnamed:
        return ()
    text = ngettext("Dont %(count)s sans nom.", "Dont %(count)s sans nom.", figures.unnamed)
    return (text % {"count": french.number(figures.unnamed)},)


def sessions_held(figures):
    return Found(keys=[(meeting.session, meeting.minutes) for meeting in figures.held])


def hours_delivered(figures):
    keys = [(meeting.session, meeting.minutes) for meeting in figures.held]
    return Found(keys=keys, value=sum(minutes for _session, minutes in keys))


def participant_hours(figures):
    minutes = dict.fromkeys((meeting.session for meeting in figures.held), 0)
    for session, attended in zip(figures.came.session, figures.came.minutes, strict=True):
        minutes[session] = minutes.get(session, 0) + attended
    for meeting in figures.held:
        minutes[meeting.session] += meeting.minutes * figures.unnamed_in.get(meeting.session, 0)
    return Found(
        keys=list(minutes.items()), value=sum(minutes.values()), notes=unnamed_note(figures)
    )


def attendance_rate(figures):
    keys = [
        (meeting.session, figures.named_in[meeting.session], figures.expected_in[meeting.session])
        for meeting in figures.held
    ]
    note = _("%(done)s venues sur %(all)s attendues.")
    return rate_of(keys, note, _("Personne n’était attendu."))


def rate_of(keys, note, nothing):
    """Of the sums of two columns, (session, done, all), in % to one decimal."""
    done, total = (sum(key[place] for key in keys) for place in (1, 2))
    if not total:
        return Found(keys=keys, notes=(nothing,))
    rate = (Decimal(100 * done) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Found(
        keys=keys,
        value=rate,
        notes=(note % {"done": french.number(done), "all": french.number(total)},),
    )


def new_parents(figures):
    return Found(keys=figures.newcomers)


def with_attribute(figures, name, wanted, unknown):
    known = figures.latest(name)
    return Found(
        keys=[parent for parent, value in known.items() if value == wanted],
        unknown=sum(value == unknown for value in known.values()),
    )


def fathers(figures):
    return with_attribute(figures, "gender", Gender.MAN, Gender.UNKNOWN)


def mothers(figures):
    return with_attribute(figures, "gender", Gender.WOMAN, Gender.UNKNOWN)


def qpv_parents(figures):
    return with_attribute(figures, "qpv", Qpv.YES, Qpv.UNKNOWN)


def schools_reached(figures):
    return Found(keys=sorted(figures.schools_of_sessions | figures.schools_of_families))


def cohorts_started(figures):
    return Found(
        keys=[
            workshop
            for workshop, day in figures.start_of_groups.items()
            if figures.sources.groups[workshop].pathway and figures.covers(day)
        ]
    )


def pathways_completed(figures):
    return Found(
        keys=[key for key, day in figures.completions.items() if figures.covers(day)],
    )


def individual_supports(figures):
    return Found(keys=[(row.support, row.minutes) for row in figures.helped])


def support_hours(figures):
    keys = [(row.support, row.minutes) for row in figures.helped]
    return Found(keys=keys, value=sum(minutes for _support, minutes in keys))


def referrals(figures):
    return Found(keys=[row.referral for row in figures.sent])


def referrals_succeeded(figures):
    came = Referral.Status.CAME
    return Found(keys=[row.referral for row in figures.sent if row.status == came])
