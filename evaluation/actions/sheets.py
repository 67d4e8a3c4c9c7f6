"""Action sheets: begun from a template, written heading by heading, copied to the next period."""

import datetime as dt
from collections.abc import Iterable, Mapping

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from evaluation.models import ActionSheet, ExpectedResult, Indicator, SheetItem, SheetSection
from evaluation.sheets import ACTIONS, RESULTS, missing, outline_of
from partnerships import audit
from partnerships.actions.changes import change, create, delete, locked
from partnerships.models import User
from workshops.models import Programme

Part = SheetSection | SheetItem | ExpectedResult
# No sheet has so many parts: a place out of the way while they change theirs.
AWAY = 10_000


# -- The sheet -----------------------------------------------------------------------------------


@transaction.atomic
def begin(*, sheet: ActionSheet, programmes: Iterable[Programme], by: User) -> ActionSheet:
    """A new sheet with the headings of its template, in their order.

    Refuses (ValidationError) a holder `by` does not coordinate, a programme it has no part in, a
    sheet that exists already.
    """
    programmes = list(programmes)
    check(sheet, programmes, by)
    create(sheet, by=by, structure=sheet.holder)
    sheet.programmes.set(programmes)
    headings = outline_of(sheet.template).headings
    SheetSection.objects.bulk_create(
        SheetSection(sheet=sheet, order=order, key=heading.key, title=heading.title)
        for order, heading in enumerate(headings, 1)
    )
    return sheet


@transaction.atomic
def revise(*, sheet: ActionSheet, values: Mapping[str, object], by: User) -> ActionSheet:
    """Its title, number, dates, objective, programmes. Refuses as `begin` does."""
    if "programmes" in values:
        check(sheet, list(values["programmes"]), by)
    return change(sheet, values=values, by=by, structure=sheet.holder)


def check(sheet: ActionSheet, programmes: list[Programme], by: User) -> None:
    if sheet.holder_id not in by.rights.coordinates:
        raise ValidationError(_("Vous ne coordonnez pas la structure qui porte cette fiche."))
    shared = Programme.objects.filter(pk__in=[programme.pk for programme in programmes])
    led = shared.filter(lead=sheet.holder_id)
    party = shared.filter(partnerships__parties__structure=sheet.holder_id)
    known = {*led, *party}
    for programme in programmes:
        if programme not in known:
            raise ValidationError(
                _("« %(programme)s » se fait sans %(holder)s : choisissez-en un autre."),
                params={"programme": programme, "holder": sheet.holder},
            )


