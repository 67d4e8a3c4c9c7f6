"""What reports have told already of people by something personal, and what may still be told (T38).

Two answers about nearly the same people, subtracted, would say everything known of those few who
make the difference: an interim report and a final one, two versions, two funders. So a table of
people, or a figure of people by something personal, that is a few people away from what an issued
report tells is hidden in the later one. The earlier one still has it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from evaluation.models import Report
from partnerships import french


def kept_apart(report: Report, content: dict) -> dict:
    """The content as it may be told beside every issued report about the same programmes."""
    told = Report.objects.issued().about_programmes_of(report).exclude(pk=report.pk)
    others = told.order_by("issued_at", "pk").values_list("figures", flat=True)
    return content | apart(content, others, settings.SMALL_CELL)


def apart(content: dict, others: Iterable[dict], threshold: int) -> dict:
    """The parts of a content that speak of people, hidden where they are too close to one told."""
    people, lines = content.get("people", []), content.get("indicators", [])
    for other in others:
        people = [
            hidden_table(table) if is_close_to_a_table(table, other, threshold) else table
            for table in people
        ]
        lines = [
            hidden_line(line) if is_close_to_a_line(line, content, other, threshold) else line
            for line in lines
        ]
    found = {"people": people, "indicators": lines}
    if "headlines" in content:
        by_key = {line["key"]: line for line in lines}
        found["headlines"] = [by_key[line["key"]] for line in content["headlines"]]
    return found


# -- Tables ----------------------------------------------------------------------------------------


def is_close_to_a_table(table, other, threshold):
    """The same breakdown, whatever it is called: that of the same parts."""
    mine = shown(table)
    same = [each for each in other.get("people", []) if shown(each).keys() == mine.keys()]
    return any(
        are_close(
            shown(each), mine, is_moved(each.get("total"), table["total"], threshold), threshold
        )
        for each in same
    )


def shown(table):
    """{part: number}, None where it is hidden."""
    return {
        part["label"]: None if part["is_hidden"] else digits(part["text"])
        for part in table["parts"]
    }


def digits(text):
    return int("".join(char for char in text if char.isdigit()))


def is_moved(before, after, threshold):
    """Did so many people come in between that subtracting tells of no few?"""
    return before is not None and after is not None and abs(after - before) >= threshold


def are_close(old, new, moved, threshold):
    """A part a few people away; or one that was hidden, of nearly the same people."""
    both = [(old[part], now) for part, now in new.items() if now is not None]
    return any(not moved if was is None else 0 < abs(now - was) < threshold for was, now in both)


def hidden_table(table):
    parts = [{**part, "text": _("masqué"), "is_hidden": True} for part in table["parts"]]
    return {**table, "parts": parts}


# -- Figures ---------------------------------------------------------------------------------------


def is_close_to_a_line(line, content, other, threshold):
    if not line["is_personal"] or line["value"] is None:
        return False
    moved = is_moved(total(other), total(content), threshold)
    told = [each for each in other.get("indicators", []) if is_the_same(each, line)]
    return any(
        are_close({"": each["value"]}, {"": line["value"]}, moved, threshold) for each in told
    )


def is_the_same(one, other):
    return one.get("is_personal") and one.get("measure") == other["measure"]


def total(content):
    """Different parents, as its tables of people add up to."""
    return next((table.get("total") for table in content.get("people", [])), None)


def hidden_line(line):
    return line | {
        "amount": _("masqué"),
        "text": _("masqué"),
        "value": None,
        "gap": french.NOTHING,
        "share": french.NOTHING,
        "sentence": "",
        "notes": [_("À quelques personnes près, un autre rapport le dit déjà.")],
    }
