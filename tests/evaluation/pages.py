"""Asking a page, and reading it as a person would."""

import re

from django.urls import reverse


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"evaluation:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"evaluation:{name}", args=args), data)


def text_of(response):
    """The words of the page, without drawings, on one line, with ordinary spaces."""
    words = re.sub(r"<(title|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(words.replace("&nbsp;", " ").replace("\u202f", " ").split())
