"""Two records of one person made one, and two again.

Nothing is lost: the record set aside keeps the values that were not chosen, so that no name is
written anywhere else, and each app writes down the keys of what it moved (registry.movers).
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families import lines
from families.merging.households import is_left_alone_without, move_household, put_back_household
from families.merging.swaps import FILLED, FOR_BOTH, HOUSEHOLD, PERSON, swap
from families.models import Family, Merge, Parent, Separation
from partnerships import audit, registry
from partnerships.audit import Verb
from partnerships.models import User
from partnerships.transactions import atomic_again


@atomic_again
def merge(*, kept: Parent, set_aside: Parent, taken: Collection[str] = (), by: User) -> Merge:
    """One record for one person (T31): what the other holds moves, and can come back.

    `taken` names the values that come from the record set aside (families.merging.swaps); somebody who
    asked not to be contacted stays so. A household left without anybody goes with its person.
    Refuses (ValidationError) two records of different structures, one that is forgotten, and one
    that somebody set aside meanwhile. Issued reports keep their figures (T47).
    """
    kept, set_aside = locked(kept, set_aside)
    refuse_unfit(kept, set_aside)
    done = Merge(kept=kept, set_aside=set_aside, merged_by=by)
    moves = [
        {"kind": mover.kind, "rows": mover.move(kept, set_aside)} for mover in registry.movers.ask()
    ]
    moves.append({"kind": "person", "rows": take(kept, set_aside, taken)})
    if kept.family_id != set_aside.family_id and is_left_alone_without(set_aside, kept):
        chosen = [name for name in HOUSEHOLD if name in taken]
        rows = move_household(kept.family, set_aside.family, chosen)
        moves.append({"kind": "household", "rows": rows})
    set_aside.merged_into = kept
    kept.save()
    set_aside.save()
    done.moves = moves
    done.full_clean()
    done.save()
    tell(Verb.MERGED, done, ["kept", "set_aside", "moves"], by=by)
    return done


@atomic_again
def undo(*, merge: Merge, by: User) -> Merge:
    """Two records again, each with what it held; what came since stays with the one kept.

    Refuses (ValidationError) a merge already undone, one of a person forgotten since, and one
    that a later merge was built upon.
    """
    kept, set_aside = locked(merge.kept, merge.set_aside)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_to_undo(merge, kept, set_aside)
    moves = {move["kind"]: move["rows"] for move in merge.moves}
    set_aside.merged_into = None
    swap(kept, set_aside, PERSON | FOR_BOTH, moves["person"])
    kept.save()
    set_aside.save()
    for mover in registry.movers.ask():
        if mover.kind in moves:
            mover.put_back(kept, set_aside, moves[mover.kind])
    if "household" in moves:
        put_back_household(kept.family, set_aside.family, moves["household"])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    tell(Verb.CHANGED, merge, ["undone_at"], by=by)
    return merge


@atomic_again
def separate(*, first: Parent, second: Parent, by: User) -> Separation:
    """Say once that these are two people; saying it again changes nothing.

    Refuses (ValidationError) the same record twice.
    """
    first, second = sorted([first, second], key=lambda parent: parent.pk)
    said, is_new = Separation.objects.get_or_create(
        first=first, second=second, defaults={"said_by": by}
    )
    if is_new:
        tell_separation(Verb.CREATED, said, by=by)
    return said


@atomic_again
def propose_again(*, separation: Separation, by: User) -> None:
    """Said by mistake: the two records are among those to compare again, if they look alike."""
    tell_separation(Verb.DELETED, separation, by=by)
    separation.delete()


def tell_separation(verb, separation, *, by):
    """A line for the household of each."""
    first, second = separation.first, separation.second
    households = {one.family_id: one.family for one in (first, second)}
    audit.record_all(
        [
            audit.line(verb, separation, by=by, **lines.of(households[key]))
            for key in sorted(households)
        ]
    )


def locked(*parents):
    """The two records as they are now, their households too, in one order for everybody."""
    keys = [parent.pk for parent in parents]
    rows = {
        row.pk: row for row in Parent.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(rows) < 2:
        raise ValidationError(_("Choisissez deux fiches différentes."))
    owners = {row.family_id for row in rows.values()}
    families = Family.objects.select_for_update().filter(pk__in=owners).order_by("pk")
    by_key = {family.pk: family for family in families}
    for row in rows.values():
        row.family = by_key[row.family_id]
    return [rows[key] for key in keys]


def refuse_unfit(kept, set_aside):
    if kept.family.structure_id != set_aside.family.structure_id:
        raise ValidationError(
            _("Ces fiches sont tenues par deux structures : elles ne se réunissent pas.")
        )
    if kept.erased_on or set_aside.erased_on:
        raise ValidationError(_("L’une de ces personnes a demandé à être oubliée."))
    if kept.merged_into_id or set_aside.merged_into_id:
        raise ValidationError(
            _("Quelqu’un vient de réunir l’une de ces fiches avec une autre : rien n’a changé ici.")
        )


def refuse_to_undo(merge, kept, set_aside):
    if merge.undone_at:
        raise ValidationError(_("Ces fiches sont déjà séparées."))
    if kept.erased_on or set_aside.erased_on:
        raise ValidationError(_("Cette personne a été oubliée : il n’y a plus rien à séparer."))
    later = Merge.objects.in_force().filter(kept=kept, pk__gt=merge.pk)
    if kept.merged_into_id or later.exists():
        raise ValidationError(
            _("Cette fiche a été réunie avec une autre depuis : séparez d’abord celle-là.")
        )


def take(kept, set_aside, taken):
    """Swap the chosen values, and those that hold for the person whatever the record says."""
    names = [name for name in PERSON if name in taken]
    names += [name for name in FOR_BOTH if getattr(set_aside, name) and not getattr(kept, name)]
    swap(kept, set_aside, PERSON | FOR_BOTH, names)
    return names


def tell(verb, merge, fields, *, by):
    """A line for each household, each record and what it held: the history of both says it."""
    moves = {move["kind"]: move["rows"] for move in merge.moves}
    swapped = columns_of(PERSON | FOR_BOTH, moves["person"])
    kept, set_aside = merge.kept, merge.set_aside
    told = [
        (verb, merge, kept.family_id, fields),
        (verb, merge, set_aside.family_id, fields),
        (Verb.CHANGED, set_aside, set_aside.family_id, ["merged_into", *swapped]),
    ]
    if swapped:
        told.append((Verb.CHANGED, kept, kept.family_id, swapped))
    if "household" in moves:
        known = columns_of(HOUSEHOLD | FILLED, moves["household"]["fields"])
        known += ["languages", "schoolings"]
        told += [(Verb.CHANGED, one.family, one.family_id, known) for one in (kept, set_aside)]
    about = {"by": by, "structure": kept.family.structure}
    households = [kept.family_id, set_aside.family_id]
    registry.recounted.ask([kept.family.structure_id], households)
    if kept.family_id == set_aside.family_id:
        del told[1]
    audit.record_all(
        [
            audit.line(verb, target, family=family, fields=names, **about)
            for verb, target, family, names in told
        ]
    )


def columns_of(groups, names):
    return [column for name in names for column in groups[name]]
