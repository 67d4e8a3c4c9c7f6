"""The advice booklet: chosen, edited, put in order, published; what was noted stays as it was.

Published, it changes no more but for a page taken out: what partners read was read again before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.actions.changes import change, create, locked
from partnerships.models import Structure, Term, User
from workshops import booklets
from workshops.models import Advice, Booklet, BookletEntry, Quote, Whose
from workshops.quotes import printable

WRITTEN = {Booklet: ("title", "subtitle", "foreword"), BookletEntry: ("text", "label", "theme_id")}
# Out of its list, « un autre professionnel » would be read as one more.
LABELS = {**dict(Whose.choices), Whose.PROFESSIONAL: _("un professionnel")}
# What a column of small numbers holds is far more than a booklet has pages.
LAST = 30_000


def stamp(row: Model) -> str:
    """What somebody saw of a booklet or of a page: it differs as soon as another wrote."""
    seen = [getattr(row, name) for name in WRITTEN[type(row)]]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]


def refuse_meanwhile(row, seen):
    if stamp(row) != seen:
        raise ValidationError(
            _(
                "Quelqu’un l’a modifié pendant que vous écriviez. Son texte est ci-dessous : "
                "reprenez ce qui manque, puis enregistrez de nouveau."
            ),
            code="meanwhile",
        )


def lead_of(booklet: Booklet) -> Structure:
    return booklet.programme.lead


# -- The booklet ---------------------------------------------------------------------------------


def begin(*, booklet: Booklet, by: User) -> Booklet:
    """A new draft; refuses (ValidationError) a title its programme already has."""
    booklet.created_by = by
    return create(booklet, by=by, structure=lead_of(booklet))


@transaction.atomic
def rename(*, booklet: Booklet, values: Mapping[str, object], seen: str, by: User) -> Booklet:
    """Its title, its foreword. Refuses what somebody else wrote meanwhile, and a published one."""
    refuse_meanwhile(open_again(booklet), seen)
    return change(booklet, values=values, by=by, structure=lead_of(booklet))


@transaction.atomic
def publish(*, booklet: Booklet, by: User) -> Booklet:
    """From today the partners of the programme read it; refuses one that has nothing to read."""
    fresh = open_again(booklet)
    if not booklets.to_print(fresh).exists():
        raise ValidationError(
            _("Ce recueil n’a encore aucune page à lire : choisissez-en d’abord.")
        )
    return dated(fresh, timezone.localdate(), by=by)


@transaction.atomic
def take_back(*, booklet: Booklet, by: User) -> Booklet:
    """A draft again, which partners no longer read; one that is a draft stays so."""
    return dated(locked(booklet), None, by=by)


def dated(booklet, day, *, by):
    if booklet.published_on != day:
        booklet.published_on = day
        booklet.save(update_fields=["published_on"])
        tell(booklet, "published_on", by=by)
    return booklet


@transaction.atomic
def give_up(*, booklet: Booklet, by: User) -> None:
    """A draft goes, with its pages; what was noted in the sessions stays there."""
    fresh = open_again(booklet)
    audit.record(audit.Verb.DELETED, fresh, by=by, structure=lead_of(booklet))
    fresh.delete()


def open_again(booklet: Booklet) -> Booklet:
    """The draft as it is now, for one hand at a time; refuses one that is published."""
    fresh = locked(booklet)
    if fresh.is_published:
        raise ValidationError(
            _("Ce recueil est publié : reprenez-le en brouillon avant de le modifier."),
            code="published",
        )
    return fresh


def tell(booklet, *fields, by):
    audit.record(
        audit.Verb.CHANGED, booklet, by=by, structure=lead_of(booklet), fields=list(fields)
    )


# -- Its pages -----------------------------------------------------------------------------------


@transaction.atomic
def choose(
    *, booklet: Booklet, advice: Iterable[Advice], quotes: Iterable[Quote], by: User
) -> list[BookletEntry]:
    """Each becomes a page, at the end of its chapter; what is there already is passed over.

    Its chapter is its theme, else the first theme of its workshop. One that was taken out comes
    back as it was edited. Words that may not be printed now are left out.
    """
    open_again(booklet)
    entries = list(booklet.entries.select_for_update())
    known = {(entry.advice_id, entry.quote_id): entry for entry in entries}
    agreed = set(printable(Quote.objects.filter(pk__in=[quote.pk for quote in quotes])))
    wanted = [page_of_advice(each) for each in advice]
    wanted += [page_of_quote(each) for each in quotes if each in agreed]
    added = []
    for place, page in enumerate(wanted):
        page = known.get((page.advice_id, page.quote_id), page)
        if page.pk and page.removed_at is None:
            continue
        page.booklet, page.removed_at, page.order = booklet, None, LAST + place
        page.full_clean()
        page.save()
        added.append(page)
    if added:
        put_in_order(booklet)
        tell(booklet, "entries", by=by)
    return added


def page_of_advice(advice):
    return BookletEntry(
        advice=advice,
        theme=advice.theme or theme_of(advice),
        text=advice.text,
        label=str(LABELS[advice.whose]),
    )


def page_of_quote(quote):
    label = quote.label or str(LABELS[Whose.PARENT])
    return BookletEntry(quote=quote, theme=theme_of(quote), text=quote.words, label=label)


def theme_of(source) -> Term | None:
    return next(iter(source.session.workshop.themes.all()), None)


@transaction.atomic
def write(
    *, entry: BookletEntry, values: Mapping[str, object], seen: str, by: User
) -> BookletEntry:
    """The words as they will be printed, whose, and in which chapter: at its end when it changes.

    Refuses (ValidationError) what somebody else wrote meanwhile, and a booklet that is published.
    """
    open_again(entry.booklet)
    refuse_meanwhile(locked(entry), seen)
    if "theme" in values:
        values = {**values, "order": LAST}
    written = change(entry, values=values, by=by, structure=lead_of(entry.booklet))
    put_in_order(entry.booklet)
    return written


@transaction.atomic
def remove(*, entry: BookletEntry, by: User) -> None:
    """Out of the booklet, at once even when it is published; it keeps its place and its words."""
    locked(entry.booklet)
    fresh = locked(entry)
    fresh.removed_at = fresh.removed_at or timezone.now()
    fresh.save(update_fields=["removed_at"])
    tell(entry.booklet, "entries", by=by)


@transaction.atomic
def put_back(*, entry: BookletEntry, by: User) -> None:
    """As it was taken out; refuses a booklet that is published."""
    open_again(entry.booklet)
    fresh = locked(entry)
    fresh.removed_at = None
    fresh.save(update_fields=["removed_at"])
    put_in_order(entry.booklet)
    tell(entry.booklet, "entries", by=by)


@transaction.atomic
def move(*, entry: BookletEntry, is_up: bool, by: User) -> None:
    """One place up or down in its chapter; at the end of it, nothing moves."""
    open_again(entry.booklet)
    found = chapters_of(entry.booklet)
    pages = next((pages for pages in found if entry in pages), [])
    if pages and swap(pages, pages.index(entry), is_up=is_up):
        number(found)
        tell(entry.booklet, "entries", by=by)


@transaction.atomic
def move_chapter(*, booklet: Booklet, theme: Term, is_up: bool, by: User) -> None:
    """One place up or down among the chapters; what has no theme stays last."""
    open_again(booklet)
    found = chapters_of(booklet)
    themes = [pages[0].theme for pages in found if pages[0].theme]
    if theme in themes and swap(found, themes.index(theme), is_up=is_up, last=len(themes) - 1):
        number(found)
        tell(booklet, "entries", by=by)


def chapters_of(booklet) -> list[list[BookletEntry]]:
    kept = booklet.entries.kept().select_related("theme").order_by("order", "pk")
    return [[page.entry for page in chapter.pages] for chapter in booklets.chapters(kept)]


def swap(things, place, *, is_up, last=None):
    """Exchanges a thing with its neighbour; False when it has none on that side."""
    last = len(things) - 1 if last is None else last
    other = place - 1 if is_up else place + 1
    if not 0 <= other <= last:
        return False
    things[place], things[other] = things[other], things[place]
    return True


def put_in_order(booklet):
    number(chapters_of(booklet))


def number(found):
    """1, 2, 3… through all chapters; only what moved is written."""
    moved = []
    for order, entry in enumerate((entry for pages in found for entry in pages), 1):
        if entry.order != order:
            entry.order = order
            moved.append(entry)
    BookletEntry.objects.bulk_update(moved, ["order"])
