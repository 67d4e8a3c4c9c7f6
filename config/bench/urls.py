"""The site, and what its pages are compared with: the layout alone, and a POST that does nothing."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as site

LAYOUT = engines["django"].from_string('{% extends "base.html" %}')


def layout(request):
    return HttpResponse(LAYOUT.render({}, request))


def nothing(request):
    return HttpResponse(status=204)


urlpatterns = [
    *site,
    path("banc/page/", layout, name="bench_layout"),
    path("banc/rien/", nothing, name="bench_nothing"),
]
