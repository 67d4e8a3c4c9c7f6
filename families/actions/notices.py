"""The information notice: prepared, read over, published once, then told family by family."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from families import lines, notices
from families.models import Family, Notice, NoticeText
from partnerships import audit
from partnerships.actions.changes import change, delete, locked
from partnerships.models import Structure, User


@transaction.atomic
def prepare(*, structure: Structure, by: User, is_from_previous: bool = True) -> Notice:
    """A new version in every language, from the previous one or from the proposed texts.

    Refuses (ValidationError) a second version in preparation.
    """
    locked(structure)
    last = Notice.objects.filter(structure=structure).order_by("-version").first()
    if last and last.published_on is None:
        raise ValidationError(_("Une nouvelle version est déjà en préparation."))
    notice = Notice(structure=structure, version=last.version + 1 if last else 1)
    notice.full_clean()
    notice.save()
    texts = notices.texts_after(last if is_from_previous else None, structure)
    for text in texts:
        text.notice = notice
    NoticeText.objects.bulk_create(texts)
    audit.record(audit.Verb.CREATED, notice, by=by, structure=structure)
    return notice


@transaction.atomic
def write(*, text: NoticeText, values: Mapping[str, object], by: User) -> NoticeText:
    """Change the words of a version in preparation, or say who read them over.

    Words that change are to be read over again. Refuses (ValidationError) a published version.
    """
    notice = locked(text.notice)
    refuse_published(notice)
    if values.keys() & {"title", "body"} and "read_over_by" not in values:
        values = {**values, "read_over_by": ""}
    return change(text, values=values, by=by, structure=notice.structure)


@transaction.atomic
def publish(*, notice: Notice, by: User) -> Notice:
    """From today on, families are told this version, and it is never rewritten.

    Refuses (ValidationError) a published version, and a text with a word still missing.
    """
    notice = locked(notice)
    refuse_published(notice)
    if unfinished := [text for text in notice.texts.all() if notices.MISSING in text.body]:
        languages = ", ".join(text.get_language_display() for text in unfinished)
        raise ValidationError(
            _("Complétez d’abord ce qui est noté %(sign)s : %(languages)s.")
            % {"sign": notices.MISSING, "languages": languages}
        )
    notice.published_on = timezone.localdate()
    notice.published_by = by
    notice.full_clean()
    notice.save()
    audit.record(audit.Verb.ISSUED, notice, by=by, structure=notice.structure)
    return notice


@transaction.atomic
def give_up(*, notice: Notice, by: User) -> None:
    """Drop a version in preparation; refuses (ValidationError) a published one."""
    notice = locked(notice)
    refuse_published(notice)
    delete(notice, by=by, structure=notice.structure)


@transaction.atomic
def inform(*, family: Family, how: str, by: User) -> Family:
    """Note that a family was told today of the version in force (RGPD, article 13)."""
    family = locked(family)
    family.informed_on = timezone.localdate()
    family.informed_how = how
    family.notice = Notice.objects.told_on(family.structure, family.informed_on)
    family.full_clean()
    family.save()
    audit.record(
        audit.Verb.CHANGED,
        family,
        by=by,
        fields=["informed_how", "informed_on", "notice"],
        **lines.of(family),
    )
    return family


def refuse_published(notice):
    if notice.published_on is not None:
        raise ValidationError(
            _("Cette version est publiée : elle ne change plus. Préparez-en une nouvelle.")
        )
