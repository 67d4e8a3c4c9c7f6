"""The forms of a page, as a browser finds them, and filled as anybody would."""

from html.parser import HTMLParser

PLAIN = {
    "date": "2026-03-12",
    "datetime-local": "2026-03-12T10:00",
    "email": "quelquun@exemple.test",
    "month": "2026-03",
    "number": "1",
    "tel": "06 12 34 56 78",
    "time": "10:00",
    "url": "https://exemple.test/",
}
UNTOUCHED = {"submit", "button", "checkbox", "file", "image", "reset", "search"}


class Forms(HTMLParser):
    """{where each form is sent: [(name, value, kind)]}; « here » is the page itself."""

    def __init__(self, text, here):
        super().__init__()
        self.here, self.found = here, {}
        self.fields, self.select = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_sent = attrs.get("method", "").lower() == "post"
            where = (attrs.get("action") or self.here).partition("?")[0]
            self.fields = self.found.setdefault(where, []) if is_sent else []
        elif tag == "select":
            self.select = attrs.get("name")
        elif tag == "option" and self.select:
            self.fields.append((self.select, attrs.get("value", ""), "option"))
        elif tag in {"input", "textarea", "button"} and attrs.get("name"):
            kind = attrs.get("type", tag)
            self.fields.append((attrs["name"], attrs.get("value", ""), kind))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def filled(fields):
    """One answer a field: what is there already, the first choice, or a plain word."""
    answers = {}
    for name, value, kind in fields:
        if kind in UNTOUCHED or answers.get(name):
            continue
        answers[name] = value if kind in {"hidden", "option", "radio"} else value or plain(kind)
    return {name: value for name, value in answers.items() if value}


def plain(kind):
    return PLAIN.get(kind, "Essai de deux envois")
