"""The secret addresses by which other calendars read ours."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships import throttle
from workshops import feeds as outside
from workshops.actions import feeds
from workshops.forms.feeds import FeedForm
from workshops.models import CalendarFeed
from workshops.views.calendars import refuse_strangers


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed_list(request):
    """An address is shown on the answer that opens it, and never again; sent twice, it is renewed."""
    refuse_strangers(request)
    data = request.POST if request.method == "POST" else None
    form, context = FeedForm(data, user=request.user), {}
    if form.is_valid() and (opened := form.save()):
        feed, token = opened
        url = request.build_absolute_uri(reverse("workshops:feed_read", args=[token]))
        context = {"url": url, "webcal": f"webcal:{url.partition(':')[2]}", "opened": feed}
    mine = (
        CalendarFeed.objects.visible_to(request.user).usable().select_related("user", "partnership")
    )
    open_ones = [feed for feed in mine if feed.is_of_this_password]
    context |= {"form": form, "feeds": open_ones}
    return render(request, "workshops/feed_list.html", context)


@require_POST
def feed_close(request, pk):
    feed = get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=pk)
    feeds.close_feed(feed=feed, by=request.user)
    messages.success(request, _("L’adresse est fermée : elle ne montre plus rien."))
    return redirect("workshops:feed_list")


@never_cache
@login_not_required
@require_safe
def feed_read(request, token):
    """For a calendar, which has no account: the token opens it, and reading changes nothing."""
    feed = feeds.feed_of(token)
    if feed is None:
        return void(request)
    body = outside.render(feed, host=request.get_host(), absolute=request.build_absolute_uri)
    return unlisted(HttpResponse(body, content_type="text/calendar; charset=utf-8"))


def void(request):
    """The same words whatever the reason; an address that tries many waits."""
    plain = {"content_type": "text/plain; charset=utf-8"}
    if not throttle.may_try_again(request):
        words = _("Trop de liens essayés d’ici : attendez dix minutes.")
        return unlisted(HttpResponse(words, status=429, **plain))
    return unlisted(HttpResponse(_("Cette adresse n’ouvre aucun calendrier."), status=404, **plain))


def unlisted(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