@transaction.atomic
def copy(*, sheet: ActionSheet, starts_on: dt.date, ends_on: dt.date, by: User) -> ActionSheet:
    """The same sheet over other dates, with its words; what was obtained is left behind.

    A programme is followed by its next season, an indicator by the one of the same title there.
    Refuses (ValidationError) dates it has already, and what `begin` refuses.
    """
    twin = ActionSheet(
        holder=sheet.holder,
        objective=objective_over(sheet, starts_on),
        template=sheet.template,
        code=sheet.code,
        title=sheet.title,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    programmes = seasons_after(sheet, starts_on)
    check(twin, programmes, by)
    create(twin, by=by, structure=twin.holder)
    twin.programmes.set(programmes)
    copy_parts(sheet, twin, programmes)
    return twin


def next_period(sheet: ActionSheet) -> tuple[dt.date, dt.date]:
    """As long, from the day after its last."""
    starts_on = sheet.ends_on + dt.timedelta(days=1)
    length = relativedelta(starts_on, sheet.starts_on)
    return starts_on, starts_on + length - dt.timedelta(days=1)


def objective_over(sheet, starts_on):
    """The objective, as long as its plan lasts."""
    objective = sheet.objective
    return objective if objective and objective.axis.plan.ends_on >= starts_on else None


def seasons_after(sheet, starts_on) -> list[Programme]:
    found = []
    for programme in sheet.programmes.select_related("next").order_by("pk"):
        if programme.ends_on >= starts_on:
            found.append(programme)
        elif hasattr(programme, "next"):
            found.append(programme.next)
    return found


def copy_parts(sheet, twin, programmes):
    SheetSection.objects.bulk_create(
        SheetSection(sheet=twin, order=each.order, key=each.key, title=each.title, body=each.body)
        for each in sheet.sections.order_by("order")
    )
    SheetItem.objects.bulk_create(
        SheetItem(sheet=twin, order=each.order, title=each.title, body=each.body)
        for each in sheet.items.order_by("order")
    )
    there = {
        indicator.title: indicator
        for indicator in Indicator.objects.filter(programme__in=programmes).order_by("-pk")
    }
    ExpectedResult.objects.bulk_create(
        ExpectedResult(
            sheet=twin,
            order=each.order,
            words=each.words,
            indicator=each.indicator and there.get(each.indicator.title),
        )
        for each in sheet.results.select_related("indicator").order_by("order")
    )


def remove_sheet(*, sheet: ActionSheet, by: User) -> None:
    """The sheet and its parts; what it counted stays in its programmes."""
    delete(sheet, by=by, structure=sheet.holder)


# -- Its parts -----------------------------------------------------------------------------------


@transaction.atomic
def write(*, section: SheetSection, title: str, body: str, version: int, by: User) -> None:
    """One heading, if nobody wrote it since `version`; refuses (code « conflict ») otherwise."""
    written = SheetSection.objects.filter(pk=section.pk, version=version).update(
        title=title, body=body, version=version + 1
    )
    if not written:
        raise ValidationError(
            _(
                "Quelqu’un a écrit cette rubrique entre-temps. Son texte est ci-dessous : reprenez "
                "ce qui manque, puis enregistrez de nouveau."
            ),
            code="conflict",
        )
    told = {"by": by, "structure": section.sheet.holder, "fields": ["title", "body"]}
    audit.record(audit.Verb.CHANGED, section, **told)


@transaction.atomic
def add_section(*, sheet: ActionSheet, title: str, by: User) -> SheetSection:
    """A heading more, at the end; one of the template that was taken out comes back as it was."""
    locked(sheet)
    known = {each.title: each for each in missing(sheet, list(sheet.sections.order_by("order")))}
    key = known[title].key if title in known else ""
    return add(part=SheetSection(sheet=sheet, key=key, title=title), by=by)


@transaction.atomic
def add(*, part: Part, by: User, workshops: Iterable = ()) -> Part:
    """An action, a result or a heading, at the end. Refuses an indicator of another programme."""
    locked(part.sheet)
    check_indicator(part)
    rows = type(part).objects.filter(sheet=part.sheet)
    part.order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
    create(part, by=by, structure=part.sheet.holder)
    if workshops:
        part.workshops.set(workshops)
    return part


@transaction.atomic
def rewrite(*, part: Part, values: Mapping[str, object], by: User) -> Part:
    """What changed of an action or a result. Refuses an indicator of another programme."""
    check_indicator(part)
    return change(part, values=values, by=by, structure=part.sheet.holder)


def check_indicator(part):
    indicator = getattr(part, "indicator", None)
    if indicator and not part.sheet.programmes.filter(pk=indicator.programme_id).exists():
        raise ValidationError(
            _("« %(indicator)s » est l’indicateur d’un programme que cette fiche ne suit pas."),
            params={"indicator": indicator},
        )


@transaction.atomic
def move(*, part: Part, is_up: bool, by: User) -> None:
    """One place up or down; at either end, nothing moves."""
    locked(part.sheet)
    rows = list(type(part).objects.filter(sheet=part.sheet).order_by("order"))
    place = rows.index(part)
    other = place - 1 if is_up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        number(rows)
        told = {"by": by, "structure": part.sheet.holder, "fields": ["order"]}
        audit.record(audit.Verb.CHANGED, part, **told)


@transaction.atomic
def remove(*, part: Part, by: User) -> None:
    """One part less, the others close up. Refuses (ValidationError) a heading that holds something."""
    locked(part.sheet)
    if isinstance(part, SheetSection):
        refuse_full(part)
    delete(part, by=by, structure=part.sheet.holder)
    number(list(type(part).objects.filter(sheet=part.sheet).order_by("order")))


def refuse_full(section):
    if section.body:
        raise ValidationError(_("Cette rubrique n’est pas vide : effacez son texte d’abord."))
    held = {ACTIONS: section.sheet.items, RESULTS: section.sheet.results}.get(section.key)
    if held and held.exists():
        raise ValidationError(_("Cette rubrique n’est pas vide : retirez ses lignes d’abord."))


def number(rows: list[Part]) -> None:
    """1, 2, 3…; two rows never have the same number, even in between."""
    if not rows:
        return
    model = type(rows[0])
    model.objects.filter(sheet=rows[0].sheet_id).update(order=F("order") + AWAY)
    for order, row in enumerate(rows, 1):
        row.order = order
    model.objects.bulk_update(rows, ["order"])
