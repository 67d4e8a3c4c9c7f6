"""What is timed on one database: each case does one thing once, and can be done again.

A request goes straight into the WSGI application, cookies and CSRF token included, as a server
would hand it over; what prepares it is not timed.
"""

import time
from io import BytesIO
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from config.bench import sheets, statement, tables
from config.bench.afar import Federation
from config.wsgi import application
from evaluation import documents
from evaluation.actions import report_reading, reports
from evaluation.figures import Figures, Scope
from evaluation.measures.figure import Found, Kind, Level, Measure, Unit
from evaluation.models import Report
from evaluation.reports import content_of
from families.models import Gender
from partnerships.documents import render_html
from partnerships.models import User
from partnerships.sessions import SessionStore
from workshops.models import Attendance, Programme, Session

TOKEN = "a" * 32
# What is not a question: transactions and the settings of a connection.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ")
ROOMS = (3, 30, 300)
LISTS = (
    *("workshops:session_list", "workshops:workshop_list", "workshops:programme_list"),
    *("workshops:pathway_list", "families:parent_list", "partnerships:partnership_list"),
    *("partnerships:structure_list", "evaluation:grant_list", "evaluation:report_list"),
)
ONE_MORE = Measure(
    name="mothers",
    title="Mères",
    unit=Unit.PARENTS,
    definition="",
    level=Level.RESULT,
    kind=Kind.PEOPLE,
    fold=lambda figures: Found(
        keys=[parent for parent, value in figures.latest("gender").items() if value == Gender.WOMAN]
    ),
)


def timed(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


# -- Requests -----------------------------------------------------------------------------------


def cookies_of(name):
    """Signed in as the coordinator of that centre, in a session of their own."""
    user = User.objects.get(email=f"{name}@bench.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={TOKEN}"


def environ_of(path, cookies, body=None):
    content = urlencode(body).encode() if body else b""
    return {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": cookies,
        # The script of the sheet asks for an answer it can read; a page is sent to anybody.
        "HTTP_ACCEPT": "application/json" if body else "text/html",
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": BytesIO(content),
        "wsgi.url_scheme": "http",
    }


def answer(environ):
    """The body of the answer; an answer that is no success stops the bench."""
    status = []
    response = application(environ, lambda line, _headers: status.append(line))
    body = b"".join(response)
    response.close()
    if status[0][:3] not in ("200", "204"):
        raise RuntimeError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {status[0]}")
    return body


class Cases:
    """The cases of one database; `told` is what the HTTP client needs to know of it."""

    def __init__(self, folder):
        self.folder = folder
        self.federation = Federation()
        self.cookies = {name: cookies_of(name) for name in self.centres}
        self.programme = Programme.objects.get(title="Programme sonde")
        self.scope = Scope((self.programme,), self.programme.starts_on, self.programme.ends_on)
        self.draft = Report.objects.select_related("grant__holder", "grant__funder").get(
            grant__programmes=self.programme
        )

    centres = ("sonde", *(f"salle-{number}" for number in ROOMS))

    def page(self, name, centre="salle-30"):
        """The path of a page by its name, for that centre; None while it does not exist."""
        find = {"workshops:session_sheet": self.sheet, "evaluation:programme_dashboard": self.led}
        find |= {"evaluation:report_preview": self.report, "evaluation:report_detail": self.report}
        try:
            return reverse(name, args=[find[name](centre)] if name in find else [])
        except NoReverseMatch:
            return None

    def sheet(self, centre):
        sheets = Session.objects.filter(workshop__programme=self.led(centre), status="planned")
        return sheets.get(date=timezone.localdate()).pk

    def led(self, centre):
        return Programme.objects.get(title=f"Programme {centre}").pk

    def report(self, centre):
        return Report.objects.drafts().get(grant__programmes=self.led(centre)).pk

    # -- Asked once ----------------------------------------------------------------------------

    def told(self):
        return {
            "vendor": connection.vendor,
            "cookies": self.cookies["salle-30"],
            "cookies_of_probe": self.cookies["sonde"],
            "layout": reverse("bench_layout"),
            "sheet": self.page("workshops:session_sheet"),
            "home": reverse("home"),
            "issued": reverse("evaluation:report_pdf", args=[self.issued().pk]),
        }

    def issued(self):
        """The report of the probe, issued once: its PDF is kept."""
        report = Report(
            grant=self.draft.grant,
            kind=Report.Kind.FINAL,
            title="Rapport émis",
            starts_on=self.draft.starts_on,
            ends_on=self.draft.ends_on,
        )
        reports.begin(report=report, by=None)
        report_reading.submit(report=report, by=None)
        return reports.issue(report=report, by=None)

    def same_figures(self):
        """What differs between the figures and the statement: nothing, or the bench means nothing."""
        ours = statement.told(Figures.of(self.scope))
        theirs = statement.figures(statement.ask(self.scope))
        return {name: [ours[name], theirs[name]] for name in ours if ours[name] != theirs[name]}

    def queries(self):
        """{page: the number of queries with 3, 30 and 300 rows}, None for a page that is not there."""
        pages = {
            "feuille, GET": "workshops:session_sheet",
            "tableau de bord": "evaluation:programme_dashboard",
            "rapport, aperçu": "evaluation:report_preview",
        } | {f"liste {name}": name for name in LISTS}
        found = {
            title: [self.queries_of_page(name, f"salle-{room}") for room in ROOMS]
            for title, name in pages.items()
        }
        saved = [self.sheet_request(f"salle-{room}") for room in ROOMS]
        found["feuille, POST"] = [asked(lambda sent=sent: answer(sent)) for sent in saved]
        return found

    def queries_of_page(self, name, centre):
        path = self.page(name, centre)
        environ = environ_of(path, self.cookies[centre])
        return path and asked(lambda: answer(environ))

    # -- Timed ---------------------------------------------------------------------------------

    def figures(self):
        return timed(lambda: everything(self.scope))

    def statement(self):
        return timed(lambda: statement.ask(self.scope))

    def one_more(self):
        """All the figures and one more, against all of them: the same run gives both."""
        figures = []
        every = timed(lambda: figures.append(everything(self.scope)))
        return [every + timed(lambda: ONE_MORE.of(figures[0])), every]

    def get(self, name, centre="salle-30"):
        environ = environ_of(self.page(name, centre), self.cookies[centre])
        return timed(lambda: answer(environ))

    def post(self, what):
        """30 rows changed (all), none, or the same body where nothing is done with it."""
        environ = self.sheet_request("salle-30", changed=what != "none")
        if what == "nothing":
            environ["PATH_INFO"] = reverse("bench_nothing")
        return timed(lambda: answer(environ))

    def sheet_request(self, centre, changed=True):
        """Everybody of the sheet, each with the other answer than the one that stands."""
        session = self.sheet(centre)
        body = {"csrfmiddlewaretoken": TOKEN}
        for row in Attendance.objects.filter(session=session).order_by("pk"):
            other = "absent" if row.status == "present" else "present"
            body[f"attendance-{row.parent_id}"] = other if changed else row.status
            body[f"seen-attendance-{row.parent_id}"] = f"{row.version} {row.status}"
        path = reverse("workshops:session_sheet", args=[session])
        return environ_of(path, self.cookies[centre], body)

    def afar(self, what):
        return timed(getattr(self.federation, what))

    def same_afar(self):
        federation = self.federation
        differ = federation.same()
        if federation.people_kept() != federation.people_asked():
            differ.append("parents")
        return differ

    def table_import(self):
        return tables.ours()

    def stock_import(self):
        return tables.stock()

    def exported(self, rounds):
        return sheets.rounds(rounds)

    def shared_sheet(self, savers, people):
        """A sheet of 300, and as many of its people for each of those who save it."""
        session = self.sheet("salle-300")
        rows = Attendance.objects.filter(session=session, status__in=["present", "absent"])
        seen = [(f"attendance-{row.parent_id}", (row.version, row.status)) for row in rows]
        return {
            "path": reverse("workshops:session_sheet", args=[session]),
            "cookies": self.cookies["salle-300"],
            "token": TOKEN,
            "people": [dict(seen[each * people :][:people]) for each in range(savers)],
        }

    def report_pdf(self):
        """The request for the PDF of a draft, from the session cookie to the last byte."""
        path = reverse("evaluation:report_pdf", args=[self.draft.pk])
        return timed(lambda: answer(environ_of(path, self.cookies["sonde"])))

    def weasyprint(self):
        """WeasyPrint alone, on the same page saved to a file beside its styles and fonts."""
        from weasyprint import HTML

        saved = self.folder / "report.html"
        if not saved.exists():
            saved.write_text(self.saved_page())
        return timed(lambda: HTML(filename=saved).write_pdf(pdf_variant="pdf/ua-1"))

    def saved_page(self):
        content = content_of(self.draft)
        page = render_html(
            documents.TEMPLATE,
            documents.names(self.draft, content, is_issued=False),
            title=self.draft.title,
            author=content["carrier"]["name"],
            is_pdf=True,
        )
        return page.replace(f'"/{settings.STATIC_URL.strip("/")}/', f'"{settings.STATIC_ROOT}/')


def everything(scope):
    """What a report asks of the sheets: every measure of them, the months, the schools."""
    figures = Figures.of(scope)
    figures.measures(statement.NAMES), figures.by_month(), figures.by_school()
    return figures


def asked(act):
    """How many queries it makes, transactions and settings of the connection left out."""
    with CaptureQueriesContext(connection) as context:
        act()
    return sum(not query["sql"].startswith(CONTROL) for query in context.captured_queries)
