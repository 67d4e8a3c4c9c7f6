"""The goals, in the numbers of the study they come from; each gives the lines of the table."""

from config.bench.hands import Base, start
from config.bench.lines import Line, compare, take_turns, versus

QUICK, HTTP, SLOW = 31, 61, 9
POST_LIMITS = {"sqlite": 1.8, "postgresql": 2.2}
AUDIT = 0.5
MOST_QUERIES = {"rapport, aperçu": 15}


def sheet_over_http(base: Base):
    told, server = base.told, base.server.when_ready()
    yield compare(
        "1",
        "feuille de 30, GET / page vide du gabarit",
        base.engine,
        lambda: server.get(told["sheet"], told["cookies"]),
        lambda: server.get(told["layout"], told["cookies"]),
        limit=2.0,
        rounds=HTTP,
    )


def sheet_saved(base: Base):
    changed = POST_LIMITS[base.engine] + AUDIT
    for what, title, limit in (
        ("all", "feuille, 30 réponses changées, trace comprise / POST vide", changed),
        ("none", "feuille, rien de changé / POST vide", 1.3),
    ):
        yield compare(
            "2",
            title,
            base.engine,
            lambda what=what: base.ask("post", what),
            lambda: base.ask("post", "nothing"),
            limit=limit,
            rounds=QUICK,
        )


def constant_queries(base: Base):
    for page, numbers in base.ask("queries").items():
        most = MOST_QUERIES.get(page, 10)
        is_there = None not in numbers
        yield Line(
            goal="3",
            what=f"requêtes : {page}",
            base=base.engine,
            figure=" ".join(str(number) for number in numbers) if is_there else "pas de page",
            reference="3, 30, 300 lignes",
            ratio="",
            allowed=f"≤ {most}, égales",
            held=is_there and len(set(numbers)) == 1 and numbers[0] <= most,
        )


def figures_against_sql(base: Base):
    if different := base.ask("same_figures"):
        raise SystemExit(f"✗ {base.engine} : les chiffres diffèrent du SQL : {different}")
    yield compare(
        "4",
        "toutes les mesures, mois et écoles / une requête SQL écrite à la main",
        base.engine,
        lambda: base.ask("figures"),
        lambda: base.ask("statement"),
        limit=1.3,
        rounds=QUICK,
    )
    pairs = [base.ask("one_more") for _round in range(QUICK)]
    more, every = zip(*pairs, strict=True)
    yield versus(
        "4", "une mesure de plus / sans elle", base.engine, more, every, limit=1.02, digits=3
    )


def growth(small: Base, large: Base):
    for title, case in (
        ("figures de la sonde", ("figures",)),
        ("feuille de 30, GET", ("get", "workshops:session_sheet")),
        ("liste des séances", ("get", "workshops:session_list")),
        ("liste des parents", ("get", "families:parent_list")),
    ):
        yield compare(
            "5",
            f"{title}, {large.scale} / {small.scale}",
            small.engine,
            lambda case=case: large.ask(*case),
            lambda case=case: small.ask(*case),
            limit=1.15,
            rounds=QUICK,
        )


def figures_alone(base: Base):
    """What growth is measured on, when there is one scale only."""
    figures, _same = take_turns(lambda: base.ask("figures"), lambda: base.ask("figures"), SLOW)
    line = versus("5", "figures de la sonde", base.engine, figures, figures, limit=1.15)
    return Line(
        *("5", f"figures de la sonde à l’échelle {base.scale}", base.engine, line.figure),
        *("croissance : --scales S,L", "", "≤ 1.15", None),
    )


def report(base: Base):
    yield compare(
        "6",
        "rapport demandé (session, chiffres, page, PDF) / WeasyPrint seul",
        base.engine,
        lambda: base.ask("report_pdf"),
        lambda: base.ask("weasyprint"),
        limit=1.05,
        rounds=SLOW,
    )
    told, server = base.told, base.server.when_ready()
    yield compare(
        "6",
        "PDF émis, servi / page vide du gabarit",
        base.engine,
        lambda: server.get(told["issued"], told["cookies_of_probe"]),
        lambda: server.get(told["layout"], told["cookies_of_probe"]),
        limit=2.0,
        rounds=HTTP,
    )


def cold_start():
    yield compare(
        "11",
        "démarrage à froid / Django nu et son administration",
        "",
        lambda: start("-m", "config.wsgi"),
        lambda: start("-m", "config.bench.bare"),
        limit=1.6,
        rounds=SLOW,
    )
