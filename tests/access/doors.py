"""Every door of the code, found in the code: nobody keeps a list of them.

- « workshops.Session.loggable_by »: a method of the questions asked of a model, given a user;
- « evaluation.views.reports.readable: coordinates »: a line that reads the rights of somebody;
- « partnerships.sessions.others_of: user »: a condition that keeps what is one’s own.

Each can be left open to everybody, alone, and says who came through it.
"""

import ast
import inspect
import sys
from functools import wraps
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from partnerships import questions
from partnerships.models import Structure
from partnerships.rights import Rights

OURS = ("partnerships", "families", "workshops", "evaluation", "config")
RIGHTS = {"coordinates", "facilitates", "partners", "observes", "watches", "works_in", "belongs_to"}
# What says who acts, where a question is worded.
SOMEBODY = {"user", "by"}
# Invented people, the bench, what writes the documentation: nobody comes in by there.
NO_HOUSE = {"demo", "bench", "guides", "documentation", "migrations", "management"}
# They answer something else than rows of their own: keys, a condition, a column, what is not one’s
# own. Their lines are doors, not they.
NO_ROWS = {
    *("with_access_of", "with_note_for", "for_lines", "is_loggable_by", "ran", "kept_by"),
    *("partners_of", "others_than", "WorkshopQuerySet.run_by"),
}


def methods():
    """{« workshops.Session.loggable_by »: (class that holds it, name)}"""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            kind = type(model._default_manager.all())
            for name, method in inspect.getmembers(kind, inspect.isfunction):
                holder = next(each for each in kind.__mro__ if name in vars(each))
                if method.__module__.startswith(OURS) and is_door(holder, name, method):
                    found[f"{model._meta.label}.{name}"] = holder, name
    return found


def is_door(holder, name, method):
    """It is given a user, and answers some of its own rows."""
    is_asked = "user" in inspect.signature(method).parameters
    return is_asked and NO_ROWS.isdisjoint({name, f"{holder.__name__}.{name}"})


def written():
    """{(class, name)}: every one there is in the modules of questions, whoever uses it."""
    modules = [name for name in sys.modules if ".querysets" in name and name.startswith(OURS)]
    return {
        (kind, name)
        for module in modules
        for _name, kind in inspect.getmembers(sys.modules[module], inspect.isclass)
        if kind.__module__ == module
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if name in vars(kind) and is_door(kind, name, method)
    }


