"""The secret addresses that calendars read: opened, made again, closed by whoever they are for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.links import hash_token, new_token
from partnerships.models import Partnership, User
from workshops.models import CalendarFeed


@transaction.atomic
def open_feed(*, partnership: Partnership | None = None, by: User) -> tuple[CalendarFeed, str]:
    """A fresh address and its token, told this once; the former one of that calendar is closed.

    Refuses (ValidationError) a partnership this person does not belong to, and somebody who
    belongs nowhere.
    """
    # Two tabs at once wait for each other: one address stands in the end.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not may_read(by, partnership):
        raise ValidationError(_("Ce calendrier n’est pas le vôtre."))
    for former in CalendarFeed.objects.visible_to(by).usable().filter(partnership=partnership):
        close_feed(feed=former, by=by)
    token = new_token()
    feed = CalendarFeed(
        user=by,
        partnership=partnership,
        token_hash=hash_token(token),
        password_mark=by.get_session_auth_hash(),
    )
    feed.full_clean()
    feed.save()
    audit.record(audit.Verb.CREATED, feed, by=by)
    return feed, token


@transaction.atomic
def close_feed(*, feed: CalendarFeed, by: User) -> None:
    """It answers nobody any more; closing twice is closing once."""
    if CalendarFeed.objects.usable().filter(pk=feed.pk).update(revoked_at=timezone.now()):
        audit.record(audit.Verb.CLOSED, feed, by=by)


def feed_of(token: str) -> CalendarFeed | None:
    """The feed of that address, with the rights of today; None when it opens nothing.

    It is void when closed, when the account is, once the password has changed, and when its owner
    belongs nowhere any more, or no more to that partnership.
    """
    feeds = CalendarFeed.objects.usable().select_related("user", "partnership")
    feed = feeds.filter(token_hash=hash_token(token)).first()
    if feed and feed.is_of_this_password and may_read(feed.user, feed.partnership):
        return feed
    return None


def may_read(user: User, partnership: Partnership | None) -> bool:
    if partnership is None:
        return bool(user.rights.belongs_to)
    return Partnership.objects.visible_to(user).filter(pk=partnership.pk).exists()
