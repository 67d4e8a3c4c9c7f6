import io
import itertools
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from evaluation.charts import bar_chart, line_chart, reach
from evaluation.charts.lines import round_top
from partnerships.calendar import months_between
from partnerships.documents import pdf_of
from partnerships.french import hours

YEAR = months_between(date(2025, 9, 1), date(2026, 6, 1))
SPACE = "\u00a0"


def points(*values):
    return list(zip(YEAR, values, strict=False))


def drawn(chart, name):
    """The elements of that name, as dictionaries of attributes."""
    return [
        dict(element.attrib)
        for element in ElementTree.fromstring(chart).iter()
        if element.tag.endswith(f"}}{name}")
    ]


def words(chart):
    return [
        element.text
        for element in ElementTree.fromstring(chart).iter()
        if element.tag.endswith("}text")
    ]


def title(chart):
    return ElementTree.fromstring(chart)[0].text


CHARTS = {
    "line": line_chart("Parents & écoles", points(4, None, 19), ahead=YEAR[3:], target=100),
    "bars": bar_chart("Parents <b>", points(4, None, 0)),
    "reach": reach(34, 100, subject="Parents"),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_chart_has_attributes_only_and_begins_with_its_title(chart):
    svg = ElementTree.fromstring(chart)

    assert re.findall(r"\b(style|class|id|on\w+|href)=|<style|<script|url\(", chart) == []
    assert (svg.tag, svg.get("role")) == ("{http://www.w3.org/2000/svg}svg", "img")
    assert svg[0].tag == "{http://www.w3.org/2000/svg}title"


# -- The line ----------------------------------------------------------------------------------


def test_the_line_says_in_words_all_that_it_draws():
    chart = line_chart("Parents", points(4, None, 1_234), ahead=YEAR[3:], target=2_000)

    assert title(chart) == (
        "Parents, au total à la fin de chaque mois : septembre 2025, 4 ; octobre 2025, "
        "non disponible ; novembre 2025, 1\u202f234. Prévu en juin 2026 : 2\u202f000."
    )


def test_the_line_writes_its_two_figures_and_the_months_it_has_room_for():
    chart = line_chart("Parents", points(4, 11, 19, 23, 27, 27, 34), ahead=YEAR[7:], target=100)

    assert words(chart) == [
        *("0", "50", "100"),
        *("sept.", "nov.", "janv.", "mars", "juin"),
        *("fait : 34", "prévu : 100"),
    ]


def test_the_line_is_solid_behind_us_and_dotted_to_the_target():
    chart = line_chart("Parents", points(0, 50, 100), ahead=YEAR[3:5], target=100)

    (solid,) = drawn(chart, "polyline")
    (dotted,) = [line for line in drawn(chart, "line") if "stroke-dasharray" in line]

    assert [y for _x, y in places(solid)] == [200.0, 120.0, 40.0]
    assert (dotted["y1"], dotted["y2"]) == ("168.0", "40.0")
    assert dotted["x1"] == str(places(solid)[0][0])


def places(polyline):
    return [tuple(map(float, place.split(","))) for place in polyline["points"].split()]


def test_the_line_breaks_where_a_value_is_unknown():
    chart = line_chart("Parents", points(4, 11, None, 19, 23))

    assert [len(places(line)) for line in drawn(chart, "polyline")] == [2, 2]
    assert words(chart).count("n.d.") == 1
    assert len(drawn(chart, "circle")) == 4


def test_a_line_without_data_says_so():
    empty = line_chart("Parents", [], target=100)
    unknown = line_chart("Parents", points(None, None), ahead=YEAR[2:], target=100)

    assert title(empty) == "Parents : aucune donnée pour cette période."
    assert title(unknown) == (
        "Parents : aucune donnée pour cette période. Prévu en juin 2026 : 100."
    )
    assert words(empty)[-1] == "Aucune donnée pour cette période"
    assert words(unknown)[-2:] == ["Aucune donnée pour cette période", "prévu : 100"]
    assert drawn(empty, "polyline") == drawn(unknown, "polyline") == []


def test_a_line_without_target_has_no_dots():
    chart = line_chart("Parents", points(4, 11))

    assert [line for line in drawn(chart, "line") if "stroke-dasharray" in line] == []
    assert words(chart)[-1] == "fait : 11"


def test_a_line_of_nought_is_nought_and_not_unknown():
    chart = line_chart("Parents", points(0, 0))

    assert words(chart)[-1] == "fait : 0"
    assert "n.d." not in words(chart)


def test_a_line_of_minutes_is_graduated_in_hours():
    chart = line_chart("Heures", points(60, 930), target=990, show=hours, unit=60)

    assert words(chart)[:3] == [f"0{SPACE}h", f"10{SPACE}h", f"20{SPACE}h"]
    assert f"fait : 15{SPACE}h{SPACE}30" in words(chart)


@pytest.mark.parametrize(
    ("values", "target"),
    [
        ([4, 11, 34], 100),
        ([90, 95, 101], 100),
        ([90, 95, 99], 100),
        ([0, 0, 1], 16),
        ([500, 600, 700], 700),
        ([9], 10),
        ([10], 10),
        ([3], 10),
    ],
)
@pytest.mark.parametrize("ahead", [0, 1, 7])
def test_the_two_figures_stay_in_the_drawing_and_never_meet(values, target, ahead):
    chart = line_chart("Parents", points(*values), ahead=YEAR[len(values) :][:ahead], target=target)

    boxes = [box(label) for label in labels(chart)]

    assert len(boxes) == 2
    assert [b for b in boxes if b[0] < 0 or b[1] > 362 or b[2] < 0 or b[3] > 202] == []
    assert not overlap(*boxes)


def labels(chart):
    return [
        element
        for element in ElementTree.fromstring(chart).iter()
        if element.tag.endswith("}text") and ":" in element.text
    ]


def box(label):
    """Left, right, top and bottom of a text, roughly."""
    x, y = float(label.get("x")), float(label.get("y"))
    width = 7 * len(label.text)
    left = x - width if label.get("text-anchor") == "end" else x
    return left, left + width, y - 11, y + 2


def overlap(first, second):
    apart = first[1] <= second[0] or second[1] <= first[0]
    return not (apart or first[3] <= second[2] or second[3] <= first[2])


@pytest.mark.parametrize(
    ("highest", "unit", "top"),
    [(0, 1, 2), (2, 1, 2), (3, 1, 4), (34, 1, 40), (100, 1, 100), (101, 1, 200), (990, 60, 1200)],
)
def test_the_axis_ends_on_a_round_figure(highest, unit, top):
    assert round_top(highest, unit) == top


# -- Bars --------------------------------------------------------------------------------------


def test_bars_carry_their_figure_and_unknown_is_not_nought():
    chart = bar_chart("Participations", points(12, None, 0, 1_200))

    assert title(chart) == (
        "Participations, mois par mois : septembre 2025, 12 ; octobre 2025, non disponible ; "
        "novembre 2025, 0 ; décembre 2025, 1\u202f200."
    )
    assert words(chart) == [
        *("12", "sept.", "oct.", "n.d.", "0", "nov.", "1\u202f200", "déc."),
    ]
    assert [bar["height"] for bar in drawn(chart, "rect")] == ["1.6", "160.0"]


def test_bars_widen_the_drawing_rather_than_meet():
    year = months_between(date(2024, 9, 1), date(2026, 6, 1))

    chart = bar_chart("Participations", [(month, 1) for month in year])

    (svg,) = drawn(chart, "svg")
    lefts = [float(bar["x"]) for bar in drawn(chart, "rect")]
    assert svg["viewBox"] == "0 0 748 230"
    assert min(right - left for left, right in itertools.pairwise(lefts)) > 33


def test_bars_without_data_say_so():
    assert title(bar_chart("Participations", [])) == (
        "Participations : aucune donnée pour cette période."
    )
    assert words(bar_chart("Participations", points(None))) == [
        *("sept.", "n.d.", "Aucune donnée pour cette période"),
    ]


# -- The thread --------------------------------------------------------------------------------


def thread(chart):
    """The lines (end, dashed) and the knots (place, is full) of a thread."""
    lines = [(line["x2"], "stroke-dasharray" in line) for line in drawn(chart, "line")]
    return lines, [(knot["cx"], knot["fill"] == "#df4f38") for knot in drawn(chart, "circle")]


@pytest.mark.parametrize(
    ("value", "lines", "knots"),
    [
        (34, [("100.0%", True), ("34.0%", False)], [("100.0%", False), ("34.0%", True)]),
        (0, [("100.0%", True)], [("100.0%", False), ("0.0%", True)]),
        (None, [("100.0%", True)], [("100.0%", False)]),
        (100, [("100.0%", False)], [("100.0%", True)]),
        (125, [("100.0%", False)], [("80.0%", False), ("100.0%", True)]),
    ],
)
def test_the_thread_is_solid_to_where_we_are(value, lines, knots):
    assert thread(reach(value, 100)) == (lines, knots)


@pytest.mark.parametrize("target", [None, 0])
def test_without_target_there_is_no_thread(target):
    assert reach(34, target) == ""


def test_the_thread_names_its_two_figures():
    assert title(reach(34, 100)) == "34 sur 100"
    assert title(reach(None, 16, subject="Groupes")) == "Groupes : non disponible sur 16"
    assert title(reach(930, 990, show=hours)) == (f"15{SPACE}h{SPACE}30 sur 16{SPACE}h{SPACE}30")


# -- On paper ----------------------------------------------------------------------------------


def test_the_title_is_what_a_screen_reader_says_of_the_pdf():
    html = '<!doctype html><html lang="fr"><head><title>x</title></head><body>{}</body></html>'

    reader = PdfReader(io.BytesIO(pdf_of(html.format("".join(CHARTS.values())))))

    alternatives = [
        element["/Alt"]
        for element in structure(reader.trailer["/Root"]["/StructTreeRoot"])
        if "/Alt" in element
    ]
    assert alternatives == [title(chart) for chart in CHARTS.values()]


def structure(node):
    node = node.get_object()
    if isinstance(node, dict):
        yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from structure(child)