class Lines(ast.NodeVisitor):
    """What one file reads of the rights of somebody, and what it keeps for them: {place: name}."""

    def __init__(self, path):
        self.file, self.found, self.is_refusal = str(path), {}, False
        module = path.relative_to(settings.BASE_DIR).with_suffix("")
        self.inside = [".".join(module.parts).removesuffix(".__init__")]
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

    def note(self, node, word):
        name = f"{'.'.join(self.inside)}: {word}"
        seen = [each for each in self.found.values() if each.partition(" #")[0] == name]
        if seen:
            name = f"{name} #{len(set(seen)) + 1}"
        for line in range(node.lineno, node.end_lineno + 1):
            self.found.setdefault((self.file, line, word), name)

    def enter(self, node):
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()

    visit_FunctionDef = visit_ClassDef = enter

    def visit_Attribute(self, node):
        holder = getattr(node.value, "attr", getattr(node.value, "id", ""))
        if node.attr in RIGHTS and holder == "rights":
            self.note(node, node.attr)
        self.generic_visit(node)

    def visit_BinOp(self, node):
        """What is taken away lets nobody in."""
        self.visit(node.left)
        if not isinstance(node.op, ast.Sub):
            self.visit(node.right)

    def visit_If(self, node):
        self.is_refusal = True
        self.visit(node.test)
        self.is_refusal = False
        for each in [*node.body, *node.orelse]:
            self.visit(each)

    def visit_Compare(self, node):
        """« Not among mine » refuses; anywhere else it leaves one’s own out, and lets nobody in."""
        if self.is_refusal or not any(isinstance(each, ast.NotIn) for each in node.ops):
            self.generic_visit(node)

    def visit_Call(self, node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in {"filter", "Q"}:
            for keyword in node.keywords:
                if is_somebody(keyword.value):
                    self.note(node, keyword.arg)
        if name == "exclude":
            self.visit(node.func)
        else:
            self.generic_visit(node)


def is_somebody(node):
    """user, by, request.user, self.user.pk…"""
    if isinstance(node, ast.Attribute) and node.attr in {"pk", "id"}:
        node = node.value
    return getattr(node, "attr", getattr(node, "id", "")) in SOMEBODY


def lines():
    """{(file, line, word): « evaluation.views.reports.readable: coordinates »}"""
    found = {}
    for package in OURS:
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*.py")):
            if NO_HOUSE.isdisjoint(path.parts):
                found |= Lines(path).found
    return found


METHODS, LINES = methods(), lines()
OWN = {word for *_, word in LINES} - RIGHTS
# Left open, they show nothing that was shut: each for the reason above it.
HARMLESS = {
    # What comes first, or is proposed, among what one reads anyway.
    "evaluation.inventory.around: belongs_to",
    "evaluation.inventory.around: observes",
    "evaluation.inventory.around: watches",
    "evaluation.network.watched_by: observes",
    "evaluation.network.watched_by: watches",
    "evaluation.readers.awaited_from: submitted_by",
    "evaluation.registrations.surveys_to_close: works_in",
    "evaluation.review_news.is_to_close: coordinates",
    "evaluation.views.outside.my_structure: partners",
    "families.forms.referrals.ReferralFinder.prepare: works_in",
    "families.forms.referrals.ReferralForm.ask_by_whom: belongs_to #2",
    "families.forms.referrals.ReferralForm.ask_by_whom: contact__account",
    "families.forms.referrals.ReferralForm.ask_who: works_in",
    "families.forms.referrals.ReferralForm.destinations: works_in",
    "families.forms.supports.SupportFinder.filter: author",
    "families.registrations.referrals.due: made_by",
    "families.views.households.family_detail: works_in",
    "families.views.referrals.compose: works_in",
    "families.views.rights.retention_list: coordinates",
    "partnerships.Decision.awaited_from",
    "partnerships.Meeting.concerning",
    "partnerships.querysets.meetings.DecisionQuerySet.awaited_from: belongs_to",
    "partnerships.querysets.meetings.DecisionQuerySet.awaited_from: coordinates",
    "partnerships.querysets.meetings.MeetingQuerySet.concerning: coordinates",
    "partnerships.querysets.meetings.MeetingQuerySet.concerning: partners",
    "partnerships.querysets.meetings.MeetingQuerySet.concerning: presences__contact__account",
    "partnerships.querysets.meetings.MeetingQuerySet.concerning: recorded_by",
    "partnerships.silences.silences: coordinates",
    "partnerships.text_news.due: belongs_to",
    "partnerships.text_news.due: coordinates",
    "partnerships.text_news.due: coordinates #2",
    "partnerships.text_news.due: partners",
    "partnerships.views.contacts.territory_list: belongs_to #2",
    "workshops.Session.run_by",
    "workshops.calendars.rhythm_of: belongs_to",
    "workshops.days.concerning: partners",
    "workshops.forms.calendars.CalendarFilter.__init__: belongs_to",
    "workshops.forms.lists.SessionFilter.scopes_of: coordinates",
    "workshops.forms.lists.SessionFilter.scopes_of: facilitates",
    "workshops.plan_news.remarks_due: belongs_to",
    "workshops.querysets.sessions.SessionQuerySet.run_by: team__user",
    "workshops.querysets.sessions.SessionQuerySet.run_by: user",
    "workshops.views.booklets.booklet_detail: works_in",
    "workshops.views.programmes.programme_detail: works_in",
    # A question spared: what follows answers nothing either.
    "evaluation.readings.due: coordinates",
    "families.registrations.notices.due: coordinates",
    "families.registrations.searching.found: works_in",
    "partnerships.querysets.people.ContactQuerySet.visible_to: belongs_to",
    "partnerships.querysets.people.TenureQuerySet.visible_to: belongs_to",
    "partnerships.relays.due: coordinates",
    "partnerships.views.directory.structure_detail: belongs_to",
    "workshops.searching.advice: works_in",
    # Open, they ask for a code, or hide small numbers, from more people.
    "evaluation.disclosure.watches: observes",
    "evaluation.disclosure.watches: watches",
    "partnerships.second_factor.is_asked_of: coordinates",
    # In whose journal a line is written.
    "evaluation.actions.contributions.side_of: works_in",
    "families.vouchers.answer: belongs_to",
    "partnerships.actions.documents.side_of: belongs_to",
    # Held from another one, and asked by nobody.
    "partnerships.Agreement.writable_by",
    "partnerships.Thread.writable_by",
}
EVERY = [*METHODS, *dict.fromkeys(LINES.values())]
DOORS = [door for door in EVERY if door not in HARMLESS]


class Watch:
    """Who came through which door since one looked, and the one left open, if any."""

    def __init__(self, monkeypatch, left_open=None):
        self.left_open, self.passed = left_open, set()
        for question in written_questions():
            names = question.__code__.co_freevars
            known = question.__closure__[names.index("known")]
            monkeypatch.setattr(known, "cell_contents", Forgotten())
        for holder, name in set(METHODS.values()):
            monkeypatch.setattr(holder, name, self.method(vars(holder)[name]))
        monkeypatch.setattr(Rights, "__getattribute__", self.right(), raising=False)
        monkeypatch.setattr(Q, "__init__", self.condition(Q.__init__))

    def is_open(self, door):
        if door:
            self.passed.add(door)
        return door is not None and door == self.left_open

    def method(self, asked):
        @wraps(asked)
        def through(rows, *given, **named):
            if self.is_open(f"{rows.model._meta.label}.{asked.__name__}"):
                return rows.all()
            return asked(rows, *given, **named)

        return through

    def right(self):
        def through(rights, name):
            if name in RIGHTS and self.is_open(LINES.get((*place(), name))):
                return frozenset(Structure.objects.values_list("pk", flat=True))
            return object.__getattribute__(rights, name)

        return through

    def condition(self, made):
        def through(condition, *given, **named):
            for word in OWN & named.keys():
                if self.is_open(LINES.get((*place(), word))):
                    del named[word]
                    named["pk__isnull"] = False
            made(condition, *given, **named)

        return through


class Forgotten(dict):
    """What is kept of a question written once: nothing, so that it comes through its doors again."""

    def __contains__(self, shape):
        return False


def written_questions():
    """Those whose SQL is kept (partnerships/questions.py)."""
    modules = [module for name, module in sys.modules.items() if name.startswith(OURS)]
    codes = {}
    for value in (each for module in modules for each in vars(module).values()):
        code = getattr(value, "__code__", None)
        if code and (code.co_filename, code.co_name) == (questions.__file__, "question"):
            codes[id(value)] = value
    return list(codes.values())


def place():
    """Where our own code asked: (file, line)."""
    frame = sys._getframe(2)
    while frame.f_globals.get("__name__", "").startswith("django."):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno
