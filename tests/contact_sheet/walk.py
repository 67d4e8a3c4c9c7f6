"""Every page there is, each at the address where this account finds most to look at.

Pages are found as people find them, by following links from home; those without an object are tried
at once. A page of the table of access that no account reaches is said to be out of reach.
"""

import csv
import re
from collections import defaultdict, deque
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern

TABLE = settings.BASE_DIR / "partnerships" / "data" / "access.tsv"
# In this order: the first account that opens a page is the one it is made for.
ROLES = ("coordination", "animation", "ecole", "financeur", "voisin", "admin", "anonymous")
# What those who run sessions open on a phone.
ON_THE_SPOT = re.compile(r"workshops:(session|signed_sheet|advice|quote|facilitation)_")
# Home is another page for each of them.
FOR_EACH = ("home",)
# Addresses of one page that are looked at before the fullest is kept.
LOOKED_AT = 4
# How far objects are tried, when no link leads to a page.
NUMBERED = 150
# What is read elsewhere than on a page: a file that somebody kept, a calendar, lines refused.
FILES = re.compile(r"_file$|:feed_read$|:import_mistakes$")
LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)


class Page(NamedTuple):
    """A page to take: its name in urls.py, who opens it, where, and whether it is worth a column."""

    name: str
    role: str
    url: str

    @property
    def slug(self):
        name = re.sub(r"[^a-z0-9]+", "-", f"{self.name}-{urlsplit(self.url).query}".lower())
        return f"{name.strip('-')}.{self.role}"


def names(resolver=None, namespace=""):
    """Every name of urls.py, those of libraries included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield namespace + entry.name
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from names(entry, namespace + inner)


def without_an_object():
    for name in sorted(set(names())):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def variants():
    """{page: query} of the table of access: the same page, shown another way."""
    with TABLE.open(encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            if line["query"] and line["method"] == "GET":
                yield line["url"], line["query"]


def name_of(url):
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


class Walker:
    """What one account comes to: {name: [(length of what is shown, url)]}."""

    def __init__(self, user, known=()):
        self.client = client_of(user)
        self.known = known
        self.found, self.tried, self.met = defaultdict(list), defaultdict(int), set()
        self.files = set()

    def explore(self, *starts):
        """Follow links from home; a page that somebody else has shown well is looked at once."""
        queue = deque([reverse("home"), *starts, *without_an_object()])
        while queue:
            url = queue.popleft()
            name = name_of(url)
            if url in self.met or self.tried[name] >= (2 if name in self.known else LOOKED_AT):
                continue
            if name and name not in self.files:
                queue.extend(self.look(name, url))

    def look(self, name, url):
        """Open it, note how much it shows, and give its links."""
        self.met.add(url)
        self.tried[name] += 1
        answer = self.client.get(url)
        if answer.status_code != 200:
            return []
        if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
            b"".join(answer)  # read to its end, a file is closed
            self.files.add(name)
            return []
        text = answer.content.decode()
        if "<html" not in text[:2000]:  # a part of a page
            self.files.add(name)
            return []
        shown = MAIN.search(text)
        self.found[name].append((len(shown[0]) if shown else len(text), url))
        return links(text)

    def probe(self, name):
        """No link led there: the objects are tried one after the other, until one answers."""
        for number in range(1, NUMBERED):
            try:
                self.look(name, reverse(name, args=[number]))
            except NoReverseMatch:
                return
            if name in self.found or name in self.files:
                return


def links(text):
    for link in LINK.findall(text):
        parts = urlsplit(link.replace("&amp;", "&"))
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            continue
        yield parts.path


def client_of(user):
    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def everything(accounts, letters=(), is_empty=False):
    """({role: its pages}, pages out of reach), from accounts {role: user or None}.

    `letters` are addresses with a token. Where nothing is (`is_empty`), links alone are followed.
    """
    walkers, known = {}, set()
    for role in ROLES:
        if role in accounts:
            walkers[role] = Walker(accounts[role], known)
            walkers[role].explore(*(letters if role == "anonymous" else ()))
            known |= set(walkers[role].found)
    missing = (
        set()
        if is_empty
        else asked_for() - known - set().union(*(walker.files for walker in walkers.values()))
    )
    for name in sorted(missing):
        for walker in walkers.values():
            if name not in known:
                walker.probe(name)
                known |= {name} & (set(walker.found) | walker.files)
    pages = {
        role: sorted(Page(name, role, max(of)[1]) for name, of in walker.found.items())
        for role, walker in walkers.items()
    }
    return pages, sorted(missing - known)


def asked_for():
    """Pages of the table of access that somebody gets."""
    with TABLE.open(encoding="utf-8") as file:
        return {
            line["url"]
            for line in csv.DictReader(file, delimiter="\t")
            if line["method"] == "GET" and "200" in line.values() and not FILES.search(line["url"])
        }


def main_role(name, roles):
    """Among these accounts, the one this page is made for."""
    if "anonymous" in roles and not name.startswith("admin:"):
        return "anonymous"
    if ON_THE_SPOT.match(name) and "animation" in roles:
        return "animation"
    return next(role for role in ROLES if role in roles)


def of_main_roles(pages):
    """Each page once, for whom it is made; home for each account."""
    roles = defaultdict(list)
    for role, own in pages.items():
        for page in own:
            roles[page.name].append(role)
    return [
        page
        for role, own in pages.items()
        for page in own
        if page.name in FOR_EACH or role == main_role(page.name, roles[page.name])
    ]


def shown_otherwise(pages):
    """The same pages as the table of access asks them with a query, when that is still a page."""
    queries = defaultdict(list)
    for name, query in variants():
        queries[name].append(query)
    return [
        page._replace(url=page.url + query)
        for page in pages
        for query in queries[page.name]
        if "format=" not in query or "grille" in query
    ]
