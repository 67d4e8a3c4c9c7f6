"""What differs between two contents of a report, frozen or of today: figures, words, workshops.

Plain values in, plain values out: what changed since a version is frozen with the next one.
"""

from django.utils.translation import gettext as _

from evaluation.measures import Unit
from partnerships import differences, french
from partnerships.differences import Change


def between(before: dict, after: dict) -> dict:
    """Figures that read otherwise, titles of the parts, workshops that came or went."""
    return {
        "figures": figures(before, after),
        "sections": [change.title for change in words(before, after)],
        "added": [title for key, title in named(after).items() if key not in named(before)],
        "removed": [title for key, title in named(before).items() if key not in named(after)],
    }


def told_outside(difference: dict) -> dict:
    """What may leave: which tables of people by something personal changed, never which line.

    Between two versions, one person more would be told with everything known of them (T38).
    """
    kept = [line for line in difference["figures"] if not line["is_personal"]]
    revised = [line["table"] for line in difference["figures"] if line["is_personal"]]
    return {**difference, "figures": kept, "revised": list(dict.fromkeys(revised))}


def is_same(difference: dict) -> bool:
    return not any(difference[name] for name in ("figures", "sections", "added", "removed"))


# -- Figures ----------------------------------------------------------------------------------------


def figures(before: dict, after: dict) -> list[dict]:
    """Every figure that changed: its title, as it read, as it reads, and the gap where one is sure."""
    old, new = read(before), read(after)
    return [
        {
            "title": title(key, old, new),
            "before": said(old.get(key)),
            "after": said(new.get(key)),
            "gap": gap(old.get(key), new.get(key)),
            "is_personal": new.get(key, old.get(key))["is_personal"],
            "table": new.get(key, old.get(key)).get("table", title(key, old, new)),
        }
        for key in dict.fromkeys([*old, *new])
        if said(old.get(key)) != said(new.get(key))
    ]


def read(content: dict) -> dict[tuple, dict]:
    """Every figure of a content by what it is: {text, value, unit, title}."""
    found = {}
    for line in content.get("indicators", []):
        found["indicator", line.get("key", line["title"])] = {
            "title": line["title"],
            "text": line["text"],
            "value": line["value"],
            "unit": line.get("unit", ""),
            "is_personal": line.get("is_personal", False),
        }
    found |= totals(content) | accounts(content)
    for table in content.get("people", []):
        for part in table["parts"]:
            found["people", table["title"], part["label"]] = {
                "title": f"{table['title']}, {part['label']}",
                "text": part["text"],
                "value": None,
                "unit": "",
                "is_personal": True,
                "table": table["title"],
            }
    return found


def totals(content):
    """Sessions, minutes and participations: of the whole, then of each school."""
    rows = [(("total",), _("En tout"), content.get("months", []))]
    rows += [
        (("school", line["school"]), line["school"], [line]) for line in content.get("schools", [])
    ]
    found = {}
    for key, name, lines in rows:
        for column, label in COLUMNS.items():
            value = sum(line[column] for line in lines)
            minutes = column == "minutes"
            found[*key, column] = {
                "title": _("%(name)s, %(what)s") % {"name": name, "what": label()},
                "text": french.hours(value) if minutes else french.number(value),
                "value": value,
                "unit": Unit.MINUTES if minutes else "",
                "is_personal": False,
            }
    return found


def accounts(content):
    """Each line of a budget, as the compte rendu financier tells it."""
    return {
        ("account", group["title"], line["title"], column): {
            "title": f"{label()}, {line['title']}",
            "text": line[column],
            "value": None,
            "unit": "",
            "is_personal": False,
        }
        for group in content.get("variances", [])
        for line in group["lines"]
        for column, label in AMOUNTS.items()
    }


AMOUNTS = {"forecast": lambda: _("Prévu"), "actual": lambda: _("Réalisé")}
COLUMNS = {
    "sessions": lambda: _("séances"),
    "minutes": lambda: _("heures"),
    "participations": lambda: _("participations"),
}


def title(key, old, new):
    return new.get(key, old.get(key))["title"]


def said(figure):
    return figure["text"] if figure else ""


def gap(old, new):
    """« +2 », « −1 h »; empty when one of the two is unknown or hidden."""
    if not old or not new or old["value"] is None or new["value"] is None:
        return ""
    unit = "hours" if new["unit"] == Unit.MINUTES else "number"
    return french.gap(new["value"] - old["value"], unit)


# -- Words and workshops ----------------------------------------------------------------------------


def words(before: dict, after: dict) -> list[Change]:
    """The parts whose words differ, word by word; one that came or went is told whole."""
    titles = {key: part["title"] for key, part in {**parts(before), **parts(after)}.items()}
    return differences.changes(texts(before), texts(after), titles) + differences.changes(
        {"quotes": sayings(before)}, {"quotes": sayings(after)}, {"quotes": _("Paroles citées")}
    )


def parts(content):
    """By the name its form knows it by; by its title when people added it."""
    return {part["key"] or part["title"]: part for part in content.get("sections", [])}


def texts(content):
    return {key: f"{part['title']}\n{part['body']}".strip() for key, part in parts(content).items()}


def sayings(content):
    return "\n".join(
        f"« {quote['words']} » {quote['author']}" for quote in content.get("quotes", [])
    )


def named(content):
    return {each.get("key", each["title"]): each["title"] for each in content.get("workshops", [])}
