"""Open sessions: how long each lasts, and which ones somebody has.

A session closes after `SESSION_IDLE` seconds without a page, and `SESSION_COOKIE_AGE` seconds after
signing in whatever happened meanwhile: the database does not find it any more, whatever the cookie
says. Being seen is written at most once a minute.
"""

import datetime as dt
import logging
import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone

log = logging.getLogger(__name__)
OPENED = "opened"
# Seconds during which reading pages writes nothing.
BETWEEN = 60


class SessionStore(db.SessionStore):
    """Django’s, with an end that moves away as pages are read, up to a last one that does not."""

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        self.closes_at = row.expire_date if row else None
        return row

    def cycle_key(self):
        """Signing in and changing one’s password start the long count again."""
        self.pop(OPENED, None)
        super().cycle_key()

    def create_model_instance(self, data):
        data.setdefault(OPENED, int(time.time()))
        return super().create_model_instance(data)

    def get_session_cookie_age(self):
        """Seconds from now to its end: what Django saves with it."""
        left = self.get(OPENED, time.time()) + settings.SESSION_COOKIE_AGE - time.time()
        return min(settings.SESSION_IDLE, left)


def keep_open(request):
    """After a page: puts off the end of the session, and says when it was last seen."""
    session, now = request.session, timezone.now()
    closes_at = now + dt.timedelta(seconds=session.get_session_cookie_age())
    known = getattr(session, "closes_at", None)
    if known is None or (closes_at - known).total_seconds() < BETWEEN:
        return
    try:
        Session.objects.filter(session_key=session.session_key).update(expire_date=closes_at)
        tell(request, now)
    except DatabaseError:
        # The page is ready: that nothing can be written now is no reason to lose it.
        log.exception("A session could not be kept open")


def tell(request, now):
    """Its line in the list of its owner; one that was opened by an invitation has none yet."""
    mine = UserSession.objects.filter(session_key=request.session.session_key)
    if not mine.update(last_seen_at=now):
        UserSession.objects.create_from_request(request)


def sessions_of(user):
    """Those still open, the last seen first; what is left of the others goes."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def others_of(request):
    """Those of the same account, this one left out."""
    found = UserSession.objects.filter(user=request.user)
    return found.exclude(session_key=request.session.session_key)


def purge():
    """Delete what is left of the sessions that are over; how many devices were forgotten."""
    SessionStore.clear_expired()
    over = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return over.delete()[0]
